"""The pages of a listing show its unit in one edition: links, counts, charts."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

import msgspec

from generator.dates import Date
from generator.page import (
    ArchivePage,
    Bar,
    Context,
    Day,
    HomePage,
    Link,
    Listing,
    Meta,
    MonthLink,
    MonthPage,
    NotFoundPage,
    OlderPage,
    Page,
    Ref,
    SearchPage,
    Section,
    TopicPage,
    TopicsPage,
    Year,
    YearPage,
)
from generator.pages.articles import redirect
from generator.pages.edition import Edition
from generator.units import (
    ArchiveUnit,
    HomeUnit,
    MonthCount,
    MonthUnit,
    NotFoundUnit,
    OlderUnit,
    SearchUnit,
    Shown,
    TopicCount,
    TopicName,
    TopicsUnit,
    TopicUnit,
    YearUnit,
)
from generator.urls import (
    ARCHIVE,
    HOME,
    NOT_FOUND,
    SEARCH,
    SEARCH_DIRECTORY,
    TOPICS,
    feed_routes,
    month_route,
    page_route,
    topic_route,
    year_route,
)

ListingUnit = (
    HomeUnit
    | MonthUnit
    | TopicUnit
    | OlderUnit
    | YearUnit
    | ArchiveUnit
    | TopicsUnit
    | SearchUnit
    | NotFoundUnit
)


def listing_pages(edition: Edition, unit: ListingUnit) -> Iterator[Page]:
    """The pages that `unit` makes in `edition`."""
    match unit:
        case HomeUnit():
            yield _page(edition, HOME, unit, _home(edition, unit))
        case MonthUnit():
            route = month_route(unit.month.year, unit.month.month)
            yield _page(edition, route, unit, _month(edition, route, unit))
            yield from _after_last(edition, route, unit.numbered)
        case TopicUnit():
            yield _topic(edition, unit)
            yield from _after_last(edition, topic_route(unit.topic.slug), unit.numbered)
        case OlderUnit():
            route = page_route(listing_route(unit.of), unit.number)
            yield _page(edition, route, unit, _older(edition, unit))
        case YearUnit():
            yield _page(edition, year_route(unit.year), unit, _year(edition, unit))
        case ArchiveUnit():
            yield _page(edition, ARCHIVE, unit, _archive(edition, unit))
        case TopicsUnit():
            yield _page(edition, TOPICS, unit, _topics(edition, unit))
        case SearchUnit():
            yield _page(edition, SEARCH, unit, _search(edition, unit))
        case NotFoundUnit():
            meta = msgspec.structs.replace(edition.meta(NOT_FOUND), alternates=(), noindex=True)
            context = NotFoundPage(tuple(map(edition.month_link, unit.months)))
            yield _planned(edition, NOT_FOUND, unit, meta, context)


def _home(edition: Edition, unit: HomeUnit) -> HomePage:
    return HomePage(
        listing=Listing(_sections(edition, unit.newest, _day)),
        topics=tuple(map(edition.topic_link, unit.topics)),
        months=tuple(map(edition.month_link, unit.months)),
        count=unit.count,
    )


def _month(edition: Edition, route: str, unit: MonthUnit) -> MonthPage:
    year, month, count = unit.month.year, unit.month.month, unit.month.count
    first_weekday, length = calendar.monthrange(year, month)
    found = {day: (count, number) for day, count, number in unit.days}

    def day_of(day: int) -> Day:
        if day not in found:
            return Day(day, 0, "")
        count, number = found[day]
        listing = page_route(route, number) if number <= unit.numbered else route
        return Day(day, count, f"{edition.url(listing)}#d{day}")

    return MonthPage(
        year=year,
        month=month,
        count=count,
        first_weekday=first_weekday,
        days=tuple(map(day_of, range(1, length + 1))),
        topics=tuple(map(edition.topic_link, unit.topics)),
        listing=_newest(edition, route, unit.newest, unit.numbered, _day),
        older=edition.month_link(unit.older) if unit.older else None,
        newer=edition.month_link(unit.newer) if unit.newer else None,
    )


def _topic(edition: Edition, unit: TopicUnit) -> Page:
    topic = unit.topic
    route = topic_route(topic.slug)
    name, name_lang = edition.topic_name(topic)
    other_name, other_name_lang = edition.counter(topic.name, topic.zh_name)
    description, description_lang = edition.pick(unit.description, unit.zh_description)
    atom, json_feed = feed_routes(topic.slug)
    context = TopicPage(
        slug=topic.slug,
        name=name,
        name_lang=name_lang,
        other_name="" if other_name == name else other_name,
        other_name_lang=other_name_lang,
        description=description,
        description_lang=description_lang,
        count=unit.count,
        bars=_bars(edition, unit.bars),
        companions=tuple(map(edition.topic_link, unit.companions)),
        listing=_newest(edition, route, unit.newest, unit.numbered, _calendar_month),
        atom=edition.url(atom),
        json_feed=edition.url(json_feed),
    )
    title = edition.plain(topic.name, topic.zh_name)
    about = edition.plain(unit.description, unit.zh_description)
    return _planned(edition, route, unit, edition.meta(route, title, about), context)


def _older(edition: Edition, unit: OlderUnit) -> OlderPage:
    route = listing_route(unit.of)
    url, number = edition.url(route), unit.number
    if isinstance(unit.of, TopicName):
        of, year, month = Ref(url, *edition.topic_name(unit.of)), 0, 0
    else:
        of, year, month = Ref(url, ""), unit.of.year, unit.of.month
    listing = Listing(
        _sections(edition, unit.listed, _calendar_month if of.title else _day),
        older=edition.url(page_route(route, number - 1)) if number > 1 else "",
        newer=edition.url(page_route(route, number + 1)),
    )
    return OlderPage(of, year, month, number, listing)


def _year(edition: Edition, unit: YearUnit) -> YearPage:
    counts = {month.month: month for month in unit.months}
    bars = tuple(counts.get(month, MonthCount(unit.year, month, 0)) for month in range(1, 13))
    return YearPage(
        year=_year_link(edition, unit.year, unit.months),
        bars=_bars(edition, bars),
        topics=tuple(map(edition.topic_link, unit.topics)),
        older=_year_ref(edition, unit.older),
        newer=_year_ref(edition, unit.newer),
    )


def _archive(edition: Edition, unit: ArchiveUnit) -> ArchivePage:
    years = groupby(unit.months, lambda month: month.year)
    return ArchivePage(
        count=sum(month.count for month in unit.months),
        years=tuple(_year_link(edition, year, [*months]) for year, months in years)[::-1],
        bars=_bars(edition, unit.bars),
    )


def _topics(edition: Edition, unit: TopicsUnit) -> TopicsPage:
    links = [*map(edition.topic_link, unit.topics)]
    return TopicsPage(
        by_size=tuple(sorted(links, key=lambda link: (-link.count, link.slug))),
        by_name=tuple(sorted(links, key=lambda link: (link.name.casefold(), link.slug))),
    )


def _search(edition: Edition, unit: SearchUnit) -> SearchPage:
    links = [edition.topic_link(TopicCount(topic, 0)) for topic in unit.topics]
    return SearchPage(
        topics=tuple(sorted(links, key=lambda link: (link.name.casefold(), link.slug))),
        months=tuple(map(edition.month_link, reversed(unit.months))),
        directory=edition.urls.link(SEARCH_DIRECTORY),
    )


def _page(edition: Edition, route: str, unit: ListingUnit, context: Context) -> Page:
    return _planned(edition, route, unit, edition.meta(route), context)


def _planned(edition: Edition, route: str, unit: ListingUnit, meta: Meta, context: Context) -> Page:
    path = edition.address(route).output
    return Page(path, f"{unit.kind}.html", edition.language, meta, context)


def _after_last(edition: Edition, route: str, numbered: int) -> Iterator[Page]:
    """After the last numbered page, a page that leads to the listing: so that the link to the newer
    page is the same before and after that page is full."""
    if numbered:
        path = edition.address(page_route(route, numbered + 1)).output
        yield redirect(edition, path, edition.address(route).output)


def listing_route(of: MonthCount | TopicName) -> str:
    return topic_route(of.slug) if isinstance(of, TopicName) else month_route(of.year, of.month)


def _year_link(edition: Edition, year: int, months: Sequence[MonthCount]) -> Year:
    links: list[MonthLink] = [edition.month_link(month) for month in reversed(months)]
    count = sum(month.count for month in months)
    return Year(edition.url(year_route(year)), year, count, tuple(links))


def _year_ref(edition: Edition, year: int) -> Ref | None:
    return Ref(edition.url(year_route(year)), str(year)) if year else None


def _day(link: Link) -> Date:
    return Date(link.date.year, link.date.month, link.date.day)


def _calendar_month(link: Link) -> Date:
    return Date(link.date.year, link.date.month)


def _newest(
    edition: Edition,
    route: str,
    newest: Sequence[Shown],
    numbered: int,
    key: Callable[[Link], Date],
) -> Listing:
    return Listing(
        _sections(edition, newest, key),
        older=edition.url(page_route(route, numbered)) if numbered else "",
    )


def _sections(
    edition: Edition, listed: Sequence[Shown], key: Callable[[Link], Date]
) -> tuple[Section, ...]:
    return tuple(
        Section(date, tuple(links)) for date, links in groupby(map(edition.link, listed), key)
    )


def _bars(edition: Edition, months: Sequence[MonthCount]) -> tuple[Bar, ...]:
    def url(month: MonthCount) -> str:
        if not month.count:
            return ""
        in_year = month_route(month.year, month.month) if month.month else year_route(month.year)
        return edition.url(in_year)

    return tuple(Bar(one.year, one.month, one.count, url(one)) for one in months)
