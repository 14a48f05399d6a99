"""Articles for tests that need no file."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from generator.chinese import Text
from generator.dates import parse_date
from generator.digest import digest
from generator.model import Article, Card, Source, card_of

TAIPEI = ZoneInfo("Asia/Taipei")


def article(
    slug: str,
    date: str = "2026-04-27",
    topics: tuple[str, ...] = (),
    title: str = "",
    summary: str = "",
    zh_title: str = "",
) -> Article:
    path = f"{date[:4]}/{date[5:7]}/{slug}.md"
    return Article(
        path=path,
        slug=slug,
        date=parse_date(date, TAIPEI),
        title=title or slug,
        summary=summary,
        topics=topics,
        body=Source("en", path, 0, 1, digest(b"")),
        zh_title=Text(zh_title, zh_title) if zh_title else None,
    )


def card(slug: str, date: str = "2026-04-27", topics: tuple[str, ...] = ()) -> Card:
    """The card of an article."""
    return card_of(article(slug, date, topics))
