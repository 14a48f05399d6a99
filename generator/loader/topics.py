"""`content/topics.toml` names topics, and no name is claimed by two of them."""

from __future__ import annotations

import msgspec

from generator.chinese import Normalizer
from generator.documents import brief, decode, decode_utf8, read_toml
from generator.errors import Problem, Problems
from generator.loader.files import said
from generator.loader.matter import chinese_line, one_line
from generator.model import TopicEntry, topic_key
from generator.urls import slugify


class _TopicChinese(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str = ""
    description: str = ""


class TopicMatter(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"zh_hant": "zh-Hant"}
):
    """What the table of a topic says."""

    name: str
    aliases: tuple[str, ...] = ()
    description: str = ""
    zh_hant: _TopicChinese = _TopicChinese()


def read_topics(path: str, raw: bytes, chinese: Normalizer) -> tuple[TopicEntry, ...]:
    """The topics of the file at `path`, whose bytes are `raw`; raises `Problems`."""
    document = read_toml(said(path), decode_utf8(said(path), raw))
    problems: list[Problem] = []
    entries = []
    claims: dict[str, str] = {}
    for slug in document.values:
        try:
            topic = decode(document, TopicMatter, (slug,))
        except Problems as found:
            problems += found.problems
            continue
        if slugify(slug) != slug:
            wanted = slugify(slug) or "some-topic"
            what = f"`{brief(slug)}` cannot be part of a URL"
            problems.append(document.problem((slug,), what, f"write [{wanted}]"))
        for place, name in (
            ((slug, "name"), topic.name),
            *(((slug, "aliases", at), alias) for at, alias in enumerate(topic.aliases)),
        ):
            if not slugify(name):
                what = f"the topic's name `{brief(name)}` holds no letter and no digit"
                problems.append(document.problem(place, what, "write another"))
                continue
            other = claims.setdefault(topic_key(one_line(name)), slug)
            if other != slug:
                what = f"`{brief(name)}` is claimed by [{brief(other)}] and by [{brief(slug)}]"
                problems.append(document.problem(place, what, "leave it to one of them"))
        entries.append(
            TopicEntry(
                slug=slug,
                name=one_line(topic.name),
                aliases=tuple(map(one_line, topic.aliases)),
                description=one_line(topic.description),
                zh_name=chinese_line(topic.zh_hant.name, chinese),
                zh_description=chinese_line(topic.zh_hant.description, chinese),
            )
        )
    if problems:
        raise Problems(problems)
    return tuple(entries)
