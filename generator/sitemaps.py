"""A sitemap lists the pages that stand for themselves, and when each of them last changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement

from generator.config import Settings
from generator.dates import Date, moment
from generator.model import EDITIONS, Article, Language
from generator.units import FileUnit, NewsSitemapUnit, SitemapsUnit, SitemapUnit
from generator.urls import (
    NEWS_SITEMAP,
    PAGES_SITEMAP,
    SITEMAP,
    Address,
    Urls,
    article_route,
    full_route,
    month_sitemap,
)
from generator.xml import add, written

MOST_NEWS = 1000
"""How many addresses a sitemap of news may hold, says Google."""

_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def sitemap_files(
    unit: FileUnit, settings: Settings, article: Callable[[str], Article]
) -> Iterator[tuple[str, bytes]]:
    """The paths and bytes of the sitemaps that `unit` makes; `article` finds one by its path."""
    maker = _Maker(settings)
    match unit:
        case SitemapUnit():
            yield month_sitemap(unit.year, unit.month), maker.stories(unit)
        case SitemapsUnit():
            yield SITEMAP, maker.index(unit)
            yield PAGES_SITEMAP, maker.listings(unit)
        case NewsSitemapUnit():
            yield NEWS_SITEMAP, maker.news(unit, article)


def robots_txt(urls: Urls) -> bytes:
    """What tells robots that they may read all, and where the sitemap is."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {urls.permalink(SITEMAP)}\n".encode()


class _Maker:
    """Makes the sitemaps of a site with these settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._zone = settings.zone
        self._urls = Urls(settings.base_url)

    def stories(self, unit: SitemapUnit) -> bytes:
        root = Element("urlset", {"xmlns": _SITEMAPS, "xmlns:xhtml": _XHTML})
        for story in unit.stories:
            english = self._permalink("en", article_route(story.date, story.slug))
            pages = [english]
            if story.translated:
                pages.append(self._permalink("zh-Hant", full_route(story.date, story.slug)))
            self._pages(root, pages, story.changed)
        return written(root)

    def listings(self, unit: SitemapsUnit) -> bytes:
        root = Element("urlset", {"xmlns": _SITEMAPS, "xmlns:xhtml": _XHTML})
        for route, changed in unit.listings:
            self._pages(root, [self._permalink(one, route) for one in EDITIONS], changed)
        return written(root)

    def index(self, unit: SitemapsUnit) -> bytes:
        root = Element("sitemapindex", {"xmlns": _SITEMAPS})
        newest = max((changed for _, _, changed in unit.months), default=None)
        sitemaps = [(PAGES_SITEMAP, newest)]
        if unit.news:
            sitemaps.append((NEWS_SITEMAP, newest))
        sitemaps += [
            (month_sitemap(year, month), changed) for year, month, changed in unit.months[::-1]
        ]
        for path, changed in sitemaps:
            self._place(SubElement(root, "sitemap"), self._urls.permalink(path), changed)
        return written(root)

    def news(self, unit: NewsSitemapUnit, article: Callable[[str], Article]) -> bytes:
        root = Element("urlset", {"xmlns": _SITEMAPS, "xmlns:news": _NEWS})
        for shown, translated in zip(unit.newest, unit.translated, strict=True):
            story = article(shown.path)
            english = self._permalink("en", article_route(story.date, story.slug))
            self._news(root, english, story, self._settings.title, "en", story.title)
            if translated:
                full = self._permalink("zh-Hant", full_route(story.date, story.slug))
                title = story.zh_title.plain if story.zh_title else story.title
                self._news(root, full, story, self._settings.zh_hant.title, "zh-tw", title)
        return written(root)

    def _news(
        self, root: Element, address: str, story: Article, paper: str, language: str, title: str
    ) -> None:
        element = SubElement(root, "url")
        add(element, "loc", address)
        news = SubElement(element, "news:news")
        publication = SubElement(news, "news:publication")
        add(publication, "news:name", paper)
        add(publication, "news:language", language)
        add(news, "news:publication_date", self._when(story.date))
        add(news, "news:title", title)

    def _pages(self, root: Element, pages: Sequence[str], changed: Date | None) -> None:
        """The address of a page in each of its languages; each names all of them."""
        for address in pages:
            element = SubElement(root, "url")
            self._place(element, address, changed)
            if len(pages) > 1:
                for hreflang, other in zip(
                    (*EDITIONS, "x-default"), (*pages, pages[0]), strict=True
                ):
                    attributes = {"rel": "alternate", "hreflang": hreflang, "href": other}
                    SubElement(element, "xhtml:link", attributes)

    def _place(self, element: Element, address: str, changed: Date | None) -> None:
        add(element, "loc", address)
        if changed and changed.day:  # which day of a month it was, nobody knows
            add(element, "lastmod", self._when(changed))

    def _when(self, date: Date) -> str:
        return moment(date, self._zone).isoformat() if date.minute >= 0 else date.iso

    def _permalink(self, language: Language, route: str) -> str:
        return self._urls.permalink(Address(language, route).output)
