"""Tokens become HTML: the same as markdown-it writes, with a shorter way for most of them."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from generator.markdown.runs import is_text


class Writer(RendererHTML):
    """Writes by itself what needs no look around: most tags end a block, or stand before text."""

    def render(self, tokens: Sequence[Token], options: OptionsDict, env: EnvType) -> str:
        """The HTML of `tokens`, which are those of whole blocks."""
        html: list[str] = []
        after_hidden = False
        for place, token in enumerate(tokens):
            if token.type == "inline":
                html.append(self.renderInline(token.children or (), options, env))
            elif token.nesting == -1:
                if not token.hidden:
                    html.append(f"</{token.tag}>\n")
            elif (
                token.nesting == 1
                and tokens[place + 1].type == "inline"
                and not (token.hidden or after_hidden)
            ):
                html.append(f"<{token.tag}{self.renderAttrs(token) if token.attrs else ''}>")
            elif rule := self.rules.get(token.type):
                html.append(rule(tokens, place, options, env))
            else:
                html.append(self.renderToken(tokens, place, options, env))
            after_hidden = token.hidden
        return "".join(html)

    def renderInline(  # noqa: N802 - markdown-it's name
        self, tokens: Sequence[Token], options: OptionsDict, env: EnvType
    ) -> str:
        """The HTML of the `tokens` of one line."""
        if is_text(tokens):
            return escapeHtml(tokens[0].content)
        html: list[str] = []
        for place, token in enumerate(tokens):
            if token.type == "text":
                html.append(escapeHtml(token.content))
            elif token.nesting < 0:
                html.append(f"</{token.tag}>")
            elif token.nesting:
                html.append(f"<{token.tag}{self.renderAttrs(token) if token.attrs else ''}>")
            elif rule := self.rules.get(token.type):
                html.append(rule(tokens, place, options, env))
            else:
                html.append(self.renderToken(tokens, place, options, env))
        return "".join(html)

    @staticmethod
    def renderAttrs(token: Token) -> str:  # noqa: N802 - markdown-it's name
        """The attributes of `token`, whose names are those that rules give."""
        attributes = token.attrs.items()
        return "".join([f' {name}="{escapeHtml(str(value))}"' for name, value in attributes])
