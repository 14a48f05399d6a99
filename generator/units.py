"""A unit is one frozen value that names, by digests, all that the pages made from it will show.

The pages of a unit are made together, in both editions, and only when its key is new. What it says
of an article is a path and a digest, so the plan of an archive costs microseconds an article; what
stands under that digest is looked up when the pages are made.
"""

from __future__ import annotations

import msgspec

from generator.dates import Date
from generator.model import Language
from generator.text import Text


class Unit(msgspec.Struct, frozen=True, gc=False):
    """What one or more pages are made from."""

    @property
    def kind(self) -> str:
        """What sort of page it makes; `templates/` has one of that name for each but a story."""
        return str(self.__struct_config__.tag)

    @property
    def name(self) -> str:
        """What no other unit of the site is called."""
        return self.kind

    @property
    def origin(self) -> str:
        """The file that wants its pages."""
        return f"templates/{self.kind}.html"


class Shown(msgspec.Struct, frozen=True, gc=False):
    """An article that is linked to: its path, and the digest of what a link shows."""

    path: str
    headline: bytes


class TopicName(msgspec.Struct, frozen=True, gc=False):
    slug: str
    name: str
    zh_name: Text | None


class TopicCount(msgspec.Struct, frozen=True, gc=False):
    """A topic, and how many articles it has where that is said."""

    topic: TopicName
    count: int


class MonthCount(msgspec.Struct, frozen=True, gc=False):
    """A month, or a year where `month` is 0, and how many articles it has where that is said."""

    year: int
    month: int
    count: int


class Whole(msgspec.Struct, frozen=True, gc=False):
    """An article whose text is shown: its path, the digest of all that it is, and its topics."""

    path: str
    whole: bytes
    topics: tuple[TopicName, ...]


class Located(msgspec.Struct, frozen=True, gc=False):
    """Where an article's pages are, and when they last changed; `translated` if there is one of a
    whole Chinese text."""

    slug: str
    date: Date
    changed: Date
    translated: bool


class StoryUnit(Unit, frozen=True, tag="story", gc=False):
    """An article: `whole` is the digest of all that it is, in both languages; `cards` are the
    editions that have a card of it."""

    path: str
    whole: bytes
    month: MonthCount
    topics: tuple[TopicCount, ...]
    related: tuple[Shown, ...]
    older: Shown | None
    newer: Shown | None
    cards: tuple[Language, ...]

    @property
    def name(self) -> str:
        return self.path

    @property
    def origin(self) -> str:
        return f"content/{self.path}"


class OldUnit(Unit, frozen=True, tag="redirect", gc=False):
    """The old addresses of the article at `route`; `translated` if it has a whole Chinese text."""

    path: str
    route: str
    aliases: tuple[str, ...]
    translated: bool

    @property
    def name(self) -> str:
        return f"old {self.path}"

    @property
    def origin(self) -> str:
        return f"content/{self.path}"


class HomeUnit(Unit, frozen=True, tag="home", gc=False):
    """The newest articles, and the topics that the newest weeks write about."""

    newest: tuple[Shown, ...]
    topics: tuple[TopicCount, ...]
    months: tuple[MonthCount, ...]
    count: int


class MonthUnit(Unit, frozen=True, tag="month", gc=False):
    """A month's own page. `days` are its days with articles, how many, and the number of the page
    that the newest of them is on; of the list, `numbered` pages are left to others."""

    month: MonthCount
    days: tuple[tuple[int, int, int], ...]
    topics: tuple[TopicCount, ...]
    newest: tuple[Shown, ...]
    numbered: int
    older: MonthCount | None
    newer: MonthCount | None

    @property
    def name(self) -> str:
        return f"month {self.month.year:04}-{self.month.month:02}"


class TopicUnit(Unit, frozen=True, tag="topic", gc=False):
    """A topic's own page; of the list, `numbered` pages are left to others."""

    topic: TopicName
    description: str
    zh_description: Text | None
    count: int
    bars: tuple[MonthCount, ...]
    companions: tuple[TopicCount, ...]
    newest: tuple[Shown, ...]
    numbered: int

    @property
    def name(self) -> str:
        return f"topic {self.topic.slug}"


class OlderUnit(Unit, frozen=True, tag="older", gc=False):
    """A numbered page of a month's or a topic's list: it never changes once the next is there."""

    of: MonthCount | TopicName
    number: int
    listed: tuple[Shown, ...]

    @property
    def name(self) -> str:
        if isinstance(self.of, TopicName):
            return f"topic {self.of.slug} page {self.number}"
        return f"month {self.of.year:04}-{self.of.month:02} page {self.number}"


class YearUnit(Unit, frozen=True, tag="year", gc=False):
    year: int
    months: tuple[MonthCount, ...]
    topics: tuple[TopicCount, ...]
    older: int
    newer: int

    @property
    def name(self) -> str:
        return f"year {self.year:04}"


class ArchiveUnit(Unit, frozen=True, tag="archive", gc=False):
    """All months, the oldest first, and the whole as one chart."""

    months: tuple[MonthCount, ...]
    bars: tuple[MonthCount, ...]


class TopicsUnit(Unit, frozen=True, tag="topics", gc=False):
    topics: tuple[TopicCount, ...]


class SearchUnit(Unit, frozen=True, tag="search", gc=False):
    """The page to search on: the months, the oldest first, and the topics to choose from."""

    months: tuple[MonthCount, ...]
    topics: tuple[TopicName, ...]


class NotFoundUnit(Unit, frozen=True, tag="404", gc=False):
    months: tuple[MonthCount, ...]


class FileUnit(Unit, frozen=True, gc=False):
    """What a file for programs is made from, without a template."""

    @property
    def origin(self) -> str:
        return "content/"


class FeedUnit(FileUnit, frozen=True, tag="feed", gc=False):
    """The feeds of the newest articles, of one topic or of all."""

    topic: TopicName | None
    description: str
    zh_description: Text | None
    newest: tuple[Whole, ...]

    @property
    def name(self) -> str:
        return f"feed {self.topic.slug}" if self.topic else "feed"


class SitemapUnit(FileUnit, frozen=True, tag="sitemap", gc=False):
    """The sitemap of a month's articles, the oldest first."""

    year: int
    month: int
    stories: tuple[Located, ...]

    @property
    def name(self) -> str:
        return f"sitemap {self.year:04}-{self.month:02}"


class SitemapsUnit(FileUnit, frozen=True, tag="sitemaps", gc=False):
    """The index of all sitemaps, and the sitemap of listings: of each month and each listing, by
    its route, when it last changed. `news` if there is a sitemap of news."""

    months: tuple[tuple[int, int, Date], ...]
    listings: tuple[tuple[str, Date | None], ...]
    news: bool


class NewsSitemapUnit(FileUnit, frozen=True, tag="news", gc=False):
    """The articles of the two newest days, the newest first, and which are `translated` whole."""

    newest: tuple[Shown, ...]
    translated: tuple[bool, ...]


class CardUnit(FileUnit, frozen=True, tag="card", gc=False):
    """The cards of an article, in these `languages`, beside its pages in `folder`. `drawn` is the
    digest of what they say of it, but for its `topics`."""

    path: str
    drawn: bytes
    folder: str
    topics: tuple[TopicName, ...]
    languages: tuple[Language, ...]

    @property
    def name(self) -> str:
        return f"card {self.path}"

    @property
    def origin(self) -> str:
        return f"content/{self.path}"


AnyUnit = (
    StoryUnit
    | OldUnit
    | HomeUnit
    | MonthUnit
    | TopicUnit
    | OlderUnit
    | YearUnit
    | ArchiveUnit
    | TopicsUnit
    | SearchUnit
    | NotFoundUnit
    | FeedUnit
    | SitemapUnit
    | SitemapsUnit
    | NewsSitemapUnit
    | CardUnit
)


def shown_articles(unit: AnyUnit) -> tuple[str, ...]:
    """The paths of the articles that a unit links to, or whose title it draws."""
    shown: tuple[Shown | None, ...] = ()
    if isinstance(unit, StoryUnit):
        shown = (*unit.related, unit.older, unit.newer)
    elif isinstance(unit, HomeUnit | MonthUnit | TopicUnit | NewsSitemapUnit):
        shown = unit.newest
    elif isinstance(unit, OlderUnit):
        shown = unit.listed
    elif isinstance(unit, CardUnit):
        return (unit.path,)
    return tuple(one.path for one in shown if one)


def whole_articles(unit: AnyUnit) -> tuple[str, ...]:
    """The paths of the articles whose text a unit shows."""
    if isinstance(unit, StoryUnit):
        return (unit.path,)
    return tuple(one.path for one in unit.newest) if isinstance(unit, FeedUnit) else ()
