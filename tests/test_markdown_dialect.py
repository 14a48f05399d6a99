"""What the dialect changes, against markdown-it as it comes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from generator.markdown.han import WIDE
from generator.markdown.parser import dialect

EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.DOTALL | re.MULTILINE)
SPEC = Path("node_modules", "commonmark-spec", "spec.txt")

STOCK = MarkdownIt("commonmark").enable(["table", "strikethrough"])
OURS = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(dialect)

LATIN = st.text(st.sampled_from("aZ9 .,:;|-*_~`[]()!<>&\"'“”—…é/\\#=+\n\n\t"))
MIXED = st.text(st.sampled_from('a1 .,:*_~"“”()\n中文，。：「」（）　'))


def spec_examples() -> Iterator[object]:
    """The examples of the CommonMark specification, from the npm package where Node finds it."""
    places = [folder / SPEC for folder in Path(__file__).parents]
    for place in [place for place in places if place.exists()][:1]:
        for number, found in enumerate(EXAMPLE.finditer(place.read_text()), 1):
            yield pytest.param(found[1].replace("→", "\t"), id=f"example {number}")


@pytest.mark.parametrize("source", list(spec_examples()))
def test_commonmark_example(source: str) -> None:
    assert OURS.render(source) == STOCK.render(source)


@given(LATIN | st.text().filter(lambda text: not WIDE.search(text)))
def test_text_without_wide_characters_is_as_before(source: str) -> None:
    assert OURS.render(source) == STOCK.render(source)


def note_flanks(parser: MarkdownIt) -> None:
    def note(state: StateInline) -> None:
        found = [(delimiter.open, delimiter.close) for delimiter in state.delimiters]
        state.env.setdefault("flanks", []).extend(found)

    parser.inline.ruler2.before("balance_pairs", "note_flanks", note)


NOTING_STOCK = MarkdownIt("commonmark").enable("strikethrough").use(note_flanks)
NOTING_OURS = MarkdownIt("commonmark").enable("strikethrough").use(dialect).use(note_flanks)


def flanks(parser: MarkdownIt, source: str) -> list[tuple[bool, bool]]:
    """Whether each delimiter of the line `source` can open and close, in order."""
    found: dict[str, list[tuple[bool, bool]]] = {}
    parser.renderInline(source, found)
    return found.get("flanks", [])


@given(MIXED)
def test_emphasis_beside_chinese_only_adds(source: str) -> None:
    before, after = flanks(NOTING_STOCK, source), flanks(NOTING_OURS, source)
    assert len(before) == len(after)
    for (opened, closed), (opens, closes) in zip(before, after, strict=True):
        assert opens >= opened
        assert closes >= closed


@given(MIXED)
def test_underscores_are_as_before(source: str) -> None:
    underscores = source.translate(str.maketrans("*~", "__"))
    assert flanks(NOTING_OURS, underscores) == flanks(NOTING_STOCK, underscores)


@given(st.text(st.sampled_from("a中，*\n")))
def test_joining_lines_drops_the_line_breaks_between_wide_characters(source: str) -> None:
    apart = MarkdownIt("commonmark").use(dialect).disable("han_line_join").render(source)
    assert OURS.render(source).replace("\n", "") == apart.replace("\n", "")
    assert not re.search("[中，]\n[中，]", OURS.render(source))
