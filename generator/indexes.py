"""The archive is the same for any order of the files: oldest first, all ties broken by address."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, combinations, groupby

import msgspec

from generator.dates import Date
from generator.errors import Problem, Problems
from generator.model import Card, TopicEntry, topic_key
from generator.text import Text
from generator.urls import slugify


class Group(msgspec.Struct, frozen=True):
    """Articles that are listed together, oldest first, and when the dates of each are over."""

    articles: tuple[Card, ...]
    ends: tuple[int, ...]

    def count_at(self, article: Card) -> int:
        """How many there were when `article`, one of them, had come: those before it, and itself.

        Articles whose dates do not say which was first do not count each other, so the number is
        final as soon as all that is older is there.
        """
        return bisect_right(self.ends, article.begins) + 1


class Topic(msgspec.Struct, frozen=True):
    """What is written about one subject. `companions` are the slugs of the topics that it shares
    articles with, and how many, the most first."""

    slug: str
    name: str
    description: str
    zh_name: Text | None
    zh_description: Text | None
    group: Group
    companions: tuple[tuple[str, int], ...]


class Month(msgspec.Struct, frozen=True):
    """The articles of one month; months are from 1."""

    year: int
    month: int
    group: Group


class Archive(msgspec.Struct, frozen=True):
    """All published articles and both indexes. `topics_of` has the topic slugs of each path."""

    articles: tuple[Card, ...]
    topics: dict[str, Topic]
    months: tuple[Month, ...]
    topics_of: dict[str, tuple[str, ...]]

    @property
    def now(self) -> Date | None:
        """The newest article's date: the only clock that a build looks at."""
        return self.articles[-1].date if self.articles else None


def index_archive(articles: Iterable[Card], entries: Sequence[TopicEntry]) -> Archive:
    """The archive of `articles`, whose topics `entries` name; raises `Problems` where two topics
    want one address."""
    ordered = tuple(sorted(articles, key=lambda article: (article.date, article.slug)))
    names = _TopicNames(entries)
    members: dict[str, list[Card]] = defaultdict(list)
    topics_of = {}
    for article in ordered:
        slugs = tuple(dict.fromkeys(names.slug(topic, article) for topic in article.topics))
        topics_of[article.path] = slugs
        for slug in slugs:
            members[slug].append(article)
    names.check()
    pairs = Counter(
        chain.from_iterable(combinations(sorted(slugs), 2) for slugs in topics_of.values())
    )
    shared: dict[str, dict[str, int]] = defaultdict(dict)
    for (one, other), count in pairs.items():
        shared[one][other] = shared[other][one] = count
    topics = {
        slug: Topic(
            slug=slug,
            name=entry.name,
            description=entry.description,
            zh_name=entry.zh_name,
            zh_description=entry.zh_description,
            group=_group(members[slug]),
            companions=_most(shared[slug]),
        )
        for slug, entry in sorted(names.entries.items())
        if slug in members
    }
    months = tuple(
        Month(year, month, _group(list(group)))
        for (year, month), group in groupby(ordered, lambda one: (one.date.year, one.date.month))
    )
    return Archive(ordered, topics, months, topics_of)


class _TopicNames:
    """Which topic a name means: one that an entry claims, else the first spelling that came."""

    def __init__(self, entries: Sequence[TopicEntry]) -> None:
        self.entries = {entry.slug: entry for entry in entries}
        self._slugs = {
            topic_key(name): entry.slug
            for entry in entries
            for name in (entry.name, *entry.aliases)
        }
        self._spelt: dict[str, str] = {}
        self._first: dict[str, tuple[str, Card]] = {}
        self._problems: list[Problem] = []

    def slug(self, name: str, article: Card) -> str:
        slug = self._spelt.get(name)
        if slug is None:
            slug = self._spelt[name] = self._new(name, article)
        return slug

    def _new(self, name: str, article: Card) -> str:
        key = topic_key(name)
        slug = self._slugs.get(key)
        if slug is None:
            slug = self._slugs[key] = slugify(name)
            if slug in self.entries:
                self._problems.append(self._clash(name, slug, article))
            else:
                self.entries[slug] = TopicEntry(slug=slug, name=name)
                self._first[slug] = name, article
        return slug

    def _clash(self, name: str, slug: str, article: Card) -> Problem:
        other, first = self._first.get(slug, (self.entries[slug].name, None))
        place = f" of content/{first.path}" if first else " of content/topics.toml"
        what = f"the topic `{name}` and `{other}`{place} both want the address /topics/{slug}/"
        remedy = "name one an alias of the other in content/topics.toml"
        return Problem(f"content/{article.path}", 1, what, remedy)

    def check(self) -> None:
        if self._problems:
            raise Problems(self._problems)


def _group(articles: list[Card]) -> Group:
    return Group(tuple(articles), tuple(sorted(article.ends for article in articles)))


def _most(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
