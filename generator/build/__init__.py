"""A build makes the output folder what the files of the site say, and does only what is new."""

from __future__ import annotations

import os

import msgspec

from generator.build.glance import keep_left, left_alone, seen_stats
from generator.build.outcome import Built, Changes
from generator.build.watching import Watch
from generator.config import Project
from generator.executor import Workers
from generator.loader import content_files
from generator.output import Staging
from generator.store import Store

__all__ = ["Built", "Changes", "Watch", "build", "output_name"]


def build(project: Project, store: Store, workers: Workers, watch: Watch) -> Built:
    """Make the output folder of `project` what its files say.

    Raises `Problems`, all of them at once, and then nothing has changed; but for `UnfinishedError`,
    of a disk that gave up in the middle. A store that is damaged is made anew.
    """
    built = store.healed(lambda: _build(project, store, workers, watch))
    return msgspec.structs.replace(built, notes=(*store.notes, *built.notes))


def _build(project: Project, store: Store, workers: Workers, watch: Watch) -> Built:
    watch("reading", 0, 0)
    found, name = content_files(project.content), output_name(project)
    seen = seen_stats(project, found)
    with Staging(project.output):
        if idle := left_alone(store, name, seen, str(project.output)):
            return idle
    # What a build needs that finds nothing to do is loaded sooner than the rest.
    from generator.build.updating import update

    built, left = update(project, found, name, store, workers, watch)
    keep_left(store, name, seen, left, built)
    return built


def output_name(project: Project) -> str:
    """What the output folder is called in the store: where it is from there, as both may move."""
    return os.path.relpath(project.output, project.cache)
