from __future__ import annotations

import pickle
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from html.parser import HTMLParser
from pathlib import Path
from textwrap import dedent

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.token import Token

from generator.markdown import Body, Heading, Passage, opening, render_body

FIXTURES = Path(__file__).parent / "fixtures" / "markdown"
PAGES = Path(__file__).parents[2] / "shared" / "pages"

MARKUP = st.text(
    st.sampled_from("aZ9 .,:|-*_~`[]()!<>&\"'\\#=+\n\n  中文，。：「」（）\ufffc\0") | st.characters(codec="utf-8")
)


def as_it_is(runs: list[str]) -> list[str]:
    return runs


def body(source: str, language: str = "en") -> Body:
    return render_body(dedent(source), language, as_it_is)


def cases() -> Iterator[object]:
    for path in sorted(FIXTURES.glob("*.md")):
        for case in path.read_text().rstrip("\n").split("\n.\n\n"):
            title, source, html = case.removesuffix("\n.").split("\n.\n", 2)
            language = path.name.split(".")[1]
            yield pytest.param(source, language, html, id=f"{path.name}: {title}")


@pytest.mark.parametrize(("source", "language", "html"), cases())
def test_fixture(source: str, language: str, html: str) -> None:
    assert render_body(source, language, as_it_is).html.removesuffix("\n") == html


def test_what_a_body_tells() -> None:
    assert body(
        """\
        Before **any** heading.

        ## The `V4` window

        Benchmark performance:

        | Model | 成本 |
        |---|---|
        | V4 | $0.45 |

        The first paragraph
        of a section. It's [here](x).

        And a second one.

        ### A list

        - Not a paragraph of its own.

        > Nor this.

        ```python
        these words don't count
        ```

        ***

        #### 模型

        模型。
        """
    ).__class__ is Body
