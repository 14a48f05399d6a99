"""A document knows its values, and where each of them stands."""

from __future__ import annotations

import codecs
from typing import Any

import msgspec

from generator.errors import Problem, Problems, printable

Key = str | int
Place = tuple[Key, ...]

DEEPEST = 20


class Syntax(msgspec.Struct, frozen=True):
    """How a file says that a `{key}` has a text, and that it has keys of its own."""

    text: str
    table: str


YAML = Syntax("a line `{key}: …`", "a line `{key}:`, and its keys below it")
TOML = Syntax('a line `{key} = "…"`', "a table `[{key}]`")


class Document(msgspec.Struct, frozen=True):
    """The values of one data file, and the line of each key's place: `("zh-Hant", "title")`."""

    path: str
    values: dict[str, Any]
    lines: dict[Place, int]
    first_line: int = 1
    syntax: Syntax = YAML

    def line(self, place: Place) -> int:
        """The line of the key at `place`, or of the nearest one that holds it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, self.first_line)

    def problem(self, place: Place, what: str, remedy: str) -> Problem:
        return Problem(self.path, self.line(place), what, remedy)


def decode_utf8(path: str, raw: bytes, lines_before: int = 0) -> str:
    """The text of `raw`, without a byte order mark and with `\\n` at the end of each line.

    It begins after `lines_before` lines of the file at `path`. Raises `Problems` with the line of
    the first byte that is not UTF-8.
    """
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        line = lines_before + raw.count(b"\n", 0, error.start) + 1
        what = f"byte {raw[error.start]:#04x} is not UTF-8"
        raise Problems([Problem(path, line, what, "save the file as UTF-8")]) from None
    return text.replace("\r\n", "\n").replace("\r", "\n") if b"\r" in raw else text


def brief(text: str) -> str:
    """`text` as it can stand in a message: on one line, of at most 60 characters."""
    shown = printable(text)
    return shown if len(shown) <= 60 else shown[:59] + "…"


def too_deep(path: str, line: int) -> Problem:
    """What is told of values that lie deeper than `DEEPEST`."""
    return Problem(path, line, "the values are nested too deeply", f"nest at most {DEEPEST} levels")
