"""What is written in Chinese, and what a site adds to the rules for it, are plain values."""

from __future__ import annotations

import msgspec


class Text(msgspec.Struct, frozen=True):
    """A text for HTML, whose stylesheet sets the gaps beside Han, and one for anywhere else."""

    display: str
    plain: str


class Rules(msgspec.Struct, frozen=True):
    """What a site adds to the rules for words.

    `protect` stays as it is. `vocabulary` pairs a term with the wanted one, and is reported;
    `replace` pairs them too, is reported, and changes the text. A term with a space in it is only
    reported.
    """

    protect: tuple[str, ...] = ()
    vocabulary: tuple[tuple[str, str], ...] = ()
    replace: tuple[tuple[str, str], ...] = ()
