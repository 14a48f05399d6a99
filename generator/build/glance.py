"""Where every file is as it was, by its stat, there is nothing to do, and nothing is read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress

import msgspec

from generator.build.outcome import Built, Changes
from generator.config import SITE_FILE, Project
from generator.digest import canonical, digest
from generator.errors import Problems
from generator.loader import Found
from generator.manifest import Manifest
from generator.output import output_stats
from generator.store import Store, is_settled
from generator.version import program_version

LITTLE = 200
"""A build that changes so few files leaves it to the next to keep what a glance needs: that would
be a good part of what it does."""

Left = tuple[tuple[str, ...], bytes, Built]
"""The paths in an output folder, the digest of the files' sizes and times, and what was told."""


def seen_stats(project: Project, found: Found) -> bytes:
    """A digest of the stats of all that a site is made from, its content as it was `found`, and of
    the program. Empty where the next change might not show in one."""
    if project.settings.cards.newest:
        return b""  # the fonts of cards may lie anywhere
    if found.problems or not all(file.is_settled(found.begun) for file in found.files):
        return b""
    others: list[tuple[str, tuple[int, ...]]] = []
    for path in _other_files(project):
        try:
            known = os.lstat(path)
        except OSError:
            return b""
        changed = known.st_mtime_ns, known.st_ctime_ns
        if stat.S_ISLNK(known.st_mode) or not is_settled(found.begun, *changed):
            return b""
        if not stat.S_ISDIR(known.st_mode):
            others.append((path, (known.st_size, *changed, known.st_ino, known.st_mode)))
    content = [(file.path, file.stat) for file in found.files]
    try:
        return digest(program_version(), canonical((content, others)))
    except UnicodeEncodeError:  # of a name, which a build refuses
        return b""


def left_alone(store: Store, output: str, seen: bytes, folder: str) -> Built | None:
    """What a build tells that finds nothing to do, if one that saw the same left `folder` as it is
    now: in the store, that is `output`."""
    kept = store.idle(output, seen) if seen and not store.begun(output) else b""
    if not kept:
        return None
    paths, left, built = _decode(kept)
    stats = output_stats(folder, paths)
    return built if stats and digest(canonical(stats)) == left else None


def keep_left(store: Store, output: str, seen: bytes, left: Manifest, built: Built) -> None:
    """Keep what `left_alone` is to find, unless `built` changed but little."""
    if not seen or 0 < len(built.changes.written) + len(built.changes.removed) <= LITTLE:
        return
    paths: list[str] = []
    stats: list[int] = []
    for file in left.files():
        paths.append(file.path)
        stats += (file.size, file.mtime)
    idle = msgspec.structs.replace(built, rendered=0, changes=Changes((), ()), added=())
    with suppress(Problems):  # of a full disk: it is no more than the next build's time
        store.put_idle(output, seen, canonical((paths, digest(canonical(stats)), idle)))


def _other_files(project: Project) -> Iterator[str]:
    """The paths of what is no content, and of the folders that it is in."""
    yield str(project.root / SITE_FILE)
    for folder in dict.fromkeys((*project.layers("templates"), *project.layers("static"))):
        for parent, folders, names in os.walk(folder):
            folders.sort()
            yield from (os.path.join(parent, name) for name in sorted((*folders, *names)))


_decode = msgspec.msgpack.Decoder(Left).decode
