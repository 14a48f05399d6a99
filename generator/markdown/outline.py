"""The headings of a body: their levels, their ids, and the links to them."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import unquote

import msgspec
from markdown_it.token import Token

from generator.markdown.names import Names
from generator.urls import slugify


class Heading(msgspec.Struct, frozen=True):
    """A heading of the body: its level in the page (2 to 6), its id, and its plain text."""

    level: int
    id: str
    text: str


def set_headings(tokens: Sequence[Token], language: str) -> tuple[Heading, ...]:
    """Give the headings among `tokens` their levels, and those at the top their ids.

    The page's h1 is its title. A heading is one level below the nearest one before it that has
    fewer `#`, and h2 when there is none: no level is ever skipped. In a quote or a list, it is one
    level below the section it stands in. One without text is a paragraph.

    An id is the heading's slug after the language of the body (`en-`, `zh-`), so that both bodies
    of an article can stand in one page. No other element of a page may have an id that begins so.
    A link to `#slug` leads to the first heading with that slug.
    """
    headings: list[Heading] = []
    ids = Names("{name}-{count}")
    by_slug: dict[str, str] = {}
    above: list[int] = []
    for place, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        text, close = tokens[place + 1].content.strip(), tokens[place + 2]
        if not text:
            token.tag = close.tag = "p"
            token.type, close.type = "paragraph_open", "paragraph_close"
            continue
        depth = len(above) + 1
        if token.level == 0:
            depth = _enter(above, int(token.tag[1]))
            slug = slugify(text) or "section"
            heading = Heading(min(depth + 1, 6), ids.give(f"{language[:2]}-{slug}"), text)
            headings.append(heading)
            by_slug.setdefault(slug, heading.id)
            token.attrs["id"] = heading.id
        token.tag = close.tag = f"h{min(depth + 1, 6)}"
    _lead_to(tokens, by_slug)
    return tuple(headings)


def _enter(above: list[int], signs: int) -> int:
    """How deep a section begins that has so many `#`, now the last of those that are open."""
    while above and above[-1] >= signs:
        above.pop()
    above.append(signs)
    return len(above)


def _lead_to(tokens: Sequence[Token], by_slug: dict[str, str]) -> None:
    for line in tokens:
        for token in line.children or ():
            if token.type == "link_open" and (href := str(token.attrs["href"])).startswith("#"):
                heading = by_slug.get(slugify(unquote(href[1:])))
                token.attrs["href"] = f"#{heading}" if heading else href
