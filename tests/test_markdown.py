from __future__ import annotations

import pickle
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.markdown import Body, Heading, Passage, opening, render_body

FIXTURES = Path(__file__).parent / "fixtures" / "markdown"

SIGNS = "aZ9 .,:|-*_~`[]()!<>&\"'\\#=+\n\n  中文，。：「」\0"
ANYTHING = st.text(st.sampled_from(SIGNS) | st.characters(codec="utf-8"))


def as_it_is(runs: list[str]) -> list[str]:
    return runs


def body(source: str, language: str = "en") -> Body:
    return render_body(dedent(source), language, as_it_is)


def fixtures() -> Iterator[object]:
    for path in sorted(FIXTURES.glob("*.md")):
        for case in path.read_text().removesuffix("\n.\n").split("\n.\n\n"):
            title, source, html = case.split("\n.\n")
            yield pytest.param(source, path.name.split(".")[1], html, id=f"{path.stem}: {title}")


@pytest.mark.parametrize(("source", "language", "html"), list(fixtures()))
def test_fixture(source: str, language: str, html: str) -> None:
    assert render_body(source, language, as_it_is).html == f"{html}\n"


def test_nothing_is_an_empty_body() -> None:
    assert body("") == Body((), (), (), (), 0, 0)


def test_nul_is_replaced() -> None:
    assert body("a\0b").html == '<p data-block="0">a\ufffdb</p>\n'


STORY = """\
    Benchmark:

    Before *any* heading. It's [here](x).

    ## The `V4` window

    | Model | 成本 |
    |---|---|
    | V4 | $0.45 |

    The first paragraph
    of a section.

    And a second one.

    ### A list

    - Not a paragraph of its own.

    > Nor this.

    ```
    no words
    ```

    ***

    #### 模型

    只有模型。
    """


def test_blocks_are_told_in_order() -> None:
    assert tuple(block.kind for block in body(STORY).blocks) == (
        *("paragraph", "paragraph", "heading2", "table", "paragraph", "paragraph"),
        *("heading3", "list", "quote", "fence", "rule", "heading4", "paragraph"),
    )


def test_headings_are_told_as_plain_text() -> None:
    assert body(STORY).headings == (
        Heading(2, "en-the-v4-window", "The V4 window"),
        Heading(3, "en-a-list", "A list"),
        Heading(4, "en-模型", "模型"),
    )


def test_a_passage_is_the_first_running_text_of_its_section() -> None:
    assert body(STORY).passages == (
        Passage("", "Before any heading. It's here.", 1),
        Passage("The V4 window", "The first paragraph of a section.", 4),
        Passage("模型", "只有模型。", 12),
    )


@pytest.mark.parametrize(
    ("source", "words", "han"),
    [
        ("one two-three four's v1.5 5", 5, 0),
        ("模型，model 「晶片」", 1, 4),
        ("## a\n\n- b\n\n> `c` [d](e)\n\n| f |\n|---|\n| g |", 6, 0),
        ("```\na b c 模型\n```\n\n    d e", 0, 0),
        ("Zoë—naïve", 2, 0),
    ],
)
def test_words_and_han_are_counted_apart(source: str, words: int, han: int) -> None:
    counted = render_body(source, "en", as_it_is)
    assert (counted.words, counted.han) == (words, han)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("", ""),
        ("## A heading.\n\nA *sentence* with `code`.\n\nMore.", "A sentence with code."),
        ("A label\n\nA lead. That is:\n\n> A quote.\n\n- An item.\n\nA sentence.", "A sentence."),
        ("```\nNot.\n\nThis.\n```\n\nBut this.", "But this."),
        ("See [it][1].\n\nMore.\n\n[1]: https://example.org", "See it."),
        ("模型\n發布。\r\n\r\n後。", "模型發布。"),
        ("nothing that ends", ""),
    ],
)
def test_opening(source: str, text: str) -> None:
    assert opening(source) == text


@given(ANYTHING)
def test_the_opening_is_the_first_passage(source: str) -> None:
    passages = render_body(source, "en", as_it_is).passages
    assert opening(source) == (passages[0].text if passages else "")


def test_normalize_sees_a_line_as_runs() -> None:
    seen: list[list[str]] = []

    def note(runs: list[str]) -> list[str]:
        seen.append(list(runs))
        return [run.upper() for run in runs]

    source = "a **b** `c`<https://d.example>\ne\\\nf ![g](h 'i')\n\n## j\n\n模\n型"
    html = render_body(source, "zh-Hant", note).html
    gap = "\ufffc"
    assert sorted(seen) == sorted(
        [["a ", "b", " ", gap, gap, " ", "e", " ", "f ", gap], ["g"], ["i"], ["j"], ["模型"]]
    )
    assert html == (
        '<p data-block="0">A <strong>B</strong> <code>c</code>'
        '<a href="https://d.example">https://d.example</a>\nE<br>\n'
        'F <img src="h" alt="G" title="I" loading="lazy" decoding="async"></p>\n'
        '<h2 id="zh-j" data-block="1">J</h2>\n<p data-block="2">模型</p>\n'
    )


def test_a_soft_break_can_be_normalized_away() -> None:
    def close_up(runs: list[str]) -> list[str]:
        return [run.strip() for run in runs]

    assert render_body("模型\nV4\\\n是", "zh-Hant", close_up).html == (
        '<p data-block="0">模型V4<br>\n是</p>\n'
    )


def test_a_normalize_that_loses_a_run_is_an_error() -> None:
    with pytest.raises(ValueError, match="shorter"):
        render_body("a *b*", "en", lambda runs: runs[1:])


def test_what_goes_to_a_worker_and_back_can_be_pickled() -> None:
    render, made = pickle.loads(pickle.dumps((render_body, body(STORY))))
    assert render(dedent(STORY), "en", as_it_is) == made


ATTRIBUTES = {
    "a": "href title",
    "blockquote": "data-block",
    "br": "",
    "code": "class",
    "div": "class data-block role aria-label tabindex",
    "em": "",
    "h2": "id data-block",
    "h3": "id data-block",
    "h4": "id data-block",
    "h5": "id data-block",
    "h6": "id data-block",
    "hr": "data-block",
    "img": "src alt title loading decoding",
    "li": "",
    "ol": "start data-block",
    "p": "data-block",
    "pre": "class data-block role aria-label tabindex",
    "s": "",
    "span": "class lang",
    "strong": "",
    "table": "",
    "tbody": "",
    "td": "class",
    "th": "class scope",
    "thead": "",
    "tr": "",
    "ul": "data-block",
}
VOID = {"br", "hr", "img"}


class Audit(HTMLParser):
    """Fails at an element, attribute or address that a body must not hold."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.blocks: list[str] = []
        self.ids: list[str] = []
        self.labels: list[str] = []
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        assert values.keys() <= set(ATTRIBUTES[tag].split())
        assert len(values) == len(attrs)
        for name in ("href", "src"):
            scheme, colon, _ = (values.get(name) or "").partition(":")
            assert not colon or scheme.lower() in ("http", "https", "mailto") or "/" in scheme
        if block := values.get("data-block"):
            assert not self.open
            self.blocks.append(block)
        self.ids += filter(None, [values.get("id")])
        self.labels += filter(None, [values.get("aria-label")])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


BLOCK = st.sampled_from(
    [
        *("# a", "## a", "### a 2", "#### 模型", "##", "> # b", "- c\n\n  d", "1. e", "***"),
        *("|a|b|\n|-|-|\n|1|2|", "> |a|\n> |-|", "```python\n1 < 2\n```", "    f", "```\n<b>"),
        *("[a](javascript:b)", "<https://c.example>", "![d](data:x)", "[e <http://f.example>](g)"),
        *("**模型**\n晶片", "*g `h` ~~i*~~", "[j](#a)", "<img src=x onerror=y>"),
    ]
)


@given(ANYTHING | st.lists(BLOCK | ANYTHING).map("\n\n".join), st.sampled_from(["en", "zh-Hant"]))
def test_a_body_holds_only_what_it_may(source: str, language: str) -> None:
    made = render_body(source, language, as_it_is)
    audit = Audit(made.html)
    assert audit.blocks == [str(place) for place in range(len(made.blocks))]
    assert audit.ids == [heading.id for heading in made.headings]
    assert len(set(audit.ids)) == len(audit.ids)
    assert len(set(audit.labels)) == len(audit.labels)
    levels = [1, *(heading.level for heading in made.headings)]
    assert all(b <= a + 1 for a, b in pairwise(levels))
