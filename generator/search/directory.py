"""Which article is in which file of the index follows from the archive alone.

The terms of the whole archive are in `SHARDS` files, so that a query reads little; an article has
terms in many of them, so not all can be made anew for each. They take turns: the shards of one
phase are brought up to date when a block is full, those of the next phase when the next block is,
and what they have not yet is in `RECENT` files that are made anew for every article.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from generator.digest import digest
from generator.search.blocks import BLOCK, Block
from generator.search.postings import (
    PHASES,
    RECENT,
    SHARDS,
    Entry,
    decode_phase,
    join_lists,
    recent_shard_of,
    shard_file,
)
from generator.urls import SEARCH_DIRECTORY, search_recent, search_shard

_VERSION = 4
_STEP = 2048
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

Phases = Callable[[Block], Sequence[bytes]]
"""The encoded phases of a block."""

Files = Iterator[tuple[str, bytes]]


class Directory:
    """The files of the index of `blocks`, which are the archive's, oldest first."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        full = len(blocks)
        if blocks and len(blocks[-1].cards) < BLOCK:
            full -= 1
        self._ends = [max(0, full - (full - phase) % PHASES) for phase in range(PHASES)]
        self._begun = [digest()]
        for block in blocks:
            self._begun.append(digest(self._begun[-1], block.key))

    def phase_key(self, phase: int) -> bytes:
        """The digest of all that the shards of `phase` are made from."""
        return self._begun[self._ends[phase]]

    def recent_key(self) -> bytes:
        """The digest of all that the files of recent articles are made from."""
        return self._begun[-1]

    def phase_blocks(self, phase: int) -> Sequence[Block]:
        """The blocks whose articles are in the shards of `phase`."""
        return self._blocks[: self._ends[phase]]

    def recent_blocks(self) -> Sequence[Block]:
        """The blocks that some of the shards do not have yet."""
        return self._blocks[min(self._ends) :]

    def phase_files(self, phase: int, phases: Phases) -> Files:
        """The files of the shards of `phase`; none until it has had its first turn."""
        blocks = self.phase_blocks(phase)
        if not blocks:
            return
        shards: dict[int, list[tuple[int, Entry]]] = defaultdict(list)
        for block in blocks:
            for shard, entries in decode_phase(phases(block)[phase]).shards.items():
                first = block.place * BLOCK
                shards[shard] += [(first, entry) for entry in entries]
        version = self.phase_key(phase)[:_VERSION]
        for shard in range(phase, SHARDS, PHASES):
            yield search_shard(shard), shard_file(version, join_lists(shards[shard]))

    def recent_files(self, phases: Phases) -> Files:
        """The files of what the shards do not have yet."""
        files: dict[int, list[tuple[int, Entry]]] = defaultdict(list)
        for phase, end in enumerate(self._ends):
            for block in self._blocks[end:]:
                first = block.place * BLOCK
                for entries in decode_phase(phases(block)[phase]).shards.values():
                    for entry in entries:
                        files[recent_shard_of(entry.term)].append((first, entry))
        version = self.recent_key()[:_VERSION]
        for number in range(RECENT):
            yield search_recent(number), shard_file(version, join_lists(files[number]))

    def file(self, sizes: Mapping[str, int]) -> tuple[str, bytes]:
        """The file that a search begins with: how many articles each month has, the versions of its
        texts and of the other files, and for each shard a digit to base 36 of its size, of which
        `sizes` has the bytes."""
        months: dict[tuple[int, int], list[Block]] = defaultdict(list)
        for block in self._blocks:
            months[block.year, block.month].append(block)
        listed = [
            [year, month, sum(len(block.cards) for block in blocks), _hex(digest(*_keys(blocks)))]
            for (year, month), blocks in months.items()
        ]
        turns = [_hex(self.phase_key(at)) if end else "" for at, end in enumerate(self._ends)]
        steps = (sizes.get(search_shard(shard), 0) // _STEP for shard in range(SHARDS))
        said = {
            "months": listed,
            "phases": turns,
            "recent": _hex(self.recent_key()),
            "sizes": "".join(_DIGITS[min(step, len(_DIGITS) - 1)] for step in steps),
        }
        return SEARCH_DIRECTORY, msgspec.json.encode(said) + b"\n"


def _keys(blocks: Sequence[Block]) -> Iterator[bytes]:
    return (block.key for block in blocks)


def _hex(key: bytes) -> str:
    return key[:_VERSION].hex()
