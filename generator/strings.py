"""Every word of a page is in a TOML file of its edition, the site's own before the theme's."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from generator.dates import Date
from generator.documents import decode_utf8, read_toml
from generator.errors import Problem, Problems
from generator.model import Language

if TYPE_CHECKING:
    from babel import Locale

_LOCALES: Mapping[Language, str] = {"en": "en", "zh-Hant": "zh_Hant_TW"}
_PLACE = re.compile(r"\{(\w+)\}")
_CATEGORIES = {"zero", "one", "two", "few", "many", "other"}


class Strings(msgspec.Struct, frozen=True):
    """The texts of one edition: by key, and by plural category, `other` being always there."""

    path: str
    language: Language
    texts: dict[str, dict[str, str]]

    def text(self, key: str, values: Mapping[str, Any]) -> str:
        """The text of `key` with `values` in their places; `n` also chooses the plural."""
        forms = self.texts[key]
        shown = dict(values)
        form = "other"
        if isinstance(n := values.get("n"), int):
            form = _plural(n, self.language)
            shown["n"] = number(n, self.language)
        text = forms.get(form, forms["other"])
        return _PLACE.sub(lambda place: str(shown[place[1]]), text)

    def form(self, key: str, category: str) -> str:
        """The text of `key` in one plural category, its places open, for a script to fill."""
        forms = self.texts[key]
        return forms.get(category, forms["other"])

    def places(self, key: str) -> set[str]:
        """The names of the values that the text of `key` has places for."""
        return {name for form in self.texts[key].values() for name in _PLACE.findall(form)}


def strings_file(language: Language) -> str:
    return f"strings.{language}.toml"


def load_strings(folders: tuple[Path, ...], language: Language) -> Strings:
    """The strings of an edition, each from the first of `folders` that has it; raises `Problems`.

    The last folder has a file of them.
    """
    name = strings_file(language)
    said = f"templates/{name}"
    texts: dict[str, dict[str, str]] = {}
    for folder in reversed(folders):
        if folder is folders[-1] or (folder / name).is_file():
            texts |= _texts(said, folder / name)
    return Strings(said, language, texts)


def _texts(said: str, path: Path) -> dict[str, dict[str, str]]:
    """What the file at `path`, called `said`, has."""
    try:
        text = decode_utf8(said, path.read_bytes())
    except OSError as error:
        what = f"it cannot be read: {error.strerror}"
        raise Problems([Problem(said, 1, what, "make it readable")]) from None
    document = read_toml(said, text)
    problems = []
    texts = {}
    for key, value in document.values.items():
        forms = {"other": value} if isinstance(value, str) else value
        if (
            not isinstance(forms, dict)
            or "other" not in forms
            or not forms.keys() <= _CATEGORIES
            or not all(isinstance(form, str) for form in forms.values())
        ):
            remedy = 'write key = "…" or key = { one = "…", other = "…" }'
            problems.append(document.problem((key,), f"`{key}` is not a text", remedy))
            continue
        texts[key] = forms
    if problems:
        raise Problems(problems)
    return texts


# Babel is imported where it is called: a build that writes no page never needs it.


@lru_cache(maxsize=8)
def locale(language: Language) -> Locale:
    from babel import Locale

    return Locale.parse(_LOCALES[language])


@lru_cache(maxsize=4096)
def number(value: int, language: Language) -> str:
    """`value` as the edition groups digits."""
    from babel.numbers import format_decimal

    return format_decimal(value, locale=locale(language))


@lru_cache(maxsize=4096)
def _plural(value: int, language: Language) -> str:
    return locale(language).plural_form(value)


def date_text(date: Date, language: Language, form: str = "long") -> str:
    """`date` as the edition writes it, never more exact than it is.

    `form` is "long", "full" (with the weekday), or a skeleton of CLDR's, such as `y`.
    """
    return _day_text(date.year, date.month, date.day, language, form)


@lru_cache(maxsize=16384)
def _day_text(year: int, month: int, day: int, language: Language, form: str) -> str:
    from babel.dates import format_date, format_skeleton

    first = datetime.date(year, month, day or 1)
    if form not in ("long", "full"):
        return format_skeleton(form, first, locale=locale(language))
    if not day:
        return format_skeleton("yMMMM", first, locale=locale(language))
    return format_date(first, form, locale=locale(language))


def time_text(date: Date) -> str:
    """The time of day, on the clock of 24 hours; empty for a date without one."""
    if date.minute < 0:
        return ""
    hours, minutes = divmod(date.minute, 60)
    return f"{hours:02}:{minutes:02}"


def weekday_names(language: Language) -> list[str]:
    """The shortest names of the days of the week, from Monday."""
    from babel.dates import get_day_names

    names = get_day_names("narrow", "stand-alone", locale=locale(language))
    return [names[day] for day in range(7)]
