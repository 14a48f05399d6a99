"""The plan of the whole site is made every time, in memory, and reads no file."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from generator.cards import Carded
from generator.indexes import Archive, Group, Month, Topic
from generator.model import Card
from generator.pages.cards import plan_cards
from generator.pages.following import plan_feeds, plan_sitemaps
from generator.units import (
    AnyUnit,
    ArchiveUnit,
    HomeUnit,
    MonthCount,
    MonthUnit,
    NotFoundUnit,
    OlderUnit,
    OldUnit,
    SearchUnit,
    Shown,
    StoryUnit,
    TopicCount,
    TopicName,
    TopicsUnit,
    TopicUnit,
    YearUnit,
)
from generator.urls import article_route

BUSIEST = 12
RECENT_DAYS = 28
RECENT_MONTHS = 12
MOST_MONTH_BARS = 120


def plan_units(
    archive: Archive, related: Mapping[int, Sequence[int]], page_size: int, carded: Carded
) -> Iterator[AnyUnit]:
    """Every unit of the site, but of the articles only those whose place in the archive's order
    `related` has: how far from it those that are shown with it stand."""
    plan = Plan(archive, page_size, carded)
    for at, offsets in related.items():
        yield plan.story(at, offsets)
    yield from plan.listings()
    yield from plan.old_addresses()
    # By then, most of the texts are rendered that they show.
    yield from plan.files()


class Plan:
    """The units of one archive, each when it is asked for."""

    def __init__(self, archive: Archive, page_size: int, carded: Carded) -> None:
        self._archive = archive
        self._page_size = page_size
        self._carded = carded
        self._carded_since = carded.since(len(archive.articles))
        self._in_order = [Shown(card.path, card.headline) for card in archive.articles]
        self._shown = {shown.path: shown for shown in self._in_order}
        self._names = {
            slug: TopicName(slug, topic.name, topic.zh_name)
            for slug, topic in archive.topics.items()
        }
        self._months = [
            MonthCount(month.year, month.month, len(month.group.articles))
            for month in archive.months
        ]
        self._month_groups = {(month.year, month.month): month.group for month in archive.months}

    def story(self, at: int, related: Sequence[int]) -> StoryUnit:
        """The article at that place of the archive's order; `related` has how far from it those
        that are shown with it stand."""
        shown, topics = self._in_order, self._archive.topics
        card = self._archive.articles[at]
        year, month = card.date.year, card.date.month
        return StoryUnit(
            path=card.path,
            whole=card.whole,
            month=MonthCount(year, month, self._month_groups[year, month].count_at(card)),
            topics=tuple(
                TopicCount(self._names[slug], topics[slug].group.count_at(card))
                for slug in self._archive.topics_of[card.path]
            ),
            related=tuple(shown[at + offset] for offset in related),
            older=shown[at - 1] if at else None,
            newer=shown[at + 1] if at + 1 < len(shown) else None,
            cards=self._carded.languages if card.drawn and at >= self._carded_since else (),
        )

    def old_addresses(self) -> Iterator[OldUnit]:
        for card in self._archive.articles:
            if card.aliases:
                route = article_route(card.date, card.slug)
                yield OldUnit(card.path, route, card.aliases, card.translated)

    def listings(self) -> Iterator[AnyUnit]:
        archive, months = self._archive, self._months
        recent = tuple(months[: -RECENT_MONTHS - 1 : -1])
        newest = self._listed(archive.articles[-self._page_size :])
        yield HomeUnit(newest, self._recent_topics(), recent, len(archive.articles))
        yield ArchiveUnit(tuple(months), _bars(archive.articles))
        yield NotFoundUnit(recent)
        yield from self._years()
        for at, month in enumerate(archive.months):
            yield self._month(
                month,
                months[at - 1] if at else None,
                months[at + 1] if at + 1 < len(months) else None,
            )
            yield from self._older(months[at], month.group)
        yield TopicsUnit(
            tuple(
                TopicCount(self._names[topic.slug], len(topic.group.articles))
                for topic in archive.topics.values()
            )
        )
        # How many articles there are is no part of a page that is to change with a new month alone.
        yield SearchUnit(
            tuple(MonthCount(month.year, month.month, 0) for month in months),
            tuple(self._names.values()),
        )
        for topic in archive.topics.values():
            yield self._topic(topic)
            yield from self._older(self._names[topic.slug], topic.group)

    def files(self) -> Iterator[AnyUnit]:
        """What is for programs: feeds, sitemaps and cards."""
        yield from plan_feeds(self._archive, self._names)
        yield from plan_sitemaps(self._archive)
        yield from plan_cards(self._archive, self._carded, self._names)

    def _years(self) -> Iterator[YearUnit]:
        years = [month.year for month in self._months]
        for year, found in groupby(self._archive.months, lambda month: month.year):
            months = list(found)
            yield YearUnit(
                year=year,
                months=tuple(one for one in self._months if one.year == year),
                topics=self._busiest(card for month in months for card in month.group.articles),
                older=max((one for one in years if one < year), default=0),
                newer=min((one for one in years if one > year), default=0),
            )

    def _month(self, month: Month, older: MonthCount | None, newer: MonthCount | None) -> MonthUnit:
        cards = month.group.articles
        newest_of_day = {card.date.day: at for at, card in enumerate(cards)}
        counts = Counter(card.date.day for card in cards)
        days = range(1, calendar.monthrange(month.year, month.month)[1] + 1)
        return MonthUnit(
            month=MonthCount(month.year, month.month, len(cards)),
            days=tuple(
                (day, counts[day], newest_of_day[day] // self._page_size + 1)
                for day in days
                if counts[day]
            ),
            topics=self._busiest(cards),
            newest=self._newest(month.group),
            numbered=self._numbered(month.group),
            older=older,
            newer=newer,
        )

    def _topic(self, topic: Topic) -> TopicUnit:
        return TopicUnit(
            topic=self._names[topic.slug],
            description=topic.description,
            zh_description=topic.zh_description,
            count=len(topic.group.articles),
            bars=_bars(topic.group.articles),
            companions=tuple(
                TopicCount(self._names[slug], count) for slug, count in topic.companions[:BUSIEST]
            ),
            newest=self._newest(topic.group),
            numbered=self._numbered(topic.group),
        )

    def _older(self, of: MonthCount | TopicName, group: Group) -> Iterator[OlderUnit]:
        # How many articles the month has today is no part of a page that is full for ever.
        of = MonthCount(of.year, of.month, 0) if isinstance(of, MonthCount) else of
        for number in range(1, self._numbered(group) + 1):
            end = number * self._page_size
            yield OlderUnit(of, number, self._listed(group.articles[end - self._page_size : end]))

    def _numbered(self, group: Group) -> int:
        """How many pages of a listing are numbered. What remains, from one page's worth to just
        under two, is on the listing's own page, which is so never nearly empty."""
        return max(0, len(group.articles) // self._page_size - 1)

    def _newest(self, group: Group) -> tuple[Shown, ...]:
        return self._listed(group.articles[self._numbered(group) * self._page_size :])

    def _listed(self, cards: Sequence[Card]) -> tuple[Shown, ...]:
        return tuple(self._shown[card.path] for card in reversed(cards))

    def _recent_topics(self) -> tuple[TopicCount, ...]:
        """What is being written about now: the topics of the newest weeks, the most frequent
        first."""
        cards = self._archive.articles
        if not cards:
            return ()
        since = cards[-1].begins - RECENT_DAYS * 1440
        recent: list[Card] = []
        for card in reversed(cards):
            if card.ends <= since:
                break
            recent.append(card)
        return self._busiest(recent)

    def _busiest(self, cards: Iterable[Card]) -> tuple[TopicCount, ...]:
        topics_of = self._archive.topics_of
        counts = Counter(slug for card in cards for slug in topics_of[card.path])
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:BUSIEST]
        return tuple(TopicCount(self._names[slug], count) for slug, count in ranked)


def _bars(cards: Sequence[Card]) -> tuple[MonthCount, ...]:
    """The months from the first article's to the last one's, or the years where those are too many.

    They end with the articles, not with the archive: a new month is no news to an idle topic.
    """
    if not cards:
        return ()
    first, last = cards[0].date, cards[-1].date
    begin, end = first.year * 12 + first.month - 1, last.year * 12 + last.month
    if end - begin > MOST_MONTH_BARS:
        by_year = Counter(card.date.year for card in cards)
        return tuple(
            MonthCount(year, 0, by_year[year]) for year in range(first.year, last.year + 1)
        )
    by_month = Counter((card.date.year, card.date.month) for card in cards)
    return tuple(
        MonthCount(*month, by_month[month])
        for month in ((at // 12, at % 12 + 1) for at in range(begin, end))
    )
