"""Beside a page lies its text as it was written, for programs that read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from generator.model import CHINESE, ENGLISH
from generator.page import ArticlePage, Page
from generator.urls import COPY


def has_copy(page: Page) -> bool:
    """Whether `page` has a text in its own language, which stands for itself."""
    return page.body is not None and page.body.language == page.language


def copy_path(page: Page) -> str:
    """The output path of the Markdown beside `page`."""
    return f"{page.path.rpartition('/')[0]}/{COPY}"


def markdown_copy(page: Page, text: str, outdated: int) -> tuple[str, bytes]:
    """The path and the bytes of the Markdown file of an article's `page`, whose text is `text`; so
    many of its paragraphs are `outdated`."""
    head = "".join(f"{name}: {value}\n" for name, value in _front_matter(page, outdated))
    return copy_path(page), f"---\n{head}---\n\n{text.lstrip()}".encode()


def _front_matter(page: Page, outdated: int) -> Iterator[tuple[str, str]]:
    """What stands in the head, each value as YAML writes it."""
    article = page.context
    assert isinstance(article, ArticlePage)
    yield "title", _quoted(page.meta.title)
    yield "date", article.date.iso
    if article.updated:
        yield "updated", article.updated.iso
    if article.authors:
        yield "authors", _listed(article.authors)
    if article.topics:
        yield "topics", _listed(topic.name for topic in article.topics)
    yield "language", CHINESE if page.language == "zh-Hant" else ENGLISH
    yield "url", _quoted(page.meta.canonical)
    if outdated:
        yield "outdated", str(outdated)


def _listed(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"


def _quoted(text: str) -> str:
    """`text` between double quotes, which mean the same in YAML and in JSON."""
    return json.dumps(text, ensure_ascii=not text.isprintable())
