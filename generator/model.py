"""The words of the domain, as frozen values; a value is never half filled."""

from __future__ import annotations

import unicodedata
from typing import Literal

import msgspec

from generator.dates import Date, latest
from generator.digest import canonical, digest
from generator.text import Text

Language = Literal["en", "zh-Hant"]
EDITIONS: tuple[Language, ...] = ("en", "zh-Hant")

ENGLISH = "en"
CHINESE = "zh-Hant-TW"
"""The `lang` attribute of each language: browsers choose the typeface of Han characters by it."""


class Source(msgspec.Struct, frozen=True):
    """Where a body's Markdown is: its file below `content/`, the byte and the line (from 1) that it
    begins at there, and its digest."""

    language: Language
    path: str
    offset: int
    line: int
    digest: bytes


class Correction(msgspec.Struct, frozen=True):
    """What was wrong and when that was mended."""

    date: Date
    text: str
    zh_text: Text | None = None


class Answer(msgspec.Struct, frozen=True):
    """A question that readers ask, and its answer."""

    question: str
    answer: str
    zh_question: Text | None = None
    zh_answer: Text | None = None


class Image(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A picture: its address, and in words what it shows."""

    src: str
    alt: str


class Article(msgspec.Struct, frozen=True):
    """One story. `path` is its file below `content/`; `topics` are named as the article does.

    `made_from` are the signatures of the English blocks that the Chinese body translates.
    """

    path: str
    slug: str
    date: Date
    title: str
    summary: str
    topics: tuple[str, ...]
    body: Source
    zh_title: Text | None = None
    zh_summary: Text | None = None
    zh_body: Source | None = None
    made_from: tuple[str, ...] = ()
    updated: Date | None = None
    authors: tuple[str, ...] = ()
    zh_authors: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    faq: tuple[Answer, ...] = ()
    queries: tuple[str, ...] = ()
    image: Image | None = None
    draft: bool = False


class Translation(msgspec.Struct, frozen=True):
    """The whole Chinese text of an article, its file, and the signatures of what it translates."""

    path: str
    body: Source
    made_from: tuple[str, ...]


class Card(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What the indexes and the plan know of an article; all else is found by its path.

    `headline` is the digest of what a listing shows of it, and `whole` of all that it is.
    `begins` and `ends` are those of its date, `aliases` its old addresses; `changed` is its last
    change, where that is after its date. `drawn` is the digest of what a picture of its title says,
    empty where it has one of its own.
    """

    path: str
    slug: str
    date: Date
    begins: int
    ends: int
    topics: tuple[str, ...]
    headline: bytes
    whole: bytes
    aliases: tuple[str, ...] = ()
    draft: bool = False
    translated: bool = False
    changed: Date | None = None
    drawn: bytes = b""


def last_change(article: Article) -> Date:
    """The latest date that the article says of itself."""
    return latest(article.date, article.updated, *(one.date for one in article.corrections))


def card_of(article: Article) -> Card:
    """The card of an article: equal cards have equal articles."""
    headline = (
        article.slug,
        article.date,
        article.title,
        article.zh_title,
        article.summary,
        article.zh_summary,
    )
    changed = last_change(article)
    day = article.date.year, article.date.month, article.date.day
    return Card(
        path=article.path,
        slug=article.slug,
        date=article.date,
        begins=article.date.begins,
        ends=article.date.ends,
        topics=article.topics,
        headline=digest(canonical(headline)),
        whole=digest(canonical(article)),
        aliases=article.aliases,
        draft=article.draft,
        changed=None if changed == article.date else changed,
        drawn=b"" if article.image else digest(canonical((article.title, article.zh_title, day))),
    )


class TopicEntry(msgspec.Struct, frozen=True):
    """What `content/topics.toml` says of a topic."""

    slug: str
    name: str
    aliases: tuple[str, ...] = ()
    description: str = ""
    zh_name: Text | None = None
    zh_description: Text | None = None


def topic_key(name: str) -> str:
    """What is equal for two names of one topic: they may differ in case, hyphens and spaces."""
    folded = unicodedata.normalize("NFC", name).casefold()
    return "".join(char for char in folded if char not in " -_‐‑–")
