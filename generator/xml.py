"""XML is written without the characters that no XML document can hold."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def add(parent: Element, name: str, text: str, **attributes: str) -> Element:
    """A new last child of `parent` that holds `text`."""
    child = SubElement(parent, name, attributes)
    child.text = allowed(text)
    return child


def allowed(text: str) -> str:
    """`text` without what XML 1.0 § 2.2 does not allow."""
    return _NO_XML.sub("", text)


def written(root: Element, instruction: str = "") -> bytes:
    """The document of `root`, each of its elements on a line; `instruction` stands before it."""
    indent(root, "")
    document: str = tostring(root, "unicode")
    return f"{_HEAD}{instruction}{document}\n".encode()
