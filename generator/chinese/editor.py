"""The rules for Chinese are at work here, in their order, on a text that holds Han."""

from __future__ import annotations

import re

from generator.chinese.draft import Draft
from generator.chinese.pairs import brackets, quotes
from generator.chinese.punctuation import endings, marks, titles
from generator.chinese.script import Script
from generator.chinese.spacing import CLOSE, spaced
from generator.chinese.verbatim import hide, show
from generator.text import Rules

# What every edit of punctuation, and everything that is hidden, has a character of.
_MARKED = re.compile("[ \t!-/:;?@`…—―─‘“〝]")
# Brackets and quotation marks first: a sentence ends at them, and a mark is judged by them.
RULES = (quotes, brackets, titles, endings, marks)


class Editor:
    """Edits a draft that has been cleaned by the rules for all sites and the `rules` of one."""

    def __init__(self, rules: Rules) -> None:
        self._script = Script(rules)

    def edit(self, draft: Draft) -> None:
        """Make `draft` the display form of its text."""
        hidden = self._normalize(draft)
        draft.text = show(draft.text, hidden)

    def both_forms(self, text: str) -> tuple[str, str]:
        """The display form of `text`, and the plain one."""
        draft = Draft([text])
        hidden = self._normalize(draft)
        return show(draft.text, hidden), show(spaced(draft.text), hidden)

    def _normalize(self, draft: Draft) -> str:
        """Make `draft` the display form, with what is returned hidden in it."""
        hidden = _punctuate(draft)
        if self._script.settled(draft.text):
            return hidden
        before = draft.text
        draft.convert(self._script.parts(draft.text))
        if draft.text != before:
            # Words may have become Han: U盘 is 隨身碟.
            draft.text = show(draft.text, hidden)
            hidden = _punctuate(draft)
        return hidden


def is_marked(text: str) -> bool:
    """Whether `text` holds a character that a rule for marks and spaces begins at."""
    return _MARKED.search(text) is not None


def _punctuate(draft: Draft) -> str:
    """Set the marks of `draft`, and hide what must stay; what was hidden."""
    if not is_marked(draft.text):
        return ""
    draft.text, hidden = hide(draft.text)
    for rule in RULES:
        draft.edit(rule(draft.text))
    draft.remove(CLOSE)
    return hidden
