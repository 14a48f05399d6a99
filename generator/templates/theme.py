"""A theme is the text of its templates and its words, a site's own files before the default's."""

from __future__ import annotations

from pathlib import Path

import msgspec

from generator.documents import decode_utf8
from generator.errors import Problem, Problems
from generator.model import EDITIONS, Language
from generator.strings import Strings, load_strings


class Theme(msgspec.Struct, frozen=True):
    """The source of each template, by its name, and the strings of each edition."""

    templates: dict[str, str]
    strings: dict[Language, Strings]


def load_theme(folders: tuple[Path, ...]) -> Theme:
    """The theme in `folders`, the first that has a file giving it.

    Raises `Problems` for a file that cannot be read and for strings that are none.
    """
    problems: list[Problem] = []
    templates: dict[str, str] = {}
    for name, path in sorted(_files(folders).items()):
        try:
            templates[name] = _source(name, path)
        except Problems as found:
            problems += found.problems
    strings: dict[Language, Strings] = {}
    for language in EDITIONS:
        try:
            strings[language] = load_strings(folders, language)
        except Problems as found:
            problems += found.problems
    if problems:
        raise Problems(problems)
    return Theme(templates, strings)


def template_file(name: str) -> str:
    """The template as messages name it, and as its compiled code does."""
    return f"templates/{name}"


def _files(folders: tuple[Path, ...]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for folder in folders:
        for path in folder.rglob("*.html"):
            if not path.is_dir():
                found.setdefault(path.relative_to(folder).as_posix(), path)
    return found


def _source(name: str, path: Path) -> str:
    said = template_file(name)
    if not name.isprintable():
        raise Problems([Problem(said, 1, "its name holds a character that is none", "rename it")])
    try:
        if path.exists() and not path.is_file():
            raise Problems([Problem(said, 1, "it is not a plain file", "take it away")])
        return decode_utf8(said, path.read_bytes())
    except OSError as error:
        what = f"it cannot be read: {error.strerror}"
        raise Problems([Problem(said, 1, what, "make it readable, or take it away")]) from None
