"""An edit moves the related lists of those beside it alone, and they are found when asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.indexes import Archive
from generator.loader import Library, decode_article
from generator.model import Card
from generator.related import WINDOW, Offsets, Terms, known_by, relate

_REMEMBERED = 4000


class Neighbours:
    """The related lists of `archive`, of which `lists` are known by the paths of the articles."""

    def __init__(self, archive: Archive, library: Library, lists: dict[str, Offsets]) -> None:
        self._archive = archive
        self._library = library
        self._lists = lists
        self._terms: dict[str, Terms] = {}

    def offsets(self, at: int) -> Offsets:
        """How far from the article at that place of the order those related to it stand."""
        path = self._archive.articles[at].path
        known = self._lists.get(path)
        if known is None:
            known = self._lists[path] = self._found(at)
        return known

    def after(
        self, archive: Archive, library: Library, changed: Iterable[str] | None = None
    ) -> Neighbours:
        """Those of the archive that this one became; `changed` are the paths of the articles that
        are not what they were, where all others are known to be where they were."""
        if changed is None:
            differ = _marks(archive).items() ^ _marks(self._archive).items()
            changed = {path for path, _ in differ}
        changed = frozenset(changed)
        near = _near(archive.articles, changed) | _near(self._archive.articles, changed)
        lists = {path: found for path, found in self._lists.items() if path not in near}
        after = Neighbours(archive, library, lists)
        after._terms = {path: terms for path, terms in self._terms.items() if path not in changed}
        return after

    def _found(self, at: int) -> Offsets:
        begin = max(0, at - WINDOW)
        cards = self._archive.articles[begin : at + WINDOW + 1]
        (offsets,) = relate(self._known_by(cards), at - begin, at - begin + 1)
        return offsets

    def _known_by(self, cards: Sequence[Card]) -> list[Terms]:
        if len(self._terms) > _REMEMBERED:
            self._terms.clear()
        lacking = [card.path for card in cards if card.path not in self._terms]
        for path, record in self._library.records(lacking).items():
            topics = self._archive.topics_of[path]
            self._terms[path] = known_by(decode_article(record), topics)
        return [self._terms[card.path] for card in cards]


def _marks(archive: Archive) -> dict[str, tuple[object, ...]]:
    """What the lists of those around an article are made from, and where it stands."""
    return {
        card.path: (card.date, card.slug, card.headline, archive.topics_of[card.path])
        for card in archive.articles
    }


def _near(cards: Sequence[Card], changed: Iterable[str]) -> set[str]:
    """The paths of all in whose reach one that `changed` stands."""
    wanted = frozenset(changed)
    places = [at for at, card in enumerate(cards) if card.path in wanted]
    return {card.path for at in places for card in cards[max(0, at - WINDOW) : at + WINDOW + 1]}
