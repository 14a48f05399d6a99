"""An editor's files are written whole, all of them or none."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

from generator.errors import Problem, Problems


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write all files beside their places, and only then move each into its place.

    Raises `Problems` where one cannot be written.
    """
    parts = {target: target.with_name(f".{target.name}.{os.getpid()}") for target in files}
    target = Path()
    try:
        for target, part in parts.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(files[target])
        for target, part in parts.items():
            part.replace(target)
    except OSError as error:
        what = f"the file cannot be written ({error.strerror})"
        raise Problems([Problem(str(target), 1, what, "make way for it")]) from error
    finally:
        for part in parts.values():
            with contextlib.suppress(OSError):
                part.unlink()
