"""Which characters a font file has, and what its faces are called, is in its tables (OpenType)."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator

import msgspec

_FAMILIES, _STYLES = (16, 1), (17, 2)
_UNICODE_MAPS = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0))
_MOST_FACES = 256


class NotAFontError(Exception):
    """The bytes are not those of a font with outlines that are read here."""


class Named(msgspec.Struct, frozen=True):
    """A face of a font file: its place there, its family and its style, in English."""

    index: int
    family: str
    style: str


class Characters:
    """The characters that a face has a glyph of its own for."""

    def __init__(self, ranges: list[tuple[int, int]]) -> None:
        self._firsts = [first for first, _ in ranges]
        self._lasts = [last for _, last in ranges]

    def __contains__(self, char: str) -> bool:
        at = bisect_right(self._firsts, ord(char)) - 1
        return at >= 0 and ord(char) <= self._lasts[at]


def named_faces(data: bytes) -> list[Named]:
    """The faces of a font file, of which a collection has several; raises `NotAFontError`."""
    try:
        return [_named(data, index, tables) for index, tables in enumerate(_faces(data))]
    except (struct.error, IndexError) as error:
        raise NotAFontError(str(error)) from None


def characters(data: bytes, index: int) -> Characters:
    """The characters of the face at that place of a font file; raises `NotAFontError`."""
    try:
        return Characters(_ranges(data, _faces(data)[index]))
    except (struct.error, IndexError) as error:
        raise NotAFontError(str(error)) from None


Tables = dict[bytes, int]


def _faces(data: bytes) -> list[Tables]:
    """Where the tables of each face begin."""
    if data[:4] != b"ttcf":
        return [_tables(data, 0)]
    (count,) = struct.unpack_from(">I", data, 8)
    if count > _MOST_FACES:
        raise NotAFontError("it has too many faces")
    return [_tables(data, offset) for offset in struct.unpack_from(f">{count}I", data, 12)]


def _tables(data: bytes, offset: int) -> Tables:
    kind, count = struct.unpack_from(">4sH", data, offset)
    if kind not in (b"\0\1\0\0", b"OTTO", b"true"):
        raise NotAFontError("it is not a TrueType or an OpenType font")
    records = (struct.unpack_from(">4sIII", data, offset + 12 + at * 16) for at in range(count))
    tables = {tag: place for tag, _, place, _ in records}
    if not {b"glyf", b"CFF ", b"CFF2"} & tables.keys():
        raise NotAFontError("it has no outlines")
    if b"cmap" not in tables or b"name" not in tables:
        raise NotAFontError("it does not say which characters it has")
    return tables


def _named(data: bytes, index: int, tables: Tables) -> Named:
    place = tables[b"name"]
    _, count, texts = struct.unpack_from(">HHH", data, place)
    names: dict[int, str] = {}
    for at in range(count):
        platform, _, language, name, length, offset = struct.unpack_from(
            ">6H", data, place + 6 + at * 12
        )
        begin = place + texts + offset
        text = data[begin : begin + length]
        if platform == 3 and language == 0x409:
            names[name] = text.decode("utf-16-be", "replace")
        elif platform == 1 and language == 0:
            names.setdefault(name, text.decode("mac-roman", "replace"))
    family, style = (
        next((names[name] for name in wanted if name in names), "")
        for wanted in (_FAMILIES, _STYLES)
    )
    return Named(index, family, style)


def _ranges(data: bytes, tables: Tables) -> list[tuple[int, int]]:
    """The ranges of code points that have a glyph, in their order."""
    place = tables[b"cmap"]
    (count,) = struct.unpack_from(">H", data, place + 2)
    maps = {}
    for at in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", data, place + 4 + at * 8)
        (layout,) = struct.unpack_from(">H", data, place + offset)
        if layout in (4, 12):
            maps[platform, encoding] = layout, place + offset
    for wanted in _UNICODE_MAPS:
        if wanted in maps:
            layout, begin = maps[wanted]
            found = _of_groups(data, begin) if layout == 12 else _of_segments(data, begin)
            return _in_order(found)
    raise NotAFontError("its characters are not those of Unicode")


def _of_groups(data: bytes, place: int) -> Iterator[tuple[int, int]]:
    """The ranges of a `cmap` subtable of format 12."""
    (count,) = struct.unpack_from(">I", data, place + 12)
    groups = data[place + 16 : place + 16 + 12 * count]
    for first, last, glyph in struct.iter_unpack(">III", groups):
        yield (first + 1 if glyph == 0 else first), last


def _of_segments(data: bytes, place: int) -> Iterator[tuple[int, int]]:
    """The ranges of a `cmap` subtable of format 4, in which single characters may have no glyph."""
    (twice,) = struct.unpack_from(">H", data, place + 6)
    form = f">{twice // 2}H"
    lasts = struct.unpack_from(form, data, place + 14)
    firsts = struct.unpack_from(form, data, place + 16 + twice)
    deltas = struct.unpack_from(form, data, place + 16 + 2 * twice)
    offsets = struct.unpack_from(form, data, place + 16 + 3 * twice)
    before = -1
    for at, (first, last) in enumerate(zip(firsts, lasts, strict=True)):
        if first <= before or last < first:
            raise NotAFontError("its table of characters is not in order")
        before = last
        for code in range(first, last + 1):
            if offsets[at]:
                here = place + 16 + 3 * twice + 2 * at + offsets[at] + 2 * (code - first)
                (glyph,) = struct.unpack_from(">H", data, here) if code < 0xFFFF else (0,)
            else:
                glyph = (code + deltas[at]) & 0xFFFF
            if glyph:
                yield code, code


def _in_order(found: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    """`found` with neighbours made one."""
    ranges: list[tuple[int, int]] = []
    for first, last in found:
        if last < first:
            continue
        if ranges and first <= ranges[-1][1]:
            raise NotAFontError("its table of characters is not in order")
        if ranges and first == ranges[-1][1] + 1:
            ranges[-1] = ranges[-1][0], last
        else:
            ranges.append((first, last))
    return ranges
