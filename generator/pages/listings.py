"""A listing is numbered from its oldest page, so that a full page is written once and for all."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import TypeVar

import msgspec

from generator.dates import Date
from generator.indexes import Group, Month, Topic
from generator.model import Article
from generator.page import (
    ArchivePage,
    Bar,
    Context,
    Day,
    HomePage,
    Listing,
    Meta,
    MonthLink,
    MonthPage,
    NotFoundPage,
    OlderPage,
    Page,
    Ref,
    Section,
    TopicLink,
    TopicPage,
    TopicsPage,
    Year,
    YearPage,
)
from generator.pages.articles import redirect
from generator.pages.edition import Edition
from generator.urls import (
    ARCHIVE,
    HOME,
    NOT_FOUND,
    TOPICS,
    month_route,
    page_route,
    topic_route,
    year_route,
)

T = TypeVar("T")

BUSIEST = 12
RECENT_DAYS = 28
RECENT_MONTHS = 12
MOST_MONTH_BARS = 120


def plan_listings(edition: Edition) -> Iterator[Page]:
    """The home page, every month, year and topic, and their indexes."""
    archive = edition.archive
    months = [
        edition.month_link(month.year, month.month, len(month.group.articles))
        for month in archive.months
    ]
    years = [
        Year(
            edition.url(year_route(year)), year, sum(one.count for one in group), tuple(group[::-1])
        )
        for year, group in (
            (year, list(group)) for year, group in groupby(months, lambda m: m.year)
        )
    ]
    yield _home(edition, months)
    yield _archive(edition, years)
    yield _not_found(edition, months)
    for at, year in enumerate(years):
        yield _year(edition, year, years[at - 1] if at else None, _after(years, at))
    for at, month in enumerate(archive.months):
        yield from _month(edition, month, months[at - 1] if at else None, _after(months, at))
    yield _topics(edition)
    for topic in archive.topics.values():
        yield from _topic(edition, topic)


def _home(edition: Edition, months: Sequence[MonthLink]) -> Page:
    articles = edition.archive.articles
    context = HomePage(
        listing=Listing(_sections(edition, articles[-edition.page_size :], _day)),
        topics=_recent_topics(edition),
        months=tuple(months[: -RECENT_MONTHS - 1 : -1]),
        count=len(articles),
    )
    return _page(edition, HOME, "home.html", context)


def _recent_topics(edition: Edition) -> tuple[TopicLink, ...]:
    """What is being written about now: the topics of the newest weeks, the most frequent first."""
    archive = edition.archive
    if archive.now is None:
        return ()
    since = archive.now.begins - RECENT_DAYS * 1440
    recent: list[Article] = []
    for article in reversed(archive.articles):
        if article.date.ends <= since:
            break
        recent.append(article)
    return _busiest(edition, recent)


def _busiest(edition: Edition, articles: Sequence[Article]) -> tuple[TopicLink, ...]:
    topics_of = edition.archive.topics_of
    counts = Counter(slug for article in articles for slug in topics_of[article.path])
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:BUSIEST]
    return tuple(edition.topic_link(slug, count) for slug, count in ranked)


def _archive(edition: Edition, years: Sequence[Year]) -> Page:
    context = ArchivePage(
        count=len(edition.archive.articles),
        years=tuple(years[::-1]),
        bars=_bars(edition, edition.archive.articles),
    )
    return _page(edition, ARCHIVE, "archive.html", context)


def _not_found(edition: Edition, months: Sequence[MonthLink]) -> Page:
    context = NotFoundPage(tuple(months[: -RECENT_MONTHS - 1 : -1]))
    meta = msgspec.structs.replace(edition.meta(NOT_FOUND), alternates=(), noindex=True)
    path = edition.address(NOT_FOUND).output
    return _planned(path, "404.html", edition, meta, context)


def _year(edition: Edition, year: Year, older: Year | None, newer: Year | None) -> Page:
    articles = [
        article
        for month in edition.archive.months
        if month.year == year.year
        for article in month.group.articles
    ]
    counts = {month.month: month for month in year.months}
    bars = (
        Bar(year.year, month, one.count if one else 0, one.url if one else "")
        for month, one in ((month, counts.get(month)) for month in range(1, 13))
    )
    context = YearPage(
        year=year,
        bars=tuple(bars),
        topics=_busiest(edition, articles),
        older=Ref(older.url, str(older.year)) if older else None,
        newer=Ref(newer.url, str(newer.year)) if newer else None,
    )
    return _page(edition, year_route(year.year), "year.html", context)


def _month(
    edition: Edition, month: Month, older: MonthLink | None, newer: MonthLink | None
) -> Iterator[Page]:
    route = month_route(month.year, month.month)
    articles = month.group.articles
    numbered = _numbered(articles, edition.page_size)
    first_weekday, length = calendar.monthrange(month.year, month.month)
    newest_of_day = {article.date.day: at for at, article in enumerate(articles)}
    counts = Counter(article.date.day for article in articles)

    def url_of_day(day: int) -> str:
        number = newest_of_day[day] // edition.page_size + 1
        listing = page_route(route, number) if number <= numbered else route
        return f"{edition.url(listing)}#d{day}"

    context = MonthPage(
        year=month.year,
        month=month.month,
        count=len(articles),
        first_weekday=first_weekday,
        days=tuple(
            Day(day, counts[day], url_of_day(day) if counts[day] else "")
            for day in range(1, length + 1)
        ),
        topics=_busiest(edition, articles),
        listing=_newest(edition, route, articles, _day),
        older=older,
        newer=newer,
    )
    yield _page(edition, route, "month.html", context)
    yield from _older_pages(edition, route, month.group, Ref(edition.url(route), ""), _day, month)


def _topics(edition: Edition) -> Page:
    links = [
        edition.topic_link(topic.slug, len(topic.group.articles))
        for topic in edition.archive.topics.values()
    ]
    context = TopicsPage(
        by_size=tuple(sorted(links, key=lambda link: (-link.count, link.slug))),
        by_name=tuple(sorted(links, key=lambda link: (link.name.casefold(), link.slug))),
    )
    return _page(edition, TOPICS, "topics.html", context)


def _topic(edition: Edition, topic: Topic) -> Iterator[Page]:
    route = topic_route(topic.slug)
    articles = topic.group.articles
    name, name_lang = edition.topic_name(topic)
    other_name, other_name_lang = edition.counter(topic.name, topic.zh_name)
    description, description_lang = edition.pick(topic.description, topic.zh_description)
    context = TopicPage(
        slug=topic.slug,
        name=name,
        name_lang=name_lang,
        other_name="" if other_name == name else other_name,
        other_name_lang=other_name_lang,
        description=description,
        description_lang=description_lang,
        count=len(articles),
        bars=_bars(edition, articles),
        companions=tuple(
            edition.topic_link(slug, count) for slug, count in topic.companions[:BUSIEST]
        ),
        listing=_newest(edition, route, articles, _calendar_month),
    )
    title = edition.plain(topic.name, topic.zh_name)
    about = edition.plain(topic.description, topic.zh_description)
    meta = edition.meta(route, title, about)
    path = edition.address(route).output
    yield _planned(path, "topic.html", edition, meta, context)
    of = Ref(edition.url(route), name, name_lang)
    yield from _older_pages(edition, route, topic.group, of, _calendar_month, None)


def _page(edition: Edition, route: str, template: str, context: Context) -> Page:
    path = edition.address(route).output
    return _planned(path, template, edition, edition.meta(route), context)


def _planned(path: str, template: str, edition: Edition, meta: Meta, context: Context) -> Page:
    return Page(path, template, edition.language, meta, context, f"templates/{template}")


def _after(items: Sequence[T], at: int) -> T | None:
    return items[at + 1] if at + 1 < len(items) else None


def _day(article: Article) -> Date:
    return Date(article.date.year, article.date.month, article.date.day)


def _calendar_month(article: Article) -> Date:
    return Date(article.date.year, article.date.month)


def _numbered(articles: Sequence[Article], page_size: int) -> int:
    """How many pages of a listing are numbered. What remains, from one page's worth to just under
    two, is on the listing's own page, which is so never nearly empty."""
    return max(0, len(articles) // page_size - 1)


def _newest(
    edition: Edition, route: str, articles: Sequence[Article], key: Callable[[Article], Date]
) -> Listing:
    numbered = _numbered(articles, edition.page_size)
    return Listing(
        _sections(edition, articles[numbered * edition.page_size :], key),
        older=edition.url(page_route(route, numbered)) if numbered else "",
    )


def _older_pages(
    edition: Edition,
    route: str,
    group: Group,
    of: Ref,
    key: Callable[[Article], Date],
    month: Month | None,
) -> Iterator[Page]:
    """The numbered pages of a listing, and after the last of them a page that leads to the listing,
    so that the link to the newer page is the same before and after that page is full."""
    numbered = _numbered(group.articles, edition.page_size)
    for number in range(1, numbered + 1):
        end = number * edition.page_size
        articles = group.articles[end - edition.page_size : end]
        listing = Listing(
            _sections(edition, articles, key),
            older=edition.url(page_route(route, number - 1)) if number > 1 else "",
            newer=edition.url(page_route(route, number + 1)),
        )
        year, in_year = (month.year, month.month) if month else (0, 0)
        context = OlderPage(of, year, in_year, number, listing)
        yield _page(edition, page_route(route, number), "older.html", context)
    if numbered:
        path = edition.address(page_route(route, numbered + 1)).output
        yield redirect(edition, path, edition.address(route).output, "templates/redirect.html")


def _sections(
    edition: Edition, articles: Sequence[Article], key: Callable[[Article], Date]
) -> tuple[Section, ...]:
    return tuple(
        Section(date, tuple(map(edition.link, group)))
        for date, group in groupby(reversed(articles), key)
    )


def _bars(edition: Edition, articles: Sequence[Article]) -> tuple[Bar, ...]:
    """The months from the first article's to the last one's, or the years where those are too many.

    They end with the articles, not with the archive: a new month is no news to an idle topic.
    """
    if not articles:
        return ()
    first, last = articles[0].date, articles[-1].date
    begin, end = first.year * 12 + first.month - 1, last.year * 12 + last.month
    if end - begin > MOST_MONTH_BARS:
        by_year = Counter(article.date.year for article in articles)
        return tuple(
            Bar(year, 0, by_year[year], edition.url(year_route(year)) if by_year[year] else "")
            for year in range(first.year, last.year + 1)
        )
    by_month = Counter((article.date.year, article.date.month) for article in articles)
    return tuple(
        Bar(*month, by_month[month], edition.url(month_route(*month)) if by_month[month] else "")
        for month in ((at // 12, at % 12 + 1) for at in range(begin, end))
    )
