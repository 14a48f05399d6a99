"""A page is one frozen value that holds all its template shows, and knows nothing of other pages.

A field named `…_lang` is the language of the field before it where that is not the page's own,
as the `lang` attribute has it, and empty where it is.
"""

from __future__ import annotations

import msgspec

from generator.dates import Date
from generator.model import Language, Source


class Frozen(msgspec.Struct, frozen=True, omit_defaults=True):
    """A value that a template reads."""


class Link(Frozen, frozen=True):
    """An article as a listing shows it."""

    url: str
    title: str
    title_lang: str
    date: Date
    summary: str = ""
    summary_lang: str = ""


class Ref(Frozen, frozen=True):
    """A link that shows a title alone."""

    url: str
    title: str
    title_lang: str = ""


class TopicLink(Frozen, frozen=True):
    """A topic, and how many articles it has where the link stands. `slug` finds today's number."""

    slug: str
    url: str
    name: str
    name_lang: str
    count: int


class MonthLink(Frozen, frozen=True):
    """A month, and how many articles it has where the link stands."""

    url: str
    year: int
    month: int
    count: int


class Section(Frozen, frozen=True):
    """Articles of one day, or of one month where `date` has no day, the newest first."""

    date: Date
    links: tuple[Link, ...]


class Listing(Frozen, frozen=True):
    """One page of a list. `older` and `newer` are the URLs of the pages beside it."""

    sections: tuple[Section, ...]
    older: str = ""
    newer: str = ""


class Bar(Frozen, frozen=True):
    """One column of a chart: a month, or a whole year where `month` is 0."""

    year: int
    month: int
    count: int
    url: str


class Day(Frozen, frozen=True):
    """One day of a month's calendar; without articles, without a URL."""

    day: int
    count: int
    url: str


class Correction(Frozen, frozen=True):
    date: Date
    text: str
    text_lang: str


class Question(Frozen, frozen=True):
    """A question of readers. An empty answer is found in the body when the page is rendered."""

    question: str
    question_lang: str
    answer: str = ""
    answer_lang: str = ""


class Picture(Frozen, frozen=True):
    src: str
    alt: str
    alt_lang: str


class CardPicture(Frozen, frozen=True):
    """The card of an article: its link, and its size in pixels."""

    src: str
    width: int
    height: int


class ArticlePage(Frozen, frozen=True, tag="article"):
    """An article in one edition. `other_title` and `other_summary` are in the other language.

    `full` is the URL of its whole Chinese text, `english` of its English page; the body is in
    `body_lang`. The counts are as they were when the article came.
    """

    title: str
    title_lang: str
    other_title: str
    other_title_lang: str
    summary: str
    summary_lang: str
    other_summary: str
    other_summary_lang: str
    date: Date
    month: MonthLink
    body_lang: str
    english: str
    chinese: str
    full: str = ""
    updated: Date | None = None
    authors: tuple[str, ...] = ()
    authors_lang: str = ""
    topics: tuple[TopicLink, ...] = ()
    corrections: tuple[Correction, ...] = ()
    questions: tuple[Question, ...] = ()
    queries: tuple[str, ...] = ()
    related: tuple[Link, ...] = ()
    older: Ref | None = None
    newer: Ref | None = None
    image: Picture | None = None
    card: CardPicture | None = None


class HomePage(Frozen, frozen=True, tag="home"):
    """The newest articles. `topics` are those that the newest weeks write about."""

    listing: Listing
    topics: tuple[TopicLink, ...]
    months: tuple[MonthLink, ...]
    count: int


class MonthPage(Frozen, frozen=True, tag="month"):
    """A month. `first_weekday` is that of its first day, Monday being 0."""

    year: int
    month: int
    count: int
    first_weekday: int
    days: tuple[Day, ...]
    topics: tuple[TopicLink, ...]
    listing: Listing
    older: MonthLink | None = None
    newer: MonthLink | None = None


class TopicPage(Frozen, frozen=True, tag="topic"):
    """A topic. `companions` are counted by the articles that both have; `atom` and `json_feed` are
    the links to its feeds."""

    slug: str
    name: str
    name_lang: str
    other_name: str
    other_name_lang: str
    description: str
    description_lang: str
    count: int
    bars: tuple[Bar, ...]
    companions: tuple[TopicLink, ...]
    listing: Listing
    atom: str
    json_feed: str


class OlderPage(Frozen, frozen=True, tag="older"):
    """A numbered page of a month or a topic, which never changes once the next is there."""

    of: Ref
    year: int
    month: int
    number: int
    listing: Listing


class Year(Frozen, frozen=True):
    url: str
    year: int
    count: int
    months: tuple[MonthLink, ...]


class YearPage(Frozen, frozen=True, tag="year"):
    year: Year
    bars: tuple[Bar, ...]
    topics: tuple[TopicLink, ...]
    older: Ref | None = None
    newer: Ref | None = None


class ArchivePage(Frozen, frozen=True, tag="archive"):
    """All years, the newest first, and the whole as one chart."""

    count: int
    years: tuple[Year, ...]
    bars: tuple[Bar, ...]


class TopicsPage(Frozen, frozen=True, tag="topics"):
    """All topics, by size and by name."""

    by_size: tuple[TopicLink, ...]
    by_name: tuple[TopicLink, ...]


class SearchPage(Frozen, frozen=True, tag="search"):
    """The page to search on. `directory` is the link to what a search begins with."""

    topics: tuple[TopicLink, ...]
    months: tuple[MonthLink, ...]
    directory: str


class NotFoundPage(Frozen, frozen=True, tag="not-found"):
    """What a wrong address shows."""

    months: tuple[MonthLink, ...]


class RedirectPage(Frozen, frozen=True, tag="redirect"):
    """An old address. `url` is the link to where it leads."""

    url: str


Context = (
    ArticlePage
    | HomePage
    | MonthPage
    | TopicPage
    | OlderPage
    | YearPage
    | ArchivePage
    | TopicsPage
    | SearchPage
    | NotFoundPage
    | RedirectPage
)


class Alternate(Frozen, frozen=True):
    """The same page in another language, as `hreflang` and permalink."""

    hreflang: str
    url: str


class Meta(Frozen, frozen=True):
    """What a page's head says of it. `title` is empty where a string of the edition gives it."""

    canonical: str
    counterpart: str
    title: str = ""
    description: str = ""
    alternates: tuple[Alternate, ...] = ()
    noindex: bool = False


class Page(Frozen, frozen=True):
    """One output file: its path, its template, and all that the template reads.

    A whole Chinese text also has the `english` body it stands beside, and the signatures of what it
    was `made_from`.
    """

    path: str
    template: str
    language: Language
    meta: Meta
    context: Context
    body: Source | None = None
    english: Source | None = None
    made_from: tuple[str, ...] = ()
