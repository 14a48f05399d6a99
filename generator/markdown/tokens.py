"""Only this module makes tokens: as markdown-it's own, but in a fifth of the time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec
from markdown_it import token as whole
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

# A body has some seven hundred tokens, and markdown-it's are slow to make: each is a dataclass that
# calls two factories and then a method. This has the same fields in the same order.
if TYPE_CHECKING:
    Token = whole.Token
else:

    class Token(msgspec.Struct):
        """A token as `markdown_it.token.Token`."""

        type: str
        tag: str
        nesting: Literal[-1, 0, 1]
        attrs: dict[str, str | int | float] = {}
        map: list[int] | None = None
        level: int = 0
        children: list[Token] | None = None
        content: str = ""
        markup: str = ""
        info: str = ""
        meta: dict[Any, Any] = {}
        block: bool = False
        hidden: bool = False

        attrItems, attrSet = whole.Token.attrItems, whole.Token.attrSet  # noqa: N815


class BlockState(StateBlock):
    """The state of the block parser, with light tokens."""

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """The new token, the last of the state."""
        if nesting < 0:
            self.level -= 1
        token = Token(ttype, tag, nesting, level=self.level, block=True)
        if nesting > 0:
            self.level += 1
        self.tokens.append(token)
        return token


class InlineState(StateInline):
    """The state of the inline parser, with light tokens for all but links."""

    def pushPending(self) -> Token:  # noqa: N802 - markdown-it's name
        """The text that no rule took, as a token."""
        token = Token("text", "", 0, content=self.pending, level=self.pendingLevel)
        self.tokens.append(token)
        self.pending = ""
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """The new token, the last of the state."""
        if nesting:
            return super().push(ttype, tag, nesting)
        if self.pending:
            self.pushPending()
        token = Token(ttype, tag, 0, level=self.level)
        self.pendingLevel = self.level
        self.tokens.append(token)
        self.tokens_meta.append(None)
        return token
