"""Chinese inside English is marked as Chinese, since browsers choose the font by the language."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from generator.markdown.han import HAN, WIDE_RUN
from generator.model import CHINESE


def mark_chinese(tokens: Sequence[Token]) -> None:
    """Mark the Chinese in the text of `tokens`; code and alternative texts stay as they are."""
    for line in tokens:
        if line.type == "inline" and not line.content.isascii():
            for token in line.children or ():
                if token.type == "text" and HAN.search(token.content):
                    token.type = "html_inline"
                    token.content = marked(escapeHtml(token.content))


def marked(html: str) -> str:
    """`html`, escaped text without tags, with each run of Han characters, and the full-width
    punctuation in it, in a span."""
    return WIDE_RUN.sub(_span, html)


def _span(run: re.Match[str]) -> str:
    return f'<span lang="{CHINESE}">{run[0]}</span>' if HAN.search(run[0]) else run[0]
