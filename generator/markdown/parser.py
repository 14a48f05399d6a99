"""The dialect: CommonMark without raw HTML, with tables and strikethrough, fit for Chinese."""

from __future__ import annotations

import functools
import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore, normalize
from markdown_it.rules_core.text_join import text_join

from generator.markdown.emphasis import han_emphasis
from generator.markdown.first import blocks_by_first, inlines_by_first
from generator.markdown.linejoin import han_line_join
from generator.markdown.paragraphs import one_pass_paragraphs
from generator.markdown.rows import quick_tables
from generator.markdown.simple import simple_line
from generator.markdown.tokens import BlockState, InlineState, Token
from generator.markdown.writing import Writer

NESTING = 100
"""So deep may quotes and lists lie in each other, a list and its points each for one; what is in
deeper ones, and all after them, the parser leaves out."""

# The characters at which some inline rule of the dialect begins or ends.
_MARKS = re.compile(r"[\n!&*<\[\\\]_`~]")
# Those that may leave a text in several tokens, once emphasis is done: escapes, entities, and line
# breaks between Han characters.
_JOINED = re.compile(r"[\\&\n]")


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
    return _commonmark().use(quick).disable("inline")


def dialect(parser: MarkdownIt) -> None:
    """Add to `parser` what Chinese needs. Text without a wide character parses as before."""
    parser.use(han_emphasis).use(han_line_join).use(quick)


def quick(parser: MarkdownIt) -> None:
    """Make `parser` quick: its results stay the same."""
    parser.core.ruler.at("normalize", _normalize)
    parser.core.ruler.at("block", _block)
    parser.use(quick_tables).use(one_pass_paragraphs).use(blocks_by_first)
    parser.use(plain_inline).use(inlines_by_first)
    parser.core.ruler.at("text_join", _join)


def plain_inline(parser: MarkdownIt) -> None:
    """Pass text that no inline rule can change straight through: the same tokens in less time."""
    parser.inline.terminator_re = _MARKS
    parser.core.ruler.at("inline", _inline)


def _commonmark() -> MarkdownIt:
    plain = Parser("commonmark", {"html": False, "xhtmlOut": False}, renderer_cls=Writer)
    plain.options["maxNesting"] = NESTING
    return plain.enable(["table", "strikethrough"])


def _normalize(state: StateCore) -> None:
    if "\r" in state.src or "\0" in state.src:
        normalize(state)


def _block(state: StateCore) -> None:
    if state.inlineMode:
        state.tokens.append(Token("inline", "", 0, map=[0, 1], children=[], content=state.src))
    elif state.src:
        lines = BlockState(state.src, state.md, state.env, state.tokens)
        state.md.block.tokenize(lines, 0, lines.lineMax)


def _join(state: StateCore) -> None:
    lines = [token for token in state.tokens if token.children and _JOINED.search(token.content)]
    text_join(StateCore(state.src, state.md, state.env, lines))


def _inline(state: StateCore) -> None:
    inline = state.md.inline
    for token in state.tokens:
        if token.type == "inline" and token.content:
            if (simple := simple_line(token.content)) is not None:
                token.children = simple
            else:
                token.children = []
                line = InlineState(token.content, state.md, state.env, token.children)
                inline.tokenize(line)
                for rule in inline.ruler2.getRules(""):
                    rule(line)
