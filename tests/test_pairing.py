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
    "f": "fence",
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
        # A heading that is missing moves nothing.
        (
            "phpphptphphlp",
            "phppptphphlp"[:4] + "ptphphlp",
            "0-0 1-1 2-2 3-3 4- 5-4 6-5 7-6 8-7 9-8 10-9 11-10 12-11",
        ),
        ("phphtphlp", "pphtphlp", "0-0 1- 2-1 3-2 4-3 5-4 6-5 7-6 8-7"),
        ("hpspsph", "hpspph", "0-0 1-1 2-2 3-3 4- 5-4 6-5"),
        # Nor does one of another level, or one too many.
        ("phphtphlp", "psphtphlp", "0-0 1-1 2-2 3-3 4-4 5-5 6-6 7-7 8-8"),
        ("phpppthl", "phphppthl", "0-0 1-1 2-2 -3 3-4 4-5 5-6 6-7 7-8"),
        ("phsp", "pssp", "0-0 1-1 2-2 3-3"),
        # A paragraph is in doubt even where the bodies begin alike and end otherwise.
        ("hpphp", "hphpl", "0-0 1,2-1 3-2 4-3 -4"),
        # What is missing is rather a section than its text and the next heading.
        ("pht" + "hpl" + "hppf", "phthppf", "0-0 1-1 2-2 3,4,5- 6-3 7-4 8-5 9-6"),
        # A translation that is being made stops early.
        ("hphp", "hphphp", "0-0 1-1 2-2 3-3 -4,5"),
        ("phpphplhp", "phpp", "0-0 1-1 2-2 3-3 4,5,6,7,8-"),
        # A list that was made a paragraph is still one block for one.
        ("hplph", "hppph", "0-0 1-1 2-2 3-3 4-4"),
        # What is missing is rather one stretch than two.
        ("hppth", "hph", "0-0 1-1 2,3- 4-2"),
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
        (range(place, place + 1), range(place + 1, place + 2))
        for place in range(len(before), len(english))
    ]


CONTENT = st.lists(
    st.sampled_from(["p", "p", "p", "ptq", "lp", "fp", "qp", "sp"]), min_size=1, max_size=5
)
STORY = st.lists(CONTENT.map(lambda parts: "h" + "".join(parts)), min_size=1, max_size=8)


@given(STORY, st.data())
def test_a_block_that_is_missing_moves_nothing_outside_its_section(
    sections: list[str], data: st.DataObject
) -> None:
    story = "p" + "".join(sections)
    missing = data.draw(st.sampled_from([at for at, one in enumerate(story) if one in "phst"]))
    english = [KINDS[one] for one in story]
    headings = [at for at, one in enumerate(story) if one in "hs" and at != missing]
    start = max((at for at in headings if at < missing), default=0)
    stop = min((at for at in headings if at > missing), default=len(story))
    partner = {at: at - (at > missing) for at in range(len(story)) if at != missing}
    for pair in pair_blocks(english, english[:missing] + english[missing + 1 :]):
        for at in pair.english:
            assert at == missing or partner[at] in pair.chinese
            assert pair.exact or start <= at < stop


@pytest.mark.parametrize(
    ("english", "chinese", "expected"),
    [
        # As many sections: each is a pair, with what differs in it.
        ("hp" * 20_000, "l" + "hp" * 20_000 + "t", 20_001),
        ("hp" * 20_000, "l" + "hp" * 19_000 + "t", 1),
        # What is equal at both ends costs nothing.
        ("hp" * 20_000, "hp" * 9_000 + "p" + "hp" * 11_000, 40_000),
    ],
    ids=["sections", "whole", "one more"],
)
def test_the_work_is_bounded(english: str, chinese: str, expected: int) -> None:
    pairs = pair_blocks([KINDS[one] for one in english], [KINDS[one] for one in chinese])
    assert len(pairs) == expected
    assert pairs[-1].english.stop == len(english)
    assert pairs[-1].chinese.stop == len(chinese)
