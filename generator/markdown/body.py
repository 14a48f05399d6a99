"""Markdown becomes the body of an article."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec
from markdown_it.token import Token

from generator.markdown.code import set_code
from generator.markdown.links import keep_allowed
from generator.markdown.marking import mark_chinese
from generator.markdown.names import Regions
from generator.markdown.outline import Heading, set_headings
from generator.markdown.parser import NESTING, parser
from generator.markdown.prose import Passage, count_han, count_words, paragraphs, passages
from generator.markdown.runs import Normalize, is_text, normalize_runs, plain_text
from generator.markdown.tables import framed

_KINDS = {
    "paragraph_open": "paragraph",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "table_open": "table",
    "fence": "fence",
    "code_block": "fence",
    "blockquote_open": "quote",
    "hr": "rule",
}


class Block(msgspec.Struct, frozen=True):
    """A top-level element of a body, which bears its place there as `data-block`.

    `kind` is `paragraph`, `heading2` to `heading6`, `list`, `table`, `fence`, `quote` or `rule`;
    `line` is its first in the Markdown, from 0; `mark` says what its Markdown is: eight hex digits.
    """

    kind: str
    line: int
    mark: str
    html: str


class Body(msgspec.Struct, frozen=True):
    """A rendered body. `words` (Latin letters) and `han` (characters) count all text but code."""

    blocks: tuple[Block, ...]
    headings: tuple[Heading, ...]
    passages: tuple[Passage, ...]
    paragraphs: tuple[Passage, ...]
    words: int
    han: int

    @property
    def html(self) -> str:
        return "".join(block.html for block in self.blocks)


_CONTAINERS = ("blockquote_open", "list_item_open")


class NestedError(Exception):
    """Quotes or lists lie too deep in each other, at the line `line` of a text, from 0."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def render_body(source: str, language: str, normalize: Normalize) -> Body:
    """The body that the Markdown `source` makes in `language` ("en" or "zh-Hant").

    `normalize` takes the runs of text of one line of markup and gives as many back; U+FFFC stands
    among them for a code span, an image or an address. In English, Chinese is marked as such.
    Raises `NestedError` where some of it would be left out.
    """
    tokens = parser().parse(source)
    for token in tokens:
        if token.level == NESTING - 1 and token.type in _CONTAINERS:
            raise NestedError(token.map[0] if token.map else 0)
    for token in tokens:
        if token.type == "inline":
            _set_line(token, normalize)
    texts = [token.content for token in tokens if token.type == "inline"]
    # To look for Chinese or accents in every text would take longer than to count its words.
    plain = "\n".join(text for text in texts if text.isascii())
    other = "\n".join(text for text in texts if not text.isascii())
    headings = set_headings(tokens, language)
    blocks = _number_blocks(tokens)
    regions = Regions()
    set_code(tokens, language, regions)
    if language == "en":
        mark_chinese(tokens)
    lines = source.split("\n")
    return Body(
        blocks=tuple(
            Block(kind, start, _mark(lines[start:end]), html)
            for (kind, start, end), html in zip(
                blocks, _rendered(list(framed(tokens, language, regions))), strict=True
            )
        ),
        headings=headings,
        passages=tuple(passages(tokens)),
        paragraphs=tuple(paragraphs(tokens)),
        words=count_words(plain) + count_words(other),
        han=count_han(other),
    )


def _set_line(line: Token, normalize: Normalize) -> None:
    """Put the tokens of one line right, and its plain text where its Markdown was."""
    if line.children and is_text(line.children):
        (line.content,) = normalize([line.children[0].content])
        line.children[0].content = line.content
        return
    line.children = keep_allowed(line.children or ())
    normalize_runs(line.children, normalize)
    line.content = plain_text(line.children)


def _number_blocks(tokens: Sequence[Token]) -> list[tuple[str, int, int]]:
    """The kind of each block, its first line and the one after its last."""
    blocks: list[tuple[str, int, int]] = []
    for token in tokens:
        if token.level == 0 and token.nesting >= 0:
            token.attrs["data-block"] = str(len(blocks))
            start, end = token.map or (0, 0)
            blocks.append((_KINDS.get(token.type) or f"heading{token.tag[1:]}", start, end))
    return blocks


def _rendered(tokens: Sequence[Token]) -> Iterator[str]:
    """The HTML of each block."""
    markdown = parser()
    starts = [place for place, token in enumerate(tokens) if "data-block" in token.attrs]
    for start, end in pairwise([*starts, len(tokens)]):
        yield markdown.renderer.render(tokens[start:end], markdown.options, {})


def _mark(lines: Sequence[str]) -> str:
    text = " ".join(" ".join(lines).split())
    return hashlib.blake2b(text.encode(), digest_size=4).hexdigest()
