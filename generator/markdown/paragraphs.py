"""Where a paragraph ends, and whether the line under it makes it a heading."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.common.utils import mdTrim
from markdown_it.rules_block import StateBlock

_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*")


def one_pass_paragraphs(parser: MarkdownIt) -> None:
    """Read a paragraph, or the setext heading that it is, in one pass instead of two."""
    parser.block.ruler.disable("lheading")
    parser.block.ruler.at("paragraph", _paragraph)


def _paragraph(state: StateBlock, start: int, end: int, _silent: bool) -> bool:
    """A paragraph (CommonMark § 4.8) or a setext heading (§ 4.3)."""
    outer, state.parentType = state.parentType, "paragraph"
    after, level = _end(state, start, end)
    state.parentType = outer
    if after == start + 1:
        text = _line(state, start)
    else:
        text = state.getLines(start, after, state.blkIndent, False)
    kind, tag = ("heading", f"h{level}") if level else ("paragraph", "p")
    state.line = after + 1 if level else after
    state.push(f"{kind}_open", tag, 1).map = [start, state.line]
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = mdTrim(text), [start, after], []
    state.push(f"{kind}_close", tag, -1)
    return True


def _end(state: StateBlock, start: int, end: int) -> tuple[int, int]:
    """The line after the text that begins at `start`, and the level of the heading, or 0.

    A line that is indented enough to be code, or that goes on a quote without its sign (which
    markdown-it gives a negative indent), only continues.
    """
    enders = state.md.block.ruler.getRules("paragraph")
    line = start + 1
    while line < state.lineMax and not state.isEmpty(line):
        indent = state.sCount[line]
        if indent - state.blkIndent <= 3:
            if line < end and indent >= state.blkIndent:
                text = _line(state, line)
                if text[0] in "=-" and _UNDERLINE.fullmatch(text):
                    return line, 1 if text[0] == "=" else 2
            if indent >= 0 and any(ender(state, line, state.lineMax, True) for ender in enders):
                break
        line += 1
    return line, 0


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
