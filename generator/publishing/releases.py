"""A release is a whole site in a folder of its own, and one rename decides which is live.

    built/          what the last build left; its files are those of the newest release
    releases/41/    a whole site, never changed once it is live
    releases/42/
    .spare/         the next release, in waiting: what `built/` was before the next build
    current         a link to the release that is live
    previous        a link to the one before, for readers whose page is from there

To link tens of thousands of files takes seconds, so it is done after a release went live, for the
next one. A retired release becomes the spare one: only what differs is linked.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.publishing.trees import differences, link

_BOOT = Path("/proc/sys/kernel/random/boot_id")


class Releases:
    """The releases in `folder`. Whoever changes anything but `current` must hold a lock.

    `state` is a folder that readers cannot reach. Every method may raise `OSError`.
    """

    def __init__(self, folder: Path, state: Path) -> None:
        self.folder = folder
        self.built = folder / "built"
        self._releases = folder / "releases"
        self._spare = folder / ".spare"
        self._ready = state / "spare-is-ready"
        self._building = state / "building"

    def numbers(self) -> list[int]:
        """The releases that are there, the oldest first."""
        try:
            return sorted(int(name) for name in os.listdir(self._releases) if name.isdecimal())
        except FileNotFoundError:
            return []

    def path(self, number: int) -> Path:
        return self._releases / str(number)

    def live(self) -> int:
        """The release that readers see, 0 if there is none."""
        return self._linked("current")

    @contextmanager
    def building(self) -> Iterator[None]:
        """Around a build into `built`: what was cut off by a power cut is not trusted.

        An error within means that the build changed nothing.
        """
        self.built.parent.mkdir(parents=True, exist_ok=True)
        try:
            if self._building.read_text() != _boot():
                shutil.rmtree(self.built, ignore_errors=True)
        except FileNotFoundError:
            pass
        else:
            self._ready.unlink(missing_ok=True)
        self._building.write_text(_boot())
        yield

    def unchanged(self) -> None:
        """The build changed nothing after all."""
        self._building.unlink(missing_ok=True)

    def add(self, number: int, changed: Iterable[str]) -> None:
        """Make the release of `number` of what was built; `changed` are the paths that the build
        wrote or removed. It is on the disk when this returns."""
        self._releases.mkdir(exist_ok=True)
        ready = self._ready.exists() and self._spare.is_dir()
        self._ready.unlink(missing_ok=True)
        self._bring(changed if ready else None)
        os.sync()
        self._spare.rename(self.path(number))
        _sync(self._releases)
        self._building.unlink(missing_ok=True)

    def make_live(self, number: int) -> None:
        """Show readers the release of `number`, which must be there."""
        if not self.path(number).is_dir():
            raise FileNotFoundError(2, "the release is gone", str(self.path(number)))
        if (before := self.live()) not in (0, number):
            self._link("previous", before)
        self._link("current", number)
        _sync(self.folder)

    def retire(self, keep: int) -> list[int]:
        """Keep the newest releases, `keep` of them, and the live one; gives the others' numbers.

        One of them becomes the spare release, or one is made.
        """
        live = self.live()
        gone = [number for number in self.numbers()[:-keep] if number != live]
        if not self._building.exists() and not self._ready.exists():
            if gone and not self._spare.exists():
                self.path(gone[-1]).rename(self._spare)
            if self.built.is_dir():
                self._bring(None)
                os.sync()
                self._ready.touch()
        for number in gone:
            doomed = self._releases / f".{number}"
            if self.path(number).exists():
                self.path(number).rename(doomed)
        for name in os.listdir(self._releases) if self._releases.is_dir() else ():
            if name.startswith("."):
                shutil.rmtree(self._releases / name, ignore_errors=True)
        return gone

    def _bring(self, changed: Iterable[str] | None) -> None:
        """Make the spare release what was built."""
        built, spare = str(self.built), str(self._spare)
        os.makedirs(spare, exist_ok=True)
        link(built, spare, differences(built, spare) if changed is None else changed)

    def _linked(self, name: str) -> int:
        try:
            target = Path(os.readlink(self.folder / name)).name
        except OSError:
            return 0
        return int(target) if target.isdecimal() else 0

    def _link(self, name: str, number: int) -> None:
        part = self.folder / f".{name}.{os.getpid()}"
        part.unlink(missing_ok=True)
        part.symlink_to(f"releases/{number}")
        part.replace(self.folder / name)


def _boot() -> str:
    """A name of the time since the machine was started, empty where it has none."""
    try:
        return _BOOT.read_text()
    except OSError:
        return ""


def _sync(folder: Path) -> None:
    """Have the names in `folder` reach the disk."""
    place = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)
