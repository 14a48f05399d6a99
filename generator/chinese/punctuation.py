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

# A mark, a dash or an ellipsis.
_DASH = "(?:-{2,}|─{2,}|[—―])"
_ELLIPSIS = "(?:\\.{3,}|…)"
_TOKEN = re.compile(f"[,:;?!]|{_DASH}(?:[ \t]*{_DASH})*|{_ELLIPSIS}(?:[ \t]*{_ELLIPSIS})*")
# From the first of them on to the last, but for one between two Latin letters or digits, and a
# dash or an ellipsis that is right and alone.
_MARKS = f",:;?!.…—―─{STOPS} \t-"
_CLUSTER = re.compile(
    "[,:;?!.…—―─-](?:(?<=[,:;?!…—―])(?!(?<=[A-Za-z0-9].)[A-Za-z0-9])|(?<=\\.)\\.\\.|(?<=-)-|(?<=─)─)"
    f"(?<!……)(?<!——)(?!(?:(?<=…)…|(?<=—)—)(?![{_MARKS}]))[{_MARKS}]*"
)
_FULL_WIDTH = dict(zip(",:;?!", "，：；？！", strict=True))
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
    for token in _TOKEN.finditer(text, *match.span()):
        old = token[0]
        new = _FULL_WIDTH.get(old) or ("——" if old[0] in "-—―─" else "……")
        if new != old:
            yield token.start(), token.end(), new


# Between two numbers a colon is a time or a ratio; between a name and a count it is punctuation.
_TITLED = re.compile(
    f"[A-Za-z](?<![A-Za-z0-9._-].)[A-Za-z0-9._-]*+:(?=[0-9][0-9.,]*+[ \t]?[{CJK_RANGES}])"
)


def titles(text: str) -> Iterator[Edit]:
    """The edits that set the colon after a name as Chinese: DeepSeek-V4：1.6兆參數."""
    if ":" not in text:
        return
    for match in _TITLED.finditer(text):
        yield match.end() - 1, match.end(), "："


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
