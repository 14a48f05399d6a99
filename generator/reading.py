"""An excerpt is whole sentences or whole words; reading time counts each script apart."""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(r"[。！？](?:[」』）》]*)|[.!?…][\"'”’)\]]*(?=\s)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Ms|Dr|St|vs|e\.g|i\.e|etc|No|Inc|Ltd|Co|approx|U\.S))\.$"
)
_WORD_BREAK = re.compile(r"\s+(?=\S)|(?<=[，、；：])")


def excerpt(text: str, limit: int) -> str:
    """As many of the first sentences of `text` as fit in `limit` characters, at least one of them.

    A sentence longer than `limit` ends at a word's end, with an ellipsis.
    """
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    kept = 0
    for found in _SENTENCE_END.finditer(text, 0, limit + 1):
        if found.end() <= limit and not _ABBREVIATION.search(text, 0, found.end()):
            kept = found.end()
    if kept:
        return text[:kept]
    breaks = [found.start() for found in _WORD_BREAK.finditer(text, 0, limit)]
    cut = breaks[-1] if breaks else _within_word(text, limit)
    return text[:cut].rstrip(" ,;:，；：、—–-") + "…"


def _within_word(text: str, limit: int) -> int:
    """Where a text without a break is cut: before `limit` in Chinese, after the word elsewhere."""
    if ord(text[limit - 1]) >= 0x2E80:
        return limit - 1
    end = text.find(" ", limit)
    return len(text) if end < 0 else end


def reading_minutes(words: int, han: int) -> int:
    """How many minutes a text takes to read: 230 words or 400 Han characters each, at least one."""
    return max(1, round(words / 230 + han / 400))
