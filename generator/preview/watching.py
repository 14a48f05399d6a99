"""What editors, git and scripts do to a site's files is told by their paths, and no more."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from watchdog.events import (
    EVENT_TYPE_CLOSED,
    EVENT_TYPE_CREATED,
    EVENT_TYPE_DELETED,
    EVENT_TYPE_MODIFIED,
    EVENT_TYPE_MOVED,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

from generator.config import SITE_FILE
from generator.preview.current import Edited

FOLDERS = ("content", "templates", "static")

_CHANGES = (
    EVENT_TYPE_CLOSED,
    EVENT_TYPE_CREATED,
    EVENT_TYPE_DELETED,
    EVENT_TYPE_MODIFIED,
    EVENT_TYPE_MOVED,
)


class Watch(FileSystemEventHandler):
    """Calls `changed`, from a thread of its own, with what of the site in the folder `root` was
    edited, until it is closed."""

    def __init__(self, root: Path, changed: Callable[[Edited], object]) -> None:
        self._root = os.fspath(root)
        self._changed = changed
        self._observer = Observer()
        self._observer.schedule(self, self._root, recursive=False)
        self._watches: dict[str, ObservedWatch] = {}
        for name in FOLDERS:
            self._follow(name)
        self._observer.start()

    def close(self) -> None:
        self._observer.stop()
        self._observer.join()

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type not in _CHANGES:
            return
        if event.is_directory and event.event_type == EVENT_TYPE_MODIFIED:
            return  # what changed in it is told by itself
        for path in {os.fsdecode(event.src_path), os.fsdecode(event.dest_path)} - {""}:
            if edited := self._edited(path, event.is_directory):
                self._changed(edited)

    def _edited(self, path: str, is_folder: bool) -> Edited:
        inside = os.path.relpath(path, self._root)
        folder, _, below = inside.partition(os.sep)
        if inside == SITE_FILE:
            return Edited(settings=True)
        if folder not in FOLDERS or _is_left_about(below):
            return Edited()
        if not below:
            self._follow(folder)
        if folder == "content":
            return Edited(content=None if is_folder else frozenset({below}))
        return Edited(theme=folder == "templates", static=folder == "static")

    def _follow(self, name: str) -> None:
        """Watch the folder of this name, if it is there: what was watched before may be another,
        which is gone."""
        if before := self._watches.pop(name, None):
            self._observer.unschedule(before)
        path = os.path.join(self._root, name)
        if os.path.isdir(path):
            self._watches[name] = self._observer.schedule(self, path, recursive=True)


def _is_left_about(below: str) -> bool:
    """Whether it is an editor's own file, which no build looks at."""
    return any(
        part.startswith((".", "#")) or part.endswith(("~", ".swp")) for part in below.split(os.sep)
    )
