"""Only this module says which characters are debris and which are Han."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

OPAQUE = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands for a code span, an image or anything else that no rule may look into."""

# Script=Han of Unicode's Scripts.txt, less the radicals, which `clean` turns into ideographs.
HAN_RANGES = (
    "\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufad9"
    "\U00016fe2-\U00016ff1\U00020000-\U0003fffd"
)
# What is set like Han beside it: kana, Bopomofo and the Bopomofo tone marks.
CJK_RANGES = (
    HAN_RANGES + "\u3041-\u309f\u30a1-\u30ff\u31f0-\u31ff\uff66-\uff9f"
    "\u3105-\u312f\u31a0-\u31bf\u02c7\u02ca\u02cb\u02d9"
)
# One letter or digit that is not set like Han.
LATIN = f"[^\\W_{CJK_RANGES}]"
HAN: re.Pattern[str] = re.compile(f"[{HAN_RANGES}]+")
"""One run of Han characters."""


def has_han(text: str) -> bool:
    """Whether `text` holds a Han character."""
    return not text.isascii() and HAN.search(text) is not None


# The pictographs that a zero-width joiner holds together, and the modifiers that end one.
_PICTOGRAPHS = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf"
    "\u2934\u2935\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
# Controls but for tab and newline; zero-width, bidirectional and tag-like format characters;
# variation selectors of ideographs (those of emoji stay); lone surrogates.
_DEBRIS = (
    "\\x00-\\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u180e\u200b\u200c\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\ufe00-\ufe0d\ufeff\ufff9-\ufffb\U000e0100-\U000e01ef"
    "\ud800-\udfff"
)
_DROP = re.compile(f"[{_DEBRIS}]+|(?<![{_PICTOGRAPHS}\ufe0f])\u200d|\u200d(?![{_PICTOGRAPHS}])")


def _spread(targets: Iterable[str], start: int) -> dict[int, str]:
    return dict(enumerate(targets, start))


# U+2E80 to U+2EF3, the characters of EquivalentUnifiedIdeograph.txt that are words by themselves
# and so turn up in text copied out of a PDF; the other radicals stay.
_RADICALS = (
    "⺟母⺠民⺜日⺝月⺧牛⺩王⺫目⺬示⺱网⺶羊⺼肉⻁虎⻄西⻅见⻆角⻉贝⻋车⻑長⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食"
    "⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻬齐⻭歯⻮齿⻯竜⻰龙⻲亀⻳龟"
)
_MAP: dict[int, str] = {
    ord("\r"): "\n",
    0x2028: "\n",
    0x2029: "\n",
    **dict.fromkeys((0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " "),
    **_spread((unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)), 0x2F00),
    **{ord(_RADICALS[at]): _RADICALS[at + 1] for at in range(0, len(_RADICALS), 2)},
    # Full-width letters and digits, and the sign that belongs to a number.
    ord("%") + 0xFEE0: "%",
    **{code + 0xFEE0: chr(code) for code in range(0x30, 0x5B) if chr(code).isalnum()},
    **{code + 0xFEE0: chr(code) for code in range(0x61, 0x7B)},
    # Vertical, small and half-width forms of punctuation.
    **_spread("，、。：；！？〖〗…", 0xFE10),
    **_spread("：—–", 0xFE30),
    **_spread("（）", 0xFE35),
    **_spread("〔〕【】《》〈〉「」『』", 0xFE39),
    **_spread("，、", 0xFE50),
    **_spread("；：？！—（）", 0xFE54),
    **_spread("。「」、", 0xFF61),
}
_FULL_WIDTH_POINT = re.compile("(?<=[A-Za-z0-9])．")
_FULL_WIDTH_NAME = re.compile("(?<=[A-Za-z])(＋＋|＃)")
_SUSPECT = re.compile(f"[\r\u200d．＋＃{_DEBRIS}{''.join(map(re.escape, map(chr, _MAP)))}]")


def clean(text: str) -> str:
    """`text` in NFC without debris, one character for each meaning.

    Dropped are zero-width, bidirectional and control characters, soft hyphens, byte order marks and
    lone surrogates; a joiner inside an emoji, tab and newline stay. Compatibility forms of Han and
    of CJK punctuation become the usual ones, full-width letters and digits become ASCII, every
    space of another width a plain one, and every line break a newline.
    """
    if text.isascii() and text.isprintable():
        return text
    if _SUSPECT.search(text):
        text = _DROP.sub("", text.replace("\r\n", "\n")).translate(_MAP)
        text = _FULL_WIDTH_POINT.sub(".", text)
        text = _FULL_WIDTH_NAME.sub(lambda sign: "++" if sign[0] == "＋＋" else "#", text)
    return text if text.isascii() else unicodedata.normalize("NFC", text)
