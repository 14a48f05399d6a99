"""Only this module decides which addresses a body may link to, or take a picture from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.markdown.runs import plain_text
from generator.markdown.tokens import Token

LINK_SCHEMES = frozenset({"http", "https", "mailto"})
IMAGE_SCHEMES = frozenset({"https"})

_SCHEME = re.compile("([^/?#:]*):")


def is_allowed(url: str, schemes: frozenset[str]) -> bool:
    """Whether `url` is of one of `schemes`, relative or a fragment. An empty one is not.

    No relative reference holds a colon before its first slash (RFC 3986 § 4.2).
    """
    scheme = _SCHEME.match(url)
    return scheme[1].lower() in schemes if scheme else url != ""


def keep_allowed(children: Sequence[Token]) -> list[Token]:
    """The tokens of one line without its refused links and images, which leave their text.

    A link inside a link and one around nothing go the same way, since HTML allows neither. The
    images that stay are loaded late, and hold their alternative text as one text token.
    """
    kept: list[Token] = []
    opened: list[int | None] = []  # for each link that is open, where it stands in `kept`
    for place, token in enumerate(children):
        if token.type == "link_open":
            if token.info == "auto":
                children[place + 1].info = "auto"
            nested = opened and any(start is not None for start in opened)
            if nested or not is_allowed(str(token.attrs["href"]), LINK_SCHEMES):
                opened.append(None)
            else:
                opened.append(len(kept))
                kept.append(token)
        elif token.type == "link_close":
            start = opened.pop()
            if start is not None and plain_text(kept[start:]).strip():
                kept.append(token)
            elif start is not None:
                del kept[start]
        elif token.type == "image":
            kept.append(_image(token))
        elif token.type != "text" or token.content:
            kept.append(token)
    return kept


def _image(token: Token) -> Token:
    alternative = Token("text", "", 0, content=plain_text(token.children or ()))
    if not is_allowed(str(token.attrs["src"]), IMAGE_SCHEMES):
        return alternative
    token.children = [alternative]
    token.attrs.update(loading="lazy", decoding="async")
    return token
