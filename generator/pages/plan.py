"""The plan of the whole site is made every time, in memory, and reads no file."""

from __future__ import annotations

from collections.abc import Iterator

from generator.config import Settings
from generator.indexes import Archive
from generator.model import EDITIONS
from generator.page import Page
from generator.pages.articles import plan_articles, plan_redirects
from generator.pages.edition import Edition
from generator.pages.listings import plan_listings
from generator.related import relate
from generator.urls import Urls


def plan_pages(archive: Archive, settings: Settings) -> Iterator[Page]:
    """Every page of both editions, and of the old addresses."""
    urls = Urls(settings.base_url)
    related = tuple(relate(archive.articles, archive.topics_of))
    english, chinese = (
        Edition(language, archive, urls, settings.page_size) for language in EDITIONS
    )
    yield from plan_articles(english, chinese, related)
    for edition in (english, chinese):
        yield from plan_listings(edition)
        yield from plan_redirects(edition)
