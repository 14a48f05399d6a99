"""Only this module reads what editors decide about words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import msgspec

from generator.text import Rules


class Finding(msgspec.Struct, frozen=True):
    """A term that stands in a text at `offset`, where another is wanted."""

    term: str
    wanted: str
    offset: int


class Words(msgspec.Struct, frozen=True):
    """`vocabulary.toml`."""

    protect: tuple[str, ...]
    verbatim: tuple[str, ...]
    vocabulary: dict[str, str]
    always: dict[str, str]


@cache
def builtin() -> Words:
    """The words that hold for every site."""
    source = Path(__file__).with_name("vocabulary.toml").read_bytes()
    return msgspec.toml.decode(source, type=Words)


class Vocabulary:
    """Finds the terms that an archive wants to be others, outside protected ones."""

    def __init__(self, rules: Rules) -> None:
        words = builtin()
        self._kept = {*words.protect, *rules.protect}
        self._wanted = {**words.vocabulary, **dict(rules.vocabulary), **dict(rules.replace)}
        # A protected or wanted term hides what it holds.
        self._terms = _any_of({*self._wanted, *self._wanted.values(), *self._kept})
        self._unwanted = _any_of(self._wanted.keys() - self._kept)

    def findings(self, text: str) -> Iterator[Finding]:
        """What stands in `text` where another term is wanted, from left to right."""
        # Most texts hold none of the few terms, and needn't be searched for the many.
        if not self._unwanted.search(text):
            return
        for match in self._terms.finditer(text):
            term = match[0]
            if term in self._wanted and term not in self._kept:
                yield Finding(term, self._wanted[term], match.start())


def _any_of(terms: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of `terms`, the longest first."""
    longest = sorted({*terms} - {""}, key=lambda term: (-len(term), term))
    return re.compile("|".join(map(re.escape, longest)))
