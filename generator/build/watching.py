"""A build says what it is at, and never looks at a clock."""

from __future__ import annotations

from collections.abc import Callable

Watch = Callable[[str, int, int], None]
"""Told what a build is at: the name of the stage, how much of it is done, and of how much."""
