"""What the checks look at in a rendered block: its text, its links and its pictures.

A body's HTML is the generator's own, in which no attribute and no text holds a bare `<` or `>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import msgspec

from generator.markdown import Block

_CODE = re.compile(r"<(code|pre)\b[^>]*>.*?</\1>", re.DOTALL)
_LINE = re.compile(r"<(?:/?(?:t[dhr]|li|p|[uo]l|h\d|blockquote|table)\b|br|img)[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_LINK = re.compile(r'<a\b[^>]*? href="([^"]*)"')
_IMAGE = re.compile(r"<img\b[^>]*>")
_ATTRIBUTE = re.compile(r' (src|alt)="([^"]*)"')


class Picture(msgspec.Struct, frozen=True):
    """The address of an image, and what it shows, in words."""

    src: str
    alt: str


def text_of(block: Block) -> str:
    """The text of a block without its code, each cell and item on a line of its own."""
    return _plain(_CODE.sub(" ", block.html) if "<code" in block.html else block.html)


def text_with_code(block: Block) -> str:
    """The text of a block, each cell and item on a line of its own."""
    return _plain(block.html)


def _plain(html: str) -> str:
    return unescape(_TAG.sub("", _LINE.sub("\n", html)))


def links_of(block: Block) -> tuple[str, ...]:
    """The addresses that a block links to, in their order."""
    return tuple(map(unescape, _LINK.findall(block.html))) if "<a " in block.html else ()


def pictures_of(block: Block) -> Iterator[Picture]:
    """The images of a block, in their order."""
    if "<img" in block.html:
        for tag in _IMAGE.findall(block.html):
            found = {name: unescape(value) for name, value in _ATTRIBUTE.findall(tag)}
            yield Picture(found.get("src", ""), found.get("alt", ""))
