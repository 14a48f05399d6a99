"""A file of `static/` comes out as it is, and one of `static/assets/` under a digest's folder."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import msgspec

from generator.digest import SIZE, digest
from generator.errors import Problem, Problems, printable
from generator.store import is_settled

ASSETS = "assets/"


class StaticFile(msgspec.Struct, frozen=True):
    """A file to copy from `source` to the output path `path`. `origin` is its name in the site."""

    path: str
    origin: str
    source: str
    digest: bytes


class Assets(msgspec.Struct, frozen=True):
    """All static files. `folder` is the output path of those whose URL says what they hold."""

    folder: str
    names: frozenset[str]
    files: tuple[StaticFile, ...]


class Stamp(msgspec.Struct, frozen=True, array_like=True):
    """The stat of a file, as far as an edit would change it, and its digest."""

    seen: tuple[int, ...]
    digest: bytes


class FileDigests:
    """The digests of files: one whose stat is what is `known` under its path is not read.

    `now` is the time in nanoseconds: a stat that is too young to be trusted is not remembered.
    """

    def __init__(self, known: Mapping[str, Stamp], now: int) -> None:
        self._known = known
        self._now = now
        self.stamps: dict[str, Stamp] = {}

    def digest(self, path: Path) -> bytes:
        """The digest of the file at `path`; raises `OSError`."""
        found = path.stat()
        seen = (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
        known = self._known.get(str(path))
        stamp = known if known and known.seen == seen else Stamp(seen, file_digest(path))
        if is_settled(self._now, found.st_mtime_ns, found.st_ctime_ns):
            self.stamps[str(path)] = stamp
        return stamp.digest


def load_assets(folders: tuple[Path, ...], digest_of: Callable[[Path], bytes]) -> Assets:
    """The files of `folders`, the first that has a name giving it; raises `Problems`.

    Files below `assets/` move together to a folder named by the digest of them all: a browser may
    keep them for ever, and they can name each other by relative paths.
    """
    problems: list[Problem] = []
    found: dict[str, Path] = {}
    for folder in folders:
        for name, path in _files(folder, problems):
            found.setdefault(name, path)
    digests = {}
    for name, path in found.items():
        try:
            digests[name] = digest_of(path)
        except OSError as error:
            what = f"it cannot be read: {error.strerror}"
            problems.append(Problem(f"static/{name}", 1, what, "make it readable, or take it away"))
    if problems:
        raise Problems(problems)
    assets = sorted(name for name in found if name.startswith(ASSETS))
    mark = digest(*(part for name in assets for part in (name.encode(), digests[name]))).hex()
    moved = f"{ASSETS}{mark[:10]}/"
    files = tuple(
        StaticFile(
            path=moved + name.removeprefix(ASSETS) if name.startswith(ASSETS) else name,
            origin=f"static/{name}",
            source=str(found[name]),
            digest=digests[name],
        )
        for name in sorted(found)
    )
    return Assets(moved, frozenset(name.removeprefix(ASSETS) for name in assets), files)


def _files(folder: Path, problems: list[Problem]) -> Iterator[tuple[str, Path]]:
    if not folder.is_dir():
        return
    inside = folder.resolve()

    def unreadable(error: OSError) -> None:
        what = f"the folder cannot be read: {error.strerror}"
        problems.append(Problem("static", 1, what, "make it readable, or take it away"))

    for parent, folders, names in os.walk(folder, onerror=unreadable):
        folders.sort()
        for name in sorted(names + [one for one in folders if Path(parent, one).is_symlink()]):
            path = Path(parent, name)
            said = path.relative_to(folder).as_posix()
            if problem := _unwanted(path, f"static/{said}", inside):
                problems.append(problem)
            elif not name.endswith("~") and name != ".DS_Store" and not name.endswith(".swp"):
                yield said, path


def _unwanted(path: Path, said: str, inside: Path) -> Problem | None:
    try:
        said.encode()
    except UnicodeEncodeError:
        return Problem(printable(said), 1, "the file's name is not UTF-8", "rename it")
    if not said.isprintable():
        what = "the file's name holds a character that is not shown"
        return Problem(printable(said), 1, what, "rename it")
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return Problem(said, 1, f"it cannot be read: {error.strerror}", "mend or delete the link")
    if path.is_symlink() and not path.resolve().is_relative_to(inside):
        return Problem(said, 1, "it is a link that leads out of `static/`", "copy the file in")
    if not stat.S_ISREG(mode):
        return Problem(said, 1, "it is not a plain file", "take it out of `static/`")
    return None


def file_digest(path: Path) -> bytes:
    """The digest of the file at `path`; raises `OSError`."""
    state = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            state.update(block)
    return state.digest()[:SIZE]
