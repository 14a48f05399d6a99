"""Two folders of one file system come to hold the same files, by links, never by copies.

A file that is linked belongs to all releases that have it, so none is ever written in place.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator


def differences(source: str, target: str) -> Iterator[str]:
    """The paths below at which the two folders do not have one and the same file."""
    folders = [""]
    while folders:
        folder = folders.pop()
        here, there = _entries(f"{source}/{folder}"), _entries(f"{target}/{folder}")
        for name in here.keys() | there.keys():
            mine, other = here.get(name), there.get(name)
            if _is_folder(mine) or _is_folder(other):
                folders.append(f"{folder}{name}/")
            if _file(mine) != _file(other):
                yield f"{folder}{name}"


def link(source: str, target: str, paths: Iterable[str]) -> None:
    """Make the folder `target` have at each of `paths` the file that `source` has, or none."""
    part = f"{target}/.part"
    new = []
    for path in paths:
        if os.path.isfile(f"{source}/{path}"):
            new.append(path)
        else:
            _remove(target, path)
    made: set[str] = set()
    for path in new:
        folder = path.rpartition("/")[0]
        if folder not in made:
            os.makedirs(f"{target}/{folder}", exist_ok=True)
            made.add(folder)
        try:
            os.link(f"{source}/{path}", f"{target}/{path}")
        except FileExistsError:
            _unlink(part)
            os.link(f"{source}/{path}", part)
            os.replace(part, f"{target}/{path}")
            _unlink(part)  # where both were one file already, the system leaves it


def size(folder: str) -> tuple[int, int]:
    """How many files `folder` has, and how many bytes."""
    files = total = 0
    for parent, _, names in os.walk(folder):
        files += len(names)
        total += sum(os.lstat(f"{parent}/{name}").st_size for name in names)
    return files, total


def _entries(folder: str) -> dict[str, os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return {entry.name: entry for entry in found}
    except (FileNotFoundError, NotADirectoryError):
        return {}


def _is_folder(entry: os.DirEntry[str] | None) -> bool:
    return entry is not None and entry.is_dir(follow_symlinks=False)


def _file(entry: os.DirEntry[str] | None) -> int:
    """Which file an entry is, 0 if it is none."""
    return 0 if entry is None or _is_folder(entry) else entry.inode()


def _remove(target: str, path: str) -> None:
    """Take a file away, and the folders that are empty without it."""
    try:
        os.unlink(f"{target}/{path}")
        while path := path.rpartition("/")[0]:
            os.rmdir(f"{target}/{path}")
    except OSError:
        return  # it was gone, or the folder holds more


def _unlink(path: str) -> None:
    try:
        os.unlink(path)
    except FileNotFoundError:
        return
