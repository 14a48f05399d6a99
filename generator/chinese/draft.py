"""A text may change under the cuts that markup made in it; a cut never moves past a character."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

Edit = tuple[int, int, str]
"""Put this string in place of the characters from start to end."""


class Draft:
    """A text that rules work on as one, and the offsets where it falls into runs again."""

    __slots__ = ("cuts", "text")

    def __init__(self, runs: Sequence[str]) -> None:
        self.text = "".join(runs)
        self.cuts: list[int] = []
        end = 0
        for run in runs[:-1]:
            end += len(run)
            self.cuts.append(end)

    @property
    def runs(self) -> list[str]:
        return [self.text[start:end] for start, end in pairwise([0, *self.cuts, len(self.text)])]

    def edit(self, edits: Iterable[Edit]) -> None:
        """Make `edits`, which are in order and apart. A cut inside one keeps its distance from the
        start of it, or lands at its end where the new string is too short."""
        edits = list(edits)
        if not edits:
            return
        parts: list[str] = []
        cuts: list[int] = []
        pending = iter(self.cuts)
        cut = next(pending, None)
        done = grown = 0
        for start, end, new in edits:
            while cut is not None and cut <= start:
                cuts.append(cut + grown)
                cut = next(pending, None)
            while cut is not None and cut < end:
                cuts.append(min(cut, start + len(new)) + grown)
                cut = next(pending, None)
            parts += self.text[done:start], new
            done = end
            grown += len(new) - (end - start)
        if cut is not None:
            cuts += (rest + grown for rest in (cut, *pending))
        self.text = "".join(parts) + self.text[done:]
        self.cuts = cuts

    def remove(self, pattern: re.Pattern[str]) -> None:
        """Take away each match of `pattern`."""
        if self.cuts:
            self.edit((*match.span(), "") for match in pattern.finditer(self.text))
        else:
            self.text = pattern.sub("", self.text)

    def convert(self, parts: Iterable[tuple[str, Callable[[str], str]]]) -> None:
        """Put in place of the text its `parts`, in order, each changed as a whole by its function.

        A cut within a part lands where the changed form of what stands before it ends. That form is
        made cut by cut, so it can be off by a character where a cut halves a word; never by more
        than the part.
        """
        if not self.cuts:
            self.text = "".join([change(part) for part, change in parts])
            return
        changed: list[str] = []
        cuts: list[int] = []
        pending = self.cuts
        at = begin = landed = 0
        for part, change in parts:
            new = change(part)
            end, edge = begin + len(part), begin
            limit = landed + len(new)
            place = landed
            while at < len(pending) and pending[at] < end:
                if new == part:
                    place = landed + pending[at] - begin
                else:
                    place = min(limit, place + len(change(self.text[edge : pending[at]])))
                cuts.append(place)
                edge = pending[at]
                at += 1
            changed.append(new)
            begin, landed = end, limit
        self.cuts = cuts + [landed] * (len(pending) - at)
        self.text = "".join(changed)
