"""A block of articles is indexed once, and its part of each file of the index is kept.

What stands here in bytes is read by `static/assets/search/shards.js`.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from operator import add

import msgspec

from generator.model import Article
from generator.search.folding import folded, words
from generator.text import Text
from generator.units import TopicName

PHASES = 32
SHARDS = 1024
RECENT = 14

TITLE = 64
"""Where the titles end: what stands further on in a long one counts as if in the summary."""

TRANSLATED = "@zh"


class Entry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a block says of a term: the places in the block of the first and the last article that
    have it, and the bytes of the list. Those begin after the first article's distance, whose two
    lowest bits are `low`, so that lists of several blocks are joined without being read."""

    term: str
    first: int
    last: int
    low: int
    rest: bytes


class Phase(msgspec.Struct, frozen=True, array_like=True):
    """The entries of a block whose terms are in the shards of one phase, by the number of these."""

    shards: dict[int, list[Entry]]


class Found(msgspec.Struct, frozen=True):
    """An article as it is found: its canonical record, its topics, and whether its whole text is in
    Chinese too."""

    record: bytes
    topics: tuple[TopicName, ...]
    translated: bool


def index_block(articles: Sequence[Article], block: Sequence[Found]) -> list[bytes]:
    """The encoded `Phase` of each phase, of a block of the archive's articles."""
    lists: dict[str, list[tuple[int, int, bytes]]] = defaultdict(list)
    for at, (article, found) in enumerate(zip(articles, block, strict=True)):
        grams, named = _terms(article, found)
        for term, standing in grams.items():
            lists[term].append((at, *_encoded(standing)))
        for term, titled in named.items():
            lists[term].append((at, titled, b""))
    phases: list[dict[int, list[Entry]]] = [{} for _ in range(PHASES)]
    for term, places in lists.items():
        shard = shard_of(term)
        entry = _entry(term, places)
        phases[shard % PHASES].setdefault(shard, []).append(entry)
    return [_encode(Phase(phase)) for phase in phases]


@cache
def shard_of(term: str) -> int:
    """The number of the shard that holds `term`."""
    return zlib.crc32(term.encode()) % SHARDS


def recent_shard_of(term: str) -> int:
    """The number of the file of recent articles that holds `term`."""
    return zlib.crc32(term.encode()) // SHARDS % RECENT


def join_lists(entries: Iterable[tuple[int, Entry]]) -> dict[str, bytes]:
    """The whole list of each term; `entries` come with the number of their block's first article,
    oldest first."""
    lists: dict[str, bytearray] = {}
    ends: dict[str, int] = {}
    for base, entry in entries:
        term = entry.term
        known = lists.get(term)
        if known is None:
            known = lists[term] = bytearray()
        known += varint((base + entry.first - ends.get(term, 0)) << 2 | entry.low)
        known += entry.rest
        ends[term] = base + entry.last
    return {term: bytes(known) for term, known in lists.items()}


def shard_file(version: bytes, lists: dict[str, bytes]) -> bytes:
    """A file of the index: its version, and the lists of its terms."""
    parts = [version]
    for term, data in sorted(lists.items()):
        name = term.encode()
        parts += (varint(len(name)), name, varint(len(data)), data)
    return b"".join(parts)


def varint(number: int) -> bytes:
    """`number` in groups of seven bits, the lowest first; all but the last have the high bit."""
    if number < len(_BYTES):
        return _BYTES[number]
    data = bytearray()
    while number > 127:
        data.append(number & 127 | 128)
        number >>= 7
    data.append(number)
    return bytes(data)


def _texts(article: Article, topics: Iterable[TopicName]) -> Iterator[tuple[int, list[str]]]:
    """Each text of an article in folded runs, and the place at which it begins."""
    names = [name for topic in topics for name in (topic.zh_name, topic.name) if name]
    titles = (article.zh_title, article.title)
    place = 0
    for text in titles:
        runs = folded(_plain(text))
        yield place, runs
        place += sum(map(len, runs)) + 1
    place = max(place, TITLE)
    for text in (article.zh_summary, article.summary, *names):
        runs = folded(_plain(text))
        yield place, runs
        place += sum(map(len, runs)) + 1


def _terms(article: Article, found: Found) -> tuple[dict[str, list[int]], dict[str, int]]:
    """The pairs of characters, one of them Han at least, and where they stand; and the words, the
    topics and the marks of an article, and whether they are in a title."""
    grams: dict[str, list[int]] = defaultdict(list)
    named = {f"#{topic.slug}": 0 for topic in found.topics}
    if found.translated:
        named[TRANSLATED] = 0
    for number, (place, runs) in enumerate(_texts(article, found.topics)):
        titled = int(number < 2)
        for word in words(runs):
            named[word] = named.get(word, 0) | titled
        stream = "".join(runs)
        if stream.isascii():
            continue
        for at, pair in enumerate(map(add, stream, stream[1:]), place):
            if not pair.isascii():
                grams[pair].append(at)
    return grams, named


def _encoded(places: list[int]) -> tuple[int, bytes]:
    """How many places there are, up to three, and the bytes of them all."""
    if len(places) == 1:
        return 1, varint(places[0])
    count = len(places)
    data = bytearray(varint(count - 3) if count > 2 else b"")
    last = 0
    for place in places:
        data += varint(place - last)
        last = place
    return min(count, 3), bytes(data)


def _entry(term: str, places: list[tuple[int, int, bytes]]) -> Entry:
    first, low, data = places[0]
    if len(places) == 1:
        return Entry(term, first, first, low, data)
    rest = [data]
    last = first
    for at, mark, data in places[1:]:
        rest += (varint((at - last) << 2 | mark), data)
        last = at
    return Entry(term, first, last, low, b"".join(rest))


def _plain(text: Text | str | None) -> str:
    return text.plain if isinstance(text, Text) else text or ""


_BYTES = [bytes([number]) for number in range(128)]
_BYTES += [bytes([number & 127 | 128, number >> 7]) for number in range(128, 1 << 12)]
_encode = msgspec.msgpack.Encoder().encode
decode_phase = msgspec.msgpack.Decoder(Phase).decode
