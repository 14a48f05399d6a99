"""Only plain files inside `content/` are content; what else lies there is a problem."""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from generator.errors import Problem, printable
from generator.store import is_settled
from generator.urls import slugify

TOPICS_FILE = "topics.toml"
TRANSLATION = ".zh-Hant.md"

_CHINESE_NAME = re.compile(r"\.zh(?:[-_]\w+)*\Z", re.IGNORECASE)


class ContentFile(msgspec.Struct, frozen=True):
    """A file below `content/`: its path there, and its stat as far as an edit would change it."""

    path: str
    stat: tuple[int, ...]
    entry: os.DirEntry[str]

    def is_settled(self, begun: int) -> bool:
        """Whether its next change will show in its stat, for which a look began at the time
        `begun`: where it is a link, that may lead to another file tomorrow."""
        return is_settled(begun, self.stat[1], self.stat[2]) and not self.entry.is_symlink()


class Found(msgspec.Struct, frozen=True):
    """What a look at `content/` found, which began at the time `begun`, in nanoseconds: the files
    in the order of their paths, and what could not be reached."""

    files: tuple[ContentFile, ...]
    problems: tuple[Problem, ...]
    begun: int


def content_files(content: Path) -> Found:
    """The files below `content`. Whether one can be content is for `unwanted` to say."""
    if not content.is_dir():
        remedy = "make the folder, and articles in it as YYYY/MM/some-slug.md"
        return Found((), (Problem("content", 1, "there is no such folder", remedy),), 0)
    begun = time.time_ns()
    problems: list[Problem] = []
    files = tuple(_reached(content, _entries(content, problems), problems))
    return Found(files, tuple(problems), begun)


def named_files(content: Path, paths: Collection[str]) -> Found:
    """Those at `paths` that `content_files` gives."""
    begun = time.time_ns()
    found: list[os.DirEntry[str]] = []
    for folder in {path.rpartition("/")[0] for path in paths}:
        if any(_is_left_about(part) or _is_like_a_file(part) for part in folder.split("/")):
            continue
        with suppress(OSError), os.scandir(content / folder) as listing:
            found += [
                entry
                for entry in listing
                if not _is_left_about(entry.name)
                and f"{folder}/{entry.name}".lstrip("/") in paths
                and not _is_folder(entry)
            ]
    problems: list[Problem] = []
    entries = sorted(found, key=lambda entry: entry.path)
    return Found(tuple(_reached(content, entries, problems)), tuple(problems), begun)


def _reached(
    content: Path, entries: Iterable[os.DirEntry[str]], problems: list[Problem]
) -> Iterator[ContentFile]:
    begin = len(str(content)) + 1
    for entry in entries:
        path = entry.path[begin:]
        try:
            found = entry.stat()
        except OSError as error:
            what = f"it cannot be read: {error.strerror}"
            problems.append(Problem(said(path), 1, what, "mend or delete the link"))
            continue
        stat = (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_mode)
        yield ContentFile(path, stat, entry)


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
            place = said(folder[len(str(content)) + 1 :])
            what = f"the folder cannot be read: {error.strerror}"
            problems.append(Problem(place, 1, what, "make it readable, or take it away"))
            continue
        for entry in entries:
            if _is_left_about(entry.name):
                continue
            if _is_folder(entry):
                folders.append(entry.path)
            else:
                found.append(entry)
    return sorted(found, key=lambda entry: entry.path)


def _is_left_about(name: str) -> bool:
    """Whether editors and systems leave files and folders of this name about."""
    return name.startswith((".", "#")) or name.endswith("~")


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False) and not _is_like_a_file(entry.name)


def _is_like_a_file(name: str) -> bool:
    return name.endswith((".md", ".toml"))


def read_file(file: ContentFile, problems: list[Problem]) -> bytes | None:
    """The bytes of `file`; None, and a problem, where it cannot be content or be read."""
    if problem := _unwanted(file):
        problems.append(problem)
        return None
    try:
        return Path(file.entry.path).read_bytes()
    except OSError as error:
        what = f"it cannot be read: {error.strerror}"
        problems.append(Problem(said(file.path), 1, what, "make it readable, or take it away"))
        return None


def _unwanted(file: ContentFile) -> Problem | None:
    """Why a file cannot be content, if it can't."""
    path = file.path
    place = said(path)
    try:
        path.encode()
    except UnicodeEncodeError:
        return Problem(printable(place), 1, "the file's name is not UTF-8", "rename it")
    if not stat.S_ISREG(file.stat[-1]):
        return Problem(place, 1, "it is not a plain file", "take it out of `content/`")
    if _is_link_outward(file):
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


def _is_link_outward(file: ContentFile) -> bool:
    """Whether the file is a link that leads out of `content/`."""
    if not file.entry.is_symlink():
        return False
    content = Path(file.entry.path.removesuffix(file.path))
    return not Path(file.entry.path).resolve().is_relative_to(content.resolve())


def said(path: str) -> str:
    """How a file below `content/` is called in a message."""
    return f"content/{path}"
