"""The store is one SQLite file under `.cache/`, which can be deleted at any time.

It keeps results under the digests of what they were made from, what is known of every file by its
path, and what every build left in its output folder. It knows nothing of news, and it vouches for
its bytes: a value that is not as it was written is a damaged store.
"""

from __future__ import annotations

import fcntl
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Generic, Self, TypeVar

import msgspec

from generator.errors import Problem, Problems, UnfinishedError

R = TypeVar("R")
T = TypeVar("T")

FORMAT = 5

TRUSTED = 2_000_000_000
"""How old a change must be, in nanoseconds, for a stat to show the next one: file systems tell the
time in steps of up to two seconds (as git's index has it, under racy git)."""

GRACE = 3
"""How many builds a result outlives its last use by: an edit that is undone finds it again."""

_TABLES = {
    "kept": "(key BLOB PRIMARY KEY, value BLOB, dropped INTEGER)",
    "files": "(path TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID",
    "made": "(output TEXT, name TEXT, value BLOB, PRIMARY KEY (output, name)) WITHOUT ROWID",
    "journal": "(output TEXT, path TEXT, PRIMARY KEY (output, path)) WITHOUT ROWID",
    "state": "(name TEXT PRIMARY KEY, value BLOB)",
    "idle": "(output TEXT PRIMARY KEY, seen BLOB, value BLOB)",
}
_MOST_VALUES = 500


Month = tuple[int, int]
"""A year, and a month of it from 1."""


def is_settled(now: int, *times: int) -> bool:
    """Whether the next change of a file will show in its stat, if these are the times of the last:
    nanoseconds, as `now` is, when the stat was about to be taken."""
    return now - max(times) > TRUSTED


class DamagedError(Exception):
    """The store's file does not hold what was written; see `Store.healed`."""


class Store:
    """The store in the folder `cache`, open to one build at a time; raises `Problems`.

    What an editor should know of it is in `notes`. `waits` is called where another build has it.
    """

    def __init__(self, cache: Path, waits: Callable[[], object] = lambda: None) -> None:
        self._path = cache / "newsarchive.sqlite"
        self.notes: list[Problem] = []
        lock = f"{_said(cache)}/lock"
        try:
            cache.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            what = "it is in the way of the folder that keeps what builds know"
            remedy = "move it away, or name another folder with --cache"
            raise Problems([Problem(_said(cache), 1, what, remedy)]) from None
        except OSError as error:
            raise Problems([unusable(cache, error.strerror or str(error))]) from None
        try:
            self._lock = (cache / "lock").open("w")
        except IsADirectoryError:
            what = "a folder is in the way of the file that one build at a time holds"
            raise Problems([Problem(lock, 1, what, "move it away")]) from None
        except OSError as error:
            what = f"it cannot be opened: {error.strerror or error}"
            remedy = "make it and its folder writable, or name another folder with --cache"
            raise Problems([Problem(lock, 1, what, remedy)]) from None
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waits()
            fcntl.flock(self._lock, fcntl.LOCK_EX)
        try:
            self._database = self._open()
        except (sqlite3.Error, OSError) as error:
            self._lock.close()
            raise Problems([unusable(cache, str(error))]) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Leave the store to others."""
        self._database.close()
        self._lock.close()

    def healed(self, step: Callable[[], R]) -> R:
        """What `step` gives; where it finds the store damaged, once more with an empty one."""
        try:
            return step()
        except DamagedError:
            self._database.close()
        try:
            self._database = self._mended()
        except (sqlite3.Error, OSError) as error:
            raise Problems([unusable(self._path.parent, str(error))]) from None
        return step()

    def state(self, name: str) -> bytes:
        """What was put under `name`, empty if nothing was."""
        for (value,) in self._rows("SELECT value FROM state WHERE name = ?", (name,)):
            return _checked(value)
        return b""

    def put_state(self, name: str, value: bytes) -> None:
        with self._transaction():
            self._database.execute(
                "INSERT OR REPLACE INTO state VALUES (?, ?)", (name, _signed(value))
            )

    def files(self) -> dict[str, bytes]:
        """What is known of each file, by its path."""
        rows = self._rows("SELECT path, value FROM files")
        return {path: _checked(value) for path, value in rows}

    def put_files(
        self,
        known: Mapping[str, bytes],
        gone: Iterable[str],
        reached: Iterable[bytes],
        dropped: Iterable[bytes],
    ) -> None:
        """Know `known` instead of what was known of these paths, and nothing of those in `gone`.

        Results under keys in `dropped` are forgotten after `GRACE` more calls, unless they are
        `reached` again before.
        """
        with self._transaction():
            (turn,) = self._database.execute("PRAGMA user_version").fetchone()
            self._database.executemany("DELETE FROM files WHERE path = ?", ((one,) for one in gone))
            self._database.executemany(
                "INSERT OR REPLACE INTO files VALUES (?, ?)",
                ((path, _signed(value)) for path, value in known.items()),
            )
            self._database.executemany(
                "UPDATE kept SET dropped = ? WHERE key = ?", ((turn, key) for key in dropped)
            )
            self._database.executemany(
                "UPDATE kept SET dropped = NULL WHERE key = ? AND dropped IS NOT NULL",
                ((key,) for key in reached),
            )
            self._database.execute("DELETE FROM kept WHERE dropped <= ?", (turn - GRACE,))
            self._database.execute(f"PRAGMA user_version = {turn + 1}")

    def kept(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """The results that are kept under `keys`."""
        found: dict[bytes, bytes] = {}
        waiting = iter(keys)
        while some := tuple(islice(waiting, _MOST_VALUES)):
            marks = ", ".join("?" * len(some))
            rows = self._rows(f"SELECT key, value FROM kept WHERE key IN ({marks})", some)
            found.update((key, _checked(value)) for key, value in rows)
        return found

    def keep(self, results: Mapping[bytes, bytes]) -> None:
        """Keep `results` under their keys."""
        with self._transaction():
            self._database.executemany(
                "INSERT OR REPLACE INTO kept VALUES (?, ?, NULL)",
                ((key, _signed(value)) for key, value in results.items()),
            )

    def forget(self) -> None:
        """Forget all results, and all that is known of files."""
        with self._transaction():
            for table in ("kept", "files", "state", "idle"):
                self._database.execute(f"DELETE FROM {table}")

    def idle(self, output: str, seen: bytes) -> bytes:
        """What was put for the folder `output` and what was `seen`, empty if nothing was or if the
        folder was changed since."""
        query = "SELECT value FROM idle WHERE output = ? AND seen = ?"
        for (value,) in self._rows(query, (output, seen)):
            return _checked(value)
        return b""

    def put_idle(self, output: str, seen: bytes, value: bytes) -> None:
        with self._transaction():
            self._database.execute(
                "INSERT OR REPLACE INTO idle VALUES (?, ?, ?)", (output, seen, _signed(value))
            )

    def made(self, output: str) -> dict[str, bytes]:
        """What the last build left in the folder `output`, by the names it gave."""
        rows = self._rows("SELECT name, value FROM made WHERE output = ?", (output,))
        return {name: _checked(value) for name, value in rows}

    def begun(self, output: str) -> frozenset[str]:
        """The paths that a build which did not end was about to change in the folder `output`."""
        rows = self._rows("SELECT path FROM journal WHERE output = ?", (output,))
        return frozenset(path for (path,) in rows)

    @contextmanager
    def changing(
        self, output: str, paths: Iterable[str], made: Mapping[str, bytes], gone: Iterable[str]
    ) -> Iterator[None]:
        """Around changes of `paths` in the folder `output`: journaled before, and after them `made`
        stands instead of what stood under these names, and nothing under those of `gone`. Raises
        `UnfinishedError` where the store does not take that any more."""
        with self._transaction():
            self._database.execute("DELETE FROM idle WHERE output = ?", (output,))
            self._database.executemany(
                "INSERT OR IGNORE INTO journal VALUES (?, ?)", ((output, path) for path in paths)
            )
        yield
        try:
            self._changed(output, made, gone)
        except Problems as found:
            raise UnfinishedError(found.problems) from None

    def _changed(self, output: str, made: Mapping[str, bytes], gone: Iterable[str]) -> None:
        with self._transaction():
            self._database.executemany(
                "DELETE FROM made WHERE output = ? AND name = ?", ((output, name) for name in gone)
            )
            self._database.executemany(
                "INSERT OR REPLACE INTO made VALUES (?, ?, ?)",
                ((output, name, _signed(value)) for name, value in made.items()),
            )
            self._database.execute("DELETE FROM journal WHERE output = ?", (output,))

    def _open(self) -> sqlite3.Connection:
        """The database; one that is damaged, or of another version, is made anew."""
        try:
            return self._connect()
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # names it cannot read back
            if _is_environment(error):
                raise
            return self._mended()

    def _mended(self) -> sqlite3.Connection:
        what = "the store did not hold what was written, and is made anew"
        self.notes.append(_noted(self._path.parent, what, "look at the disk if that happens again"))
        return self._anew()

    def _anew(self) -> sqlite3.Connection:
        for suffix in ("", "-wal", "-shm", "-journal"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
        return self._connect()

    def _connect(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._path, isolation_level=None)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        (version,) = database.execute("PRAGMA application_id").fetchone()
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
        if version != FORMAT or not tables >= _TABLES.keys():
            if tables:
                database.close()
                return self._anew()
            for name, columns in _TABLES.items():
                database.execute(f"CREATE TABLE {name} {columns}")
            database.execute("CREATE INDEX dropped ON kept (dropped) WHERE dropped IS NOT NULL")
            database.execute(f"PRAGMA application_id = {FORMAT}")
        return database

    def _rows(self, query: str, values: Iterable[object] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._database.execute(query, tuple(values)).fetchall()
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise self._failure(error) from None

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            self._database.execute("BEGIN IMMEDIATE")
            yield
            self._database.execute("COMMIT")
        except sqlite3.Error as error:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
            raise self._failure(error) from None

    def _failure(self, error: Exception) -> Exception:
        if _is_environment(error):
            return Problems([unusable(self._path.parent, str(error))])
        return DamagedError(str(error))


class Monthly(Generic[T]):
    """Results that `store` keeps under `name` month by month, and there by a digest. A month that
    has a new one is written again, with those that are still of use; the others are left alone."""

    def __init__(self, store: Store, name: str, decode: Callable[[bytes], dict[bytes, T]]) -> None:
        self._store = store
        self._name = name
        self._decode = decode
        self._months: dict[Month, dict[bytes, T]] = {}
        self._new: set[Month] = set()

    def of(self, month: Month) -> Mapping[bytes, T]:
        """What is kept of `month`."""
        return self._of(month)

    def put(self, month: Month, key: bytes, result: T) -> None:
        self._of(month)[key] = result
        self._new.add(month)

    def save(self, used: Iterable[tuple[Month, bytes]]) -> None:
        """Write the months that have something new; what is not `used` there is forgotten."""
        keys: dict[Month, set[bytes]] = {month: set() for month in self._new}
        for month, key in used:
            if month in keys:
                keys[month].add(key)
        for month in sorted(keys):
            known = self._months[month]
            kept = {key: known[key] for key in sorted(keys[month] & known.keys())}
            self._store.put_state(self._state(month), msgspec.msgpack.encode(kept))

    def _of(self, month: Month) -> dict[bytes, T]:
        known = self._months.get(month)
        if known is None:
            kept = self._store.state(self._state(month))
            known = self._months[month] = self._decode(kept) if kept else {}
        return known

    def _state(self, month: Month) -> str:
        return f"{self._name} {month[0]:04}-{month[1]:02}"


def _signed(value: bytes) -> bytes:
    return zlib.crc32(value, FORMAT).to_bytes(4, "big") + value


def _checked(value: object) -> bytes:
    """The bytes that were signed; raises `DamagedError`."""
    if isinstance(value, bytes):
        kept = value[4:]
        if zlib.crc32(kept, FORMAT) == int.from_bytes(value[:4]):
            return kept
    raise DamagedError("a value is not as it was written")


def _is_environment(error: Exception) -> bool:
    """Whether the machine is at fault, and not what the file holds."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    return isinstance(error, sqlite3.Error) and code in (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_READONLY,
    )


def unusable(cache: Path, why: str) -> Problem:
    remedy = "make room, make the folder writable, or delete it: a build makes it anew"
    return _noted(cache, f"the store cannot be used: {why}", remedy)


def _noted(cache: Path, what: str, remedy: str) -> Problem:
    return Problem(f"{_said(cache)}/newsarchive.sqlite", 1, what, remedy)


def _said(cache: Path) -> str:
    """How the folder is called in a message: the usual one as it lies in a site."""
    return cache.name if cache.name == ".cache" else str(cache)
