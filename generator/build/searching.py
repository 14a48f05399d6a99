"""What a search reads is made block by block, and put together only where a turn has come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Protocol

import msgspec

from generator.digest import digest
from generator.executor import Workers
from generator.indexes import Archive
from generator.loader import Library
from generator.search import Block, Directory, Found, Indexed, Wanted, blocks_of, index_blocks
from generator.search.postings import PHASES
from generator.store import Month, Monthly, Store
from generator.units import TopicName

_ORIGIN = "templates/search.html"
_TOGETHER = 8


class Staged(Protocol):
    """Where files go: a build's folder, or the memory of a preview."""

    def keep(self, name: str, key: bytes, owner: str) -> bool:
        """Whether what was made as `name` is what it would be now; if so, it stays."""

    def files(self, name: str, key: bytes, files: Iterable[tuple[str, bytes]]) -> None:
        """The files of what is called `name`, where `keep` has not found them as they were."""

    def file(self, path: str, data: bytes) -> None:
        """A file that is cheaper to make than to key."""

    def sizes(self, name: str) -> dict[str, int]:
        """How many bytes each file has of what is called `name`."""


def make_search(
    archive: Archive, base: bytes, library: Library, store: Store, workers: Workers, making: Staged
) -> None:
    """Stage what is new of the index of `archive`; `base` is the digest of the program."""
    blocks = archive_blocks(archive)
    directory = Directory(blocks)
    kept = Monthly(store, "search", _decode)
    keys = {block.place: digest(base, block.key) for block in blocks}

    def phases(block: Block) -> Sequence[bytes]:
        return kept.of(_month(block))[keys[block.place]]

    def is_kept(block: Block) -> bool:
        return keys[block.place] in kept.of(_month(block))

    texts = [block for block in blocks if not making.keep(_name(block), keys[block.place], _ORIGIN)]
    turns = [
        phase
        for phase in range(PHASES)
        if not making.keep(_turn(phase), digest(base, directory.phase_key(phase)), _ORIGIN)
    ]
    recent = digest(base, directory.recent_key())
    is_recent = making.keep("search recent", recent, _ORIGIN)
    needed = {block.place: block for phase in turns for block in directory.phase_blocks(phase)}
    if not is_recent:
        needed |= {block.place: block for block in directory.recent_blocks()}
    shown = {block.place: block for block in texts}
    due = shown.copy()
    due |= {place: block for place, block in needed.items() if not is_kept(block)}
    for block, indexed in _indexed([*due.values()], library, workers):
        if not is_kept(block):
            kept.put(_month(block), keys[block.place], indexed.phases)
        if block.place in shown:
            making.files(_name(block), keys[block.place], indexed.texts)
    for phase in turns:
        turn = digest(base, directory.phase_key(phase))
        making.files(_turn(phase), turn, directory.phase_files(phase, phases))
    if not is_recent:
        making.files("search recent", recent, directory.recent_files(phases))
    sizes: dict[str, int] = {}
    for phase in range(PHASES):
        sizes |= making.sizes(_turn(phase))
    making.file(*directory.file(sizes))
    kept.save((_month(block), keys[block.place]) for block in blocks)


def archive_blocks(archive: Archive) -> list[Block]:
    """The blocks that the index of `archive` is made of."""
    names = {
        slug: TopicName(slug, topic.name, topic.zh_name) for slug, topic in archive.topics.items()
    }
    months = [(month.year, month.month, month.group.articles) for month in archive.months]
    return [*blocks_of(months, archive.topics_of, names)]


def _turn(phase: int) -> str:
    return f"search phase {phase}"


def _name(block: Block) -> str:
    return f"search {block.year:04}-{block.month:02} {block.number}"


def _indexed(
    blocks: Sequence[Block], library: Library, workers: Workers
) -> Iterator[tuple[Block, Indexed]]:
    def tasks() -> Iterator[list[Wanted]]:
        waiting = iter(blocks)
        while some := list(islice(waiting, _TOGETHER)):
            yield [_wanted(block, library) for block in some]

    waiting = iter(blocks)
    for results in workers.results(index_blocks, tasks()):
        for indexed in results:
            yield next(waiting), indexed


def _wanted(block: Block, library: Library) -> Wanted:
    records = library.records(card.path for card in block.cards)
    articles = tuple(
        Found(records[card.path], topics, card.translated)
        for card, topics in zip(block.cards, block.topics, strict=True)
    )
    return Wanted(block.year, block.month, block.number, articles)


def _month(block: Block) -> Month:
    return block.year, block.month


_decode = msgspec.msgpack.Decoder(dict[bytes, list[bytes]]).decode
