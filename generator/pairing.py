"""Two bodies are paired by their structure: headings hold them together, then kinds of block."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

import msgspec


class Pair(msgspec.Struct, frozen=True):
    """Blocks that say the same, by their places in each body: one of each, where they pair.

    Where a body has a block more or less, all blocks up to the next that is sure are one pair. A
    side is empty where the other body alone has something to say.
    """

    english: tuple[int, ...]
    chinese: tuple[int, ...]

    @property
    def exact(self) -> bool:
        return len(self.english) == len(self.chinese) == 1


def pair_blocks(english: Sequence[str], chinese: Sequence[str]) -> tuple[Pair, ...]:
    """The pairs of two bodies, whose blocks' kinds are given, in order: every block is in one.

    Headings of one level are matched first, and what stands between two matched headings is paired
    by itself; there, tables, lists and such are matched before paragraphs are counted. So a
    paragraph too many moves nothing behind the next block of another kind.
    """
    return tuple(_paired(_Span(english, 0, len(english)), _Span(chinese, 0, len(chinese)), 0))


class _Span:
    """A stretch of one body's blocks."""

    def __init__(self, kinds: Sequence[str], start: int, stop: int) -> None:
        self.kinds = kinds
        self.start = start
        self.stop = stop

    def places(self) -> tuple[int, ...]:
        return tuple(range(self.start, self.stop))

    def anchors(self, level: int) -> list[int]:
        """The places of the blocks that hold the two bodies together at this level."""
        wanted = _LEVELS[level]
        return [place for place in self.places() if wanted(self.kinds[place])]

    def part(self, start: int, stop: int) -> _Span:
        return _Span(self.kinds, start, stop)


_LEVELS: tuple[Callable[[str], bool], ...] = (
    lambda kind: kind == "heading2",
    lambda kind: kind.startswith("heading"),
    lambda kind: kind != "paragraph",
)


def _paired(english: _Span, chinese: _Span, level: int) -> Iterator[Pair]:
    if english.places() and chinese.places():
        if _same(english, chinese):
            for one, other in zip(english.places(), chinese.places(), strict=True):
                yield Pair((one,), (other,))
            return
        if level < len(_LEVELS):
            yield from _anchored(english, chinese, level)
            return
    if english.places() or chinese.places():
        yield Pair(english.places(), chinese.places())


def _anchored(english: _Span, chinese: _Span, level: int) -> Iterator[Pair]:
    ours, theirs = english.anchors(level), chinese.anchors(level)
    kinds = [english.kinds[place] for place in ours], [chinese.kinds[place] for place in theirs]
    at, other_at = english.start, chinese.start
    for block in SequenceMatcher(None, *kinds, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            one, other = ours[block.a + step], theirs[block.b + step]
            yield from _between(english.part(at, one), chinese.part(other_at, other), level)
            yield Pair((one,), (other,))
            at, other_at = one + 1, other + 1
    yield from _between(english.part(at, english.stop), chinese.part(other_at, chinese.stop), level)


def _between(english: _Span, chinese: _Span, level: int) -> Iterator[Pair]:
    """The pairs of two stretches whose anchors, if there are any, have no match."""
    end = next(iter(english.anchors(level)), english.stop)
    other_end = next(iter(chinese.anchors(level)), chinese.stop)
    before, other_before = english.part(english.start, end), chinese.part(chinese.start, other_end)
    yield from _paired(before, other_before, level + 1)
    rest = Pair(
        english.part(end, english.stop).places(), chinese.part(other_end, chinese.stop).places()
    )
    if rest.english or rest.chinese:
        yield rest


def _same(english: _Span, chinese: _Span) -> bool:
    ours = english.kinds[english.start : english.stop]
    return list(ours) == list(chinese.kinds[chinese.start : chinese.stop])
