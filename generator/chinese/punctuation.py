"""Only this module sets commas, stops, dashes and ellipses at full width.

What stands around a whole cluster of marks decides about all of it, so that no mark waits for what
becomes of its neighbour and one pass is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.chinese.characters import CJK_RANGES
from generator.chinese.draft import Edit

OPENING = "（「『《〈【〔〖"
CLOSING = "）」』》〉】〕〗"
STOPS = "，。：；？！、"

# A mark, a dash or an ellipsis; ` --option` is none.
_TOKEN = re.compile("[,:;?!]|\\.{3,}|…+|-{2,}(?![a-z])|[—―]+|─{2,}")
# From the first of them on to the last, but for one between two Latin letters or digits.
_CLUSTER = re.compile(
    "[,:;?!.…—―─-](?:(?<=[,:;?!…—―])(?!(?<=[A-Za-z0-9].)[A-Za-z0-9])|(?<=\\.)\\.\\.|(?<=-)-|(?<=─)─)"
    f"[,:;?!.…—―─{STOPS} \t-]*"
)
_PLACED = re.compile(f"[{STOPS}]|……|——")
_BEFORE = re.compile(f"[{CJK_RANGES}{CLOSING}{STOPS}]|(?<=…)…|(?<=—)—")
_AFTER = re.compile(f"[ \t]*\n?[ \t]*[{CJK_RANGES}{OPENING}]")


def marks(text: str) -> Iterator[Edit]:
    """The edits that set the marks beside Han, kana or Bopomofo as Chinese (MOE handbook)."""
    for match in _CLUSTER.finditer(text):
        if _is_chinese(text, match):
            yield from _full_width(text, match)


def _is_chinese(text: str, cluster: re.Match[str]) -> bool:
    if _AFTER.match(text, cluster.end()) or _PLACED.search(cluster[0]):
        return True
    start = cluster.start()
    while start and text[start - 1] in " \t":
        start -= 1
    return start > 0 and _BEFORE.match(text, start - 1) is not None


def _full_width(text: str, match: re.Match[str]) -> Iterator[Edit]:
    for token in _TOKEN.finditer(text, match.start(), match.end()):
        old = token[0]
        if old in ",:;?!":
            new = "，：；？！"[",:;?!".index(old)]
        else:
            new = "——" if old[0] in "-—―─" else "……"
        if new != old:
            yield token.start(), token.end(), new


# What may end a sentence, at the end of a text, a line, a quotation or a bracket. After Han a full
# stop may also do so before a space, but not where it makes a number of a numeral: 一. 前言
_NUMERAL = "[一二三四五六七八九十]"
_ENDING = re.compile(
    "[.?!…](?<![.?!…].)[.?!…]*+"
    f"(?:(?=[ \\t]*(?:\\Z|[\n{CLOSING}]))|(?<=[{CJK_RANGES}{CLOSING}%]\\.)(?=[ \\t]))"
    f"(?<!^{_NUMERAL}\\.)(?<!^{_NUMERAL}{{2}}\\.)",
    re.MULTILINE,
)
_CLAUSE = re.compile(f"[{CJK_RANGES}][^{CJK_RANGES}。！？；「『（\n?!]*\\Z")


def endings(text: str) -> Iterator[Edit]:
    """The edits that end a Chinese sentence as Chinese, be its last word Latin or not.

    A sentence is Chinese where Han comes before its end, in the same quotation or bracket.
    """
    done = 0
    for match in _ENDING.finditer(text):
        if _CLAUSE.search(text, done, match.start()):
            if match[0] == ".":
                yield *match.span(), "。"
            else:
                yield from _full_width(text, match)
        done = match.end()
