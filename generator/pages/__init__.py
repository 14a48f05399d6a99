"""What the site contains: units planned from the archive, and the pages each of them makes."""

from collections.abc import Callable, Iterator, Sequence

from generator.model import EDITIONS, Article
from generator.page import Page
from generator.pages.articles import old_pages, story_pages
from generator.pages.cards import make_card
from generator.pages.edition import Edition
from generator.pages.feeds import make_entry, make_feed
from generator.pages.finding import Finder, story_paths, unit_paths
from generator.pages.listings import listing_pages
from generator.pages.plan import plan_units
from generator.pages.volumes import volumes
from generator.units import AnyUnit, FileUnit, OldUnit, StoryUnit
from generator.urls import Urls

__all__ = [
    "Edition",
    "Finder",
    "both_editions",
    "make_card",
    "make_entry",
    "make_feed",
    "make_pages",
    "plan_units",
    "story_paths",
    "unit_paths",
    "volumes",
]


def both_editions(urls: Urls, article: Callable[[str], Article]) -> tuple[Edition, ...]:
    """The editions of the site at `urls`; `article` finds an article by its path."""
    return tuple(Edition(language, urls, article) for language in EDITIONS)


def make_pages(unit: AnyUnit, editions: Sequence[Edition]) -> Iterator[Page]:
    """The pages of `unit`, in each of `editions`: none of one that makes files for programs."""
    if isinstance(unit, FileUnit):
        return
    for edition in editions:
        if isinstance(unit, StoryUnit):
            yield from story_pages(edition, unit)
        elif isinstance(unit, OldUnit):
            yield from old_pages(edition, unit)
        else:
            yield from listing_pages(edition, unit)
