"""The words of the theme, and how each edition writes numbers and dates."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.dates import Date
from generator.errors import Problems
from generator.model import EDITIONS, Language
from generator.strings import (
    Strings,
    date_text,
    load_strings,
    number,
    time_text,
    weekday_names,
)
from generator.theme import THEME


def strings(folder: Path, text: str | bytes, language: Language = "en") -> Strings:
    path = folder / f"strings.{language}.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return load_strings((folder,), language)


def told(folder: Path, text: str | bytes) -> list[str]:
    with pytest.raises(Problems) as raised:
        strings(folder, text)
    return str(raised.value).split("\n")


def test_values_stand_in_their_places(tmp_path: Path) -> None:
    words = strings(tmp_path, 'by = "By {name}, {name} and {other}"\nplain = "{}{ n }"')
    assert words.text("by", {"name": "{other}", "other": 2}) == "By {other}, {other} and 2"
    assert words.places("by") == {"name", "other"}
    assert words.text("plain", {}) == "{}{ n }"


def test_a_number_chooses_the_plural_and_is_grouped(tmp_path: Path) -> None:
    text = 'articles = { one = "{n} article", other = "{n} articles" }'
    english = strings(tmp_path, text)
    assert english.text("articles", {"n": 0}) == "0 articles"
    assert english.text("articles", {"n": 1}) == "1 article"
    assert english.text("articles", {"n": 36000}) == "36,000 articles"
    assert english.form("articles", "one") == "{n} article"
    assert english.form("articles", "few") == "{n} articles"
    chinese = strings(tmp_path, 'articles = "{n}篇"', "zh-Hant")
    assert chinese.text("articles", {"n": 1}) == "1篇"


def test_each_word_is_of_the_first_folder_that_has_it(tmp_path: Path) -> None:
    for name in ("site", "theme"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "strings.en.toml").write_text(f'a = "{name}"\n{name} = "its own"')
    layers = (tmp_path / "site", tmp_path / "theme")
    words = load_strings(layers, "en")
    assert words.text("a", {}) == "site"
    assert words.text("site", {}) == words.text("theme", {}) == "its own"
    (tmp_path / "site/strings.en.toml").unlink()
    assert load_strings(layers, "en").text("a", {}) == "theme"


def test_all_that_is_no_text_is_told(tmp_path: Path) -> None:
    text = """\
fine = "a"
number = 1
no_other = { one = "a" }
category = { other = "a", lots = "b" }
inner = { other = 1 }
"""
    remedy = 'write key = "…" or key = { one = "…", other = "…" }'
    assert told(tmp_path, text) == [
        f"templates/strings.en.toml:{line}: `{key}` is not a text; {remedy}"
        for line, key in ((2, "number"), (3, "no_other"), (4, "category"), (5, "inner"))
    ]


def test_strings_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(Problems) as raised:
        load_strings((tmp_path,), "zh-Hant")
    assert str(raised.value) == (
        "templates/strings.zh-Hant.toml:1: it cannot be read: No such file or directory;"
        " make it readable"
    )
    assert told(tmp_path, b'a = "b"\nc = "\xff"') == [
        "templates/strings.en.toml:2: byte 0xff is not UTF-8; save the file as UTF-8"
    ]
    assert told(tmp_path, "a") == [
        "templates/strings.en.toml:1: this is not TOML: expected '=' after a key in a"
        " key/value pair; mend the line"
    ]


def test_both_editions_of_the_theme_have_the_same_places() -> None:
    english, chinese = (load_strings((THEME / "templates",), language) for language in EDITIONS)
    for key in english.texts.keys() & chinese.texts.keys():
        # A text may leave a value out, but not ask for one that the other isn't given.
        assert english.places(key) <= chinese.places(key) | {"n"} or not chinese.texts[key]["other"]


@pytest.mark.parametrize(
    ("date", "form", "english", "chinese"),
    [
        (Date(2026, 4), "long", "April 2026", "2026年4月"),
        (Date(2026, 4), "full", "April 2026", "2026年4月"),
        (Date(2026, 4, 7), "long", "April 7, 2026", "2026年4月7日"),
        (Date(2026, 4, 27), "full", "Monday, April 27, 2026", "2026年4月27日 星期一"),
        (Date(2026, 4, 27, 570, 480), "long", "April 27, 2026", "2026年4月27日"),
        (Date(2026, 4), "y", "2026", "2026年"),
    ],
)
def test_a_date_is_never_more_exact_than_it_is(
    date: Date, form: str, english: str, chinese: str
) -> None:
    assert date_text(date, "en", form) == english
    assert date_text(date, "zh-Hant", form) == chinese


def test_times_numbers_and_weekdays() -> None:
    assert time_text(Date(2026, 4, 27, 5)) == "00:05"
    assert time_text(Date(2026, 4, 27, 1439)) == "23:59"
    assert time_text(Date(2026, 4, 27)) == ""
    assert number(1234567, "en") == number(1234567, "zh-Hant") == "1,234,567"
    assert weekday_names("en") == ["M", "T", "W", "T", "F", "S", "S"]
    assert weekday_names("zh-Hant") == ["一", "二", "三", "四", "五", "六", "日"]
