"""Emphasis beside Chinese: whether a run of `*` or `~` there can open and close."""

from __future__ import annotations

from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.common.utils import isPunctChar, isWhiteSpace
from markdown_it.rules_inline import StateInline, emphasis, strikethrough

from generator.markdown.han import FULL_WIDTH, WIDE

_Rule = Callable[[StateInline, bool], bool]


def han_emphasis(parser: MarkdownIt) -> None:
    """Let delimiters beside Chinese open and close as they do beside a space.

    CommonMark § 6.2 asks for punctuation on either side of a run, since in English a space stands
    next to it. Chinese has no spaces, so that `**要點：**模型` never closes (commonmark-spec issue
    650). Here full-width punctuation counts as a letter does, and other punctuation is no obstacle
    when a wide character stands on the far side of the run. This only adds: what opens or closes
    by § 6.2 still does. `_` stays as it was: it never splits a word, and Chinese is one long word.
    """
    parser.inline.ruler.at("emphasis", _beside_han(emphasis.tokenize))
    parser.inline.ruler.at("strikethrough", _beside_han(strikethrough.tokenize))


def _beside_han(rule: _Rule) -> _Rule:
    def tokenize(state: StateInline, silent: bool) -> bool:
        start, known = state.pos, len(state.delimiters)
        if not rule(state, silent):
            return False
        before = state.src[start - 1] if start else " "
        after = state.src[state.pos] if state.pos < state.posMax else " "
        if state.src[start] != "_" and (WIDE.match(before) or WIDE.match(after)):
            opens, closes = _flanks(after, before), _flanks(before, after)
            for delimiter in state.delimiters[known:]:
                delimiter.open, delimiter.close = opens, closes
        return True

    return tokenize


def _flanks(near: str, far: str) -> bool:
    """Whether a run of delimiters clings to `near`, with `far` on its other side."""
    if isWhiteSpace(ord(near)):
        return False
    if FULL_WIDTH.match(near) or not isPunctChar(near):
        return True
    return isWhiteSpace(ord(far)) or isPunctChar(far) or WIDE.match(far) is not None
