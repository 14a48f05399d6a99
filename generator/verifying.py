"""A site is right when a build that knows nothing of it gives the same bytes."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import msgspec

from generator.build import Watch, build, output_name
from generator.config import Project
from generator.executor import Workers
from generator.manifest import load_manifest
from generator.store import Store


class Verified(msgspec.Struct, frozen=True):
    """What an output folder and a clean build have in common: how many files; and the sorted paths
    of those that differ, that only the folder has, and that it lacks."""

    same: int
    different: tuple[str, ...]
    extra: tuple[str, ...]
    missing: tuple[str, ...]


def verify(project: Project, store: Store, workers: Workers, watch: Watch) -> Verified:
    """How what was built into the folder of `project` compares with a clean build of it.

    Files that no build wrote are none of it.
    """
    with tempfile.TemporaryDirectory(prefix="newsarchive-") as folder:
        clean = msgspec.structs.replace(project, output=Path(folder, "site"))
        with Store(Path(folder, "cache")) as fresh:
            build(clean, fresh, workers, watch)
            wanted = load_manifest(fresh, output_name(clean)).paths()
        found = load_manifest(store, output_name(project)).paths()
        there = {path for path in found if os.path.lexists(project.output / path)}
        different = {
            path
            for path in wanted & there
            if (project.output / path).read_bytes() != (clean.output / path).read_bytes()
        }
    return Verified(
        same=len(wanted & there) - len(different),
        different=tuple(sorted(different)),
        extra=tuple(sorted(there - wanted)),
        missing=tuple(sorted(wanted - there)),
    )
