"""Only this module converts between Simplified and Traditional characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from itertools import groupby
from pathlib import Path

import msgspec

from generator.chinese.characters import CJK_RANGES
from generator.chinese.verbatim import FIXED, either
from generator.chinese.vocabulary import builtin
from generator.text import Rules

# The keys of OpenCC's TWVariants that stand for another character; a test looks for them there.
VARIANTS = "爲牀痹癡皁祕竈糉繮纔羣棱樑檐污泄僞啓喫嫺嬀峯幺脣衆裏覈踊鉢鍼鮎齶着睾潙潨蔘蔿麪"

_FIXED = re.compile(f"([{FIXED}]+)")


@cache
def _simplified() -> str:
    source = Path(__file__).with_name("characters.toml").read_bytes()
    return msgspec.toml.decode(source, type=dict[str, str])["simplified"]


@cache
def _is_simplified() -> Callable[[str], object]:
    return re.compile(f"[{_simplified()}]").search


@cache
def _sentences() -> Callable[[str], list[str]]:
    # To the end of a sentence: a full-width mark, or a half-width one beside Han.
    return re.compile(
        "[^。！？；!?;\n]*"
        f"(?:[!?;](?![ \t]*(?:[{CJK_RANGES}]|\\Z))[^。！？；!?;\n]*)*[。！？；!?;\n]?"
    ).findall


def simplified(text: str) -> list[str]:
    """The sentences of `text` that hold a character which only Simplified Chinese uses."""
    return list(filter(_is_simplified(), _sentences()(text)))


class Script:
    """Taiwan's characters and words, by OpenCC with an editor's terms before its dictionaries.

    OpenCC takes at each place the longest entry, so that a term wins only where it stands as a
    word: 饼干预定 is 饼干 and 预定, whatever becomes of 干预.
    """

    def __init__(self, rules: Rules) -> None:
        words = builtin()
        terms = {**words.always, **dict(rules.replace)}
        terms |= {term: term for term in (*words.protect, *terms.values(), *rules.protect)}
        # OpenCC parts the entries of a dictionary at white space, so that none can hold any.
        self._terms = {
            term: wanted
            for term, wanted in terms.items()
            if term.split() == [term] and wanted.split() == [wanted]
        }
        changing = [term for term, wanted in self._terms.items() if term != wanted]
        single = _simplified() + VARIANTS + "".join(term for term in changing if len(term) == 1)
        # One class in front of all, so that what stays is passed over fast.
        self._suspect = re.compile(
            f"[{re.escape(single + ''.join(term[0] for term in changing))}]"
            f"(?:(?<=[{re.escape(single)}])|{either(term for term in changing if len(term) > 1)})"
        )

    def settled(self, text: str) -> bool:
        """Whether no conversion would change `text`: it holds nothing that one begins at."""
        return not self._suspect.search(text)

    def parts(self, text: str) -> Iterator[tuple[str, Callable[[str], str]]]:
        """`text` in parts, each with the conversion that it is to be given as a whole."""
        found = _is_simplified()
        if not found(text):
            yield from self._around_fixed(text, self._from_traditional)
            return
        sentences = groupby(_sentences()(text), lambda sentence: bool(found(sentence)))
        for is_simplified, group in sentences:
            convert = self._from_simplified if is_simplified else self._from_traditional
            yield from self._around_fixed("".join(group), convert)

    @staticmethod
    def _around_fixed(
        text: str, convert: Callable[[str], str]
    ) -> Iterator[tuple[str, Callable[[str], str]]]:
        if any(fixed in text for fixed in FIXED):
            for index, part in enumerate(_FIXED.split(text)):
                yield part, str if index % 2 else convert
        else:
            yield text, convert

    @cached_property
    def _from_traditional(self) -> Callable[[str], str]:
        """t2tw of OpenCC, with the terms."""
        from generator.chinese.converter import converter

        step = [["terms", "TWVariantsPhrases"], "TWVariants"]
        return converter({"terms": self._terms}, [], [step])

    @cached_property
    def _from_simplified(self) -> Callable[[str], str]:
        """s2twp of OpenCC, with the terms in either spelling before its first step, and as they
        came out of that before its second."""
        import opencc

        from generator.chinese.converter import converter

        simplify = opencc.OpenCC("t2s").convert
        spelled = {simplify(term): wanted for term, wanted in reversed(self._terms.items())}
        phrases = ["spelled", "STPhrases", "STPhrases_GeneratedFromRegionalPhrases"]
        return converter(
            {"spelled": spelled | self._terms, "terms": self._terms},
            phrases,
            [
                [phrases, "STCharacters"],
                [["terms", "TWPhrases"], "TWVariantsPhrases", "TWVariants"],
            ],
        )
