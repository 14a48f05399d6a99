"""How the blocks of two bodies are paired."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.pairing import pair_blocks

KINDS = {
    "h": "heading2",
    "s": "heading3",
    "p": "paragraph",
    "t": "table",
    "l": "list",
    "q": "quote",
}


def paired(english: str, chinese: str) -> str:
    """`0-0 1,2-1`: the places on each side, pair by pair."""
    pairs = pair_blocks([KINDS[one] for one in english], [KINDS[one] for one in chinese])
    return " ".join(
        "-".join(",".join(map(str, side)) for side in (pair.english, pair.chinese))
        for pair in pairs
    )


@pytest.mark.parametrize(
    ("english", "chinese", "expected"),
    [
        ("", "", ""),
        ("php", "php", "0-0 1-1 2-2"),
        # A paragraph more in one section moves nothing behind the next heading.
        ("phphp", "phpphp", "0-0 1-1 2-2,3 3-4 4-5"),
        ("phpphp", "phphp", "0-0 1-1 2,3-2 4-3 5-4"),
        # Nor behind the next table.
        ("hpptp", "hptp", "0-0 1,2-1 3-2 4-3"),
        # What one body lacks stands alone.
        ("hpt", "hp", "0-0 1-1 2-"),
        ("p", "", "0-"),
        ("", "pp", "-0,1"),
        # A section more.
        ("hphp", "hphphp", "0-0 1-1 2-2 3-3 -4,5"),
        # Headings of another level are matched within the section.
        ("hpspsph", "hpspph", "0-0 1-1 2-2 3-3,4 4,5- 6-5"),
    ],
)
def test_pairs(english: str, chinese: str, expected: str) -> None:
    assert paired(english, chinese) == expected


BODY = st.lists(st.sampled_from(sorted(KINDS.values())), max_size=30)


@given(BODY, BODY)
def test_every_block_is_in_one_pair_and_in_order(english: list[str], chinese: list[str]) -> None:
    pairs = pair_blocks(english, chinese)
    assert [place for pair in pairs for place in pair.english] == [*range(len(english))]
    assert [place for pair in pairs for place in pair.chinese] == [*range(len(chinese))]
    assert all(pair.english or pair.chinese for pair in pairs)


@given(BODY)
def test_a_body_pairs_with_its_like_block_by_block(body: list[str]) -> None:
    assert all(pair.exact for pair in pair_blocks(body, body))


@given(BODY, BODY, st.data())
def test_a_paragraph_more_moves_nothing_behind_the_next_heading(
    before: list[str], after: list[str], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(before)))
    english = [*before, "heading2", *after]
    chinese = [*before[:at], "paragraph", *before[at:], "heading2", *after]
    pairs = pair_blocks(english, chinese)
    behind = [pair for pair in pairs if pair.english and min(pair.english) >= len(before)]
    assert [(pair.english, pair.chinese) for pair in behind] == [
        ((place,), (place + 1,)) for place in range(len(before), len(english))
    ]
