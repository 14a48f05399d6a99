"""A line of text, code, emphasis and links as most are written is read by one expression."""

from __future__ import annotations

import re

from generator.markdown.tokens import Token

# No character of a text here begins or ends anything else; a span of code has one backtick on
# either side. An address is one that needs neither escapes nor encoding, so that markdown-it takes
# it as it is: a host of at most 255 characters (RFC 1035 § 2.3.4), or none.
_TEXT = r"[^\n!&*<\[\\\]_`~]++"
_CODE = r"`[^`\n]++`(?!`)"
_HOST = r"https?://(?:[a-z0-9-]{1,62}\.){1,3}[a-z]{1,62}(?![^/?#)])"
_SAFE = "[A-Za-z0-9/._~=&+,$-]*+"
_REST = f"{_SAFE}(?:%[0-9A-Fa-f]{{2}}{_SAFE})*+"
_PIECE = re.compile(
    rf"(?P<text>{_TEXT})|(?P<code>{_CODE})|(?P<mark>\*\*?(?!\*))|(?P<end>(?<! )\n[ \t]*)"
    rf"|(?P<link>\[(?P<label>(?:{_TEXT}|{_CODE})++)\]"
    rf"\((?P<href>(?:{_HOST}|/(?!/)){_REST}(?:\?{_REST})?(?:\#{_REST})?)\))"
)
_SPAN = re.compile(rf"({_TEXT})|{_CODE}")

# What may stand before emphasis that begins, or after emphasis that ends, for it to do so whatever
# stands inside (CommonMark § 6.2): nothing, white space, or punctuation such as this.
_EDGE = frozenset(" \n!\"#$%&'()+,-./:;<=>?@[]^`{|}，。、：；！？（）「」『』《》〈〉")
_EMPHASIS = {"*": "em", "**": "strong"}


def simple_line(source: str) -> list[Token] | None:
    """The tokens of one line of Markdown, as all rules make them, or `None` where it takes them.

    Tokens of empty text, which markdown-it leaves around emphasis, are not among them.
    """
    tokens: list[Token] = []
    place = 0
    opened = ""
    for piece in _PIECE.finditer(source):
        start, end = piece.span()
        if start != place:
            return None
        place = end
        level = 1 if opened else 0
        match piece.lastgroup:
            case "text":
                tokens.append(Token("text", "", 0, content=piece[0], level=level))
            case "link":
                tokens += _link(piece["label"], piece["href"], level)
            case "code":
                tokens.append(_code(piece[0], level))
            case "end":
                tokens.append(Token("softbreak", "br", 0, level=level))
            case _:
                mark, before, after = piece[0], source[start - 1 : start], source[end : end + 1]
                tag = _EMPHASIS[mark]
                if not opened and _clings(after, before):
                    tokens.append(Token(f"{tag}_open", tag, 1, markup=mark))
                    opened = mark
                elif opened == mark and _clings(before, after):
                    tokens.append(Token(f"{tag}_close", tag, -1, markup=mark))
                    opened = ""
                else:
                    return None
    return tokens if place == len(source) and not opened else None


def _clings(near: str, far: str) -> bool:
    """Whether a mark of emphasis, between these two characters, belongs to the text of `near`."""
    return near != "" and not near.isspace() and (not far or far in _EDGE)


def _link(label: str, href: str, level: int) -> list[Token]:
    tokens = [Token("link_open", "a", 1, {"href": href}, level=level)]
    if "`" in label:
        tokens += (
            Token("text", "", 0, content=span[0], level=level + 1)
            if span[1]
            else _code(span[0], level + 1)
            for span in _SPAN.finditer(label)
        )
    else:
        tokens.append(Token("text", "", 0, content=label, level=level + 1))
    tokens.append(Token("link_close", "a", -1, level=level))
    return tokens


def _code(span: str, level: int) -> Token:
    content = span[1:-1]
    if content[0] == content[-1] == " " and content.strip(" "):
        content = content[1:-1]
    return Token("code_inline", "code", 0, content=content, markup="`", level=level)
