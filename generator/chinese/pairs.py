"""Only this module decides which quotation marks and which brackets belong together.

A pair is found over the whole of a text, and what has no partner stays as it is. Every edit puts
one character in place of one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from generator.chinese.characters import CJK_RANGES, LATIN
from generator.chinese.draft import Edit

_CJK = re.compile(f"[{CJK_RANGES}]")
_WESTERN = re.compile("[\"'“‘〝]")
_QUOTE = re.compile("[\"'“”‘’〝〞〟「」『』]")
_OPENER = {"”": "“", "’": "‘", "〞": "〝", "〟": "〝", "」": "「", "』": "『"}
# don't, developers's, 小明's, '90s
_APOSTROPHE = re.compile(f"(?<={LATIN})['’](?={LATIN})|(?<=\\w)['’]s(?!{LATIN})|['’](?=\\d0s)")
# A straight mark opens nothing after a number, whose feet or inches it is, in key="value", nor at
# the end of a Latin word that goes on in Latin.
_STRAIGHT_OPENING = re.compile(f"(?<![\\d=\\\\/])(?:(?<!{LATIN})|(?=.[{CJK_RANGES}])).")


def quotes(text: str) -> Iterator[Edit]:
    """The edits that make quotation marks 「」 and, within others, 『』 (MOE handbook, clreq)."""
    if not _WESTERN.search(text):
        return
    edits: list[Edit] = []
    around: list[tuple[int, str, bool]] = []  # where each pair ends, how it opens, if it is new
    for start, end in sorted(_quote_pairs(text)):
        while around and around[-1][0] < start:
            around.pop()
        opening, new = text[start], True
        if opening in "「『" and not (around and around[-1][2]):
            new = False
        else:
            opening = "『" if around and around[-1][1] == "「" else "「"
            edits.append((start, start + 1, opening))
            edits.append((end, end + 1, "」" if opening == "「" else "』"))
        around.append((end, opening, new))
    yield from sorted(edits)


def _quote_pairs(text: str) -> Iterator[tuple[int, int]]:
    opened: list[tuple[str, int]] = []
    waiting: Counter[str] = Counter()
    for match in _QUOTE.finditer(text):
        mark, at = match[0], match.start()
        if mark in "'’" and _APOSTROPHE.match(text, at):
            continue
        opener = _OPENER.get(mark, mark)
        if waiting[opener] and (mark in _OPENER or mark in "\"'"):
            # What was opened since has no partner.
            while opened[-1][0] != opener:
                waiting[opened.pop()[0]] -= 1
            waiting[opener] -= 1
            yield opened.pop()[1], at
        elif mark not in _OPENER and (mark not in "\"'" or _STRAIGHT_OPENING.match(text, at)):
            opened.append((mark, at))
            waiting[mark] += 1


_BRACKET = re.compile("[()（）]")


def brackets(text: str) -> Iterator[Edit]:
    """The edits that make brackets full width where Han, kana or Bopomofo stand in them."""
    if "(" not in text and ")" not in text:
        return
    edits: list[Edit] = []
    opened: list[tuple[int, bool]] = []  # where each bracket opened, if CJK is in it so far
    last = 0
    for match in _BRACKET.finditer(text):
        at = match.start()
        if opened and not opened[-1][1] and _CJK.search(text, last, at):
            opened[-1] = opened[-1][0], True
        last = at
        if match[0] in "(（":
            opened.append((at, False))
        elif opened:
            start, cjk = opened.pop()
            if cjk:
                edits += (start, start + 1, "（"), (at, at + 1, "）")
                if opened:
                    opened[-1] = opened[-1][0], True
    yield from sorted(edits)
