"""What is wrong with the input is said as `path:line: what is wrong; what to do`, all at once."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec


class Problem(msgspec.Struct, frozen=True, order=True):
    """One thing that is wrong, at a place an editor can open. Lines count from 1."""

    path: str
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return printable(f"{self.path}:{self.line}: {self.what}; {self.remedy}")


class Problems(Exception):  # noqa: N818 - it is raised once for many
    """Everything that stops the work, sorted by place, each said once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


class UnfinishedError(Problems):
    """What stopped the work in the middle of writing: some of it is done."""


def printable(text: str) -> str:
    """`text` on one line, with what a terminal would obey or hide written as an escape."""
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in text
    )


def counted(number: int, noun: str) -> str:
    """The number and the noun, as many of it as there are."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
