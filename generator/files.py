"""An editor's files are written whole, all of them or none."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from generator.errors import Problem, Problems


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write all files beside their places, and only then move each into its place.

    A file that was there keeps its mode, and a link to one stays a link. Raises `Problems` where
    one cannot be written.
    """
    places = {target: Path(os.path.realpath(target)) for target in files}
    parts = {
        target: place.with_name(f".{place.name}.{os.getpid()}") for target, place in places.items()
    }
    target = Path()
    try:
        for target, part in parts.items():
            place = places[target]
            place.parent.mkdir(parents=True, exist_ok=True)
            part.touch(0o600 if place.exists() else 0o666)
            part.write_bytes(files[target])
            if place.exists():
                shutil.copymode(place, part)
        for target, part in parts.items():
            part.replace(places[target])
    except OSError as error:
        what = f"the file cannot be written ({error.strerror})"
        raise Problems([Problem(str(target), 1, what, "make way for it")]) from error
    finally:
        for part in parts.values():
            with contextlib.suppress(OSError):
                part.unlink()
