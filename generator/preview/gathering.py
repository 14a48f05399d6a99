"""What a search reads is made when the first of it is asked for, and what is as it was is kept."""

from __future__ import annotations

from collections.abc import Iterable

from generator.build.searching import make_search
from generator.executor import serial
from generator.preview.current import Current
from generator.store import Store


class Gathered:
    """The files that a build would stage, in memory, by their output paths."""

    def __init__(self) -> None:
        self._keys: dict[str, bytes] = {}
        self._files: dict[str, dict[str, bytes]] = {}
        self._names: set[str] = set()
        self._of: object = None

    def keep(self, name: str, key: bytes, owner: str) -> bool:  # noqa: ARG002 - of every file alike
        self._names.add(name)
        return self._keys.get(name) == key

    def files(self, name: str, key: bytes, files: Iterable[tuple[str, bytes]]) -> None:
        self._keys[name], self._files[name] = key, dict(files)

    def file(self, path: str, data: bytes) -> None:
        self._names.add(path)
        self._files[path] = {path: data}

    def sizes(self, name: str) -> dict[str, int]:
        return {path: len(data) for path, data in self._files[name].items()}

    def search_file(self, path: str, current: Current, store: Store) -> bytes | None:
        """The file at `path` of the search index of `current`, if there is one."""
        if self._of is not current.archive:
            self._names.clear()
            library, base = current.content.library, current.press.base
            with serial() as workers:
                make_search(current.archive, base, library, store, workers, self)
            self._files = {name: self._files[name] for name in self._names}
            self._of = current.archive
        for files in self._files.values():
            if path in files:
                return files[path]
        return None
