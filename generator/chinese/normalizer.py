"""A Chinese text becomes what a Taiwanese sub-editor would pass, in one form for each use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING

from generator.chinese.characters import OPAQUE, clean, has_han
from generator.chinese.draft import Draft
from generator.chinese.vocabulary import Finding, Vocabulary
from generator.text import Rules, Text

if TYPE_CHECKING:
    from generator.chinese.editor import Editor

_AROUND_OPAQUE = re.compile(f"({OPAQUE})")


class Normalizer:
    """Normalises texts by the rules for all sites and the `rules` of one.

    Text without a Han character is only cleaned. What comes out stays as it is when it goes in
    again, and either form of a text gives the same two.
    """

    def __init__(self, rules: Rules) -> None:
        self._rules = rules

    def text(self, text: str) -> Text:
        """Both forms of `text`, which is no Markdown and no HTML."""
        text = clean(text)
        if not has_han(text):
            return Text(text, text)
        return Text(*self._editor.both_forms(text))

    def runs(self, runs: Sequence[str]) -> list[str]:
        """The display form of one text that markup has cut into `runs`, cut at the same places.

        Joined, they are the display form of the joined runs. What no rule may look into is passed
        as OPAQUE; it comes back as it is, and is spaced like a Latin word.
        """
        if not runs:
            return []
        draft = Draft(runs)
        if clean(draft.text) != draft.text:
            draft.convert((part, clean) for part in _AROUND_OPAQUE.split(draft.text))
        if has_han(draft.text):
            self._editor.edit(draft)
        return draft.runs

    def findings(self, text: str) -> Iterator[Finding]:
        """The terms of `text` for which the archive has another, from left to right."""
        return self._vocabulary.findings(text)

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(self._rules)

    @cached_property
    def _editor(self) -> Editor:
        # To compile the rules takes longer than a build in which no file changed.
        from generator.chinese.editor import Editor

        return Editor(self._rules)


@cache
def normalizer(rules: Rules) -> Normalizer:
    """The one normalizer of this process for `rules`."""
    return Normalizer(rules)
