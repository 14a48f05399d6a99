"""The points of a list become a Markdown list, nested as they are indented, counted as they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from generator.importing import labels
from generator.importing.literal import inline, line

# A renderer gives up on text that is nested very deep, and loses it.
_DEEPEST = 4


class Item(msgspec.Struct, frozen=True):
    """One point: its lines, its number where it is counted, and how far it is indented.

    `spaced` where a blank line, or nothing, stands above it.
    """

    lines: tuple[str, ...]
    number: int | None
    indent: int
    spaced: bool


class _Level(NamedTuple):
    indent: int
    counted: bool
    end: str  # what stands after a number: where it changes, a new list begins (CommonMark §5.3)
    width: int  # of the marker, which is how far what belongs to the point is indented


def markdown_list(items: Sequence[Item]) -> str:
    """The Markdown of consecutive points, each beginning with its label in bold where it has one.

    Points that follow a number directly belong to it. A number that starts again at 1 starts a new
    list.
    """
    levels: list[_Level] = []
    written: list[str] = []
    for item in items:
        counted = item.number is not None
        before = _enter(levels, item)
        end = "."
        if before and before.counted:
            end = {".": ")", ")": "."}[before.end] if item.number == 1 else before.end
        marker = f"{item.number}{end} " if counted else "- "
        margin = " " * sum(level.width for level in levels)
        levels.append(_Level(item.indent, counted, end, len(marker)))
        if written:
            # Only a list that begins with 1 may follow a line of text (CommonMark §5.3).
            starts_late = counted and not before and item.number != 1
            written.append("\n\n" if item.spaced or starts_late else "\n")
        written.append(margin + marker + _text(item, margin + " " * len(marker)))
    return "".join(written)


def _enter(levels: list[_Level], item: Item) -> _Level | None:
    """Leave the levels that `item` is not inside; return the one whose list it continues."""
    while len(levels) > 1 and item.indent < levels[-1].indent - 1:
        levels.pop()
    if not levels:
        return None
    counted = item.number is not None
    below = levels[-1]
    counts_on = counted and not below.counted and len(levels) > 1 and levels[-2].counted
    if counts_on and item.indent <= levels[-2].indent + 1:
        levels.pop()
        below = levels[-1]
    deeper = item.indent > below.indent + 1
    directly = below.counted and not counted and not item.spaced
    if (deeper or directly) and len(levels) < _DEEPEST:
        return None
    levels.pop()
    return below if below.counted == counted else None


def _text(item: Item, margin: str) -> str:
    first, *rest = item.lines
    label = labels.point_label(first)
    if label:
        text = f"{bold(label)} {inline(label.text)}".rstrip()
    elif rest and labels.is_title(first):
        text = f"**{inline(first)}**\n"
    else:
        text = line(first)
    return "\n".join((text, *(margin + line(more) for more in rest)))


def bold(label: labels.Label) -> str:
    """The words of `label` with their colon, as strong text."""
    return f"**{inline(label.words)}:**"
