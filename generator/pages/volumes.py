"""The articles of a month are planned only when what their pages can show may have changed."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from generator.cards import Carded
from generator.digest import canonical, digest
from generator.indexes import Archive
from generator.related import WINDOW


class Volume(msgspec.Struct, frozen=True):
    """The articles of one month: those of the archive's order from `first` to before `last`.

    `key` is the digest of all that their units are made from. Of earlier months, that is when their
    articles came and on which topics, as an article states how many it is one of; of the
    neighbours on both sides, what a link shows; and how many of the newest may have a card.
    """

    year: int
    month: int
    first: int
    last: int
    key: bytes

    @property
    def name(self) -> str:
        return f"stories {self.year:04}-{self.month:02}"


def volumes(archive: Archive, carded: Carded) -> Iterator[Volume]:
    """The volumes of `archive`, oldest first."""
    cards, topics_of = archive.articles, archive.topics_of
    filed = [
        f"{card.begins} {card.ends} {','.join(topics_of[card.path])}".encode() for card in cards
    ]
    links = [card.headline + where for card, where in zip(cards, filed, strict=True)]
    earlier = digest()
    first, since = 0, carded.since(len(cards))
    for month in archive.months:
        last = first + len(month.group.articles)
        slugs = dict.fromkeys(slug for card in cards[first:last] for slug in topics_of[card.path])
        names = [(slug, archive.topics[slug].name, archive.topics[slug].zh_name) for slug in slugs]
        key = digest(
            earlier,
            canonical(names),
            canonical((last - max(first, since), carded.languages)) if last > since else b"",
            b"".join(card.whole for card in cards[first:last]),
            b"\0".join(links[max(0, first - WINDOW) : first]),
            b"\0".join(links[first:last]),
            b"\0".join(links[last : last + WINDOW]),
        )
        yield Volume(month.year, month.month, first, last, key)
        earlier = digest(earlier, b"\0".join(filed[first:last]))
        first = last
