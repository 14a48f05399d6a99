"""What the dialect changes, against markdown-it as it comes."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from node import node_package

from generator.markdown.emphasis import han_emphasis
from generator.markdown.han import WIDE
from generator.markdown.parser import dialect

EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.DOTALL | re.MULTILINE)

STOCK = MarkdownIt("commonmark").enable(["table", "strikethrough"])
OURS = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(dialect)

LATIN = st.text(st.sampled_from("aZ9 .,:;|-*_~`[]()!<>&\"'“”—…é/\\#=+\n\n\t"))
MIXED = st.text(st.sampled_from('a1 .,:*_~"“”()\n中文，。：「」（）　'))


def test_the_examples_of_the_commonmark_specification() -> None:
    specification = node_package("commonmark-spec", "0.31.2") / "spec.txt"
    examples = EXAMPLE.findall(specification.read_text(encoding="utf-8"))
    assert len(examples) == 652
    for source, _ in examples:
        markdown = source.replace("→", "\t")
        assert OURS.render(markdown) == STOCK.render(markdown)


@given(LATIN | st.text().filter(lambda text: not WIDE.search(text)))
def test_text_without_wide_characters_is_as_before(source: str) -> None:
    assert OURS.render(source) == STOCK.render(source)


def note_flanks(parser: MarkdownIt) -> None:
    def note(state: StateInline) -> None:
        found = [(delimiter.open, delimiter.close) for delimiter in state.delimiters]
        state.env.setdefault("flanks", []).extend(found)

    parser.inline.ruler2.before("balance_pairs", "note_flanks", note)


NOTING_STOCK = MarkdownIt("commonmark").enable("strikethrough").use(note_flanks)
NOTING_OURS = MarkdownIt("commonmark").enable("strikethrough").use(han_emphasis).use(note_flanks)


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
