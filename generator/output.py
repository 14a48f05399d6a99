"""The output folder changes by renames, after everything rendered, and only where a build wrote."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import shutil
import stat
from collections.abc import Container, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Self

from generator.assets import file_digest
from generator.errors import Problem, Problems, UnfinishedError
from generator.manifest import File

MARK = b'<meta name="generator" content="newsarchive'
"""What stands in the head of every page, and tells a page of a build from a stranger's file."""

_HEAD = 4096
_NAMED = re.compile(
    r"assets/[0-9a-f]{10}/|sitemaps/\d{4}-\d\d\.xml\Z|sitemap-news\.xml\Z"
    r"|search/(?:\d{4}-\d\d|recent|all)/\d+\.(?:json|bin)\Z|search/index\.json\Z"
)
_BEGINNINGS = {
    "index.md": b'---\ntitle: "',
    "feed.xml": b'<?xml version="1.0" encoding="utf-8"?>\n<?xml-stylesheet',
    "card.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x04\xb0\0\0\x02\x76",
    "feed.json": b'{"version":"https://jsonfeed.org/version/1.1"',
}
_STAGING = "newsarchive keeps new files here until all of them are there.\n"


class Staging:
    """New files, written beside the output folder until all of them are there.

    A context, of which there is one at a time beside one folder: what was not applied when it ends
    is gone. Raises `Problems` when the disk does not take a file.
    """

    def __init__(self, output: Path) -> None:
        self.output = output
        self._staging = output.with_name(f".{output.name}.new")
        self._note = self._staging / "README"
        self._files = self._staging / "files"
        self._whole = self._staging / "site"
        self._staged: dict[str, str] = {}

    def __enter__(self) -> Self:
        with (
            ExitStack() as undone,
            _writing(self._staging, "make room or mend the folder's rights"),
        ):
            self.output.parent.mkdir(parents=True, exist_ok=True)
            lock = os.open(self.output.parent, os.O_RDONLY)
            undone.callback(os.close, lock)
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._refuse_strangers()
            undone.callback(self._clear)
            self._begin()
            self._end = undone.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.close()

    def write(self, path: str, content: bytes, data: bytes) -> File:
        """Stage a file of `data`, whose digest is `content`, for the output path `path`."""
        with self._told(path), open(self._place(path), "wb", buffering=0) as file:
            left = memoryview(data)
            while left:  # a disk that is almost full takes a part
                left = left[file.write(left) :]
            return _staged_file(path, content, os.fstat(file.fileno()))

    def copy(self, path: str, content: bytes, source: Path) -> File:
        """Stage a copy of `source`, whose `file_digest` is `content`; raises `Problems` where it is
        another by now."""
        place = self._place(path)
        with self._told(path):
            shutil.copyfile(source, place)
            if file_digest(Path(place)) == content:
                return _staged_file(path, content, os.stat(place))
        what = "the file changed while the archive was built"
        raise Problems([Problem(str(source), 1, what, "build again")])

    def apply(self, written: Iterable[str], removed: Iterable[str]) -> None:
        """Take the files of `removed` away and put those of `written` in their places; raises
        `UnfinishedError`."""
        try:
            self._apply(written, removed)
        except OSError as error:
            remedy = "mend that, and build again: the next build puts all right"
            if error.errno == errno.EXDEV:
                remedy = "a disk begins here: build into a folder inside it, or outside"
            raise UnfinishedError([_unwritten(self.output, error, remedy)]) from None

    def _apply(self, written: Iterable[str], removed: Iterable[str]) -> None:
        is_new = not os.path.lexists(self.output)
        output = self._whole if is_new else self.output
        for path in removed:
            _remove(output, path)
        folders: set[str] = set()
        for path in written:
            folder = path.rpartition("/")[0]
            if folder not in folders:
                os.makedirs(f"{output}/{folder}", exist_ok=True)
                folders.add(folder)
            try:
                os.replace(self._staged[path], f"{output}/{path}")
            except IsADirectoryError:
                _remove_folders(f"{output}/{path}")
                os.replace(self._staged[path], f"{output}/{path}")
        if is_new:
            self._whole.rename(self.output)

    def obstacles(
        self, written: Iterable[str], removed: Iterable[str], old: Container[str]
    ) -> Iterator[Problem]:
        """A problem for each change that something which no build put there is in the way of;
        `old` has the paths that a build wrote."""
        if not self.output.exists():
            return
        folders: set[str] = set()
        gone = set(removed)
        for path in written:
            folders.update(_folders(path))
            mode = _mode(f"{self.output}/{path}")
            if stat.S_ISDIR(mode):
                if not gone.issuperset(_files(self.output, path)):
                    yield _stranger(self.output, path)
            elif mode and path not in old and not _same(self.output / path, self._staged[path]):
                yield _stranger(self.output, path)
        for path in gone:
            folders.update(_folders(path))
        for folder in sorted(folders):
            mode = _mode(f"{self.output}/{folder}")
            if stat.S_ISLNK(mode) or (stat.S_ISREG(mode) and folder not in gone):
                yield _stranger(self.output, folder)

    def _refuse_strangers(self) -> None:
        if os.path.lexists(self._staging) and not self._is_ours():
            what = "it is in the way, and no build made it"
            raise Problems([Problem(str(self._staging), 1, what, "move it away")])

    def _begin(self) -> None:
        self._clear()
        self._staging.mkdir()
        self._note.write_text(_STAGING, encoding="utf-8")
        self._files.mkdir()
        self._whole.mkdir()

    def _clear(self) -> None:
        # The note goes last, so that what is left by a build that is killed here is known as ours.
        shutil.rmtree(self._files, ignore_errors=True)
        shutil.rmtree(self._whole, ignore_errors=True)
        shutil.rmtree(self._staging, ignore_errors=True)

    def _is_ours(self) -> bool:
        """Whether the staging folder is what a build that was killed left behind."""
        if self._staging.is_symlink() or not self._staging.is_dir():
            return False
        names = set(os.listdir(self._staging))
        ours = {self._note.name, self._files.name, self._whole.name}
        return not names or (names <= ours and self._is_noted())

    def _is_noted(self) -> bool:
        try:
            return self._note.read_text(encoding="utf-8") in (_STAGING, "")
        except (OSError, UnicodeDecodeError):
            return False

    def _told(self, path: str) -> AbstractContextManager[None]:
        remedy = "make room or mend the folder's rights; the site is as it was"
        return _writing(self.output / path, remedy)

    def _place(self, path: str) -> str:
        """Where the file for `path` waits: all of them in one folder, as most replace others."""
        place = self._staged[path] = f"{self._files}/{len(self._staged)}"
        return place


def found_pages(output: Path) -> frozenset[str]:
    """What a lost store can be made up from: the files in `output` that look like a build's.

    Empty unless the home page is; then pages are told by their mark, what lies beside them by how
    it begins, assets and sitemaps by their paths.
    """
    if not _is_page(output / "index.html"):
        return frozenset()
    found = set()
    for parent, _, names in os.walk(output):
        for name in names:
            path = Path(parent, name)
            relative = path.relative_to(output).as_posix()
            if relative.isprintable() and (
                _NAMED.match(relative)
                or (name.endswith(".html") and _is_page(path))
                or (name in _BEGINNINGS and _is_beside_page(path, _BEGINNINGS[name]))
            ):
                found.add(relative)
    return frozenset(found)


def unchanged(output: str, files: Iterable[File]) -> bool:
    """Whether all `files` in the folder `output` are as the build left them, by their stat."""
    try:
        for file in files:
            status = os.lstat(f"{output}/{file.path}")
            if status.st_mtime_ns != file.mtime or status.st_size != file.size:
                return False
    except OSError:
        return False
    return True


def output_stats(output: str, paths: Iterable[str]) -> list[int]:
    """The size and the time of each file at `paths` in the folder `output`, one after the other, as
    its `File` has them; empty where one is not there."""
    stats: list[int] = []
    try:
        for path in paths:
            status = os.lstat(f"{output}/{path}")
            stats += (status.st_size, status.st_mtime_ns)
    except OSError:
        return []
    return stats


def standing(output: str, path: str, content: bytes, data: bytes) -> File | None:
    """The file at `path` in the folder `output`, if it holds `data`, whose digest is `content`."""
    place = f"{output}/{path}"
    try:
        status = os.lstat(place)
        if stat.S_ISREG(status.st_mode) and status.st_size == len(data):
            with open(place, "rb") as file:
                if file.read() == data:
                    return _staged_file(path, content, status)
    except OSError:
        pass
    return None


def _staged_file(path: str, content: bytes, status: os.stat_result) -> File:
    return File(path, content, status.st_size, status.st_mtime_ns)


def _is_page(path: Path) -> bool:
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return False
        with path.open("rb") as file:
            return MARK in file.read(_HEAD)
    except OSError:
        return False


def _is_beside_page(path: Path, beginning: bytes) -> bool:
    if not _is_page(path.with_name("index.html")) or path.is_symlink() or not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            return file.read(len(beginning)) == beginning
    except OSError:
        return False


def _same(one: Path, other: str) -> bool:
    return one.is_file() and not one.is_symlink() and one.read_bytes() == Path(other).read_bytes()


def _mode(path: str) -> int:
    """What is at `path`, a link itself and not what it leads to; 0 if nothing is."""
    try:
        return os.lstat(path).st_mode
    except OSError:
        return 0


def _folders(path: str) -> Iterator[str]:
    """The folders that a file is in, below the output folder."""
    folder = path.rpartition("/")[0]
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]


def _files(output: Path, folder: str) -> Iterator[str]:
    """The paths of all below `folder` that is no folder itself; a link is not followed."""
    with os.scandir(output / folder) as entries:
        for entry in entries:
            path = f"{folder}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield from _files(output, path)
            else:
                yield path


def _stranger(output: Path, path: str) -> Problem:
    what = "it is in the way, and no build wrote it"
    return Problem(f"{output.name}/{path}", 1, what, "move it away, or build into another folder")


def _remove(output: Path, path: str) -> None:
    """Take a file away, and the folders that are empty without it."""
    target = output / path
    try:
        target.unlink(missing_ok=True)
    except (IsADirectoryError, NotADirectoryError):
        return  # it is not the file that a build wrote
    for folder in target.parents:
        if folder == output:
            return
        try:
            folder.rmdir()
        except OSError:
            return


def _remove_folders(folder: str) -> None:
    """Take a folder away in which there is nothing but folders."""
    for parent, _, _ in os.walk(folder, topdown=False):
        os.rmdir(parent)


@contextmanager
def _writing(path: Path, remedy: str) -> Iterator[None]:
    """Tells what the system says when `path` cannot be written."""
    try:
        yield
    except OSError as error:
        raise Problems([_unwritten(path, error, remedy)]) from None


def _unwritten(path: Path, error: OSError, remedy: str) -> Problem:
    what = f"it cannot be written: {error.strerror or error}"
    return Problem(str(error.filename2 or path), 1, what, remedy)
