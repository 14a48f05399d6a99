"""While a site is previewed, its store is read as it was at the beginning, and never written.

So a build, a publication or a second preview of the same site has the store to itself at any time,
and may even delete it: what is read here is the past, which SQLite keeps for an open reader.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.errors import Problems
from generator.store import Store, unusable


class Snapshot(Store):
    """What the store in the folder `cache` holds now, and in memory what is put on top of it.

    It may be opened in one thread and used in another, by one at a time.
    """

    def __init__(self, cache: Path) -> None:
        self._path = cache / "newsarchive.sqlite"
        self._results: dict[bytes, bytes] = {}
        self._states: dict[str, bytes] = {}
        try:
            self._database = sqlite3.connect(
                self._path, isolation_level=None, check_same_thread=False
            )
            self._database.execute("BEGIN")
            self._database.execute("SELECT count(*) FROM state").fetchone()
        except sqlite3.Error as error:
            raise Problems([unusable(cache, str(error))]) from None

    def close(self) -> None:
        self._database.close()

    def state(self, name: str) -> bytes:
        known = self._states.get(name)
        return super().state(name) if known is None else known

    def put_state(self, name: str, value: bytes) -> None:
        self._states[name] = value

    def kept(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        wanted = set(keys)
        found = {key: self._results[key] for key in wanted & self._results.keys()}
        return found | super().kept(wanted - found.keys())

    def keep(self, results: Mapping[bytes, bytes]) -> None:
        self._results.update(results)
