"""Input made to hang a parser or to overflow its stack: each of these was quadratic somewhere."""

from __future__ import annotations

from contextlib import suppress

import pytest

from generator.markdown import NestedError, opening, render_body

MANY = 5_000

REPEATED = [
    *(">", "> ", "[", "]", "*", "**", "_", "~~", "`", "!", "![", "<", "&", "\\", "(", "|", "#"),
    *("- ", "1. ", "\t", " ", "\n", "\r", "\0", "-", "=", "a", "a ", "a.", "a-", "a'", "..", ".)"),
    *(
        "a\n",
        "- a\n",
        "> a\n",
        "# a\n",
        "## a\n\na.\n\n",
        "a:\n\n",
        "***\n",
        "|a|\n|-|\n\n",
        "    a\n",
    ),
    *("[a](", "[a](<b", '[a](b "', "[a][b", "[a]: ", "[a]: b\n", "[a", "a]", "![[]()", "[]()"),
    *(
        "<a ",
        "<http:",
        "<!--",
        "<?",
        "<http://a>",
        "&#",
        "&a;",
        "`a",
        "```\n",
        "```python\na\n```\n",
    ),
    *("*a ", "a* ", "*a_ ", "_a **b ", "*_* ", "a**b", "~~a", "[*a](b)", "*[a](b)*"),
    *("中", "，", "中\n", "中**", "**「", "中**「", "」**", "~~（", "*中\n", "中`", "（中", "“"),
]


@pytest.mark.parametrize("piece", REPEATED, ids=ascii)
def test_many_of_one_piece(piece: str) -> None:
    source = piece * MANY
    with suppress(NestedError):
        render_body(source, "en", lambda runs: runs)
    opening(source)


NESTED = [
    *(
        ("[", "](a)"),
        ("![", "](a)"),
        ("*a **b ", " c** d*"),
        ("**「", "」**"),
        ("~~", "~~"),
        ("(", ")"),
    ),
    *(("[a](", ")"), ("`", "`"), ("> ", ""), ("- > ", ""), ("<a", ">")),
]


@pytest.mark.parametrize(("opens", "closes"), NESTED, ids=ascii)
def test_many_inside_each_other(opens: str, closes: str) -> None:
    source = opens * MANY + "a." + closes * MANY
    with suppress(NestedError):
        render_body(source, "en", lambda runs: runs)
    opening(source)


def test_runs_of_backticks_of_every_length() -> None:
    render_body("".join(f"a{'`' * length}" for length in range(200)), "en", lambda runs: runs)


def test_a_table_of_empty_cells() -> None:
    source = "|" + "a|" * 500 + "\n|" + "-|" * 500 + "\n" + "a\n" * 500
    assert len(render_body(source, "en", lambda runs: runs).html) < 4_000_000


@pytest.mark.parametrize(
    "code",
    ["a" * 501, "a\n" * 5_001, "a a a a\n" * 1_500],
    ids=["a long line", "many lines", "words without an end"],
)
def test_code_beyond_the_bounds_is_plain(code: str) -> None:
    html = render_body(f"```java\n{code}\n```", "en", lambda runs: runs).html
    assert "<span" not in html
    assert 'class="language-java"' in html


def test_only_so_much_code_is_coloured() -> None:
    block = "```python\n" + "if 1: pass\n" * 500 + "```\n\n"
    html = render_body(block * 12, "en", lambda runs: runs).html
    assert ["<span" in part for part in html.split("<pre")[1:]] == [True] * 9 + [False] * 3
