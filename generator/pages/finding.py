"""Which unit makes the page at a path is found without planning all that are asked for by none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from generator.cards import Carded
from generator.indexes import Archive
from generator.model import EDITIONS, Card
from generator.pages.listings import listing_route
from generator.pages.plan import Plan
from generator.units import (
    AnyUnit,
    ArchiveUnit,
    CardUnit,
    FeedUnit,
    HomeUnit,
    MonthUnit,
    NewsSitemapUnit,
    NotFoundUnit,
    OlderUnit,
    OldUnit,
    SearchUnit,
    SitemapsUnit,
    SitemapUnit,
    StoryUnit,
    TopicsUnit,
    TopicUnit,
    YearUnit,
)
from generator.urls import (
    ARCHIVE,
    CARD,
    COPY,
    HOME,
    NEWS_SITEMAP,
    NOT_FOUND,
    PAGES_SITEMAP,
    SEARCH,
    SITEMAP,
    TOPICS,
    Address,
    alias_path,
    article_route,
    feed_routes,
    full_route,
    month_route,
    month_sitemap,
    page_route,
    topic_route,
    year_route,
)

_CHINESE, _PAGE = "zh-Hant/", "index.html"
_STORY = re.compile(r"(?:zh-Hant/)?(?P<year>\d{4})/(?P<month>\d\d)/(?P<slug>[^/]+)/", re.ASCII)


class Finder:
    """The units of `archive` by the output paths of their pages; `related` gives, for a place of
    the archive's order, what `Plan.story` takes."""

    def __init__(
        self,
        archive: Archive,
        page_size: int,
        related: Callable[[int], Sequence[int]],
        carded: Carded,
    ) -> None:
        self._archive = archive
        self._related = related
        self._plan = Plan(archive, page_size, carded)

    def unit(self, path: str) -> AnyUnit | None:
        """The unit of the page at the output path `path`, if there is one."""
        card = self.card(path)
        if card is None:
            return self._others.get(path)
        at = self._places[card.date.year, card.date.month, card.slug]
        return self._plan.story(at, self._related(at))

    def card(self, path: str) -> Card | None:
        """The card of the article whose page is at `path`, if one is."""
        found = _STORY.match(path)
        if found is None:
            return None
        at = self._places.get((int(found["year"]), int(found["month"]), found["slug"]))
        if at is None:
            return None
        card = self._archive.articles[at]
        return card if path in story_paths(card) else None

    def wanted(self) -> Iterator[tuple[str, str]]:
        """Every output path of a page, and the file that wants it."""
        for card in self._archive.articles:
            yield from ((path, f"content/{card.path}") for path in story_paths(card))
        for unit in self._listed:
            yield from ((path, unit.origin) for path in unit_paths(unit))

    @cached_property
    def _places(self) -> dict[tuple[int, int, str], int]:
        cards = enumerate(self._archive.articles)
        return {(card.date.year, card.date.month, card.slug): at for at, card in cards}

    @cached_property
    def _listed(self) -> tuple[AnyUnit, ...]:
        return (*self._plan.listings(), *self._plan.old_addresses(), *self._plan.files())

    @cached_property
    def _others(self) -> dict[str, AnyUnit]:
        return {path: unit for unit in self._listed for path in unit_paths(unit)}


def story_paths(card: Card) -> tuple[str, ...]:
    """The output paths of the pages of an article, as `story_pages` makes them."""
    route = article_route(card.date, card.slug)
    paths = (*_in_both(route), Address("en", route).beside(COPY))
    if not card.translated:
        return paths
    full = Address("zh-Hant", full_route(card.date, card.slug))
    return (*paths, full.output, full.beside(COPY))


def unit_paths(unit: AnyUnit) -> tuple[str, ...]:
    """The output paths of the pages of a unit that is no article's, as `make_pages` has them."""
    match unit:
        case StoryUnit():
            raise ValueError("an article's card says where its pages are")
        case OldUnit():
            return tuple(_old_paths(unit))
        case HomeUnit():
            return _in_both(HOME)
        case MonthUnit():
            route = month_route(unit.month.year, unit.month.month)
            return _in_both(route, *_after_last(route, unit.numbered))
        case TopicUnit():
            route = topic_route(unit.topic.slug)
            return _in_both(route, *_after_last(route, unit.numbered))
        case OlderUnit():
            return _in_both(page_route(listing_route(unit.of), unit.number))
        case YearUnit():
            return _in_both(year_route(unit.year))
        case ArchiveUnit():
            return _in_both(ARCHIVE)
        case TopicsUnit():
            return _in_both(TOPICS)
        case SearchUnit():
            return _in_both(SEARCH)
        case NotFoundUnit():
            return _in_both(NOT_FOUND)
        case FeedUnit():
            return _in_both(*feed_routes(unit.topic.slug if unit.topic else ""))
        case SitemapUnit():
            return (month_sitemap(unit.year, unit.month),)
        case SitemapsUnit():
            return SITEMAP, PAGES_SITEMAP
        case NewsSitemapUnit():
            return (NEWS_SITEMAP,)
        case CardUnit():
            return tuple(Address(one, unit.folder).beside(CARD) for one in unit.languages)


def _in_both(*routes: str) -> tuple[str, ...]:
    return tuple(Address(language, route).output for language in EDITIONS for route in routes)


def _after_last(route: str, numbered: int) -> tuple[str, ...]:
    return (page_route(route, numbered + 1),) if numbered else ()


def _old_paths(unit: OldUnit) -> Iterator[str]:
    for language in EDITIONS:
        for alias in unit.aliases:
            path = alias_path(alias)
            chinese = path.startswith(_CHINESE)
            if chinese and language == "en":
                continue
            path = path if chinese else Address(language, path).output
            yield path
            if language == "zh-Hant" and unit.translated and path.endswith(f"/{_PAGE}"):
                yield f"{path.removesuffix(_PAGE)}full/{_PAGE}"
