"""The output folder changes by renames, after everything rendered, and only where a build wrote."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from generator.digest import digest
from generator.errors import Problem, Problems
from generator.store import UNSURE, Entry, Manifest

MARK = b'<meta name="generator" content="newsarchive'
"""What stands in the head of every page, and tells a page of a build from a stranger's file."""

_HEAD = 4096


class Staging:
    """New files, written beside the output folder until all of them are there.

    A context: what was not applied when it ends is gone. Raises `Problems` when the disk does not
    take a file.
    """

    def __init__(self, output: Path) -> None:
        self.output = output
        self._folder = output.with_name(f".{output.name}.new")
        self._made: set[str] = set()

    def __enter__(self) -> Self:
        with _writing(self._folder):
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder.mkdir(parents=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def write(self, path: str, key: bytes, data: bytes) -> Entry:
        """Stage a file of `data` for the output path `path`."""
        with _writing(self.output / path), self._place(path).open("wb") as file:
            file.write(data)
            file.flush()
            return _entry(key, digest(data), os.fstat(file.fileno()))

    def copy(self, path: str, key: bytes, source: Path) -> Entry:
        """Stage a copy of `source`, whose digest is `key`."""
        with _writing(self.output / path):
            place = self._place(path)
            shutil.copyfile(source, place)
            return _entry(key, key, place.stat())

    def apply(self, written: Iterable[str], removed: Iterable[str]) -> None:
        """Take the files of `removed` away and put those of `written` in their places."""
        with _writing(self.output):
            if not self.output.exists():
                self._folder.rename(self.output)
                return
            for path in removed:
                _remove(self.output, path)
            for path in written:
                target = self.output / path
                target.parent.mkdir(parents=True, exist_ok=True)
                os.replace(self._folder / path, target)

    def strangers(self, written: Iterable[str], old: Manifest) -> Iterator[Problem]:
        """A problem for each of `written` whose place something takes that no build put there."""
        for path in written:
            if path in old:
                continue
            target = self.output / path
            if os.path.lexists(target) and not _same(target, self._folder / path):
                yield _stranger(self.output, path)
            for parent in target.relative_to(self.output).parents[:-1]:
                place = self.output / parent
                if place.is_symlink() or (place.is_file() and parent.as_posix() not in old):
                    yield _stranger(self.output, parent.as_posix())

    def _place(self, path: str) -> Path:
        folder = path.rpartition("/")[0]
        if folder not in self._made:
            (self._folder / folder).mkdir(parents=True, exist_ok=True)
            self._made.add(folder)
        return self._folder / path


def found_pages(output: Path) -> dict[str, Entry]:
    """What a lost store can be made up from: the files in `output` that look like a build's.

    Empty unless the home page is; then pages are told by their mark, and assets by their folder.
    """
    if not _is_page(output / "index.html"):
        return {}
    found = {}
    for parent, _, names in os.walk(output):
        for name in names:
            path = Path(parent, name)
            relative = path.relative_to(output).as_posix()
            if relative.startswith("assets/") or (name.endswith(".html") and _is_page(path)):
                found[relative] = UNSURE
    return found


def unchanged(output: Path, path: str, entry: Entry) -> bool:
    """Whether the file is as the build left it, by its stat."""
    try:
        status = os.lstat(f"{output}/{path}")
    except OSError:
        return False
    return status.st_size == entry.size and status.st_mtime_ns == entry.mtime


def _entry(key: bytes, content: bytes, status: os.stat_result) -> Entry:
    return Entry(key, content, status.st_size, status.st_mtime_ns)


def _is_page(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return MARK in file.read(_HEAD)
    except OSError:
        return False


def _same(one: Path, other: Path) -> bool:
    return one.is_file() and not one.is_symlink() and one.read_bytes() == other.read_bytes()


def _stranger(output: Path, path: str) -> Problem:
    what = "it is in the way, and no build wrote it"
    return Problem(f"{output.name}/{path}", 1, what, "move it away, or build into another folder")


def _remove(output: Path, path: str) -> None:
    """Take a file away, and the folders that are empty without it."""
    target = output / path
    target.unlink(missing_ok=True)
    for folder in target.parents:
        if folder == output:
            return
        try:
            folder.rmdir()
        except OSError:
            return


class _writing:  # noqa: N801 - it is used as a function
    """Tells what the system says when `path` cannot be written."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if isinstance(error, OSError):
            what = f"it cannot be written: {error.strerror or error}"
            remedy = "make room or mend the folder's rights; the site is as it was"
            raise Problems([Problem(str(self._path), 1, what, remedy)]) from None
