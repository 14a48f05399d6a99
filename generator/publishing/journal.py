"""What was published, when and by whom, is written down line by line, and reaches the disk."""

from __future__ import annotations

import datetime
import getpass
import os
from pathlib import Path
from typing import Literal

import msgspec

Event = Literal["built", "live", "rollback", "refused", "preview"]


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One event. `by` is the user of this machine; `written` and `removed` count files."""

    event: Event
    when: str
    by: str
    branch: str = ""
    release: int = 0
    commit: str = ""
    author: str = ""
    subject: str = ""
    written: int = 0
    removed: int = 0
    problems: int = 0
    seconds: float = 0.0


class Journal:
    """The log in one file. A line that was cut off, as by a power cut, is no line."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def append(self, entry: Entry) -> None:
        """Write `entry` down; it is on the disk when this returns. Raises `OSError`."""
        with self._path.open("ab+") as file:
            line = _encoder.encode(entry) + b"\n"
            if file.tell():
                file.seek(-1, os.SEEK_END)
                line = line if file.read(1) == b"\n" else b"\n" + line
            file.write(line)
            file.flush()
            os.fsync(file.fileno())

    def entries(self) -> list[Entry]:
        """All entries, the oldest first."""
        found = []
        try:
            lines = self._path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return []
        for line in lines:
            try:
                found.append(_decoder.decode(line))
            except (msgspec.MsgspecError, UnicodeDecodeError):
                continue
        return found

    def built(self, branch: str) -> dict[int, Entry]:
        """How each release of `branch` came to be, by its number."""
        return {
            entry.release: entry
            for entry in self.entries()
            if entry.branch == branch and entry.event == "built"
        }

    def withdrawn(self, branch: str) -> set[int]:
        """The releases of `branch` that a rollback took from readers, and nothing gave back."""
        live, found = 0, set[int]()
        for entry in self.entries():
            if entry.branch == branch and entry.event in ("live", "rollback"):
                if entry.event == "rollback" and entry.release < live:
                    found.add(live)
                found.discard(entry.release)
                live = entry.release
        return found


def now() -> str:
    """The time, in UTC, to the second."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def user() -> str:
    """Who runs this, as the machine knows it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Entry)
