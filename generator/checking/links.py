"""An address is right when the site has a page or a file there, and the page its heading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from urllib.parse import unquote, urljoin, urlsplit

from generator.assets import ASSETS, StaticFile
from generator.checking.examining import Reference
from generator.checking.finding import Check
from generator.documents import brief
from generator.model import Card
from generator.pages import story_paths
from generator.templates import COUNTS, Theme
from generator.urls import (
    ROBOTS,
    SEARCH,
    Address,
    alias_path,
    article_route,
    full_route,
    slugify,
)

_ID = re.compile(r"\bid=\"([^\"{]+)\"")
_VIEWS = ("en", "zh", "both")
_CHINESE, _INDEX = "zh-Hant/", "index.html"

Told = tuple[Check, str, str]


class Targets:
    """All that can be linked to: the output paths of `pages`, the static `files`, and of each of
    `cards`, drafts too, its headings, whose `ids` are known by its path."""

    def __init__(
        self,
        base_url: str,
        cards: Iterable[Card],
        pages: Iterable[str],
        files: Iterable[StaticFile],
        theme: Theme,
        ids: Mapping[str, frozenset[str]],
    ) -> None:
        self._base_url = base_url
        self._ids = ids
        self._of_theme = {one for text in theme.templates.values() for one in _ID.findall(text)} | {
            *_VIEWS,
            "top",
        }
        self._paths = {*pages, COUNTS, ROBOTS}
        self._moved: dict[str, str] = {}
        for file in files:
            self._paths.add(file.path)
            self._moved[file.origin.removeprefix("static/")] = file.path
        self._cards: dict[str, Card] = {}
        self._articles: dict[str, Card] = {}
        self._slugs: dict[str, list[Card]] = {}
        for card in cards:
            self._cards[card.path] = card
            self._slugs.setdefault(card.slug, []).append(card)
            for path in story_paths(card):
                self._articles[path] = card

    def told(self, one: Reference) -> Told | None:
        """What is wrong with a reference: which check says so, what, and what to do."""
        address = one.address.removeprefix(self._base_url)
        if address != one.address:
            address = f"/{address}"
        if address.startswith("#"):
            return self._heading(one, self._cards[one.path], unquote(address[1:]))
        try:
            parts = urlsplit(urljoin(f"/{self._place(one)}", address))
        except ValueError:
            return "links", f"{brief(one.address)} is no address", "correct it"
        path = unicodedata.normalize("NFC", unquote(parts.path).lstrip("/"))
        output = path + _INDEX if path.endswith("/") or not path else path
        card = self._articles.get(output) or self._articles.get(f"{output}/{_INDEX}")
        if card and card.draft and not self._cards[one.path].draft:
            return self._check(one), f"{brief(one.address)} is a draft", "publish it first"
        if not self._is_there(output):
            return self._missing(one, path, unquote(parts.fragment))
        if card and parts.fragment and not output.endswith(".md"):
            return self._heading(one, card, unquote(parts.fragment))
        return None

    def _is_there(self, output: str) -> bool:
        return (
            output in self._paths
            or f"{output}/{_INDEX}" in self._paths
            or output in self._articles
            or f"{output}/{_INDEX}" in self._articles
            or output.removeprefix(_CHINESE).startswith(SEARCH)
        )

    def _place(self, one: Reference) -> str:
        """The route of the page that a reference stands on."""
        card = self._cards[one.path]
        if one.language == "en":
            return article_route(card.date, card.slug)
        return f"{_CHINESE}{full_route(card.date, card.slug)}"

    def _check(self, one: Reference) -> Check:
        return "images" if one.image else "links"

    def _missing(self, one: Reference, path: str, fragment: str) -> Told:
        noun = "the image" if one.image else "the link to"
        what = f"{noun} {brief(one.address)} leads nowhere"
        if path.startswith(ASSETS) and path in self._moved:
            remedy = "move the file out of static/assets/, whose addresses change with every edit"
        elif one.image:
            remedy = f"put the file at static/{brief(path)}, or correct the address"
        elif card := self._meant(path):
            heading = self._id(one, card, fragment)
            route = article_route(card.date, card.slug)
            remedy = f"write /{route}{'#' if heading else ''}{heading}"
        else:
            remedy = "correct it, or list it under `aliases` of the article that was there"
        return self._check(one), what, remedy

    def _meant(self, path: str) -> Card | None:
        """The one article whose slug `path` ends in."""
        name = path.rstrip("/").rpartition("/")[2]
        for end in (".zh-Hant.md", ".md", ".html", ".htm"):
            name = name.removesuffix(end)
        cards = [card for card in self._slugs.get(slugify(name), ()) if not card.draft]
        return cards[0] if len(cards) == 1 else None

    def _heading(self, one: Reference, card: Card, fragment: str) -> Told | None:
        """What is wrong with a link to the heading `fragment` of an article."""
        ids = self._ids.get(card.path)
        if not fragment or fragment.startswith(":~:") or fragment in self._of_theme or ids is None:
            return None
        if fragment in ids:
            return None
        remedy = "name one of its headings, or leave the # out"
        if known := self._id(one, card, fragment):
            remedy = f"write {one.address.partition('#')[0]}#{known}"
        what = f"the link to {brief(one.address)} leads to no heading of content/{card.path}"
        return "anchors", what, remedy

    def _id(self, one: Reference, card: Card, fragment: str) -> str:
        """The id of the heading of an article that `fragment` means, empty if it has none."""
        ids = self._ids.get(card.path, frozenset())
        slug = slugify(fragment)
        wanted = (fragment, *(f"{prefix}-{slug}" for prefix in (one.language[:2], "en", "zh")))
        return next((one for one in wanted if one in ids), "")


def draft_aliases(
    cards: Iterable[Card], wanted: Iterable[tuple[str, str]]
) -> Iterable[tuple[str, Told]]:
    """The paths of drafts, and what is wrong with their old addresses: a build looks at them only
    when the drafts are published. `wanted` are output paths and the files that want them."""
    owners = dict(wanted)
    for card in cards:
        for path in story_paths(card) if card.draft else ():
            owners.setdefault(path, f"content/{card.path}")
    for card in cards:
        for alias in card.aliases if card.draft else ():
            path = Address("en", alias_path(alias)).output
            other = owners.setdefault(path, f"content/{card.path}")
            if other != f"content/{card.path}":
                what = f"the alias {brief(alias)} is an address of {other}"
                yield card.path, ("aliases", what, "delete it before the draft is published")
