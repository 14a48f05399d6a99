"""What the program keeps is good for as long as the program is the same."""

from __future__ import annotations

import importlib.metadata
from functools import cache
from pathlib import Path

from generator.digest import digest

LIBRARIES = ("babel", "jinja2", "markdown-it-py", "markupsafe", "msgspec", "opencc", "pygments")
"""Those that write what the store keeps."""


@cache
def program_version() -> bytes:
    """The digest of the generator's own sources and of the versions of `LIBRARIES`."""
    folder = Path(__file__).parent
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".toml"))
    sources = (path.read_bytes() for path in files)
    return digest(*sources, *(importlib.metadata.version(name).encode() for name in LIBRARIES))
