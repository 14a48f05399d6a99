"""A stored translation against the English that has moved on."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from generator.markdown import Body, render_body
from generator.translation import signatures, translate

ENGLISH = """\
One.

## Part

Two.

| a |
| - |
| b |

Three.
"""
CHINESE = """\
一。

## 部分

二。

| 甲 |
| - |
| 乙 |

三。
"""


def body(markdown: str, language: str = "en") -> Body:
    return render_body(markdown, language, list)


def shown(english: str, chinese: str, made_from: str = "") -> list[str]:
    """Each piece as `numbers text`, newer English with a star."""
    before = signatures(body(made_from)) if made_from else ()
    translation = translate(body(english), body(chinese, "zh-Hant"), before)
    return [
        f"{' '.join(map(str, piece.numbers))}{'*' if piece.newer else ''} "
        + " ".join(re.sub(r"<[^>]+>", " ", piece.html).split())
        for piece in translation.pieces
    ]


def test_a_text_without_signatures_is_current() -> None:
    assert shown(ENGLISH, CHINESE) == ["0 一。", "1 部分", "2 二。", "3 甲 乙", "4 三。"]


def test_what_is_unchanged_stays_chinese() -> None:
    assert shown(ENGLISH, CHINESE, ENGLISH) == shown(ENGLISH, CHINESE)


def test_a_changed_paragraph_is_shown_in_english() -> None:
    today = ENGLISH.replace("Two.", "Two, corrected.")
    assert shown(today, CHINESE, ENGLISH) == [
        "0 一。",
        "1 部分",
        "2* Two, corrected.",
        "3 甲 乙",
        "4 三。",
    ]


def test_a_new_paragraph_is_shown_in_english_and_a_deleted_one_is_gone() -> None:
    today = ENGLISH.replace("One.\n", "One.\n\nOne and a half.\n").replace("Three.\n", "")
    assert shown(today, CHINESE, ENGLISH) == [
        "0 一。",
        "1* One and a half.",
        "2 部分",
        "3 二。",
        "4 甲 乙",
    ]


def test_a_changed_heading_is_in_the_contents_too() -> None:
    today = ENGLISH.replace("## Part", "## Another part")
    before = signatures(body(ENGLISH))
    translation = translate(body(today), body(CHINESE, "zh-Hant"), before)
    assert [heading.text for heading in translation.headings] == ["Another part"]
    assert translation.stale == (1,)


def test_a_reflowed_paragraph_is_not_changed() -> None:
    before, today = "One two\nthree.\n", "One\ntwo three.\n"
    assert shown(today, "一。\n", before) == ["0 一。"]


def test_a_pair_of_several_blocks_falls_back_to_english_whole() -> None:
    english, chinese = "One.\n\nTwo.\n\n## Part\n", "一。二。\n\n## 部分\n"
    assert shown(english, chinese, english) == ["0 1 一。二。", "2 部分"]
    today = english.replace("Two.", "Two!")
    assert shown(today, chinese, english) == ["0* One.", "1* Two!", "2 部分"]


def test_unpaired_blocks_are_told() -> None:
    chinese = CHINESE.replace("二。", "二。\n\n又一段。")
    translation = translate(body(ENGLISH), body(chinese, "zh-Hant"), ())
    assert [(pair.english, pair.chinese) for pair in translation.unpaired] == [((2,), (2, 3))]


def test_the_numbers_stand_in_the_html() -> None:
    translation = translate(body(ENGLISH), body(CHINESE, "zh-Hant"), ())
    numbers = [re.search(r'data-pair="([^"]*)"', piece.html) for piece in translation.pieces]
    assert [found[1] for found in numbers if found] == ["0", "1", "2", "3", "4"]
    assert all("data-block" not in piece.html for piece in translation.pieces)


LINES = st.lists(st.sampled_from(["One.", "Two.", "## Part", "- a", "Three."]), max_size=12)


@given(LINES, LINES, LINES)
def test_nothing_outdated_is_shown_and_nothing_new_is_missing(
    then: list[str], today: list[str], chinese: list[str]
) -> None:
    before, english = body("\n\n".join(then)), body("\n\n".join(today))
    translation = translate(english, body("\n\n".join(chinese), "zh-Hant"), signatures(before))
    marks = {block.mark for block in before.blocks}
    if before.blocks:
        for place, block in enumerate(english.blocks):
            if block.mark not in marks:
                assert place in translation.stale
    order = [piece.numbers[0] for piece in translation.pieces if piece.numbers]
    assert order == sorted(order)
