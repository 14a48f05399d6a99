"""A table of a saved page stays the table it is (GFM §4.10); only its cells are escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.importing.literal import inline

_BAR = re.compile(r"(?<!\\)\|")
_DELIMITER = re.compile(r":?-+:?")


def table_end(lines: Sequence[str], at: int) -> int | None:
    """The index after the last row of the table that begins at `at`, or None where none does."""
    if at + 1 >= len(lines) or "|" not in lines[at] or "|" not in lines[at + 1]:
        return None
    if not all(map(_DELIMITER.fullmatch, _cells(lines[at + 1]))):
        return None
    edge = "|" if lines[at].lstrip().startswith("|") else ""
    end = at + 2
    while end < len(lines) and "|" in lines[end] and lines[end].lstrip().startswith(edge):
        end += 1
    return end


def markdown_table(rows: Sequence[str]) -> str:
    """The table in `rows`, of which the second is the delimiter row.

    A renderer drops the cells that a row has beyond the first row's, so that the first row is made
    as long as the longest.
    """
    head, delimiter, *body = [_cells(row) for row in rows]
    width = max(len(cells) for cells in (head, *body))
    head += [""] * (width - len(head))
    delimiter = (delimiter + ["---"] * width)[:width]
    table = [_row(head), f"|{'|'.join(delimiter)}|", *map(_row, body)]
    return "\n".join(table)


def _row(cells: Sequence[str]) -> str:
    marked = (inline(cell.replace(r"\|", "|")).replace("|", r"\|") for cell in cells)
    return f"| {' | '.join(marked)} |"


def _cells(row: str) -> list[str]:
    row = row.strip().removeprefix("|")
    parts = _BAR.split(row)
    if len(parts) > 1 and not parts[-1].strip():
        parts.pop()
    return [part.strip() for part in parts]
