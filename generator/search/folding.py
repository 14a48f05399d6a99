"""Text that is found and text that is sought are folded alike, here and in the reader's browser.

`static/assets/search/folding.js` says the same in JavaScript; the tests hold the two together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from generator.theme import THEME

LONGEST = 40
"""How many characters of a word count."""

_VARIANTS = THEME / "static" / "assets" / "search" / "variants.txt"
_POSSESSIVE = re.compile(r"['’]s(?![^\W_])")
_THOUSANDS = re.compile(r"(?<![0-9])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])")
_RUN = re.compile(r"[^\W_]+")
_WORD = re.compile("[^\u3005-\U0010ffff]+")  # what is beyond is written without spaces
_VOWEL = re.compile("[aeiouy]")
_BRITISH = re.compile("([a-z]{3,}[iy])s(er|ation|)")


def folded(text: str) -> list[str]:
    """The runs of letters and digits in `text`, without case, accents, width or script.

    Traditional characters and their variants become one, which for most is the Simplified form. A
    number is one run, whether its thousands are parted by commas or not.
    """
    if "," in text:
        text = _THOUSANDS.sub(lambda number: number[0].replace(",", ""), text)
    if text.isascii():
        return _RUN.findall(_POSSESSIVE.sub("", text.lower()))
    plain = unicodedata.normalize("NFKD", text).lower().translate(_forms())
    return _RUN.findall(_POSSESSIVE.sub("", plain))


def words(runs: list[str]) -> Iterator[str]:
    """The words of folded `runs`, without their endings; what stands between Han is one too."""
    for run in runs:
        for word in (run,) if run.isascii() else _WORD.findall(run):
            yield stem(word)


@cache
def stem(word: str) -> str:
    """`word` without a plural's, a past tense's or a participle's ending.

    What is left is no word: a final e goes too, and of a doubled consonant one, so that `plan`,
    `plans`, `planned` and `planning` are one, and `use`, `used` and `using`. `-ise` becomes `-ize`,
    in `-isation` too, and `-yse` becomes `-yze`.
    """
    word = word[:LONGEST]
    if len(word) < 4 or word == "news" or not (word.isascii() and word.isalpha()):
        return word
    if len(word) > 4 and word[-3:] in ("ies", "ied"):
        return word[:-3] + "y"
    if word[-1] == "s" and (word[-2] not in "sui" or (len(word) == 4 and word[-2] != "s")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 1 and rest[-1] != "e" and _VOWEL.search(rest):
            word = rest if len(rest) > 2 else rest + "e"
            break
    if len(word) < 4:
        return word
    word = word.rstrip("e") or word
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    if british := _BRITISH.fullmatch(word):
        return f"{british[1]}z{british[2]}"
    return word


class _Forms(dict[int, str]):
    """What each character is folded to: a variant to its first form, a mark to nothing."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        form = self[code] = "" if unicodedata.category(char).startswith("M") else char
        return form


@cache
def _forms() -> _Forms:
    pairs = _VARIANTS.read_text(encoding="utf-8").strip()
    forms = zip(pairs[::2], pairs[1::2], strict=True)
    return _Forms({ord(char): form for char, form in forms})
