"""A file's bytes become its record, or problems."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from generator.chinese import normalizer
from generator.digest import canonical
from generator.errors import Problems
from generator.loader.articles import Reader
from generator.loader.files import TOPICS_FILE, TRANSLATION
from generator.loader.records import Reading, Recorded
from generator.loader.topics import read_topics
from generator.model import card_of


def recorded(path: str, raw: bytes, reading: Reading) -> Recorded:
    """What is in the file at `path`, whose bytes are `raw`."""
    chinese = normalizer(reading.chinese)
    reader = Reader(ZoneInfo(reading.timezone), chinese)
    try:
        if path == TOPICS_FILE:
            return Recorded(canonical(read_topics(path, raw, chinese)))
        if path.endswith(TRANSLATION):
            translation = reader.translation(path, raw)
            return Recorded(canonical(translation), body=translation.body)
        article = reader.article(path, raw)
    except Problems as found:
        return Recorded(problems=tuple(found.problems))
    return Recorded(canonical(article), card_of(article), article.body, tuple(reader.notes))
