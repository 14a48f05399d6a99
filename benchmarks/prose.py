"""Invented sentences: only this module draws lots."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

Entries = Mapping[str, Sequence[str]]

_PLACE = re.compile(r"\{(?:(\d+)\.\.(\d+)|(\w+))\}")
_TRIES = 8


def read_grammar() -> dict[str, Entries]:
    """The lists of grammar.toml, by section; those outside of every section are under `""`."""
    lists = tomllib.loads(Path(__file__).with_name("grammar.toml").read_text(encoding="utf-8"))
    sections = {name: part for name, part in lists.items() if isinstance(part, dict)}
    return {"": {name: part for name, part in lists.items() if name not in sections}, **sections}


GRAMMAR = read_grammar()


class Prose:
    """A source of sentences that gives the same ones for the same `seed`.

    Everything is drawn by `random.Random.random`, whose numbers no Python version changes.
    """

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed).random

    def chance(self, share: float) -> bool:
        return self._random() < share

    def number(self, low: int, high: int) -> int:
        """A number from `low` to `high`, both included."""
        return low + int(self._random() * (high - low + 1))

    def pick(self, entries: Sequence[T]) -> T:
        return entries[int(self._random() * len(entries))]

    def sample(self, entries: Sequence[T], count: int) -> list[T]:
        """`count` different entries, in the order drawn."""
        left = list(entries)
        return [left.pop(int(self._random() * len(left))) for _ in range(count)]

    def text(self, name: str, section: str = "") -> str:
        """An entry of the list, its places filled, as far as possible with different words."""
        return self._filled(self.pick(GRAMMAR[section][name]), section)

    def sentence(self, name: str = "sentence", section: str = "") -> str:
        """The same, with a capital letter at its beginning."""
        return _capital(self.text(name, section))

    def sentences(self, name: str, count: int) -> list[str]:
        """Sentences of `count` different entries."""
        return [
            _capital(self._filled(entry, "")) for entry in self.sample(GRAMMAR[""][name], count)
        ]

    def paragraph(self, sentences: int) -> str:
        return " ".join(self.sentence() for _ in range(sentences))

    def _filled(self, entry: str, section: str) -> str:
        used: set[str] = set()
        lists = {**GRAMMAR[""], **GRAMMAR[section]}

        def filled(place: re.Match[str]) -> str:
            low, high, name = place.groups()
            if low:
                return str(self.number(int(low), int(high)))
            for _ in range(_TRIES):
                chosen = _PLACE.sub(filled, self.pick(lists[name]))
                if chosen not in used:
                    break
            used.add(chosen)
            return chosen

        return _PLACE.sub(filled, entry).strip("\n")


def _capital(text: str) -> str:
    """The text with a capital letter at its beginning, also behind a mark of emphasis."""
    at = len(text) - len(text.lstrip("*"))
    return text[:at] + text[at : at + 1].upper() + text[at + 1 :]
