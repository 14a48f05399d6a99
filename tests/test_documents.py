"""Data files: their values, and what is told of their mistakes."""

from __future__ import annotations

import datetime
import tomllib
from contextlib import suppress
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.documents import (
    DEEPEST,
    Document,
    brief,
    decode,
    decode_utf8,
    fitting,
    read_toml,
    read_yaml,
)
from generator.documents.events import read_events
from generator.documents.yaml import read_lines
from generator.errors import Problems

DEEP = f"the values are nested too deeply; nest at most {DEEPEST} levels"


class Inner(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    question: str
    answer: str = ""


class Outer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: str = ""
    topics: tuple[str, ...] = ()
    faq: tuple[Inner, ...] = ()
    one: Inner | None = None
    words: dict[str, str] = {}
    count: int = 0
    draft: bool = False


def told(read: Any, *arguments: Any) -> list[str]:
    """The problems that a call raises, a line each."""
    with pytest.raises(Problems) as raised:
        read(*arguments)
    return str(raised.value).split("\n")


# YAML.


@pytest.mark.parametrize(
    "written",
    [
        "No",
        "1.10",
        "2026",
        "2026-04",
        "2026-04-27",
        "10:30",
        "0x1F",
        "1e3",
        "NaN",
        "true",
        "=",
        "<<",
    ],
)
def test_a_yaml_scalar_is_text_as_it_was_written(written: str) -> None:
    assert read_yaml("a.md", f"title: {written}").values == {"title": written}
    assert read_yaml("a.md", f"topics: [{written}]").values == {"topics": [written]}


def test_an_empty_yaml_value_leaves_its_key_out_unless_it_is_in_quotes() -> None:
    text = 'a:\nb: ~\nc: null\nd: ""\ne: "null"\nf: Null\ng: |\n  two\n  lines\n'
    values = {"d": "", "e": "null", "f": "Null", "g": "two\nlines\n"}
    assert read_yaml("a.md", text).values == values


def test_yaml_that_holds_nothing() -> None:
    for text in ("", "\n\n", "# A comment.\n", "{}"):
        assert read_yaml("a.md", text).values == {}


def test_lines_of_yaml_keys() -> None:
    document = read_yaml("a.md", "title: A\n\nzh-Hant:\n  title: B\nfaq:\n  - question: C\n", 2)
    assert document.line(("title",)) == 2
    assert document.line(("zh-Hant", "title")) == 5
    assert document.line(("zh-Hant", "summary")) == 4
    assert document.line(("faq", 0, "question")) == 7
    assert document.line(("date",)) == 2


def test_line_ends_of_other_systems_do_not_move_lines() -> None:
    assert read_yaml("a.md", "a: 1\r\nb: 2\r\n").line(("b",)) == 2


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "a: 1\nb: 2\na: 3",
            "a.md:4: `a` is said twice; keep one of the two",
        ),
        (
            "zh:\n  a: 1\n  a: 1",
            "a.md:4: `a` is said twice; keep one of the two",
        ),
        (
            "- a",
            "a.md:2: this is not a list of keys and values; write `key: value`, one a line",
        ),
        (
            "just words",
            "a.md:2: this is not a list of keys and values; write `key: value`, one a line",
        ),
        (
            "a: 1\n? [b, c]\n: 2",
            "a.md:3: a key is not plain text; write `key: value`",
        ),
        (
            "a: &x [1]\nb: *x",
            "a.md:3: `*x` stands for another value in YAML;"
            " write that out, or put the text in quotes",
        ),
        (
            "a: &x [*x]",
            "a.md:2: `*x` stands for another value in YAML;"
            " write that out, or put the text in quotes",
        ),
        (
            "a: &x {b: 1}\nc:\n  <<: *x",
            "a.md:4: `*x` stands for another value in YAML;"
            " write that out, or put the text in quotes",
        ),
        (
            'a: !!python/object/apply:os.system ["true"]',
            "a.md:2: `!!python/object/apply:os.system` is a tag in YAML;"
            " delete it, or put the text in quotes",
        ),
        (
            "a: 1\nb: !important news",
            "a.md:3: `!important` is a tag in YAML; delete it, or put the text in quotes",
        ),
        (
            "a: 1\nb: [1, 2\nc: 3",
            "a.md:4: this is not YAML: did not find expected ',' or ']';"
            " mend the line, or put the value in quotes",
        ),
        (
            "a: One: two",
            "a.md:2: this is not YAML: mapping values are not allowed in this context;"
            " mend the line, or put the value in quotes",
        ),
        (
            "a: 1\n--- \nb: 2",
            "a.md:3: a second YAML document begins here; delete the line",
        ),
        (
            "中: 中中中中中\nb: \x00",
            "a.md:3: U+0000 has no place in YAML; delete the character",
        ),
        (
            "中: 中中中中中\nb: \x1b[0m\nc: d",
            "a.md:3: U+001B has no place in YAML; delete the character",
        ),
    ],
)
def test_what_yaml_must_not_say(text: str, problem: str) -> None:
    assert told(read_yaml, "a.md", text, 2) == [problem]


def test_all_of_a_yaml_text_is_told_at_once() -> None:
    assert told(read_yaml, "a.md", "a: 1\na: 2\nb: !x 3\nc: [*d]\ne: [") == [
        "a.md:2: `a` is said twice; keep one of the two",
        "a.md:3: `!x` is a tag in YAML; delete it, or put the text in quotes",
        "a.md:4: `*d` stands for another value in YAML; write that out, or put the text in quotes",
        "a.md:6: this is not YAML: did not find expected node content;"
        " mend the line, or put the value in quotes",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 100_000,
        "a: " + "[" * 50_000 + "]" * 50_000,
        "a: " + "{a: " * 50_000,
        "a:\n  " + "- " * 50_000,
    ],
    ids=["[", "[]", "{", "-"],
)
def test_deep_yaml_neither_hangs_nor_kills(text: str) -> None:
    (problem,) = told(read_yaml, "a.md", text)
    assert problem.endswith(DEEP)


def test_a_deep_yaml_key() -> None:
    assert told(read_yaml, "a.md", "? " * 50_000)[-1] == f"a.md:1: {DEEP}"


def test_yaml_as_deep_as_may_be() -> None:
    text = "a: " + "[" * (DEEPEST - 1) + "x" + "]" * (DEEPEST - 1)
    assert read_yaml("a.md", text).values["a"]


@given(st.text() | st.text("ab:- \n[]{}&*!|>'\"?#%,~", max_size=30))
def test_any_text_is_yaml_or_a_problem(text: str) -> None:
    with suppress(Problems):
        assert isinstance(read_yaml("a.md", text).values, dict)


KEYS = st.text("abcxyz-_ :#", min_size=1, max_size=8)
VALUES = st.recursive(
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_what_another_writer_of_yaml_quotes_comes_back(values: dict[str, Any]) -> None:
    text = yaml.safe_dump(values, allow_unicode=True, default_style='"')
    assert read_yaml("a.md", text).values == values


SIMPLE = """\
title: "A  “Title”: #1, 100% 'new' "
date: 2026-04-27T09:30:00+08:00
summary: It's plain [text], a:b, with "quotes" & more\\
topics: [DeepSeek V4, "C#", "", null_and_void]
aliases: []
zh-Hant:
  title: "標題：𠮷"
  summary: 摘要。
  authors: [林, "陳"]
draft: No
"""


def test_simple_yaml_is_read_line_by_line() -> None:
    assert read_lines("a.md", SIMPLE, 2) == read_events("a.md", SIMPLE, 2)
    assert read_lines("a.md", SIMPLE, 2) == read_yaml("a.md", SIMPLE, 2)


@pytest.mark.parametrize(
    "text",
    [
        *["", "a", "a:", "a:\n  b:", "a:\nb: 1", "  a: 1", "a: 1\na: 2", "a:\n  b: 1\n  b: 2"],
        *["a: null", "a: [null]", "a: ~", "a: [b", "a: [b,]", "a: [[b]]", "a: {b: c}", "a: 'b'"],
        *["a: b #c", "a: b: c", "a: b:", "a: *b", "a: &b c", "a: !b c", "a: |\n  b", "a: -b"],
        *['a: "b', 'a: "\\n"', 'a: "b" c', "a: \x85", "a: b\u2028", "a: b\n  c", "a: b\n\nc: d"],
    ],
)
def test_other_yaml_is_not_read_line_by_line(text: str) -> None:
    assert read_lines("a.md", text, 1) is None


YAML = st.lists(
    st.sampled_from(
        [
            *["a", "zh-Hant", "null", "~", "No", "0x1F", "10:30", "中文", "：", "𠮷", "x y", "<<"],
            *[" ", "  ", "\t", "\n", "\n  ", ":", ": ", ",", ", ", "[", "]", "{", "}", "#", " #"],
            *["'", '"', "\\", "-", "- ", "---", "...", "&", "*", "!", "|", ">", "%", "@", "`", "?"],
            *["\x00", "\x1b", "\x7f", "\x85", "\xa0", "\u2028", "\u3000", "\ufeff", "\ufffe"],
        ]
    ),
    max_size=4,
).map("".join)
YAML_QUOTED = YAML.map('"{}"'.format)
YAML_VALUES = (
    YAML
    | YAML_QUOTED
    | st.lists(YAML | YAML_QUOTED, max_size=3).map(lambda items: f"[{', '.join(items)}]")
)
YAML_LINES = st.builds(
    "{}{}:{}{}".format,
    st.sampled_from(["", "", "  "]),
    st.sampled_from(["a", "b", "zh-Hant", "null"]),
    st.sampled_from([" ", " ", "", "  "]),
    YAML_VALUES | st.just(""),
)


@given(st.lists(YAML_LINES, min_size=1, max_size=3).map("\n".join))
def test_what_is_read_line_by_line_is_what_any_yaml_is(text: str) -> None:
    document = read_lines("a.md", text, 2)
    assert document is None or document == read_events("a.md", text, 2)


# TOML.


def test_a_toml_date_is_text() -> None:
    text = "a = 2026-04-27\nb = 2026-04-27T09:30:00+08:00\n[c]\nd = [{ e = 2026-04-27 09:30:00 }]\n"
    assert read_toml("a.toml", text).values == {
        "a": "2026-04-27",
        "b": "2026-04-27T09:30:00+08:00",
        "c": {"d": [{"e": "2026-04-27T09:30:00"}]},
    }


def test_lines_of_toml_keys() -> None:
    text = """\
title = "A"

[zh-Hant]
title = "B"
[[faq]]
question = "C"
[faq.zh-Hant]
question = "D"
[[ faq ]]
"question" = "E"
one . two = 1
"""
    document = read_toml("a.toml", text, 2)
    assert tomllib.loads(text)["faq"][1]["one"] == {"two": 1}
    for place, line in {
        ("title",): 2,
        ("zh-Hant",): 4,
        ("zh-Hant", "title"): 5,
        ("faq", 0, "question"): 7,
        ("faq", 0, "zh-Hant", "question"): 9,
        ("faq", 0, "zh-Hant", "answer"): 8,
        ("faq", 1): 10,
        ("faq", 1, "question"): 11,
        ("faq", 1, "one", "two"): 12,
        ("nothing",): 2,
    }.items():
        assert document.line(place) == line, place


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a = 1\nb 2\n", "3: this is not TOML: expected '=' after a key in a key/value pair"),
        ("a = 1\na = 2\n", "3: this is not TOML: cannot overwrite a value"),
        ("a = [\n", "3: this is not TOML: invalid value"),
        ('a = "b', "2: this is not TOML: unterminated string"),
        ("a = 2026-02-30", "2: this is not TOML: invalid date or datetime"),
        ('a = "\x00"', "2: this is not TOML: illegal character '\\x00'"),
    ],
)
def test_what_is_no_toml(text: str, problem: str) -> None:
    assert told(read_toml, "a.toml", text, 2) == [f"a.toml:{problem}; mend the line"]


def test_a_number_of_too_many_digits() -> None:
    assert told(read_toml, "a.toml", "a = " + "9" * 5000, 2) == [
        "a.toml:2: a number has too many digits; write a shorter one"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 100_000,
        "a = " + "{a=" * 100_000,
        ".".join("a" * 50_000) + " = 1",
        "a = {" + " . ".join(['"a"'] * 50_000) + " = 1}",
        "[" + ".".join("a" * 50_000) + "]",
    ],
    ids=["[", "{", "dotted", "quoted", "header"],
)
def test_deep_toml_neither_hangs_nor_kills(text: str) -> None:
    assert told(read_toml, "a.toml", text) == [f"a.toml:1: {DEEP}"]


@pytest.mark.parametrize(
    "line",
    ["[" + " " * 100_000, "a" * 100_000, "a " + ". " * 50_000, '"' * 99_999, "a b" * 30_000],
    ids=["spaces", "word", "dots", "quotes", "words"],
)
def test_no_line_of_toml_makes_the_search_for_keys_hang(line: str) -> None:
    assert read_toml("a.toml", f"a = 1\nb = '''\n{line}\n'''\n").values["b"] == f"{line}\n"


@given(st.text() | st.text("ab=.[]{}\"'\n #,12-:T", max_size=30))
def test_any_text_is_toml_or_a_problem(text: str) -> None:
    with suppress(Problems):
        assert isinstance(read_toml("a.toml", text).values, dict)


# Values.


def test_all_misfits_are_told_with_their_lines() -> None:
    document = read_yaml(
        "a.md",
        """\
titel: A
topics: AI
faq:
  - question: B
    answr: C
  - answer: [D]
  - E
one:
  queston: F
words: {a: b, c: [d]}
count: many
draft: maybe
colour: red
title: {a: b}
""",
    )
    assert told(decode, document, Outer) == [
        "a.md:1: unknown key `titel`; did you mean `title`?",
        "a.md:2: `topics` is text; it must be a list",
        "a.md:5: unknown key `answr`; did you mean `answer`?",
        "a.md:6: `faq.answer` is a list; it must be text",
        "a.md:6: no `question` in `faq.1`; add a line `question: …`",
        "a.md:7: `faq` is text; it must be a table of keys and values",
        "a.md:9: unknown key `queston`; did you mean `question`?",
        "a.md:10: `words.c` is a list; it must be text",
        "a.md:11: `count` is text; it must be a whole number",
        "a.md:12: `draft` is text; it must be true or false",
        "a.md:13: unknown key `colour`; known are title, topics, faq, one, words, count, draft",
        "a.md:14: `title` is a table of keys and values; it must be text",
    ]


def test_what_is_missing_is_asked_for_in_the_syntax_of_the_file() -> None:
    assert told(decode, read_yaml("a.md", "answer: A"), Inner) == [
        "a.md:1: no `question`; add a line `question: …`"
    ]
    assert told(decode, read_toml("a.toml", 'answer = "A"'), Inner) == [
        'a.toml:1: no `question`; add a line `question = "…"`'
    ]


def test_a_misspelt_key_is_one_problem() -> None:
    assert told(decode, read_toml("a.toml", 'questoin = "A"'), Inner) == [
        "a.toml:1: unknown key `questoin`; did you mean `question`?"
    ]


def test_fitting_keeps_the_values_that_fit() -> None:
    document = read_yaml("a.md", "title: A\ntopics: B\ncount: 3\nextra: 1\none: {answer: x}")
    assert fitting(document, Outer) == Outer(title="A", count=3)


def test_numbers_and_truths_may_be_written_as_text() -> None:
    document = read_yaml("a.md", "count: 12\ndraft: true\n")
    assert decode(document, Outer) == Outer(count=12, draft=True)


def test_a_value_inside_a_document() -> None:
    document = read_toml("a.toml", '[one]\nquestion = "A"\n[two]\nquestion = 1\nthree = 4\n')
    assert decode(document, Inner, ("one",)) == Inner("A")
    assert told(decode, document, Inner, ("two",)) == [
        "a.toml:4: `two.question` is a whole number; it must be text",
        "a.toml:5: unknown key `three`; known are question, answer",
    ]
    plain = read_toml("a.toml", "one = 1")
    assert told(decode, plain, Inner, ("one",)) == [
        "a.toml:1: `one` is a whole number; it must be a table of keys and values"
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)
NAMES = st.sampled_from(Outer.__struct_fields__) | st.text(max_size=5)


@given(st.dictionaries(NAMES, JSON, max_size=5))
def test_any_values_fit_or_are_a_problem(values: dict[str, Any]) -> None:
    document = Document("a.md", values, {})
    assert isinstance(fitting(document, Outer), Outer)
    with suppress(Problems):
        assert isinstance(decode(document, Outer), Outer)


def test_a_long_key_is_told_in_brief() -> None:
    document = Document("a.md", {"k" * 100_000: "x"}, {})
    (problem,) = told(decode, document, Outer)
    assert problem.startswith(f"a.md:1: unknown key `{'k' * 59}…`; known are title,")


def test_a_brief_is_one_line_that_no_terminal_obeys() -> None:
    assert brief("a\nb\x1b[2J\u202ec") == "a\\nb\\x1b[2J\\u202ec"
    assert len(brief("\n" * 100)) == 60


# Bytes.


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"", ""),
        (b"\xef\xbb\xbfa", "a"),
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        ("中".encode(), "中"),
    ],
)
def test_utf8(raw: bytes, text: str) -> None:
    assert decode_utf8("a.md", raw) == text


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_byte_that_is_not_utf8(mark: bytes) -> None:
    assert told(decode_utf8, "a.md", mark + b"one\ntwo\xff\n", 5) == [
        "a.md:7: byte 0xff is not UTF-8; save the file as UTF-8"
    ]


def test_dates_and_times_of_toml_have_one_form() -> None:
    document = read_toml("a.toml", "a = 09:30:00")
    assert document.values == {"a": datetime.time(9, 30).isoformat()}
