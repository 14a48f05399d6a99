"""A whole Chinese text is held against the English of today: what is older than it gives way."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

import msgspec

from generator.digest import digest
from generator.errors import counted
from generator.markdown import Block, Body, Heading
from generator.pairing import Pair, pair_blocks

_ID = re.compile(r'^<h[2-6] id="([^"]+)"')


class Piece(msgspec.Struct, frozen=True):
    """One element of the text. `newer` is English, which changed since it was translated, or was
    never translated at all.

    `numbers` are the places of the English blocks that it stands for.
    """

    html: str
    numbers: tuple[int, ...]
    newer: bool = False
    untranslated: bool = False


class Translation(msgspec.Struct, frozen=True):
    """A Chinese text as a reader gets it, beside the English that `of` names. `stale` are places of
    English blocks that are newer; `unpaired` are pairs that are not one block to one; `dropped`
    are places of Chinese blocks that are not shown, and no newer English in their place, since
    what they translate is gone."""

    pieces: tuple[Piece, ...]
    headings: tuple[Heading, ...]
    stale: tuple[int, ...]
    unpaired: tuple[Pair, ...]
    of: str
    dropped: tuple[int, ...] = ()


def signatures(body: Body) -> tuple[str, ...]:
    """What a translation keeps of the English blocks it was made from: `paragraph-1f2e3d4c`."""
    return tuple(f"{block.kind}-{block.mark}" for block in body.blocks)


def named(body: Body) -> str:
    """What tells a body from what it was before: twelve hex digits of all its signatures."""
    return digest(" ".join(signatures(body)).encode()).hex()[:12]


def translate(english: Body, chinese: Body, made_from: Sequence[str]) -> Translation:
    """`chinese`, whose English was `made_from` when it was made, against `english`.

    A pair of which any English block has changed is shown in English, and so is English that has no
    translation: what a reader gets is whole. A pair that moved goes with its English. Without
    `made_from`, the whole is taken as current.
    """
    today = signatures(english)
    then = tuple(made_from) or today
    place_now = _places_now(then, today)
    unchanged = frozenset(place_now.values())
    pairs = pair_blocks([kind_of(one) for one in then], [block.kind for block in chinese.blocks])
    shown: dict[int, list[Piece]] = {-1: []}
    current: set[int] = set()
    hidden: list[tuple[Pair, int]] = []
    untranslated: set[int] = set()
    last = -1
    for pair in pairs:
        numbers = tuple(place_now[place] for place in pair.english if place in place_now)
        if not pair.chinese:
            untranslated.update(numbers)
        elif len(numbers) < len(pair.english) or not _in_a_row(numbers, unchanged):
            hidden.append((pair, last))
        else:
            last = numbers[0] if numbers else last
            blocks = [chinese.blocks[place] for place in pair.chinese]
            pieces = [
                Piece(
                    _numbered(block, at, _span(numbers) if at == pair.chinese.start else "+"),
                    numbers,
                )
                for at, block in zip(pair.chinese, blocks, strict=True)
            ]
            shown.setdefault(last, []).extend(pieces)
            current.update(numbers)
    stale = tuple(
        place for place in range(len(today)) if place not in current and place not in untranslated
    )
    starts = sorted(shown)
    begins = {place: starts[bisect(starts, place) - 1] for place in stale}
    replaced = set(begins.values())
    rewritten = {before for _, before in hidden}
    for place, begin in begins.items():
        # Where no translation was taken away, the English is new, and not newer.
        is_new = begin not in rewritten
        piece = Piece(english.blocks[place].html, (place,), newer=True, untranslated=is_new)
        shown[place] = [piece]
    for place in untranslated:
        block = english.blocks[place]
        if block.kind != "rule":
            shown[place] = [Piece(block.html, (place,), newer=True, untranslated=True)]
    whole = tuple(piece for place in sorted(shown) for piece in shown[place])
    return Translation(
        pieces=whole,
        headings=tuple(_headings(whole, (*english.headings, *chinese.headings))),
        stale=stale,
        unpaired=tuple(pair for pair in pairs if not pair.exact),
        of=named(english),
        dropped=tuple(
            place for pair, before in hidden if before not in replaced for place in pair.chinese
        ),
    )


def _places_now(then: Sequence[str], today: Sequence[str]) -> dict[int, int]:
    """Where each block of `then` that is unchanged stands today, moved or not (Heckel 1978).

    What is there once on both sides is sure, and so are its equal neighbours and those of the
    ends; of what is left, the first goes with the first.
    """
    before, now = _only(then), _only(today)
    found = {before[one]: now[one] for one in before.keys() & now.keys()}
    found |= {-1: -1, len(then): len(today)}
    taken = set(found.values())
    for step, places in ((1, range(-1, len(then) - 1)), (-1, range(len(then), 0, -1))):
        for place in places:
            beside, there = place + step, found.get(place, -2) + step
            if beside in found or there in taken or not 0 <= there < len(today):
                continue
            if then[beside] == today[there]:
                found[beside] = there
                taken.add(there)
    left: dict[str, deque[int]] = defaultdict(deque)
    for place, signature in enumerate(today):
        if place not in taken:
            left[signature].append(place)
    for place, signature in enumerate(then):
        if place not in found and left[signature]:
            found[place] = left[signature].popleft()
    return {place: found[place] for place in range(len(then)) if place in found}


def _only(signatures: Sequence[str]) -> dict[str, int]:
    """The places of those that are there once."""
    counts = Counter(signatures)
    return {one: place for place, one in enumerate(signatures) if counts[one] == 1}


def _in_a_row(numbers: Sequence[int], unchanged: Set[int]) -> bool:
    """Whether blocks are still in order, with nothing between them but what is new."""
    return all(
        one < other and not any(place in unchanged for place in range(one + 1, other))
        for one, other in pairwise(numbers)
    )


def kind_of(signature: str) -> str:
    """The kind of the block that a signature is of."""
    return signature.partition("-")[0]


def _span(numbers: Sequence[int]) -> str:
    """The first of the numbers and, where there are more, the last: `3-10`."""
    return "-".join(map(str, dict.fromkeys((*numbers[:1], *numbers[-1:]))))


def _numbered(block: Block, place: int, pair: str) -> str:
    """The HTML of a Chinese block with its `pair` in place of its own number: the span of its
    English ones, or `+` where it goes on with the block before. Lists would grow quadratically."""
    return block.html.replace(f'data-block="{place}"', f'data-pair="{pair}"', 1)


def _headings(pieces: Sequence[Piece], headings: Sequence[Heading]) -> Iterator[Heading]:
    known = {heading.id: heading for heading in headings}
    for piece in pieces:
        found = _ID.match(piece.html)
        if found and found[1] in known:
            yield known[found[1]]


def kinds_then(english: Body, made_from: Sequence[str]) -> list[str]:
    """The kinds of the English blocks that pairs count: of those a text was `made_from`, or else of
    today's."""
    return [kind_of(signature) for signature in made_from or signatures(english)]


def listed(kinds: Sequence[str]) -> str:
    """How many blocks there are of each kind: `2 paragraphs and 1 table`."""
    parts = [counted(count, _noun(kind)) for kind, count in Counter(kinds).items()]
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def _noun(kind: str) -> str:
    if kind.startswith("heading"):
        return f"{'#' * int(kind[-1])} heading"
    return "code block" if kind == "fence" else kind
