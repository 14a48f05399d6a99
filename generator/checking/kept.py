"""What was found in an article is found again when neither its file nor its translation changed."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

import msgspec

from generator.checking.examining import Examined
from generator.digest import digest
from generator.loader import Library
from generator.loader.files import TRANSLATION
from generator.model import Card
from generator.store import Store

Month = tuple[int, int]


class Kept:
    """What the store keeps of the articles of `library`, month by month; `base` is the digest of
    all else that an article is examined by."""

    def __init__(self, base: bytes, library: Library, store: Store) -> None:
        self._base = base
        self._library = library
        self._store = store
        self._months: dict[Month, dict[bytes, Examined]] = {}
        self._new: set[Month] = set()

    def get(self, card: Card) -> Examined | None:
        """What was found in the article of `card`, if that is kept."""
        return self._month(_month(card)).get(self._key(card))

    def put(self, card: Card, examined: Examined) -> None:
        """Keep what was found in the article of `card`."""
        month = _month(card)
        self._month(month)[self._key(card)] = examined
        self._new.add(month)

    def save(self, cards: Iterable[Card]) -> None:
        """Put what is new into the store, and what `cards` still have of the same months."""
        current = {self._key(card) for card in cards if _month(card) in self._new}
        for month in sorted(self._new):
            known = self._months[month]
            kept = {key: known[key] for key in sorted(current & known.keys())}
            packed = zlib.compress(msgspec.msgpack.encode(kept), 1)
            self._store.put_state(_state(month), packed)

    def _month(self, month: Month) -> dict[bytes, Examined]:
        known = self._months.get(month)
        if known is None:
            kept = self._store.state(_state(month))
            known = _decoder.decode(zlib.decompress(kept)) if kept else {}
            self._months[month] = known
        return known

    def _key(self, card: Card) -> bytes:
        known = self._library.known
        other = known.get(card.path.removesuffix(".md") + TRANSLATION)
        return digest(self._base, known[card.path].record, other.record if other else b"")


def _month(card: Card) -> Month:
    return card.date.year, card.date.month


def _state(month: Month) -> str:
    return f"checked {month[0]:04}-{month[1]:02}"


_decoder = msgspec.msgpack.Decoder(dict[bytes, Examined])
