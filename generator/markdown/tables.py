"""A table scrolls inside a frame of its own, which a keyboard can reach and a reader can name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.markdown.names import Regions
from generator.markdown.tokens import Token

_COMMA = {"en": ", ", "zh-Hant": "、"}
_TABLE = {"en": "Table", "zh-Hant": "表格"}


def framed(tokens: Sequence[Token], language: str, regions: Regions) -> Iterator[Token]:
    """The tokens with each table in a `<div class="table">`, which takes its attributes over.

    The frame's name is the paragraph directly before it, if that is all bold or ends in a colon,
    else the table's headers. A header without text becomes a plain cell. How a column is aligned
    is a class (`left`, `center`, `right`), since a page has no inline style.
    """
    for place, token in enumerate(tokens):
        if token.type == "table_open":
            name = _caption(tokens, place) or _headers(tokens, place, _COMMA[language])
            frame = Token("frame_open", "div", 1, {"class": "table", **token.attrs}, block=True)
            frame.attrs |= regions.attributes(name or _TABLE[language])
            token.attrs = {}
            yield frame
        elif token.type in ("th_open", "td_open"):
            align = str(token.attrs.pop("style", "")).removeprefix("text-align:")
            if token.type == "th_open":
                if tokens[place + 1].content:
                    token.attrs["scope"] = "col"
                else:
                    token.tag = tokens[place + 2].tag = "td"
            if align:
                token.attrs["class"] = align
        yield token
        if token.type == "table_close":
            yield Token("frame_close", "div", -1, block=True)


def _caption(tokens: Sequence[Token], place: int) -> str:
    if place < 3 or tokens[place - 1].type != "paragraph_close":
        return ""
    line = tokens[place - 2]
    text, shown = line.content.strip(), line.children or [Token("text", "", 0)]
    ends = shown[0].type, shown[-1].type
    bold = ends == ("strong_open", "strong_close") and all(child.level for child in shown[1:-1])
    return text.rstrip(":：").rstrip() if bold or text.endswith((":", "：")) else ""


def _headers(tokens: Sequence[Token], place: int, comma: str) -> str:
    names: list[str] = []
    while tokens[place].type != "thead_close":
        if tokens[place].type == "inline" and tokens[place].content:
            names.append(tokens[place].content)
        place += 1
    return comma.join(names)
