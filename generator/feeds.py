"""A feed is one value, which is written as Atom (RFC 4287) and as JSON Feed 1.1."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import msgspec

from generator.xml import add, allowed, serialized, written

MOST_TEXT = 1_000_000
"""With so many bytes of full texts, a feed has enough: older articles have their summaries."""

ATOM, JSON_FEED = "application/atom+xml", "application/feed+json"

_LANG = "xml:lang"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed without entries changed: it has to say something."""


class Said(msgspec.Struct, frozen=True):
    """A text and, where it is not in the feed's language, its `lang`."""

    text: str
    lang: str = ""


class Category(msgspec.Struct, frozen=True):
    """A topic, and the page of all topics, which its slug is one of."""

    slug: str
    name: str
    scheme: str


class Entry(msgspec.Struct, frozen=True):
    """An article. `html` is its whole text, in the language `lang`, with whole addresses alone, or
    empty where the feed has enough of them."""

    id: str
    url: str
    lang: str
    title: Said
    summary: Said
    published: datetime
    updated: datetime
    authors: tuple[str, ...]
    categories: tuple[Category, ...]
    html: str
    image: str = ""


class Written(msgspec.Struct, frozen=True):
    """An entry as it stands in both kinds of feeds, whichever they are."""

    updated: datetime
    atom: str
    json: bytes

    @property
    def size(self) -> int:
        return len(self.json)


class Feed(msgspec.Struct, frozen=True):
    """The newest of something, the newest first. `home` is the page that lists it, `atom` and
    `json` are the addresses of the feed itself, `style` that of the stylesheet."""

    id: str
    lang: str
    title: str
    author: str
    description: str
    home: str
    atom: str
    json: str
    style: str
    icon: str
    entries: tuple[Written, ...]


def write_entry(entry: Entry) -> Written:
    """What feeds hold of `entry`."""
    return Written(entry.updated, serialized(_element(entry)), msgspec.json.encode(_item(entry)))


def atom_feed(feed: Feed) -> bytes:
    """The Atom document of `feed`."""
    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", _LANG: feed.lang})
    add(root, "id", feed.id)
    add(root, "title", feed.title)
    if feed.description:
        add(root, "subtitle", feed.description)
    updated = max((entry.updated for entry in feed.entries), default=_NEVER)
    add(root, "updated", updated.isoformat())
    _authors(root, [feed.author])
    SubElement(root, "link", rel="self", type=ATOM, href=feed.atom)
    SubElement(root, "link", rel="alternate", type="text/html", href=feed.home)
    SubElement(root, "link", rel="alternate", type=JSON_FEED, href=feed.json)
    add(root, "icon", feed.icon)
    add(root, "generator", "newsarchive")
    instruction = f'<?xml-stylesheet type="text/css" href="{feed.style}"?>\n'
    return written(root, instruction, (entry.atom for entry in feed.entries))


def json_feed(feed: Feed) -> bytes:
    """The JSON Feed of `feed`."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "language": feed.lang,
        "home_page_url": feed.home,
        "feed_url": feed.json,
        "icon": feed.icon,
        "authors": [{"name": feed.author}],
        "items": [msgspec.Raw(entry.json) for entry in feed.entries],
    }
    said = {key: value for key, value in document.items() if value != ""}
    return msgspec.json.encode(said) + b"\n"


def _element(entry: Entry) -> Element:
    element = Element("entry")
    add(element, "id", entry.id)
    _said(element, "title", entry.title)
    SubElement(
        element, "link", rel="alternate", type="text/html", hreflang=entry.lang, href=entry.url
    )
    add(element, "published", entry.published.isoformat())
    add(element, "updated", entry.updated.isoformat())
    _authors(element, entry.authors)
    for topic in entry.categories:
        attributes = {"term": topic.slug, "scheme": topic.scheme, "label": allowed(topic.name)}
        SubElement(element, "category", attributes)
    if entry.summary.text:
        _said(element, "summary", entry.summary)
    if entry.html:
        add(element, "content", entry.html, **{"type": "html", _LANG: entry.lang})
    return element


def _item(entry: Entry) -> dict[str, Any]:
    item = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title.text,
        "summary": entry.summary.text,
        "content_html": entry.html,
        # An item must have either.
        "content_text": "" if entry.html else entry.summary.text or entry.title.text,
        "language": entry.lang,
        "image": entry.image,
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "authors": [{"name": name} for name in entry.authors],
        "tags": [topic.name for topic in entry.categories],
    }
    return {key: value for key, value in item.items() if value}


def _said(parent: Element, name: str, said: Said) -> None:
    add(parent, name, said.text, **({_LANG: said.lang} if said.lang else {}))


def _authors(parent: Element, names: Iterable[str]) -> None:
    for name in names:
        add(SubElement(parent, "author"), "name", name)
