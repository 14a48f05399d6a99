"""TOML is read by the standard library, and the lines of its keys by a search of the text."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from generator.documents.document import DEEPEST, TOML, Document, Place, too_deep
from generator.errors import Problem, Problems


def read_toml(path: str, text: str, first_line: int = 1) -> Document:
    """The document in `text`, TOML 1.0, whose first line is `first_line` of the file at `path`.

    Dates become ISO 8601 text. Raises `Problems` where the text is not TOML.
    """
    if deep := _DEEP_KEY.search(text):
        # The parser's time would grow with the square of the parts.
        raise Problems([too_deep(path, first_line + text.count("\n", 0, deep.start()))])
    try:
        values = tomllib.loads(text)
        lines = _toml_lines(text, first_line)
        return Document(path, _plain_dates(values), lines, first_line, TOML)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r" \(at line (\d+), column \d+\)$", str(error))
        line = first_line + int(found[1]) - 1 if found else first_line + text.count("\n")
        what = (
            str(error)[: found.start()]
            if found
            else str(error).removesuffix(" (at end of document)")
        )
        what = what[:1].lower() + what[1:]
        raise Problems(
            [Problem(path, line, f"this is not TOML: {what}", "mend the line")]
        ) from None
    except ValueError:
        # Python's own limit on the digits of a whole number.
        raise Problems(
            [Problem(path, first_line, "a number has too many digits", "write a shorter one")]
        ) from None
    except RecursionError:
        raise Problems([too_deep(path, first_line)]) from None


def _plain_dates(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain_dates(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain_dates(item) for item in value]
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    return value


_NAME = r"(?:[\w-]++|\"[^\"\n]*+\"|'[^'\n]*+')"
_HEADER = re.compile(r"\s*(\[\[?)([^\[\]]+)\]")
_KEY = re.compile(rf"\s*({_NAME}(?:\s*\.\s*{_NAME})*+)\s*=")
_PART = re.compile(_NAME)
_DEEP_KEY = re.compile(rf"(?:\.[ \t]*+{_NAME}[ \t]*+){{{DEEPEST}}}")


def _toml_lines(text: str, first_line: int) -> dict[Place, int]:
    """Where each key of a table stands. A line inside a multi-line string may be taken for a key;
    the first line that says a key wins, and all that hangs on it is the place of a message."""
    lines: dict[Place, int] = {}
    table: Place = ()
    counts: dict[Place, int] = {}
    for number, line in enumerate(text.split("\n"), first_line):
        if header := _HEADER.match(line):
            table = _counted(_parts(header[2]), counts)
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            place = table
        elif key := _KEY.match(line):
            place = table + _parts(key[1])
        else:
            continue
        for depth in range(1, len(place) + 1):
            lines.setdefault(place[:depth], number)
    return lines


def _counted(name: Place, counts: Mapping[Place, int]) -> Place:
    """`name` with the number of the item that it is in, of each array of tables that it names."""
    place: Place = ()
    for part in name:
        if place in counts:
            place = (*place, counts[place])
        place = (*place, part)
    return place


def _parts(name: str) -> Place:
    return tuple(part.strip("\"'") for part in _PART.findall(name))
