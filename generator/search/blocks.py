"""The archive is cut into blocks, each of one month, and a block is indexed by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from generator.digest import canonical, digest
from generator.loader import decode_article
from generator.model import Article, Card
from generator.search.postings import Found, index_block
from generator.text import Text
from generator.units import TopicName
from generator.urls import search_texts

BLOCK = 16
"""How many articles of a month are indexed together."""

TOGETHER = 2
"""How many articles' texts are in one file: a result costs no more than that file."""


class Block(msgspec.Struct, frozen=True):
    """Articles of one month that follow each other. `number` counts the blocks of the month and
    `place` those of the archive; `key` is the digest of all that is found of the articles."""

    year: int
    month: int
    number: int
    place: int
    cards: tuple[Card, ...]
    topics: tuple[tuple[TopicName, ...], ...]
    key: bytes


class Wanted(msgspec.Struct, frozen=True):
    """A block to index: what is found, and the number of the first file of its texts."""

    year: int
    month: int
    number: int
    articles: tuple[Found, ...]


class Indexed(msgspec.Struct, frozen=True):
    """A block's encoded part of each phase, and the files of its texts."""

    phases: list[bytes]
    texts: list[tuple[str, bytes]]


def blocks_of(
    months: Sequence[tuple[int, int, Sequence[Card]]],
    topics_of: Mapping[str, Sequence[str]],
    names: Mapping[str, TopicName],
) -> Iterator[Block]:
    """The blocks of the archive: `months` are its years, months and articles, oldest first."""
    topics: dict[Sequence[str], tuple[tuple[TopicName, ...], bytes]] = {}
    place = 0
    for year, month, articles in months:
        for number, first in enumerate(range(0, len(articles), BLOCK)):
            cards = tuple(articles[first : first + BLOCK])
            parts: list[bytes] = []
            named = []
            for card in cards:
                slugs = topics_of[card.path]
                known = topics.get(slugs)
                if known is None:
                    found = tuple(names[slug] for slug in slugs)
                    known = topics[slugs] = found, digest(canonical(found))
                named.append(known[0])
                mark = b"\1" if card.translated else b"\0"
                parts += (card.headline, known[1], mark)
            key = digest(b"".join(parts))
            yield Block(year, month, number, place, cards, tuple(named), key)
            place += 1


def index_blocks(blocks: Sequence[Wanted]) -> list[Indexed]:
    """What is to be kept of each of `blocks`. A pure function."""
    return [_indexed(block) for block in blocks]


def _indexed(block: Wanted) -> Indexed:
    articles = [decode_article(found.record) for found in block.articles]
    texts = []
    for first in range(0, len(articles), TOGETHER):
        last = first + TOGETHER
        some = zip(articles[first:last], block.articles[first:last], strict=True)
        shown = [_shown(article, found) for article, found in some]
        number = (block.number * BLOCK + first) // TOGETHER
        path = search_texts(block.year, block.month, number)
        texts.append((path, msgspec.json.encode(shown) + b"\n"))
    return Indexed(index_block(articles, block.articles), texts)


def _shown(article: Article, found: Found) -> list[object]:
    """What a result shows: the slug, the date, both titles, both summaries, and the topics."""
    return [
        article.slug,
        article.date.iso,
        article.title,
        _display(article.zh_title),
        article.summary,
        _display(article.zh_summary),
        [[topic.slug, topic.name, _display(topic.zh_name)] for topic in found.topics],
    ]


def _display(text: Text | None) -> str:
    return text.display if text else ""
