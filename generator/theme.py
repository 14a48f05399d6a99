"""The default theme is the templates and the static files that the generator came with."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent

THEME = _PACKAGE / "theme" if (_PACKAGE / "theme").is_dir() else _PACKAGE.parent
"""Inside the package where it is installed; in a working tree, the tree, which is itself a site."""
