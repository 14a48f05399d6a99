"""A push whose release is made has its turn until the branch moved: git moves it after the hook."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

LONGEST = 60.0
"""Seconds after which a turn is over, since the number of a process may be that of another."""

_PAUSE = 0.02


class _Held(msgspec.Struct, frozen=True):
    """Git's process `receiver` is about to move the branch from the commit `old`."""

    receiver: int
    old: str


class Turn:
    """Whose turn it is, noted in the file `path`. Whoever asks or notes holds the newsroom's lock,
    which ends with the hook, and so before git moves the branch."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def pass_on(self, old: str) -> None:
        """Note that the process that called the hook moves the branch from `old` next."""
        with suppress(OSError):  # without it, git itself refuses whoever comes too soon
            self._path.write_bytes(msgspec.json.encode(_Held(os.getppid(), old)))

    def wait(self, tip: Callable[[], str]) -> None:
        """Wait until the push before has moved the branch, or is gone; `tip` says where it is."""
        try:
            held = msgspec.json.decode(self._path.read_bytes(), type=_Held)
        except (OSError, msgspec.MsgspecError):
            return
        over = time.monotonic() + LONGEST
        while tip() == held.old and _runs(held.receiver) and time.monotonic() < over:
            time.sleep(_PAUSE)
        self._path.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
