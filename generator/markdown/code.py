"""Blocks of code: coloured with classes where the language is known, plain text where not."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from markdown_it.common.utils import escapeHtml, unescapeAll
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from generator.markdown.names import Regions

# Most bodies hold no code: Pygments costs a process its import only when one does.
if TYPE_CHECKING:
    from pygments.formatters.html import HtmlFormatter

# Lexers are regular expressions by many hands, and some take quadratic time: on one long line, or
# (Java's, on words without punctuation) on anything. These bounds keep the worst body to seconds.
MOST_IN_BLOCK = 10_000
MOST_IN_LINE = 500
MOST_IN_BODY = 50_000

_CODE = {"en": "Code", "zh-Hant": "程式碼"}


def set_code(tokens: Sequence[Token], language: str, regions: Regions) -> None:
    """Turn each block of code among `tokens` into the HTML of a `<pre>` that scrolls by itself.

    Its language is the first word of the info string of a fence, if Pygments has an alias like it:
    only that alias gets into the HTML.
    """
    left = MOST_IN_BODY
    for token in tokens:
        if token.type not in ("fence", "code_block"):
            continue
        alias, name = _language_of(token.info)
        code, kind = escapeHtml(token.content), ""
        if alias:
            kind = f' class="language-{alias}"'
            if len(token.content) <= min(left, MOST_IN_BLOCK) and _has_short_lines(token.content):
                left -= len(token.content)
                code = _highlight(token.content, alias)
        words = filter(None, (_CODE[language], name))
        token.attrs = {"class": "highlight", **token.attrs, **regions.attributes(" ".join(words))}
        attributes = RendererHTML.renderAttrs(token)
        token.type = "html_block"
        token.content = f"<pre{attributes}><code{kind}>{code}</code></pre>\n"


def _has_short_lines(source: str) -> bool:
    return all(len(line) <= MOST_IN_LINE for line in source.split("\n"))


def _language_of(info: str) -> tuple[str, str]:
    """The alias and the name of the language, both of Pygments' own table, or two empty strings."""
    words = unescapeAll(info).split(maxsplit=1)
    return _languages().get(words[0].lower(), ("", "")) if words else ("", "")


def _highlight(source: str, alias: str) -> str:
    from pygments import highlight
    from pygments.lexers import get_lexer_by_name

    # A lexer may remember what it read, so each block has a new one.
    return highlight(source, get_lexer_by_name(alias, stripnl=False), _formatter())


@functools.cache
def _formatter() -> HtmlFormatter[str]:
    from pygments.formatters.html import HtmlFormatter

    return HtmlFormatter(nowrap=True)


@functools.cache
def _languages() -> dict[str, tuple[str, str]]:
    from pygments.lexers import get_all_lexers

    return {
        alias: (alias, name)
        for name, aliases, _, _ in get_all_lexers(plugins=False)
        for alias in aliases
    }
