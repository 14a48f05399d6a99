"""Only plain files inside `content/` are content; what else lies there is a problem."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from generator.errors import Problem
from generator.urls import slugify

TOPICS_FILE = "topics.toml"
TRANSLATION = ".zh-Hant.md"

_CHINESE_NAME = re.compile(r"\.zh(?:[-_]\w+)*\Z", re.IGNORECASE)


def content_files(content: Path, problems: list[Problem]) -> Iterator[tuple[str, bytes]]:
    """The path below `content` and the bytes of each file that can be content; else a problem."""
    if not content.is_dir():
        remedy = "make the folder, and articles in it as YYYY/MM/some-slug.md"
        problems.append(Problem("content", 1, "there is no such folder", remedy))
        return
    for entry in _entries(content, problems):
        path = Path(entry.path).relative_to(content).as_posix()
        if problem := _unwanted(content, path, entry):
            problems.append(problem)
            continue
        try:
            yield path, Path(entry.path).read_bytes()
        except OSError as error:
            what = f"it cannot be read: {error.strerror}"
            problems.append(Problem(said(path), 1, what, "make it readable, or take it away"))


def _entries(content: Path, problems: list[Problem]) -> list[os.DirEntry[str]]:
    """The entries below `content`, sorted, without what editors and systems leave about."""
    found = []
    folders = [str(content)]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as listing:
                entries = list(listing)
        except OSError as error:
            place = said(Path(folder).relative_to(content).as_posix())
            what = f"the folder cannot be read: {error.strerror}"
            problems.append(Problem(place, 1, what, "make it readable, or take it away"))
            continue
        for entry in entries:
            name = entry.name
            if name.startswith((".", "#")) or name.endswith("~"):
                continue
            if entry.is_dir(follow_symlinks=False) and not name.endswith((".md", ".toml")):
                folders.append(entry.path)
            else:
                found.append(entry)
    return sorted(found, key=lambda entry: entry.path)


def _unwanted(content: Path, path: str, entry: os.DirEntry[str]) -> Problem | None:
    """Why a file cannot be content, if it can't."""
    place = said(path)
    try:
        path.encode()
    except UnicodeEncodeError:
        return Problem(place, 1, "the file's name is not UTF-8", "rename it")
    try:
        if not stat.S_ISREG(entry.stat().st_mode):
            return Problem(place, 1, "it is not a plain file", "take it out of `content/`")
    except OSError as error:
        return Problem(place, 1, f"it cannot be read: {error.strerror}", "mend or delete the link")
    if entry.is_symlink() and not Path(entry.path).resolve().is_relative_to(content.resolve()):
        return Problem(place, 1, "it is a link that leads out of `content/`", "copy the file in")
    if path == TOPICS_FILE:
        return None
    if not path.endswith(".md"):
        remedy = "end its name in .md, or move it to `static/`"
        return Problem(place, 1, "`content/` holds Markdown articles and topics.toml", remedy)
    name = path.rpartition("/")[2]
    stem = (
        name.removesuffix(TRANSLATION) if name.endswith(TRANSLATION) else name.removesuffix(".md")
    )
    if not slugify(stem):
        remedy = "rename it to the article's slug, such as some-story.md"
        return Problem(place, 1, "the file's name holds no letter and no digit", remedy)
    if chinese := _CHINESE_NAME.search(stem):
        remedy = f"name a translation {stem[: chinese.start()]}{TRANSLATION}"
        return Problem(place, 1, "it looks like a translation, by its name", remedy)
    return None


def said(path: str) -> str:
    """How a file below `content/` is called in a message."""
    return f"content/{path}"
