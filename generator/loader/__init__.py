"""Every file below `content/` is an article, a translation, the topics' file, or a problem."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from generator.chinese import Normalizer
from generator.config import Project
from generator.digest import digest
from generator.documents import decode_utf8
from generator.errors import Problem, Problems
from generator.loader.articles import Reader, Translation
from generator.loader.files import TOPICS_FILE, TRANSLATION, content_files, said
from generator.loader.matter import FrontMatter
from generator.loader.topics import TopicMatter, read_topics
from generator.model import Article, Source, TopicEntry
from generator.urls import article_route

__all__ = ["Content", "FrontMatter", "TopicMatter", "load_content", "read_body"]


class Content(msgspec.Struct, frozen=True):
    """All that `content/` holds, drafts too, in the order of the files' paths.

    `notes` are the terms for which the archive has others.
    """

    articles: tuple[Article, ...]
    topics: tuple[TopicEntry, ...]
    notes: tuple[Problem, ...]


def load_content(project: Project, chinese: Normalizer) -> Content:
    """The articles and topics of `project`; raises `Problems` with those of all files at once."""
    reader = Reader(project.settings.zone, chinese)
    articles: list[Article] = []
    translations: dict[str, Translation] = {}
    topics: tuple[TopicEntry, ...] = ()
    problems: list[Problem] = []
    for path, raw in content_files(project.content, problems):
        try:
            if path == TOPICS_FILE:
                topics = read_topics(path, raw, chinese)
            elif path.endswith(TRANSLATION):
                translations[path.removesuffix(TRANSLATION)] = reader.translation(path, raw)
            else:
                articles.append(reader.article(path, raw))
        except Problems as found:
            problems += found.problems
    failed = {problem.path for problem in problems}
    problems += _same_address(articles)
    articles = [_translated(article, translations) for article in articles]
    problems += _orphans(translations, articles, failed)
    if problems:
        raise Problems(problems)
    return Content(tuple(articles), topics, tuple(sorted(reader.notes)))


def read_body(content: Path, source: Source) -> str:
    """The Markdown of `source`, below `content`; raises `Problems` if it is not what was loaded."""
    try:
        raw = (content / source.path).read_bytes()[source.offset :]
    except OSError:
        raw = b""
    if digest(raw) != source.digest:
        what = "the file changed while the archive was built"
        raise Problems([Problem(said(source.path), 1, what, "build again")])
    return decode_utf8(said(source.path), raw)


def _same_address(articles: list[Article]) -> Iterator[Problem]:
    first: dict[str, Article] = {}
    for article in articles:
        other = first.setdefault(article_route(article.date, article.slug), article)
        if other is not article:
            what = f"it has the date's month and the slug of {said(other.path)}"
            yield Problem(said(article.path), 1, what, "rename one of the two files")


def _translated(article: Article, translations: Mapping[str, Translation]) -> Article:
    translation = translations.get(article.path.removesuffix(".md"))
    if not translation:
        return article
    return msgspec.structs.replace(
        article, zh_body=translation.body, made_from=translation.made_from
    )


def _orphans(
    translations: Mapping[str, Translation], articles: list[Article], failed: set[str]
) -> Iterator[Problem]:
    known = {article.path.removesuffix(".md") for article in articles}
    for stem, translation in translations.items():
        if stem not in known and said(f"{stem}.md") not in failed:
            what = f"it translates {said(f'{stem}.md')}, which is not there"
            yield Problem(said(translation.path), 1, what, "rename it like its article")
