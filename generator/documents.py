"""A data file is read whole: its values, and the line of each key, where a mistake is told."""

from __future__ import annotations

import codecs
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
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_toml(path: str, text: str, first_line: int = 1) -> Document:
    """The document in `text`, TOML 1.0, whose first line is `first_line` of the file at `path`.

    Dates become ISO 8601 text. Raises `Problems` where the text is not TOML.
    """
    if deep := _DEEP_KEY.search(text):
        # The parser's time would grow with the square of the parts.
        raise Problems([_too_deep(path, first_line + text.count("\n", 0, deep.start()))])
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
    except ValueError:
        # Python's own limit on the digits of a whole number.
        raise Problems(
            [Problem(path, first_line, "a number has too many digits", "write a shorter one")]
        ) from None
    except RecursionError:
        raise Problems([_too_deep(path, first_line)]) from None


def read_yaml(path: str, text: str, first_line: int = 1) -> Document:
    """The document in `text`, a YAML mapping, whose first line is `first_line` of the file.

    Every scalar is text as it was written, whatever YAML would take it for (`2026-04`, `No`,
    `10:30`); an empty one, `~` and `null` leave their key out. Raises `Problems` where the text is
    not YAML, is not a mapping, says a key twice, has a tag, or an alias.
    """
    reading = _YamlReading(path, text, first_line)
    try:
        values = reading.document()
    except yaml.reader.ReaderError as error:
        # The C reader counts bytes.
        line = first_line + text.encode()[: error.position].count(b"\n")
        what = f"U+{error.character:04X} has no place in YAML"
        raise Problems([Problem(path, line, what, "delete the character")]) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        what = f"this is not YAML: {error.problem or error.context}"
        remedy = "mend the line, or put the value in quotes"
        raise Problems([*reading.problems, Problem(path, line, what, remedy)]) from None
    if reading.problems:
        raise Problems(reading.problems)
    return Document(path, values, reading.lines, first_line)


class _YamlReading:
    """Reads the events of the parser, not its nodes: it would make those of any depth on the C
    stack, and text that is nested deep enough kills the process."""

    def __init__(self, path: str, text: str, first_line: int) -> None:
        self.path = path
        self.first_line = first_line
        self.lines: dict[Place, int] = {}
        self.problems: list[Problem] = []
        self._events: Iterator[Any] = yaml.parse(text, Loader=yaml.CSafeLoader)

    def document(self) -> dict[str, Any]:
        next(self._events)
        if isinstance(next(self._events), yaml.StreamEndEvent):
            return {}
        event = next(self._events)
        if not isinstance(event, yaml.MappingStartEvent):
            what, remedy = "this is not a list of keys and values", "write `key: value`, one a line"
            raise Problems([Problem(self.path, self.first_line, what, remedy)])
        values: dict[str, Any] = self._value(event, ())
        next(self._events)
        event = next(self._events)
        if not isinstance(event, yaml.StreamEndEvent):
            self._tell(event, "a second YAML document begins here", "delete the line")
        return values

    def _value(self, event: Any, place: Place) -> Any:
        if len(place) > DEEPEST:
            raise Problems([*self.problems, _too_deep(self.path, self._line(event))])
        if isinstance(event, yaml.AliasEvent):
            what = f"`*{brief(event.anchor or '')}` stands for another value in YAML"
            self._tell(event, what, "write that out, or put the text in quotes")
            return None
        if event.tag not in (None, "!"):
            tag = brief(event.tag.replace("tag:yaml.org,2002:", "!!"))
            self._tell(event, f"`{tag}` is a tag in YAML", "delete it, or put the text in quotes")
        self.lines.setdefault(place, self._line(event))
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(place)
        if isinstance(event, yaml.SequenceStartEvent):
            items = self._until(yaml.SequenceEndEvent)
            return [self._value(item, (*place, at)) for at, item in enumerate(items)]
        # A plain scalar is the one that may be taken for more than text.
        return None if event.implicit[0] and event.value in ("", "~", "null") else event.value

    def _mapping(self, place: Place) -> dict[str, Any]:
        values = {}
        said: set[str] = set()
        for event in self._until(yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self._tell(event, "a key is not plain text", "write `key: value`")
                self._value(event, (*place, ""))
                self._value(next(self._events), (*place, ""))
                continue
            key = event.value
            if key in said:
                self._tell(event, f"`{brief(key)}` is said twice", "keep one of the two")
            else:
                self.lines[(*place, key)] = self._line(event)
            value = self._value(next(self._events), (*place, key))
            if value is not None and key not in said:
                values[key] = value
            said.add(key)
        return values

    def _until(self, end: type[yaml.Event]) -> Iterator[Any]:
        while not isinstance(event := next(self._events), end):
            yield event

    def _line(self, event: Any) -> int:
        line: int = event.start_mark.line
        return self.first_line + line

    def _tell(self, event: Any, what: str, remedy: str) -> None:
        self.problems.append(Problem(self.path, self._line(event), what, remedy))


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
