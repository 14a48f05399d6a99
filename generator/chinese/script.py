"""Only this module converts between Simplified and Traditional characters."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import opencc

from generator.chinese.characters import CJK_RANGES
from generator.chinese.verbatim import FIXED
from generator.chinese.vocabulary import Rules, builtin

# To the end of a sentence: a full-width mark, or a half-width one beside Han.
_SENTENCE = re.compile(
    f"[^。！？；!?;\n]*(?:[!?;](?![ \t]*(?:[{CJK_RANGES}]|\\Z))[^。！？；!?;\n]*)*[。！？；!?;\n]?"
)
_FIXED = re.compile(f"([{FIXED}]+)")


@cache
def _simplified() -> re.Pattern[str]:
    source = Path(__file__).with_name("characters.toml").read_bytes()
    characters = msgspec.toml.decode(source, type=dict[str, str])["simplified"]
    return re.compile(f"[{characters}]")


def simplified(text: str) -> list[str]:
    """The sentences of `text` that hold a character which only Simplified Chinese uses."""
    return list(filter(_simplified().search, _SENTENCE.findall(text)))


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

    def parts(self, text: str) -> Iterator[tuple[str, Callable[[str], str]]]:
        """`text` in parts, each with the conversion that it is to be given as a whole."""
        found = _simplified().search
        if not found(text):
            yield from self._around_fixed(text, self._from_traditional)
            return
        sentences = groupby(_SENTENCE.findall(text), lambda sentence: bool(found(sentence)))
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
        step: Names = [["terms", "TWVariantsPhrases"], "TWVariants"]
        return _converter({"terms": self._terms}, [], [step])

    @cached_property
    def _from_simplified(self) -> Callable[[str], str]:
        """s2twp of OpenCC, with the terms in either spelling before its first step, and as they
        came out of that before its second."""
        simplify = opencc.OpenCC("t2s").convert
        spelled = {simplify(term): wanted for term, wanted in reversed(self._terms.items())}
        phrases = ["spelled", "STPhrases", "STPhrases_GeneratedFromRegionalPhrases"]
        return _converter(
            {"spelled": spelled | self._terms, "terms": self._terms},
            phrases,
            [
                [phrases, "STCharacters"],
                [["terms", "TWPhrases"], "TWVariantsPhrases", "TWVariants"],
            ],
        )


Names = Sequence["str | Names"]
"""Dictionaries: of a list, the first that has an entry is taken; of a list in it, the longest."""


def _converter(
    own: Mapping[str, Mapping[str, str]], words: Names, steps: Sequence[Names]
) -> Callable[[str], str]:
    """OpenCC with dictionaries of its own and of ours, which are `own`; `words` part the text."""
    shipped = Path(opencc.__file__).parent / "clib" / "share" / "opencc"
    with TemporaryDirectory() as name:
        folder = Path(name)

        def group(names: str | Names, policy: str = "short_circuit") -> dict[str, object]:
            if not isinstance(names, str):
                dicts = [group(name, "union") for name in names]
                return {"type": "group", "match_policy": policy, "dicts": dicts}
            if names in own:
                return {"type": "text", "file": str(folder / f"{names}.txt")}
            return {"type": "ocd2", "file": str(shipped / f"{names}.ocd2")}

        config: dict[str, object] = {
            "name": "Taiwan",
            "conversion_chain": [{"dict": group(step)} for step in steps],
        }
        if words:
            config["segmentation"] = {"type": "mmseg", "dict": group(words, "union")}
        for title, entries in own.items():
            lines = (f"{term}\t{wanted}\n" for term, wanted in sorted(entries.items()))
            (folder / f"{title}.txt").write_text("".join(lines), encoding="utf-8")
        path = folder / "config.json"
        path.write_text(json.dumps(config), encoding="utf-8")
        converter: Callable[[str], str] = opencc.OpenCC(str(path)).convert
        return converter
