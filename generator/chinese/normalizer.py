"""A Chinese text becomes what a Taiwanese sub-editor would pass, in one form for each use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from generator.chinese.characters import OPAQUE, clean, has_han
from generator.chinese.draft import Draft
from generator.chinese.pairs import brackets, quotes
from generator.chinese.punctuation import endings, marks, titles
from generator.chinese.script import Script
from generator.chinese.spacing import CLOSE, spaced
from generator.chinese.verbatim import hide, show
from generator.chinese.vocabulary import Finding, Rules, Vocabulary

_AROUND_OPAQUE = re.compile(f"({OPAQUE})")


class Text(msgspec.Struct, frozen=True):
    """A text for HTML, whose stylesheet sets the gaps beside Han, and one for anywhere else."""

    display: str
    plain: str


class Normalizer:
    """Normalises texts by the rules for all sites and the `rules` of one.

    Text without a Han character is only cleaned. What comes out stays as it is when it goes in
    again, and either form of a text gives the same two.
    """

    def __init__(self, rules: Rules) -> None:
        self._script = Script(rules)
        self._vocabulary = Vocabulary(rules)

    def text(self, text: str) -> Text:
        """Both forms of `text`, which is no Markdown and no HTML."""
        text = clean(text)
        if not has_han(text):
            return Text(text, text)
        draft, hidden = self._normalized(Draft([text]))
        return Text(show(draft.text, hidden), show(spaced(draft.text), hidden))

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
        if not has_han(draft.text):
            return draft.runs
        draft, hidden = self._normalized(draft)
        draft.text = show(draft.text, hidden)
        return draft.runs

    def findings(self, text: str) -> Iterator[Finding]:
        """The terms of `text` for which the archive has another, from left to right."""
        return self._vocabulary.findings(text)

    def _normalized(self, draft: Draft) -> tuple[Draft, str]:
        draft.text, hidden = hide(draft.text)
        _punctuate(draft)
        before = draft.text
        draft.convert(self._script.parts(draft.text))
        if draft.text != before:
            # Words may have become Han: U盘 is 隨身碟.
            draft.text, hidden = hide(show(draft.text, hidden))
            _punctuate(draft)
        return draft, hidden


def _punctuate(draft: Draft) -> None:
    # Brackets and quotation marks first: a sentence ends at them, and a mark is judged by them.
    for rule in (quotes, brackets, titles, endings, marks):
        draft.edit(rule(draft.text))
    draft.remove(CLOSE)
