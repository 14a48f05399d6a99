"""The feeds hold the newest articles, and each page that stands for itself is in one sitemap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.dates import Date
from generator.indexes import Archive
from generator.model import Card
from generator.sitemaps import MOST_NEWS
from generator.units import (
    FeedUnit,
    Located,
    NewsSitemapUnit,
    Shown,
    SitemapsUnit,
    SitemapUnit,
    TopicName,
    Whole,
)
from generator.urls import ARCHIVE, HOME, TOPICS, month_route, topic_route, year_route

NEWEST = 50
NEWEST_OF_TOPIC = 10
"""How many articles a feed holds, whole. A topic's is fetched by those who read each of them."""


def plan_feeds(archive: Archive, names: Mapping[str, TopicName]) -> Iterator[FeedUnit]:
    """The feeds of all articles and of each topic; `names` has those of the topics."""
    known: dict[str, Whole] = {}

    def newest(cards: Sequence[Card], count: int) -> tuple[Whole, ...]:
        for card in cards[-count:]:
            if card.path not in known:
                topics = tuple(names[slug] for slug in archive.topics_of[card.path])
                known[card.path] = Whole(card.path, card.whole, topics)
        return tuple(known[card.path] for card in cards[: -count - 1 : -1])

    yield FeedUnit(None, "", None, newest(archive.articles, NEWEST))
    for topic in archive.topics.values():
        yield FeedUnit(
            names[topic.slug],
            topic.description,
            topic.zh_description,
            newest(topic.group.articles, NEWEST_OF_TOPIC),
        )


def plan_sitemaps(archive: Archive) -> Iterator[SitemapUnit | SitemapsUnit | NewsSitemapUnit]:
    """The sitemap of each month, that of the newest two days, that of the listings, and the index
    of them all."""
    news = _news(archive)
    if news:
        shown = tuple(Shown(card.path, card.headline) for card in news)
        yield NewsSitemapUnit(shown, tuple(card.translated for card in news))
    for month in archive.months:
        stories = tuple(
            Located(card.slug, card.date, card.changed or card.date, card.translated)
            for card in month.group.articles
        )
        yield SitemapUnit(month.year, month.month, stories)
    months = tuple(
        (month.year, month.month, _last_change(month.group.articles)) for month in archive.months
    )
    years = dict.fromkeys(month.year for month in archive.months)
    last = _last_change(archive.articles) if archive.articles else None
    listings = [(HOME, last), (ARCHIVE, last), (TOPICS, last)]
    listings += [
        (year_route(year), max(changed for at, _, changed in months if at == year))
        for year in years
    ]
    listings += [(month_route(year, month), changed) for year, month, changed in months]
    listings += [
        (topic_route(topic.slug), _last_change(topic.group.articles))
        for topic in archive.topics.values()
    ]
    yield SitemapsUnit(months, tuple(listings), bool(news))


def _last_change(cards: Sequence[Card]) -> Date:
    """When the last of `cards` came or changed; few of them have changed since they came."""
    return max([cards[-1].date, *(card.changed for card in cards if card.changed)])


def _news(archive: Archive) -> list[Card]:
    """The articles of the archive's newest day and of the day before, the newest first."""
    if archive.now is None:
        return []
    since = (archive.now.begins // 1440 - 1) * 1440
    found: list[Card] = []
    for card in reversed(archive.articles):
        if card.ends <= since or 2 * len(found) >= MOST_NEWS:
            break
        if card.date.day and card.begins >= since:
            found.append(card)
    return found
