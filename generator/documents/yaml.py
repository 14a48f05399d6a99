"""The YAML that most files are written in is read line by line, and equals what any YAML is."""

from __future__ import annotations

import re
from typing import Any

from generator.documents.document import Document, Place

# In a line that is printable, which leaves out what is a line break or an error to YAML: a quoted
# text without an escape; a plain one that is not null, begins with no mark of YAML, and in which no
# colon has a space behind it.
_QUOTED = r'"([^"\\]*+)"'
_PLAIN = r"(?!null\b)(\w[^:#]*+(?::(?! )[^:#]++)*+)"
_ITEM = rf"(?:{_QUOTED}|(?!null\b)(\w[\w .-]*+))"
_ITEMS = rf"\[((?:{_ITEM}(?:, ?(?!\])|(?=\])))*+)\]"
_EACH = re.compile(_ITEM)
_LINE = re.compile(
    rf"(  )?([A-Za-z][A-Za-z0-9_-]{{0,99}}):(?: ++(?:{_QUOTED}|{_PLAIN}|{_ITEMS}))? *+"
)


def read_yaml(path: str, text: str, first_line: int = 1) -> Document:
    """The document in `text`, a YAML mapping, whose first line is `first_line` of the file.

    Every scalar is text as it was written, whatever YAML would take it for (`2026-04`, `No`,
    `10:30`); an empty one, `~` and `null` leave their key out. Raises `Problems` where the text is
    not YAML, is not a mapping, says a key twice, has a tag, or an alias.
    """
    if document := read_lines(path, text, first_line):
        return document
    # Few archives need a whole parser of YAML, and to import one takes longer than to read many.
    from generator.documents.events import read_events

    return read_events(path, text, first_line)


def read_lines(path: str, text: str, first_line: int) -> Document | None:
    """The document in `text` if it holds nothing but lines of the forms

        key: plain text, or "quoted"
        key: [plain, "quoted"]
        key:
          key: any of these values

    and says no key twice; else None.
    """
    values: dict[str, Any] = {}
    lines: dict[Place, int] = {(): first_line}
    outer: Place = ()
    table = values
    for number, line in enumerate(text.removesuffix("\n").split("\n"), first_line):
        match = _LINE.fullmatch(line)
        if not match or not line.isprintable():
            return None
        indent, key, quoted, plain, items = match.group(1, 2, 3, 4, 5)
        if not indent:
            if outer and not table:
                return None
            outer, table = (), values
        elif not outer:
            return None
        place = (*outer, key)
        if place in lines:
            return None
        lines[place] = number
        if quoted is not None:
            table[key] = quoted
        elif plain is not None:
            table[key] = plain.rstrip(" ")
        elif items is not None:
            table[key] = [quote or bare.rstrip(" ") for quote, bare in _EACH.findall(items)]
            lines |= {(*place, at): number for at in range(len(table[key]))}
        elif outer:
            return None
        else:
            outer, table = place, {}
            values[key] = table
    return Document(path, values, lines, first_line) if table else None
