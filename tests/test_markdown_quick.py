"""What is done to be quick changes nothing: it is compared with markdown-it at its own pace."""

from __future__ import annotations

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.markdown.emphasis import han_emphasis
from generator.markdown.linejoin import han_line_join
from generator.markdown.parser import Parser, parser
from generator.markdown.prose import count_words

PLAIN: MarkdownIt = (
    Parser("commonmark", {"html": False, "xhtmlOut": False})
    .enable(["table", "strikethrough"])
    .use(han_emphasis)
    .use(han_line_join)
)

MARGIN = st.lists(
    st.sampled_from(["> ", ">", "- ", "-\t", "* ", "+", "1. ", "2) ", "  ", "    ", "\t"]),
    max_size=3,
).map("".join)
REST = st.sampled_from(
    [
        *(
            "",
            " ",
            "a",
            "a b  ",
            "中",
            "，\\",
            "*a*",
            "**中，**文",
            "~~a~~",
            "_a `b`_",
            "\\*",
            "&amp;",
        ),
        *("[a]", "[a](b)", "![中 \\*](b 'c')", "<http://a.example>", "<b>", '[a]: b "c"', "[a]:"),
        *("# a", "## 中 #", "#a", "---", "===", "- - -", "***", "```", "~~~~ a", "2. a", "-", "="),
        *("|a|b|", "a|b", "a\\|b|`c|d`|", "||", "|", "|-|-|", "-|-", ":-: | --:", ":--", "|中||"),
        *(
            "|-",
            "| - | - |",
            "- | -",
            "-|",
            "a|b|c",
            "--- ",
            "=\u3000",
            "a\u3000",
            "\x1f",
            "|\x1f|\x1f",
        ),
    ]
)
LINES = st.lists(st.tuples(MARGIN, REST).map("".join)).map("\n".join)
PIECES = st.lists(
    st.sampled_from(
        [
            *("a", "中", " ", "，", "(", ".", "\n", " \n", "\n ", "\t", "!", "&", "_", "\\"),
            *("*", "**", "***", "`", "`a`", "``", "` a `", "` `", "`中*`", "`a\n`", "[", "]"),
            *("](b)", "[a](/b)", "[](/b)", "[中](#a)", "[a](//b)", "[*a*](/b)", "[a][b]", "[b]"),
            *("[a](/%e4%b8)", "[a](/%e4%b)", "[a](/b 'c')", "![a](/b)", "[a](/&amp;)"),
            *("[a `b`](https://a.example/b?c=d&e#f)", "[a](/b;)", "[a](https://A.example)"),
            *("[a](https://a.example)", "[a](http://a.example:80/)", "[a](https://a)"),
            *(f"[a](https://{'b' * 62}.{'c' * 62}.d)", f"[a](https://{'b' * 64}.example/)"),
            *("[a](https://a-.b/)", "[a]( /b )", "[a](/b)c", "\u3000"),
        ]
    )
).map("".join)
MARKS = st.text(st.sampled_from("aZ9 .:|-*_~`[]()!<>&\"'\\#=+\n\n\t中文，。\0"))


@given(LINES)
@settings(max_examples=500)
@example("a|b\n-|-\n1|2\n\n> c\n===\n- d\n  ---\n  e\n")
@example("a\n    ===\n\n    - b\n")
@example("- a\n  # b\n- c\n  - d\n    > e\n")
@example("|a|\n- | -\n")
def test_blocks_are_the_same(source: str) -> None:
    assert parser().render(source) == PLAIN.render(source)


@given(PIECES | st.tuples(PIECES, st.sampled_from(["\n\n[b]: /c"])).map("".join))
@settings(max_examples=1000)
@example("**[a](/b)**：中，**中**文 *a*`b` **a `b` [c](https://d.example/e)** (*f*)")
def test_lines_are_the_same(source: str) -> None:
    assert parser().render(source) == PLAIN.render(source)


@given(MARKS | st.text())
def test_any_text_is_the_same(source: str) -> None:
    assert parser().render(source) == PLAIN.render(source)


@given(st.text(st.sampled_from("aé.'’-— 中_\n")) | st.text())
def test_the_words_are_as_many(text: str) -> None:
    letters = "[A-Za-z0-9ªºÀ-ÖØ-öø-\u024f\u1e00-\u1eff]+"
    assert count_words(text) == len(re.findall(rf"{letters}(?:['’.\-]{letters})*", text))
