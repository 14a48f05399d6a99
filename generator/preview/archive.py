"""An article that stays where it is takes its old card's place, and nothing is sorted anew."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

import msgspec

from generator.indexes import Archive, Group
from generator.model import Card


def is_in_place(old: Card, new: Card) -> bool:
    """Whether all that the indexes ask for is the same of both."""
    return _place(old) == _place(new)


def with_cards(archive: Archive, cards: Iterable[Card]) -> Archive:
    """`archive` with `cards`, each in the place of the one that has its path and its place."""
    for card in cards:
        archive = _with_card(archive, card)
    return archive


def _with_card(archive: Archive, card: Card) -> Archive:
    topics = dict(archive.topics)
    for slug in archive.topics_of[card.path]:
        group = _with(topics[slug].group, card)
        topics[slug] = msgspec.structs.replace(topics[slug], group=group)
    months = tuple(
        msgspec.structs.replace(month, group=_with(month.group, card))
        if (month.year, month.month) == (card.date.year, card.date.month)
        else month
        for month in archive.months
    )
    articles = _replaced(archive.articles, card)
    return msgspec.structs.replace(archive, articles=articles, topics=topics, months=months)


def _with(group: Group, card: Card) -> Group:
    return msgspec.structs.replace(group, articles=_replaced(group.articles, card))


def _replaced(cards: tuple[Card, ...], card: Card) -> tuple[Card, ...]:
    order = (card.date, card.slug)
    at = bisect_left(cards, order, key=lambda one: (one.date, one.slug))
    return (*cards[:at], card, *cards[at + 1 :])


def _place(card: Card) -> tuple[object, ...]:
    return card.path, card.slug, card.date, card.topics, card.aliases, card.draft, card.translated
