"""A card is drawn from its texts and fonts alone, and never shows a box for a missing glyph."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from generator.cards.card import HEIGHT, WIDTH, CardText
from generator.cards.fontfile import Characters, NotAFontError, characters
from generator.cards.fonts import Face, Faces, Fonts
from generator.cards.setting import Line, fits, set_lines
from generator.chinese import has_han
from generator.digest import digest
from generator.errors import Problem, Problems

PAPER, INK, SOFT, RULE, MARK = "#fffefb", "#1b1a18", "#5c5850", "#d8d2c6", "#8f1d21"
"""The colours that the theme's stylesheet has by day."""

SIZES = (88, 80, 72, 66, 60, 54, 48)
"""The sizes of a title, in pixels: the first in which it fits is taken."""

MOST_LINES = 4
EDGE = 80
MEASURE = WIDTH - 2 * EDGE
"""How wide a line of the title may be."""

_BAND = 12
_TOPICS, _RULE, _FOOT = 104, 516, 572
_TOP, _BOTTOM = 132, 500
_SMALL, _NAME = 28, 34
_GAP = 40
_HALF_LETTER = 0.36
"""How far the middle of a capital or a Han character is above its baseline, in its size."""

_UNSEEN = dict.fromkeys(map(ord, "\u200d\ufe0e\ufe0f"))
"""What joins or chooses the glyphs of signs, and has none itself."""


def draw_card(card: CardText, fonts: Fonts) -> tuple[bytes, str]:
    """`card` as a PNG file, and the characters of its texts that no font has, which it lacks.

    Raises `Problems` where a font is not what it was.
    """
    sheet = _Sheet()
    _title(sheet, card.title, fonts)
    faces = fonts.zh_small if has_han(card.date + "".join(card.topics)) else fonts.small
    small = _Pen(faces, _SMALL)
    names = [sheet.drawable(topic, faces) for topic in card.topics]
    sheet.write(small, _topics([*filter(None, names)], small), EDGE, _TOPICS, MARK)
    date = sheet.drawable(card.date, faces)
    end = WIDTH - EDGE - small.width(date)
    sheet.write(small, (date,), end, _FOOT, SOFT)
    faces = fonts.zh_titles if has_han(card.site) else fonts.titles
    name = _Pen(faces, _NAME)
    site = set_lines(sheet.drawable(card.site, faces), end - _GAP - EDGE, 1, name.width)
    for line in site.lines:
        sheet.write(name, line, EDGE, _FOOT, INK)
    return sheet.png(), "".join(sheet.lacking)


def _title(sheet: _Sheet, title: str, fonts: Fonts) -> None:
    """Write the title in the middle of its place, as large as it fits."""
    faces, leading = (fonts.zh_titles, 1.3) if has_han(title) else (fonts.titles, 1.22)
    text = sheet.drawable(title, faces)
    for size in SIZES:
        pen, height = _Pen(faces, size), size * leading
        most = min(MOST_LINES, int((_BOTTOM - _TOP) / height))
        if fits(text, MEASURE, most, pen.width):
            break
    lines = set_lines(text, MEASURE, most, pen.width).lines
    first = (_TOP + _BOTTOM - height * (len(lines) - 1)) / 2 + size * _HALF_LETTER
    for at, line in enumerate(lines):
        sheet.write(pen, line, EDGE, first + height * at, INK)


def _topics(names: Sequence[str], pen: _Pen) -> Line:
    """As many of `names` as a line holds."""
    for count in range(len(names), 1, -1):
        line = " · ".join(names[:count])
        if pen.width(line) <= MEASURE:
            return (line,)
    return set_lines(names[0], MEASURE, 1, pen.width).lines[0] if names else ()


class _Sheet:
    """A card while it is drawn, and what it was found to be `lacking`."""

    def __init__(self) -> None:
        self._image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
        self._draw = ImageDraw.Draw(self._image)
        self._draw.rectangle((0, 0, WIDTH, _BAND - 1), MARK)
        self._draw.rectangle((EDGE, _RULE, WIDTH - EDGE - 1, _RULE + 1), RULE)
        self.lacking: dict[str, None] = {}

    def drawable(self, text: str, faces: Faces) -> str:
        """`text` without the characters that none of `faces` has."""
        text = " ".join(text.translate(_UNSEEN).split())
        absent = {char for char in set(text) if _face(char, faces) is None}
        self.lacking.update(dict.fromkeys(char for char in text if char in absent))
        return " ".join("".join(char for char in text if char not in absent).split())

    def write(self, pen: _Pen, line: Line, x: float, y: float, colour: str) -> None:
        """Write `line`, which begins at `x` and stands on `y`."""
        for piece in line:
            at = x
            for font, run in pen.runs(piece):
                self._draw.text((at, y), run, colour, font, anchor="ls")
                at += font.getlength(run)
            x += pen.width(piece)

    def png(self) -> bytes:
        file = io.BytesIO()
        self._image.save(file, "PNG")
        return file.getvalue()


class _Pen:
    """Faces at a size."""

    def __init__(self, faces: Faces, size: int) -> None:
        self._faces = faces
        self._size = size
        self._widths: dict[str, float] = {}

    def runs(self, text: str) -> Iterator[tuple[ImageFont.FreeTypeFont, str]]:
        """`text`, which is drawable, in the parts that one face sets."""
        for face, chars in groupby(text, lambda char: _face(char, self._faces)):
            if face is not None:
                yield _font(face, self._size), "".join(chars)

    def width(self, piece: str) -> float:
        """How wide `piece` is, in pixels."""
        known = self._widths.get(piece)
        if known is None:
            known = sum(font.getlength(run) for font, run in self.runs(piece))
            self._widths[piece] = known
        return known


def _face(char: str, faces: Faces) -> Face | None:
    """The first of `faces` that has `char`."""
    return next((face for face in faces if char in _characters(face)), None)


@lru_cache(maxsize=32)
def _characters(face: Face) -> Characters:
    """What `face` has; raises `Problems` where its file is not what it was."""
    try:
        data = Path(face.path).read_bytes()
        if digest(data) == face.digest:
            return characters(data, face.index)
    except (OSError, NotAFontError):
        pass
    raise _unusable(face, "the font is not there any more, or is another")


@lru_cache(maxsize=64)
def _font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    """`face` at that size, in pixels. Its text is laid out in the one way that is the same on every
    machine."""
    try:
        font = ImageFont.truetype(face.path, size, face.index, "", ImageFont.Layout.BASIC)
    except OSError as error:
        raise _unusable(face, f"the font cannot be used: {error}") from None
    try:
        axes = font.get_variation_axes()
    except OSError:  # it has one weight alone
        return font
    font.set_variation_by_axes([_setting(axis, face.weight) for axis in axes])
    return font


def _setting(axis: ImageFont.Axis, weight: int) -> float:
    least, usual, most = axis["minimum"] or 0, axis["default"] or 0, axis["maximum"] or 0
    return min(max(weight, least), most) if axis.get("name") == b"Weight" else usual


def _unusable(face: Face, what: str) -> Problems:
    return Problems([Problem(face.path, 1, what, "build again, or name another as `cards.font`")])
