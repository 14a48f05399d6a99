"""How the translations of an archive stand, and what one is marked with when it is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from generator.errors import Problem, Problems
from generator.files import write_files
from generator.loader import read_body
from generator.loader.matter import front_matter, opening_fence
from generator.markdown import Body, render_body
from generator.model import Article, Source
from generator.translation import signatures, translate

State = Literal["missing", "stale", "unpaired", "current"]


class Status(msgspec.Struct, frozen=True):
    """How an article's Chinese text stands. `path` is the article's file; `stale` and `unpaired`
    count English blocks, and places where the texts do not pair."""

    path: str
    state: State
    stale: int = 0
    unpaired: int = 0


def translation_status(content: Path, articles: Sequence[Article]) -> Iterator[Status]:
    """The status of each article below `content`, in their order."""
    for article in articles:
        path = f"content/{article.path}"
        if article.zh_body is None:
            yield Status(path, "missing")
            continue
        english, chinese = (_body(content, one) for one in (article.body, article.zh_body))
        found = translate(english, chinese, article.made_from)
        state: State = "stale" if found.stale else "unpaired" if found.unpaired else "current"
        yield Status(path, state, len(found.stale), len(found.unpaired))


def mark_translations(content: Path, articles: Sequence[Article], files: Sequence[Path]) -> None:
    """Note in each of `files`, which are translations below `content`, the English it now matches.

    Raises `Problems`, and writes nothing, for a file that is no translation of an article.
    """
    known = {
        (content / article.zh_body.path).resolve(): article
        for article in articles
        if article.zh_body
    }
    problems = []
    marked: dict[Path, bytes] = {}
    for file in files:
        article = known.get(file.resolve())
        if article is None or article.zh_body is None:
            what = "it is not the translation of an article of this site"
            problems.append(Problem(str(file), 1, what, "name a file that ends in .zh-Hant.md"))
            continue
        marks = signatures(_body(content, article.body))
        marked[file] = _with_marks(file, marks)
    if problems:
        raise Problems(problems)
    write_files(marked)


def _body(content: Path, source: Source) -> Body:
    return render_body(read_body(content, source), source.language, list)


def _with_marks(file: Path, marks: Sequence[str]) -> bytes:
    """The bytes of `file` with `marks` in its head, which holds nothing else."""
    raw = file.read_bytes()
    offset = front_matter(file.name, raw)[1] if opening_fence(raw) else 0
    lines = "".join(f"  - {mark}\n" for mark in marks)
    return f"---\nmade-from:\n{lines}---\n".encode() + raw[offset:].removeprefix(b"\xef\xbb\xbf")
