"""Where something stands in an article's files is looked up only when it is to be told."""

from __future__ import annotations

from functools import cache, cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from generator.documents import Document, Place
from generator.loader import read_body
from generator.loader.files import said
from generator.loader.matter import front_matter
from generator.markdown import Block, Body
from generator.model import Article, Source


class Places:
    """The lines of what `article`, below `content`, says."""

    def __init__(self, content: Path, article: Article) -> None:
        self._content = content
        self._article = article
        self._lines = cache(self._read)

    @property
    def path(self) -> str:
        """The article's file, as it is told."""
        return said(self._article.path)

    @cached_property
    def head(self) -> Document:
        """The front matter of the article."""
        raw = (self._content / self._article.path).read_bytes()
        return front_matter(self._article.path, raw)[0]

    @property
    def head_text(self) -> str:
        """The front matter, as it is written."""
        raw = (self._content / self._article.path).read_bytes()
        return raw[: self._article.body.offset].decode(errors="replace")

    def written(self, place: Place) -> str:
        """What stands at a key of the front matter, before any of it is put right."""
        value: Any = self.head.values
        for key in place:
            value = value[key]
        return str(value)

    def markdown(self, source: Source) -> str:
        """The Markdown of a body; raises `Problems` if it is not what was loaded."""
        return "\n".join(self._lines(source))

    def lines(self, source: Source, body: Body, at: int) -> list[str]:
        """The lines of the Markdown from the block at that place up to the next."""
        following = body.blocks[at + 1].line if at + 1 < len(body.blocks) else None
        return self._lines(source)[body.blocks[at].line : following]

    def line(self, place: Place) -> int:
        """The line of a key of the front matter."""
        return self.head.line(place)

    def block(self, source: Source, block: Block) -> int:
        """The line of a block in its file."""
        return source.line + block.line

    def address(self, source: Source, line: int, address: str) -> int:
        """The line on which `address` is written, from the `line` on that a block of the body
        begins at; where it is written in another way, that line."""
        wanted = {address, unquote(address)}
        for below, text in enumerate(self._lines(source)[line - source.line :]):
            if any(one in text for one in wanted):
                return line + below
        return line

    def _read(self, source: Source) -> list[str]:
        return read_body(self._content, source).split("\n")
