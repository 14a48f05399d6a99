"""The store is one SQLite file under `.cache/`, which can be deleted at any time."""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from generator.errors import Problem, Problems

FORMAT = 2

_SCHEMA = f"""
CREATE TABLE manifest (
    output TEXT, path TEXT, key BLOB, digest BLOB, size INTEGER, mtime INTEGER, notes BLOB,
    PRIMARY KEY (output, path)
) WITHOUT ROWID;
CREATE TABLE journal (output TEXT, path TEXT, PRIMARY KEY (output, path)) WITHOUT ROWID;
PRAGMA user_version = {FORMAT};
"""


class Entry(msgspec.Struct, frozen=True):
    """What is known of an output file: the key of what made it, its digest, its stat, and what was
    noted when it was made.

    An entry without a key is a file that a build wrote, or began to, and that nobody vouches for.
    """

    key: bytes
    digest: bytes
    size: int
    mtime: int
    notes: bytes = b""


UNSURE = Entry(b"", b"", -1, -1)

Manifest = Mapping[str, Entry]


class Store:
    """The store in the folder `cache`, open to one build at a time; raises `Problems`."""

    def __init__(self, cache: Path) -> None:
        self._path = cache / "newsarchive.sqlite"
        try:
            cache.mkdir(parents=True, exist_ok=True)
            self._lock = (cache / "lock").open("w")
        except OSError as error:
            raise Problems([_unusable(cache, error.strerror or str(error))]) from None
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        try:
            self._database = self._open()
        except (sqlite3.Error, OSError) as error:
            self._lock.close()
            raise Problems([_unusable(cache, str(error))]) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._database.close()
        self._lock.close()

    def _open(self) -> sqlite3.Connection:
        """The database; one that is damaged, or of another version, is made anew."""
        try:
            return self._connect()
        except sqlite3.DatabaseError as error:
            if _is_environment(error):
                raise
            return self._anew()

    def _anew(self) -> sqlite3.Connection:
        for suffix in ("", "-wal", "-shm", "-journal"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
        return self._connect()

    def _connect(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._path, isolation_level=None)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        (version,) = database.execute("PRAGMA user_version").fetchone()
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
        if version != FORMAT or not {"manifest", "journal"} <= tables:
            for name in tables & {"manifest", "journal"}:
                database.execute(f"DROP TABLE {name}")
            database.executescript(_SCHEMA)
        if database.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            database.close()
            raise sqlite3.DatabaseError("the database is damaged")
        return database

    def manifest(self, output: str) -> dict[str, Entry]:
        """What the last build into `output` left there. What a build that did not end was about to
        change is unsure."""
        try:
            return self._known(output)
        except (sqlite3.Error, UnicodeDecodeError) as error:
            if _is_environment(error):
                raise Problems([_unusable(self._path.parent, str(error))]) from None
        self._database.close()
        self._database = self._anew()
        return {}

    def _known(self, output: str) -> dict[str, Entry]:
        rows = self._database.execute(
            "SELECT path, key, digest, size, mtime, notes FROM manifest WHERE output = ?", (output,)
        )
        known = {path: Entry(*rest) for path, *rest in rows}
        begun = self._database.execute("SELECT path FROM journal WHERE output = ?", (output,))
        known.update((path, UNSURE) for (path,) in begun)
        return known

    @contextmanager
    def changing(
        self, output: str, old: Manifest, new: Manifest, paths: Iterable[str]
    ) -> Iterator[None]:
        """Around the changes of `paths` below `output`: journaled before, and after them the
        manifest is `new`."""
        with self._transaction():
            self._database.executemany(
                "INSERT OR IGNORE INTO journal VALUES (?, ?)", ((output, path) for path in paths)
            )
        yield
        with self._transaction():
            self._database.executemany(
                "DELETE FROM manifest WHERE output = ? AND path = ?",
                ((output, path) for path in old.keys() - new.keys()),
            )
            self._database.executemany(
                "INSERT OR REPLACE INTO manifest VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    (output, path, entry.key, entry.digest, entry.size, entry.mtime, entry.notes)
                    for path, entry in new.items()
                    if old.get(path) != entry
                ),
            )
            self._database.execute("DELETE FROM journal WHERE output = ?", (output,))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            self._database.execute("BEGIN IMMEDIATE")
            yield
            self._database.execute("COMMIT")
        except sqlite3.Error as error:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
            raise Problems([_unusable(self._path.parent, str(error))]) from None


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


def _unusable(cache: Path, why: str) -> Problem:
    remedy = "make room, make the folder writable, or delete it: a build makes it anew"
    return Problem(
        f"{cache.name}/newsarchive.sqlite", 1, f"the store cannot be used: {why}", remedy
    )
