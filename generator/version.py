"""What the program keeps is good for as long as the program is the same."""

from __future__ import annotations

import os
import re
import sys
from functools import cache
from pathlib import Path

from generator.digest import digest

LIBRARIES = (
    "babel",
    "jinja2",
    "markdown_it_py",
    "markupsafe",
    "msgspec",
    "opencc",
    "pygments",
    "pyyaml",
    "tzdata",
)
"""Those that write what the store keeps."""

_INSTALLED = re.compile(r"(\w+)-(.+)\.(?:dist|egg)-info")


@cache
def program_version() -> bytes:
    """The digest of the generator's own sources and of the versions of `LIBRARIES`."""
    folder = Path(__file__).parent
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".toml"))
    return digest(*(path.read_bytes() for path in files), *sorted(_versions()))


def installed(library: str) -> str:
    """The version of `library`, empty where it is not installed."""
    return _found().get(library, "")


def _versions() -> set[bytes]:
    found = _found()
    return {f"{name} {found[name]}".encode() for name in LIBRARIES if name in found}


@cache
def _found() -> dict[str, str]:
    """The versions of all libraries, as the folders that pip makes are called: to import
    `importlib.metadata` takes longer than a build that finds nothing new."""
    found: dict[str, str] = {}
    for place in sys.path:
        try:
            names = os.listdir(place or ".")
        except OSError:
            continue
        for name in names:
            if known := _INSTALLED.fullmatch(name):
                found.setdefault(known[1].lower(), known[2])
    return found
