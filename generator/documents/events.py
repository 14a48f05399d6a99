"""Any YAML is read here, event by event, and all that front matter must not say is told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from generator.documents.document import DEEPEST, Document, Place, brief, too_deep
from generator.errors import Problem, Problems


def read_events(path: str, text: str, first_line: int = 1) -> Document:
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
            raise Problems([*self.problems, too_deep(self.path, self._line(event))])
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
