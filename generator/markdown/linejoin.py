"""A line break between two wide characters joins the lines with nothing."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from generator.markdown.han import WIDE


def han_line_join(parser: MarkdownIt) -> None:
    """Drop each soft break that has a Han character or full-width punctuation on both sides.

    The characters compared are those a reader sees on either side, so that markup between them
    makes no difference. Source: CSS Text Level 4, "Segment Break Transformation Rules".
    """
    parser.core.ruler.before("text_join", "han_line_join", _join_lines)


def _join_lines(state: StateCore) -> None:
    for token in state.tokens:
        if token.children and "\n" in token.content and WIDE.search(token.content):
            _join(token.children)


def _join(children: list[Token]) -> None:
    left = ""
    soft_break: Token | None = None
    for token in children:
        if token.type == "softbreak":
            soft_break = token
        elif token.type in ("text", "text_special"):
            if not token.content:
                continue
            if soft_break and WIDE.fullmatch(left) and WIDE.match(token.content):
                soft_break.type, soft_break.tag = "text", ""
            left, soft_break = token.content[-1], None
        elif token.nesting == 0:
            left, soft_break = "", None
