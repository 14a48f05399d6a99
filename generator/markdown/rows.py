"""A table, as GitHub Flavored Markdown § 4.10 writes it, read row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import mdTrim
from markdown_it.rules_block import StateBlock

from generator.markdown.tokens import Token

# A row of dashes is at least two characters long, and not the beginning of a list.
_DELIMITERS = re.compile(
    r"(?!-[ \t])(?=..)\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*(?:\|[ \t]*)?"
)
_DASHES = re.compile(r":?-+:?")
_ALIGN = {
    (False, False): "",
    (True, False): "left",
    (False, True): "right",
    (True, True): "center",
}
_FIRST = ("|", "-", ":")
_BAR = re.compile(r"(?<!\\)\|")

# Rows may be short, so that a small source could ask for very many cells.
_MOST_ADDED = 65_536


def quick_tables(parser: MarkdownIt) -> None:
    """Read tables by regular expressions instead of character by character."""
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    under = start + 1
    if under >= end:
        return False
    first = state.bMarks[under] + state.tShift[under]
    # Nearly every block is asked whether it is a table: this answers for most.
    if state.src[first : first + 1] not in _FIRST or state.sCount[under] < state.blkIndent:
        return False
    delimiters, header = state.src[first : state.eMarks[under]], _line(state, start)
    if "|" not in header or not _DELIMITERS.fullmatch(delimiters):
        return False
    if state.is_code_block(start) or state.is_code_block(under):
        return False
    names, dashes = _cells(header), _DASHES.findall(delimiters)
    if len(names) != len(dashes):
        return False
    if not silent:
        aligns = [_ALIGN[run[0] == ":", run[-1] == ":"] for run in dashes]
        outer, state.parentType = state.parentType, "table"
        rows = list(_rows(state, start + 2, end, len(names)))
        state.parentType = outer
        state.line = start + 2 + len(rows)
        state.push("table_open", "table", 1).map = [start, state.line]
        _push(state, "thead", "th", [names], aligns)
        if rows:
            _push(state, "tbody", "td", rows, aligns)
        state.push("table_close", "table", -1)
    return True


def _rows(state: StateBlock, start: int, end: int, width: int) -> Iterator[list[str]]:
    """The cells of each row from the line `start` on."""
    enders = state.md.block.ruler.getRules("blockquote")
    added = 0
    for line in range(start, end):
        if state.sCount[line] < state.blkIndent or state.is_code_block(line):
            return
        text = _line(state, line)
        if not text or any(ender(state, line, end, True) for ender in enders):
            return
        cells = _cells(text)
        missing = width - len(cells)
        added += missing
        if added > _MOST_ADDED:
            return
        yield cells + [""] * missing if missing else cells


def _push(
    state: StateBlock, part: str, tag: str, rows: Sequence[list[str]], aligns: Sequence[str]
) -> None:
    state.push(f"{part}_open", part, 1)
    opens, closes, level = f"{tag}_open", f"{tag}_close", state.level + 1
    for cells in rows:
        state.push("tr_open", "tr", 1)
        # Most tokens of most bodies are made here: it pays not to push them one by one.
        for cell, align in zip(cells, aligns, strict=False):
            style: dict[str, str | int | float] = {}
            if align:
                style["style"] = f"text-align:{align}"
            state.tokens += (
                Token(opens, tag, 1, style, level=level, block=True),
                Token(
                    "inline", "", 0, level=level + 1, children=[], content=mdTrim(cell), block=True
                ),
                Token(closes, tag, -1, level=level, block=True),
            )
        state.push("tr_close", "tr", -1)
    state.push(f"{part}_close", part, -1)


def _cells(row: str) -> list[str]:
    """The texts between the bars of a row, in which `\\|` is no bar, but a character."""
    if "\\" in row:
        cells = [cell.replace("\\|", "|") for cell in _BAR.split(row)]
    else:
        cells = row.split("|")
    if not cells[0]:
        del cells[0]
    if cells and not cells[-1]:
        del cells[-1]
    return cells


def _line(state: StateBlock, line: int) -> str:
    return mdTrim(state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]])
