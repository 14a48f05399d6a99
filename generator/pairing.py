"""Two bodies are paired by the cheapest alignment of their blocks; where it is in doubt, coarsely.

What pairs is told by the kinds of blocks alone, so that a translation pairs with what it was made
from even when that is no longer there to be measured.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import chain, pairwise

import msgspec

# What it costs to leave a block alone, by its kind, and to begin to. Paragraphs are split and
# joined in translation; headings, tables, lists and code hold the bodies together.
_ALONE = {"paragraph": 2, "rule": 2, "quote": 3}
_ALONE_STRONG = 5
_BEGIN = 3
# What it costs to pair two kinds. A heading is never paired with what is none.
_OTHER_LEVEL = 2
_PARAGRAPH_WITH_OTHER = 4
_OTHER_KINDS = 6
_NEVER = 1 << 24

# How many equal blocks on both sides of what differs are aligned together with it.
_CONTEXT = 32
# The most places that an alignment may go through, and how many blocks it must be free to stray.
_PLACES = 100_000
_STRAY = 16


_NOWHERE = (-1, -1)
_Node = tuple[int, int]  # how many blocks of each body are before a point


class Pair(msgspec.Struct, frozen=True):
    """Blocks that say the same, by their places in each body: one of each, where they pair.

    Where the kinds do not tell which block is missing, all that are in doubt are one pair. A side
    is empty, and tells where the blocks would be, if the other body alone has something to say.
    """

    english: range
    chinese: range

    @property
    def exact(self) -> bool:
        return len(self.english) == len(self.chinese) == 1


def pair_blocks(english: Sequence[str], chinese: Sequence[str]) -> tuple[Pair, ...]:
    """The pairs of two bodies, whose blocks' kinds are given, in order: every block is in one.

    Of all alignments, the cheapest are found (Gotoh 1982, with gaps that cost by their blocks),
    and a pair ends wherever these agree (Vingron and Argos 1990). To bound the work, what differs
    in bodies of many thousand blocks may be one pair.
    """
    shorter = min(len(english), len(chinese))
    head = _common(english, chinese)
    if head == len(english) == len(chinese):
        return tuple(
            Pair(range(place, place + 1), range(place, place + 1)) for place in range(shorter)
        )
    # Of equal blocks in a row, any can be the one that is missing: head and tail then overlap.
    tail = _common(english[::-1], chinese[::-1])
    start = max(0, min(head, shorter - tail) - _CONTEXT)
    rest = max(0, min(tail, shorter - head) - _CONTEXT)
    stop, other_stop = len(english) - rest, len(chinese) - rest
    middle = _agreed(english[start:stop], chinese[start:other_stop], last=not rest)
    nodes = [
        *((place, place) for place in range(start)),
        *((start + one, start + other) for one, other in middle),
        *((stop + step, other_stop + step) for step in range(1, rest + 1)),
    ]
    return tuple(_pairs(nodes))


def _common(english: Sequence[str], chinese: Sequence[str]) -> int:
    """How many blocks the two begin with alike."""
    blocks = enumerate(zip(english, chinese, strict=False))
    differ = (place for place, (one, other) in blocks if one != other)
    return next(differ, min(len(english), len(chinese)))


def _pairs(nodes: Sequence[_Node]) -> Iterator[Pair]:
    """What is between each two nodes; blocks in a row that one body alone has are one pair."""
    inner = (
        node
        for before, node, after in zip(nodes, nodes[1:], nodes[2:], strict=False)
        if not any(before[side] == node[side] == after[side] for side in (0, 1))
    )
    for (start, other_start), (stop, other_stop) in pairwise(chain(nodes[:1], inner, nodes[-1:])):
        yield Pair(range(start, stop), range(other_start, other_stop))


def _agreed(english: Sequence[str], chinese: Sequence[str], *, last: bool) -> list[_Node]:
    """The nodes that every cheapest alignment goes through, in order.

    Where these are the `last` blocks, sections left over cost less: a translation that is being
    made stops early.
    """
    rows, columns = len(english), len(chinese)
    if rows > columns:
        return [(one, other) for other, one in _agreed(chinese, english, last=last)]
    surplus = columns - rows
    stray = min((_PLACES // (rows + 1) - surplus) // 2, rows)
    if stray < min(_STRAY, rows):
        return _sections(english, chinese)
    band = range(-stray, surplus + stray + 1)
    end, start = ((rows, columns), (0, 0)) if last else (_NOWHERE, _NOWHERE)
    ahead = _costs(english, chinese, band, end, (_begin, _nothing))
    reverse = _costs(english[::-1], chinese[::-1], band, start, (_nothing, _begin))
    back = reverse.reversed()
    least = ahead.best[rows][surplus - band.start + 1]
    # A node is agreed on where it alone is crossed by the alignments, on its way from head to tail.
    crossed = [0] * (rows + columns + 1)
    nodes = [(0, 0)] * (rows + columns + 1)
    for row in range(rows + 1):
        for column in _columns(row, columns, band):
            at = column - row - band.start + 1
            way = row + column
            here = ahead.best[row][at]
            if (
                here + back.best[row][at] == least
                or ahead.english[row][at] + back.english[row][at] == least
                or ahead.chinese[row][at] + back.chinese[row][at] == least
            ):
                crossed[way] += 1
                nodes[way] = row, column
            if row < rows and column < columns:
                together = _together(english[row], chinese[column])
                if here + together + back.best[row + 1][at] == least:
                    crossed[way + 1] += 2
    return [node for node, count in zip(nodes, crossed, strict=True) if count == 1]


def _sections(english: Sequence[str], chinese: Sequence[str]) -> list[_Node]:
    """The nodes before the sections of the two, if they have as many."""
    ends = (0, 0), (len(english), len(chinese))
    ours, theirs = (
        [place for place, kind in enumerate(kinds) if kind == "heading2"]
        for kinds in (english, chinese)
    )
    between = zip(ours, theirs, strict=True) if len(ours) == len(theirs) else ()
    return list(dict.fromkeys((ends[0], *between, ends[1])))


class _Costs(msgspec.Struct, frozen=True):
    """What the blocks before a node cost at least, by row and place in the band: at all, and where
    it is inside a stretch of blocks that are alone in English or Chinese."""

    best: list[array[int]]
    english: list[array[int]]
    chinese: list[array[int]]

    def reversed(self) -> _Costs:
        """The same of the blocks behind, when the bodies were given from their ends."""
        tables = (self.best, self.english, self.chinese)
        return _Costs(*([row[::-1] for row in reversed(table)] for table in tables))


def _costs(
    english: Sequence[str],
    chinese: Sequence[str],
    band: range,
    end: _Node,
    stretch: tuple[Callable[[str], int], Callable[[str], int]],
) -> _Costs:
    """What the way to each node of the `band` costs, where one of the bodies is over at `end`, and
    a `stretch` of blocks that are alone costs something for its first one and for its last."""
    first, last = stretch
    beyond = array("i", [_NEVER]) * (len(band) + 2)
    costs = _Costs([], [], [])
    best, ours, theirs = beyond, beyond, beyond
    for row in range(len(english) + 1):
        above, ours_above = best, ours
        best, ours, theirs = beyond[:], beyond[:], beyond[:]
        for column in _columns(row, len(chinese), band):
            at = column - row - band.start + 1
            if row:
                block = english[row - 1]
                gap = min(above[at + 1] + first(block), ours_above[at + 1])
                ours[at] = gap + _alone(block, column == end[1])
                best[at] = min(best[at], ours[at] + last(block))
            if column:
                block = chinese[column - 1]
                gap = min(best[at - 1] + first(block), theirs[at - 1])
                theirs[at] = gap + _alone(block, row == end[0])
                best[at] = min(best[at], theirs[at] + last(block))
            if row and column:
                both = above[at] + _together(english[row - 1], chinese[column - 1])
                best[at] = min(best[at], both)
            elif row == column:
                best[at] = 0
        costs.best.append(best)
        costs.english.append(ours)
        costs.chinese.append(theirs)
    return costs


def _columns(row: int, columns: int, band: range) -> range:
    return range(max(0, row + band.start), min(columns, row + band.stop - 1) + 1)


@cache
def _alone(kind: str, over: bool) -> int:
    """What a block costs that is left alone, inside the other body or where that is `over`."""
    return _ALONE.get(kind, _ALONE_STRONG) - (over and kind.startswith("heading"))


@cache
def _begin(kind: str) -> int:
    """What a stretch that is left alone costs for its first block: least for a whole section."""
    return _BEGIN - (kind == "heading2")


def _nothing(_kind: str) -> int:
    return 0


@cache
def _together(one: str, other: str) -> int:
    if one == other:
        return 0
    headings = one.startswith("heading") + other.startswith("heading")
    if headings:
        return _OTHER_LEVEL if headings == 2 else _NEVER
    return _PARAGRAPH_WITH_OTHER if "paragraph" in (one, other) else _OTHER_KINDS
