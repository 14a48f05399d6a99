"""A finding is a problem that stops no build, and says which check made it."""

from __future__ import annotations

from typing import Literal, get_args

from generator.errors import Problem

Check = Literal[
    "links",
    "anchors",
    "images",
    "alternatives",
    "aliases",
    "topics",
    "titles",
    "vocabulary",
    "script",
    "translations",
]
CHECKS: tuple[Check, ...] = get_args(Check)


class Finding(Problem, frozen=True, order=True):
    """What one of the checks found, at a place an editor can open."""

    check: Check
