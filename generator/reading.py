"""An excerpt is whole sentences or whole words; reading time counts each script apart."""

from __future__ import annotations

import re
from functools import lru_cache

from generator.chinese.characters import CJK_RANGES

# One class in front of both, so that all else is passed over fast.
_SENTENCE_END = re.compile(r"[。！？.!?…](?:(?<=[。！？])[」』）》]*|(?<=[.!?…])[\"'”’)\]]*(?=\s))")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Ms|Dr|St|vs|e\.g|i\.e|etc|No|Inc|Ltd|Co|approx|U\.S))\.$"
)
_LONGEST_ABBREVIATION = len("approx.")
_WORD_BREAK = re.compile(r"\s+(?=\S)|(?<=[，、；：])")
# Before a character that is set like Han, or after it, but not before a mark.
_HAN_BREAK = re.compile(rf"(?!\A)(?:(?<=[{CJK_RANGES}])(?=[\w「『（《])|(?=[{CJK_RANGES}]))")


@lru_cache(maxsize=64)  # an article's pages ask the same
def excerpt(text: str, limit: int) -> str:
    """As many of the first sentences of `text` as fit in `limit` characters, at least one of them.

    A sentence longer than `limit` ends at a word's end, with an ellipsis; between Han characters
    too, where less than half would be left. Only a long first word exceeds `limit`.
    """
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    kept = 0
    for found in _SENTENCE_END.finditer(text, 0, limit + 1):
        if found.end() <= limit and not _is_abbreviation(text, found.end()):
            kept = found.end()
    if kept:
        return text[:kept]
    breaks = [found.start() for found in _WORD_BREAK.finditer(text, 0, limit)]
    if not breaks or breaks[-1] < limit // 2:
        breaks += [found.start() for found in _HAN_BREAK.finditer(text, 0, limit)]
    cut = max(breaks) if breaks else text.find(" ")
    return text[:cut].rstrip(" ,;:，；：、—–-") + "…" if cut > 0 else text


def sentences(text: str) -> list[str]:
    """The sentences of `text`, which joined by spaces, or in Chinese by nothing, are the text."""
    ends = [
        found.end()
        for found in _SENTENCE_END.finditer(text)
        if not _is_abbreviation(text, found.end())
    ]
    starts = [0, *ends]
    parts = (text[start:end].strip() for start, end in zip(starts, [*ends, len(text)], strict=True))
    return [part for part in parts if part]


def _is_abbreviation(text: str, end: int) -> bool:
    """Whether an abbreviation ends `text[:end]`."""
    return _ABBREVIATION.search(text, max(0, end - _LONGEST_ABBREVIATION), end) is not None


def reading_minutes(words: int, han: int) -> int:
    """How many minutes a text takes to read: 230 words or 400 Han characters each, at least one."""
    return max(1, round(words / 230 + han / 400))
