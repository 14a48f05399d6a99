"""The dialect: CommonMark without raw HTML, with tables and strikethrough, fit for Chinese."""

from __future__ import annotations

import functools
import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from generator.markdown.emphasis import han_emphasis
from generator.markdown.linejoin import han_line_join

# The characters at which some inline rule of the dialect begins or ends.
_MARKS = re.compile(r"[\n!&*<\[\\\]_`~]")


class Parser(MarkdownIt):
    """A parser that takes any address: `links` refuses some, and leaves their text."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - markdown-it's name
        """True, so that a link with a bad address doesn't stay in the text as Markdown."""
        return True


@functools.cache
def parser() -> MarkdownIt:
    """The one parser of this process."""
    return _commonmark().use(dialect)


@functools.cache
def block_parser() -> MarkdownIt:
    """The same, but leaving the text inside the blocks as it is."""
    return _commonmark().disable("inline")


def dialect(parser: MarkdownIt) -> None:
    """Add to `parser` what Chinese needs. Text without a wide character parses as before."""
    parser.use(han_emphasis).use(han_line_join).use(plain_inline)


def plain_inline(parser: MarkdownIt) -> None:
    """Pass text that no inline rule can change straight through: the same tokens in less time."""
    parser.inline.terminator_re = _MARKS
    parser.core.ruler.at("inline", _inline)


def _commonmark() -> MarkdownIt:
    plain = Parser("commonmark", {"html": False, "xhtmlOut": False})
    return plain.enable(["table", "strikethrough"])


def _inline(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline" and token.content:
            token.children = []
            if _MARKS.search(token.content):
                state.md.inline.parse(token.content, state.md, state.env, token.children)
            else:
                token.children.append(Token("text", "", 0, content=token.content))
