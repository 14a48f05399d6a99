"""Only this module says where a space stands beside Han."""

from __future__ import annotations

import re

from generator.chinese.characters import CJK_RANGES, HAN_RANGES, LATIN
from generator.chinese.punctuation import CLOSING, OPENING, STOPS
from generator.chinese.verbatim import APART

_PLACED = f"{OPENING}{CLOSING}{STOPS}"
# Signs that no gap parts from Han, of ASCII and of every block of symbols. All else is a letter, a
# digit, a currency sign or what stands for a word. (A class that begins a pattern is sought
# fastest, and `\\w` less Han is no class; so it is written as what it is not.)
_SIGNS = (
    f"\\s{APART}!\"&'*,\\-./:;<=>?@\\[\\\\\\]^_`{{|}}~\u00a1\u00a6-\u00a9\u00ab-\u00af\u00b1\u00b4"
    "\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u02c0-\u036f\u2000-\u209f\u20d0-\u2bff\u2e00-\u303f"
    f"\u3200-\u33ff\ue000-\uf8ff\ufe00-\ufe6f\uff00-\uff65\uffe0-\ufffb{CJK_RANGES}"
    "\U0001f000-\U0001faff\U000e0000-\U000e007f"
)
_WORD_START = f"[^{_SIGNS})%+#°]"
# A plus or a number sign ends a word, as in C++ and C#, and is none by itself.
_WORD_END = f"[^{_SIGNS}(](?:(?<![+#])|(?<=[^{_SIGNS}(#]\\+)|(?<={LATIN}#))"

CLOSE: re.Pattern[str] = re.compile(
    "[ \t](?<![ \t].)(?:"
    f"(?<=[{_PLACED}].)[ \t]*|(?<=(?:——|……).)[ \t]*|[ \t]*(?=[{_PLACED}]|——|……)"
    f"|(?<=[{CJK_RANGES}].)[ \t]*(?=[{HAN_RANGES}]|{_WORD_START})"
    f"|(?<=[{HAN_RANGES}].)[ \t]*(?=[{CJK_RANGES}])"
    f"|(?<={_WORD_END}.)[ \t]*(?=[{CJK_RANGES}]))"
)
"""The spaces that the display form does without."""

# One match for a whole word that has a gap; group 1 takes part where it is before, 2 where after.
_GAPPED = re.compile(
    f"[^{_SIGNS}](?:(?<=[{CJK_RANGES}].)(?<![)%+#°])())?[^{_SIGNS}]*+"
    f"(?:(?=[{CJK_RANGES}])(?:(?<![(+#])|(?<=[^{_SIGNS}(#]\\+)|(?<={LATIN}#))())?"
    "(?(1)|(?(2)|(?!)))"
)


def spaced(display: str) -> str:
    """The plain form of a display form: one space between Han and a Latin word."""
    return _GAPPED.sub(_with_gaps, display)


def _with_gaps(word: re.Match[str]) -> str:
    if word[1] is None:
        return f"{word[0]} "
    return f" {word[0]}" if word[2] is None else f" {word[0]} "
