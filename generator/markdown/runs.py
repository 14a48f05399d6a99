"""The text of one line of markup: as runs that can be put right together, and as plain text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markdown_it.token import Token

from generator.chinese import OPAQUE

Normalize = Callable[[list[str]], list[str]]

_SHOWN = {"softbreak": " ", "hardbreak": " "}


def is_text(children: Sequence[Token]) -> bool:
    """Whether one line is all text: most are, and need none of the care that markup does."""
    return len(children) == 1 and children[0].type == "text"


def normalize_runs(children: Sequence[Token], normalize: Normalize) -> None:
    """Put the text of one line through `normalize`, all its runs at once.

    A line break is given as the space it shows as; a soft one that comes back as something else
    becomes that. The text of an image and a title are lines of their own.
    """
    texts: list[Token] = []
    runs: list[str] = []
    for token in children:
        if token.type == "text":
            texts.append(token)
            runs.append(OPAQUE if token.info == "auto" else token.content)
        elif token.type in _SHOWN:
            texts.append(token)
            runs.append(_SHOWN[token.type])
        elif token.type in ("code_inline", "image"):
            texts.append(token)
            runs.append(OPAQUE)
        if token.children:
            normalize_runs(token.children, normalize)
        if "title" in token.attrs:
            token.attrs["title"] = "".join(normalize([str(token.attrs["title"])]))
    if not runs:
        return
    for token, before, after in zip(texts, runs, normalize(list(runs)), strict=True):
        if token.type == "text" and before is not OPAQUE:
            token.content = after
        elif token.type == "softbreak" and after != before:
            token.type, token.tag, token.content = "text", "", after


def plain_text(children: Sequence[Token]) -> str:
    """What a reader sees or hears of one line, without its markup. A line break is a space."""
    return "".join(
        plain_text(token.children) if token.children else _SHOWN.get(token.type, token.content)
        for token in children
    )
