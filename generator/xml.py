"""XML is written without the characters that no XML document can hold."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")
_NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())


def add(parent: Element, name: str, text: str, **attributes: str) -> Element:
    """A new last child of `parent` that holds `text`."""
    child = SubElement(parent, name, attributes)
    child.text = allowed(text)
    return child


def allowed(text: str) -> str:
    """`text` without what XML 1.0 § 2.2 does not allow."""
    # Of UTF-8, each byte below 128 is a character of its own.
    data = text.encode(errors="ignore").translate(None, _CONTROLS)
    for none in _NO_CHARACTERS:
        data = data.replace(none, b"")
    return data.decode()


def serialized(element: Element) -> str:
    """`element` with each of its own on a line."""
    indent(element, "")
    text: str = tostring(element, "unicode")
    return text


def written(root: Element, instruction: str = "", last: Iterable[str] = ()) -> bytes:
    """The document of `root`, each of its elements on a line; `instruction` stands before it, and
    serialized elements come `last`."""
    root.text = "\n"  # so that it ends with a tag of its own
    begun, closing, name = serialized(root).rpartition("</")
    elements = "".join(f"{element}\n" for element in last)
    return f"{_HEAD}{instruction}{begun}{elements}{closing}{name}\n".encode()
