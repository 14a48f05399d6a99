"""A data file is read whole: its values, and the line of each key, where a mistake is told."""

from __future__ import annotations

import datetime
import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, get_args, get_origin

import msgspec
import yaml

from generator.errors import Problem, Problems, printable

Key = str | int
Place = tuple[Key, ...]
T = TypeVar("T")
S = TypeVar("S", bound=msgspec.Struct)

DEEPEST = 20


class Document(msgspec.Struct, frozen=True):
    """The values of one data file, and the line of each key's place: `("zh-Hant", "title")`."""

    path: str
    values: dict[str, Any]
    lines: dict[Place, int]
    first_line: int = 1

    def line(self, place: Place) -> int:
        """The line of the key at `place`, or of the nearest one that holds it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, self.first_line)

    def problem(self, place: Place, what: str, remedy: str) -> Problem:
        return Problem(self.path, self.line(place), what, remedy)


def read_toml(path: str, text: str, first_line: int = 1) -> Document:
    """The document in `text`, TOML 1.0, whose first line is `first_line` of the file at `path`.

    Dates become ISO 8601 text. Raises `Problems` where the text is not TOML.
    """
    try:
        values = tomllib.loads(text)
        return Document(path, _plain_dates(values), _toml_lines(text, first_line), first_line)
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
    except RecursionError:
        raise Problems([_too_deep(path, first_line)]) from None


def read_yaml(path: str, text: str, first_line: int = 1) -> Document:
    """The document in `text`, a YAML mapping, whose first line is `first_line` of the file.

    Every scalar is text as it was written, whatever YAML would take it for (`2026-04`, `No`,
    `10:30`); an empty one, `~` and `null` leave their key out. Raises `Problems` where the text is
    not YAML, is not a mapping, says a key twice, or uses anchors or tags.
    """
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.reader.ReaderError as error:
        char = error.character if isinstance(error.character, int) else ord(error.character[:1])
        line = first_line + text.count("\n", 0, error.position)
        raise Problems(
            [Problem(path, line, f"U+{char:04X} has no place in YAML", "delete the character")]
        ) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        what = f"this is not YAML: {error.problem or error.context}"
        remedy = "mend the line, or put the value in quotes"
        raise Problems([Problem(path, line, what, remedy)]) from None
    except RecursionError:
        raise Problems([_too_deep(path, first_line)]) from None
    if root is None:
        return Document(path, {}, {}, first_line)
    if not isinstance(root, yaml.MappingNode):
        what, remedy = "this is not a list of keys and values", "write `key: value`, one a line"
        raise Problems([Problem(path, first_line, what, remedy)])
    reading = _YamlReading(path, first_line)
    values = reading.value(root, ())
    if reading.problems:
        raise Problems(reading.problems)
    return Document(path, values, reading.lines, first_line)


class _YamlReading:
    def __init__(self, path: str, first_line: int) -> None:
        self.path = path
        self.first_line = first_line
        self.lines: dict[Place, int] = {}
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def value(self, node: yaml.Node, place: Place) -> Any:
        line = self.first_line + node.start_mark.line
        if len(place) > DEEPEST:
            self.problems.append(_too_deep(self.path, line))
            return None
        if id(node) in self._seen:
            what, remedy = "an anchor is used again", "write the value out where it is used"
            self.problems.append(Problem(self.path, line, what, remedy))
            return None
        self._seen.add(id(node))
        self.lines.setdefault(place, line)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*place, at)) for at, child in enumerate(node.value)]
        plain = isinstance(node, yaml.ScalarNode) and node.style is None
        return None if plain and node.value in ("", "~", "null") else node.value

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Any]:
        values = {}
        said: set[str] = set()
        for key_node, value_node in node.value:
            line = self.first_line + key_node.start_mark.line
            if not isinstance(key_node, yaml.ScalarNode):
                what, remedy = "a key is not plain text", "write `key: value`"
                self.problems.append(Problem(self.path, line, what, remedy))
                continue
            key = key_node.value
            if key in said:
                what, remedy = f"`{brief(key)}` is said twice", "keep one of the two"
                self.problems.append(Problem(self.path, line, what, remedy))
                continue
            said.add(key)
            self.lines[(*place, key)] = line
            value = self.value(value_node, (*place, key))
            if value is not None:
                values[key] = value
        return values


def decode(document: Document, kind: type[T], place: Place = ()) -> T:
    """The value at `place` as a `kind`, a `msgspec.Struct`.

    Raises `Problems` with everything in it that does not fit.
    """
    value: Any = document.values
    for key in place:
        value = value[key]
    try:
        return msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError:
        if isinstance(value, dict):
            raise Problems(_misfits(document, value, kind, place)) from None
        raise Problems(_misfit(document, value, kind, place)) from None


def fitting(document: Document, kind: type[S]) -> S:
    """A `kind`, all of whose fields have defaults, of the values in `document` that do fit it."""
    values = {}
    for field in msgspec.structs.fields(kind):
        value = document.values.get(field.encode_name)
        if value is not None and not any(_misfit(document, value, field.type, ())):
            values[field.encode_name] = value
    return msgspec.convert(values, kind, strict=False)


def _misfits(
    document: Document, values: Mapping[str, Any], kind: Any, place: Place
) -> Iterator[Problem]:
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    for key in values.keys() - fields.keys():
        near = difflib.get_close_matches(key, fields, n=1, cutoff=0.6)
        remedy = f"did you mean `{near[0]}`?" if near else f"known are {', '.join(fields)}"
        yield document.problem((*place, key), f"unknown key `{brief(key)}`", remedy)
    for key, field in fields.items():
        if key not in values:
            if field.required:
                where = f" in `{'.'.join(map(str, place))}`" if place else ""
                yield document.problem(place, f"no `{key}`{where}", f"add a line `{key}: …`")
            continue
        yield from _misfit(document, values[key], field.type, (*place, key))


def _misfit(document: Document, value: Any, kind: Any, place: Place) -> Iterator[Problem]:
    try:
        msgspec.convert(value, kind, strict=False)
        return
    except msgspec.ValidationError as error:
        wrong = str(error).partition(" - at ")[0]
    for inner in (kind, *get_args(kind)):
        if isinstance(value, dict) and _is_struct(inner):
            yield from _misfits(document, value, inner, place)
            return
        if isinstance(value, list) and get_origin(inner) is tuple:
            for at, item in enumerate(value):
                yield from _misfit(document, item, get_args(inner)[0], (*place, at))
            return
        if isinstance(value, dict) and get_origin(inner) is dict:
            for key, item in value.items():
                yield from _misfit(document, item, get_args(inner)[1], (*place, key))
            return
    name = ".".join(str(key) for key in place if isinstance(key, str))
    found = re.fullmatch(r"Expected `(.+?)`, got `(.+?)`", wrong)
    if found:
        wanted = " or ".join(_WORDS.get(one, one) for one in found[1].split(" | ") if one != "null")
        yield document.problem(
            place, f"`{name}` is {_WORDS.get(found[2], found[2])}", f"it must be {wanted}"
        )
    else:
        yield document.problem(place, f"`{name}` does not fit: {wrong}", "correct the value")


_WORDS = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "a table of keys and values",
    "null": "empty",
}


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def brief(text: str) -> str:
    """`text` as it can stand in a message: on one line, of at most 60 characters."""
    shown = printable(text)
    return shown if len(shown) <= 60 else shown[:59] + "…"


def _too_deep(path: str, line: int) -> Problem:
    return Problem(path, line, "the values are nested too deeply", f"nest at most {DEEPEST} levels")


def _plain_dates(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain_dates(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain_dates(item) for item in value]
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    return value


_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(
    r"\s*((?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w-]+|\"[^\"]*\"|'[^']*'))*)\s*="
)
_PART = re.compile(r"[\w-]+|\"[^\"]*\"|'[^']*'")


def _toml_lines(text: str, first_line: int) -> dict[Place, int]:
    """Where each key of a table stands. A line inside a multi-line string may be taken for a key;
    the first line that says a key wins, and all that hangs on it is the place of a message."""
    lines: dict[Place, int] = {}
    table: Place = ()
    counts: dict[Place, int] = {}
    for number, line in enumerate(text.split("\n"), first_line):
        if header := _HEADER.match(line):
            table = _parts(header[2])
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


def _parts(name: str) -> Place:
    return tuple(part.strip("\"'") for part in _PART.findall(name))
