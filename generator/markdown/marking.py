"""Chinese inside English is marked as Chinese, since browsers choose the font by the language."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from generator.markdown.han import HAN, WIDE_RUN


def mark_chinese(tokens: Sequence[Token]) -> None:
    """Put each run of Han characters, with the full-width punctuation in it, into a span.

    Only in text: code spans and alternative texts stay as they are.
    """
    for line in tokens:
        if line.type == "inline" and not line.content.isascii():
            for token in line.children or ():
                if token.type == "text" and HAN.search(token.content):
                    token.type = "html_inline"
                    token.content = WIDE_RUN.sub(_marked, escapeHtml(token.content))


def _marked(run: re.Match[str]) -> str:
    return f'<span lang="zh-Hant-TW">{run[0]}</span>' if HAN.search(run[0]) else run[0]
