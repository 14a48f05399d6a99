"""What a build did is told in one value."""

from __future__ import annotations

import msgspec

from generator.errors import Problem


class Changes(msgspec.Struct, frozen=True):
    """The difference of two manifests, as sorted output paths."""

    written: tuple[str, ...]
    removed: tuple[str, ...]


class Built(msgspec.Struct, frozen=True):
    """What a build did. `rendered` counts the pages whose key was new; `added` are the sorted paths
    of the articles that were not there before; `notes` do not stop it."""

    articles: int
    drafts: int
    pages: int
    rendered: int
    changes: Changes
    added: tuple[str, ...]
    notes: tuple[Problem, ...]
