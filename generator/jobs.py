"""What goes to whoever renders, and what comes back, are plain values."""

from __future__ import annotations

import msgspec

from generator.assets import Assets
from generator.cards import Carded, Fonts
from generator.config import Settings
from generator.errors import Problem
from generator.loader import Reading
from generator.templates import Theme
from generator.units import AnyUnit


class Press(msgspec.Struct, frozen=True):
    """What all pages of a site are made with; `key` is the digest of it all.

    `base` is what the program and the rules for texts make of a body's key. Of the assets there are
    the names alone. `fonts` are those of cards. `compiled` are templates, for a process that has
    not compiled its own.
    """

    key: bytes
    base: bytes
    reading: Reading
    settings: Settings
    theme: Theme
    reach: dict[str, tuple[str, ...]]
    assets: Assets
    fonts: Fonts
    compiled: dict[str, bytes] = {}

    @property
    def carded(self) -> Carded:
        """Which articles have a card."""
        return Carded(self.settings.cards.newest, self.fonts.languages)


class Job(msgspec.Struct, frozen=True):
    """Units to render, and what their digests stand for: the canonical articles by their paths;
    bodies by their keys, as they are kept, or as Markdown where they are not, or where that is
    shown."""

    units: tuple[AnyUnit, ...]
    articles: dict[str, bytes]
    bodies: dict[bytes, bytes]
    texts: dict[bytes, str]


class Rendered(msgspec.Struct, frozen=True):
    """The files that a unit makes, paths and bytes, and what was noted of them; or problems."""

    files: tuple[tuple[str, bytes], ...]
    notes: tuple[Problem, ...]
    problems: tuple[Problem, ...]


class Done(msgspec.Struct, frozen=True):
    """A job's results, in the order of its units, and what was made on the way and is to be kept:
    bodies, and compiled templates."""

    rendered: tuple[Rendered, ...]
    bodies: dict[bytes, bytes]
    compiled: dict[str, bytes]
