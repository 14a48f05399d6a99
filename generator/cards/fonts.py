"""Which fonts a card is set in is a value; a character is set in the first that has it."""

from __future__ import annotations

import msgspec

from generator.digest import canonical, digest
from generator.model import Language


class Face(msgspec.Struct, frozen=True):
    """A face of the font file at `path`, whose digest is that of its bytes, at its place there, and
    at the `weight` it is to have where it can have several."""

    path: str
    index: int
    weight: int
    digest: bytes


Faces = tuple[Face, ...]


class Fonts(msgspec.Struct, frozen=True):
    """The faces for titles and for small text, each in English and in Chinese, the first being the
    best; `chinese` if they can set Chinese. `library` is the version of what draws."""

    titles: Faces = ()
    zh_titles: Faces = ()
    small: Faces = ()
    zh_small: Faces = ()
    chinese: bool = False
    library: str = ""

    @property
    def languages(self) -> tuple[Language, ...]:
        """The editions that cards can be drawn for."""
        if not self.titles:
            return ()
        return ("en", "zh-Hant") if self.chinese else ("en",)

    @property
    def key(self) -> bytes:
        """The digest of all that they make of a card."""
        return digest(canonical(self))
