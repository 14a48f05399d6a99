"""The same article as the file that each generator reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

import msgspec

from benchmarks.corpus import Article

Layout = Callable[[Article], tuple[str, str]]
"""Gives the path of an article's file in a site, and the file's text."""


def newsarchive(story: Article) -> tuple[str, str]:
    head = [
        f"title: {_quoted(story.title)}",
        f"date: {story.date:%Y-%m-%dT%H:%M}+08:00",
        f"topics: {_list(story.topics)}",
        f"queries: {_list(story.queries)}",
        "zh-Hant:",
        f"  title: {_quoted(story.zh_title)}",
        f"  summary: {_quoted(story.zh_summary)}",
    ]
    return f"content/{story.date:%Y/%m}/{story.slug}.md", _between_lines(head, story.body)


def hugo(story: Article) -> tuple[str, str]:
    head = [*_common(story), f"months: {_list([story.month])}", f"slug: {story.slug}"]
    return f"content/articles/{story.month}/{story.slug}.md", _between_lines(head, story.body)


def eleventy(story: Article) -> tuple[str, str]:
    head = [*_common(story), f"month: {_quoted(story.month)}"]
    return f"content/articles/{story.month}/{story.slug}.md", _between_lines(head, story.body)


def pelican(story: Article) -> tuple[str, str]:
    head = [
        f"Title: {story.title}",
        f"Date: {story.date:%Y-%m-%d %H:%M}",
        f"Slug: {story.slug}",
        f"Tags: {', '.join(story.topics)}",
        f"Summary: {story.zh_summary}",
        f"Zh_title: {story.zh_title}",
    ]
    return f"content/{story.month}/{story.slug}.md", "\n".join([*head, "", story.body])


LAYOUTS: dict[str, Layout] = {
    layout.__name__: layout for layout in (newsarchive, hugo, eleventy, pelican)
}


def files(name: str, story: Article) -> Iterator[tuple[str, str]]:
    """The paths and the texts of all files of `story` for the generator of this name. One that
    knows no translations has the Chinese text on a page of its own."""
    path, text = LAYOUTS[name](story)
    yield path, text
    if not story.zh_body:
        return
    if name == "newsarchive":
        yield path.removesuffix(".md") + ".zh-Hant.md", story.zh_body
    else:
        slug = f"{story.slug}-zh"
        twin = msgspec.structs.replace(story, slug=slug, title=story.zh_title, body=story.zh_body)
        yield LAYOUTS[name](twin)


def _common(story: Article) -> list[str]:
    return [
        f"title: {_quoted(story.title)}",
        f"date: {story.date:%Y-%m-%dT%H:%M:%S}+08:00",
        f"topics: {_list(story.topics)}",
        f"zh_title: {_quoted(story.zh_title)}",
        f"zh_summary: {_quoted(story.zh_summary)}",
    ]


def _between_lines(head: Iterable[str], body: str) -> str:
    return "\n".join(["---", *head, "---", "", body])


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _list(texts: Iterable[str]) -> str:
    return json.dumps([*texts], ensure_ascii=False)
