"""A line ends where a reader's language lets it end, and is no wider than its measure.

English is broken between words; Chinese between any two characters, but no line begins with what
closes or ends with what opens (clreq, 3.1.3), and a dash or an ellipsis of two is not torn.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

import msgspec

from generator.chinese.characters import CJK_RANGES
from generator.chinese.punctuation import CLOSING, OPENING, STOPS
from generator.markdown.han import FULL_WIDTH

ELLIPSIS = "…"

NOT_FIRST = frozenset(CLOSING + STOPS + "％‰℃·‧・～／ー々〻" + ",.;:!?)]}%”’»")
"""What no line begins with."""

NOT_LAST = frozenset(OPENING + "＄￥" + "([{$£€“‘«")
"""What no line ends with."""

_PAIRED = frozenset("—…─⋯")
_DANGLING = STOPS + OPENING + ",.;:([ "
_QUOTES = frozenset("\"'")
_CJK = re.compile(f"[{CJK_RANGES}]")
_LONGEST = 400
"""How much of a title is looked at: no card has room for more."""

Measure = Callable[[str], float]
"""How wide a piece of a line is. Pieces beside each other are as wide as both together."""

Line = tuple[str, ...]
"""The pieces of a line, left to right; what stands between two of them is in the second."""


class Setting(msgspec.Struct, frozen=True):
    """A text as lines; `whole` unless it was cut, and then it ends with an ellipsis."""

    lines: tuple[Line, ...]
    whole: bool


def set_lines(text: str, width: float, most: int, measure: Measure) -> Setting:
    """`text` as at most so many lines of at most that width, all about as long as each other."""
    found = pieces(text[:_LONGEST])
    lines = _filled(found, width, measure)
    if len(lines) <= most and len(text) <= _LONGEST:
        return Setting(_balanced(found, lines, width, measure), whole=True)
    kept = lines[:most]
    return Setting((*kept[:-1], _cut(kept[-1], width, measure)), whole=False)


def fits(text: str, width: float, most: int, measure: Measure) -> bool:
    """Whether `text` fits in so many lines of that width, with no word torn."""
    found = pieces(text)
    if len(text) > _LONGEST or any(measure(one.lstrip()) > width for one in found):
        return False
    return len(_filled(found, width, measure)) <= most


def pieces(text: str) -> list[str]:
    """What a line must not be broken in. A piece begins with a space if one is before it."""
    found: list[str] = []
    before, spaced = "", False
    for char in text.strip():
        if char.isspace():
            spaced = True
            continue
        space = " " if spaced else ""
        if not found or _may_break(before, char, spaced):
            found.append(space + char)
        else:
            found[-1] += space + char
        before, spaced = char, False
    return found


def _may_break(one: str, other: str, spaced: bool) -> bool:
    """Whether a line may end with `one` and the next begin with `other`."""
    if other in NOT_FIRST or one in NOT_LAST or unicodedata.combining(other):
        return False
    if spaced:
        return True
    if (one == other and one in _PAIRED) or one in _QUOTES or other in _QUOTES:
        return False
    return _is_wide(one) or _is_wide(other) or (one in "—–" and other not in "—–")


def _is_wide(char: str) -> bool:
    return bool(_CJK.match(char) or FULL_WIDTH.match(char))


def _filled(found: Sequence[str], width: float, measure: Measure) -> list[Line]:
    """`found` as lines, each with as much as it holds. What is wider than a line is torn."""
    lines: list[Line] = []
    line: list[str] = []
    used = 0.0
    for piece in found:
        wide = measure(piece)
        if line and used + wide <= width:
            line.append(piece)
            used += wide
            continue
        for part in _torn(piece.lstrip(), width, measure):
            if line:
                lines.append(tuple(line))
            line, used = [part], measure(part)
    return [*lines, tuple(line)] if line else lines


def _torn(piece: str, width: float, measure: Measure) -> Iterator[str]:
    """`piece`, in parts where it is wider than a line: a character has to go somewhere."""
    if measure(piece) <= width:
        yield piece
        return
    part = ""
    for char in piece:
        if part and measure(part + char) > width:
            yield part.rstrip()
            part = ""
        part = (part + char).lstrip()
    yield part


def _balanced(
    found: Sequence[str], lines: Sequence[Line], width: float, measure: Measure
) -> tuple[Line, ...]:
    """As many lines as `lines`, but none of them much shorter than the others."""
    if len(lines) < 2:
        return tuple(lines)
    # No narrower than the widest piece, or more would be torn than must be.
    least = min(width, max(measure(one.lstrip()) for one in found))
    low, high = least, width
    while high - low > width / 100:
        middle = (low + high) / 2
        if len(_filled(found, middle, measure)) <= len(lines):
            high = middle
        else:
            low = middle
    return tuple(_filled(found, high, measure))


def _cut(line: Line, width: float, measure: Measure) -> Line:
    """As much of `line` as fits in it with an ellipsis after it."""
    room = width - measure(ELLIPSIS)
    kept: list[str] = []
    used = 0.0
    for piece in line:
        used += measure(piece)
        if used > room:
            break
        kept.append(piece)
    if not kept:
        part = next(_torn(line[0], room, measure))
        kept = [part] if measure(part) <= room else []
    while kept and not kept[-1].rstrip(_DANGLING):
        kept.pop()
    if kept:
        kept[-1] = kept[-1].rstrip(_DANGLING)
    return (*kept, ELLIPSIS)
