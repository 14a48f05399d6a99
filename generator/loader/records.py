"""A file's record is a pure function of its path, its bytes and the rules of the site."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from generator.digest import canonical
from generator.errors import Problem
from generator.loader.files import TOPICS_FILE, TRANSLATION
from generator.model import Article, Card, Source, TopicEntry, Translation, card_of
from generator.text import Rules


class Reading(msgspec.Struct, frozen=True):
    """The rules that files are read by: the site's time zone, and its rules for Chinese."""

    timezone: str
    chinese: Rules


class Recorded(msgspec.Struct, frozen=True):
    """What is in a file: the canonical bytes of an `Article`, of which there is a card too, of a
    `Translation`, or of the tuple of topics; its body, if it has one, and the terms to look at.
    Where the file is at fault, `problems` alone."""

    record: bytes = b""
    card: Card | None = None
    body: Source | None = None
    notes: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_records(reading: Reading, files: Sequence[tuple[str, bytes]]) -> list[Recorded]:
    """What is in each of `files`, paths and bytes."""
    # A build that finds nothing new reads nothing, and needs none of this.
    from generator.loader.reader import recorded

    return [recorded(path, raw, reading) for path, raw in files]


def packed(recorded: Recorded) -> bytes:
    """What the store keeps of a file that is not at fault."""
    return canonical(_Packed(msgspec.Raw(recorded.record), recorded.notes))


def unpacked(path: str, kept: bytes) -> Recorded:
    """What `read_records` gave of the file at `path`, from what was kept of it."""
    found = _packed.decode(kept)
    record = bytes(found.record)
    if path == TOPICS_FILE:
        return Recorded(record)
    if path.endswith(TRANSLATION):
        return Recorded(record, body=decode_translation(record).body, notes=found.notes)
    article = decode_article(record)
    return Recorded(record, card_of(article), article.body, found.notes)


def record_of(kept: bytes) -> bytes:
    """The canonical bytes alone."""
    return bytes(_packed.decode(kept).record)


class _Packed(msgspec.Struct, frozen=True, array_like=True):
    record: msgspec.Raw
    notes: tuple[Problem, ...]


_packed = msgspec.msgpack.Decoder(_Packed)
decode_article = msgspec.msgpack.Decoder(Article).decode
decode_translation = msgspec.msgpack.Decoder(Translation).decode
decode_topics = msgspec.msgpack.Decoder(tuple[TopicEntry, ...]).decode
