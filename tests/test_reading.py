"""Excerpts and reading time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.reading import excerpt, reading_minutes, sentences


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("It fits. All of it", 20, "It fits. All of it"),
        ("It  fits\nas well.", 20, "It fits as well."),
        ("One ends. Two ends. Three does not end", 20, "One ends. Two ends."),
        ('He said "no." Then he left the room', 20, 'He said "no."'),
        ("It grew by 1.5 per cent", 16, "It grew by 1.5…"),
        ("Asked Dr. Lin about the models", 21, "Asked Dr. Lin about…"),
        ("Words, and then more words", 8, "Words…"),
        ("第一句。第二句。第三句很長很長很長", 9, "第一句。第二句。"),
        ("「第一句。」第二句很長很長很長", 8, "「第一句。」"),
        ("前半句，後半句很長很長很長", 8, "前半句…"),
        ("前半句的字，後半句很長很長", 8, "前半句的字…"),
        ("沒有標點的一句話一直寫下去", 8, "沒有標點的一句…"),
        ("AI 沒有標點的一句話一直寫下去", 8, "AI 沒有標點…"),
        ("沒有標點的DeepSeek一句話", 10, "沒有標點的…"),
        ("中!!!!!!!!!!!! first", 10, "中!!!!!!!!!!!!…"),
        ("Pneumonoultramicroscopic first", 10, "Pneumonoultramicroscopic…"),
        ("Pneumonoultramicroscopic", 10, "Pneumonoultramicroscopic"),
    ],
)
def test_excerpts(text: str, limit: int, shown: str) -> None:
    assert excerpt(text, limit) == shown


@given(st.text("ab.,!? -\n"), st.integers(1, 40))
def test_an_excerpt_is_whole_words(text: str, limit: int) -> None:
    words = text.split()
    shown = excerpt(text, limit)
    assert len(shown) <= limit or len(words[0]) >= limit
    kept = shown.removesuffix("…").split()
    assert kept[:-1] == words[: max(len(kept) - 1, 0)]
    if kept:
        # Only marks at the end may be gone.
        assert words[len(kept) - 1].startswith(kept[-1])
        assert not words[len(kept) - 1][len(kept[-1]) :].strip(",-")


@given(st.text("中文字，。「」AI .", min_size=1), st.integers(2, 30))
def test_an_excerpt_of_chinese_cuts_no_latin_word(text: str, limit: int) -> None:
    shown = excerpt(text, limit).removesuffix("…")
    plain = " ".join(text.split())
    assert plain.startswith(shown)
    assert not (shown[-1:].isascii() and shown[-1:].isalpha()) or not (
        plain[len(shown) : len(shown) + 1].isascii()
        and plain[len(shown) : len(shown) + 1].isalpha()
    )


@pytest.mark.parametrize(
    ("words", "han", "minutes"),
    [(0, 0, 1), (230, 0, 1), (2300, 0, 10), (0, 4000, 10), (460, 800, 4)],
)
def test_reading_time(words: int, han: int, minutes: int) -> None:
    assert reading_minutes(words, han) == minutes


@pytest.mark.parametrize(
    "name", "A Mr Ms Dr St vs e.g i.e etc No Inc Ltd Co approx U.S x.Inc a-approx".split()
)
def test_no_sentence_ends_with_an_abbreviation(name: str) -> None:
    text = f"They asked {name}. Lin. And more"
    assert excerpt(text, len(text) - 1) == f"They asked {name}. Lin."
    assert excerpt(text, len(f"They asked {name}.")).endswith("…")
    assert sentences(text) == [f"They asked {name}. Lin.", "And more"]


@pytest.mark.parametrize("name", ["aMr", "xapprox", "Carapprox", "Costa", "_Dr"])
def test_a_word_that_ends_like_an_abbreviation_ends_a_sentence(name: str) -> None:
    assert sentences(f"They asked {name}. Lin") == [f"They asked {name}.", "Lin"]
    assert excerpt(f"They asked {name}. Lin", 13 + len(name)) == f"They asked {name}."
