"""Markdown becomes the body of an article."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from markdown_it.token import Token

from generator.markdown.code import set_code
from generator.markdown.links import keep_allowed
from generator.markdown.marking import mark_chinese
from generator.markdown.names import Regions
from generator.markdown.outline import Heading, set_headings
from generator.markdown.parser import parser
from generator.markdown.prose import Passage, count_han, count_words, passages
from generator.markdown.runs import Normalize, normalize_runs, plain_text
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


class Body(msgspec.Struct, frozen=True):
    """A rendered body.

    `blocks` has the kind of each top-level element of `html`, which bears its place there as
    `data-block`: `paragraph`, `heading2` to `heading6`, `list`, `table`, `fence`, `quote` or
    `rule`. `words` (of Latin letters) and `han` (characters) count all text but blocks of code.
    """

    html: str
    headings: tuple[Heading, ...]
    passages: tuple[Passage, ...]
    words: int
    han: int
    blocks: tuple[str, ...]


def render_body(source: str, language: str, normalize: Normalize) -> Body:
    """The body that the Markdown `source` makes in `language` ("en" or "zh-Hant").

    `normalize` takes the runs of text of one line of markup and gives as many back; U+FFFC stands
    among them for a code span, an image or an address. In English, Chinese is marked as such.
    """
    markdown = parser()
    tokens = markdown.parse(source)
    for token in tokens:
        if token.type == "inline":
            _set_line(token, normalize)
    text = "\n".join(token.content for token in tokens if token.type == "inline")
    headings = set_headings(tokens, language)
    blocks = _number_blocks(tokens)
    regions = Regions()
    set_code(tokens, language, regions)
    if language == "en":
        mark_chinese(tokens)
    return Body(
        html=markdown.renderer.render(
            list(framed(tokens, language, regions)), markdown.options, {}
        ),
        headings=headings,
        passages=tuple(passages(tokens)),
        words=count_words(text),
        han=count_han(text),
        blocks=blocks,
    )


def _set_line(line: Token, normalize: Normalize) -> None:
    """Put the tokens of one line right, and its plain text where its Markdown was."""
    line.children = keep_allowed(line.children or ())
    normalize_runs(line.children, normalize)
    line.content = plain_text(line.children)


def _number_blocks(tokens: Sequence[Token]) -> tuple[str, ...]:
    kinds: list[str] = []
    for token in tokens:
        if token.level == 0 and token.nesting >= 0:
            token.attrs["data-block"] = str(len(kinds))
            kinds.append(_KINDS.get(token.type) or f"heading{token.tag[1:]}")
    return tuple(kinds)
