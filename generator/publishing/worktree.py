"""The work tree holds what a site is made of; only files that differ between commits are touched.

Git's own checkout is not used: nothing of a commit (an attribute, a filter, a link, a submodule)
has a say in what is written, and the files are plain, whatever their modes.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec

from generator.config import SITE_FILE
from generator.errors import Problem, Problems
from generator.publishing.git import LINK, SUBMODULE, Entry, Git

SOURCES = (SITE_FILE, "content", "templates", "static")
LARGEST = 100_000_000
"""Bytes of a file: what is larger is no part of a news site, and some hosts refuse it."""

_UNSURE = b""


class WorkTree:
    """The files of one commit in `folder`; `index` is a file that says which object each holds."""

    def __init__(self, folder: Path, index: Path) -> None:
        self.folder = folder
        self._index = index

    def update(self, git: Git, commit: str) -> int:
        """Make the tree what `commit` has; gives how many files changed.

        Raises `Problems` for a link, a submodule, a file that is too large, and a commit that is
        no site. Stopped anywhere, it is put right by the next call.
        """
        wanted = git.entries(commit, SOURCES)
        if problems := [*_unwanted(wanted, commit)]:
            raise Problems(problems)
        known = self._load()
        changed = [path for path, one in wanted.items() if known.get(path) != one.object]
        gone = [path for path in known if path not in wanted]
        if not changed and not gone:
            return 0
        self._save({**known, **dict.fromkeys((*changed, *gone), _UNSURE)})
        for path in gone:
            self._remove(path)
        problems = [*self._write(git, wanted, changed)]
        if problems:
            raise Problems(problems)
        self._save({path: one.object for path, one in wanted.items()})
        return len(changed) + len(gone)

    def _write(self, git: Git, wanted: dict[bytes, Entry], paths: list[bytes]) -> Iterator[Problem]:
        part = self.folder / ".part"
        blobs = git.blobs(wanted[path].object for path in paths)
        for path, (size, pieces) in zip(paths, blobs, strict=True):
            if size > LARGEST:
                what = f"the file has {size / 1e6:,.0f} MB, and {LARGEST / 1e6:,.0f} MB is the most"
                yield Problem(_said(path), 1, what, "keep it elsewhere, and link to it")
                continue
            target = self._place(path)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with part.open("wb") as file:
                file.writelines(pieces)
            os.replace(part, target)

    def _remove(self, path: bytes) -> None:
        """Take a file away, and the folders that are empty without it."""
        try:
            os.unlink(self._place(path))
            while path := os.path.dirname(path):
                os.rmdir(self._place(path))
        except OSError:
            return  # it was gone, or the folder holds more

    def _place(self, path: bytes) -> bytes:
        return os.path.join(os.fsencode(self.folder), path)

    def _load(self) -> dict[bytes, bytes]:
        if not (self.folder / SITE_FILE).is_file():
            _clear(self.folder)  # an index of files that are gone says nothing
            return {}
        try:
            return msgspec.msgpack.decode(self._index.read_bytes(), type=dict[bytes, bytes])
        except (OSError, msgspec.MsgspecError):
            _clear(self.folder)
            return {}

    def _save(self, index: dict[bytes, bytes]) -> None:
        part = self._index.with_name(f"{self._index.name}.part")
        part.write_bytes(msgspec.msgpack.encode(index))
        part.replace(self._index)


def _clear(folder: Path) -> None:
    """An empty folder: without an index, nothing tells what is in it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def _unwanted(entries: dict[bytes, Entry], commit: str) -> Iterator[Problem]:
    if SITE_FILE.encode() not in entries:
        what = f"the commit {commit[:7]} has no {SITE_FILE}, so it is no site"
        yield Problem(SITE_FILE, 1, what, "bring the file back, and push again")
    for path, entry in entries.items():
        if entry.mode == LINK:
            yield Problem(_said(path), 1, "it is a symbolic link", "commit the file itself")
        elif entry.mode == SUBMODULE:
            what = "it is a submodule, and nothing is fetched from elsewhere"
            yield Problem(_said(path), 1, what, "commit the files themselves")
        elif not {b"", b".", b".."}.isdisjoint(path.split(b"/")):
            yield Problem(_said(path), 1, "the path leads elsewhere", "rename it")


def _said(path: bytes) -> str:
    return os.fsdecode(path)
