"""What numbers a Chinese text may be saying: rather one too many than one too few."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property

_DIGIT = {
    char: value
    for value, chars in enumerate(
        ("零〇○", "一壹", "二兩雙貳", "三參叁", "四肆", "五伍", "六陸", "七柒", "八捌", "九玖")
    )
    for char in chars
}
_SMALL = {"十": 10, "拾": 10, "廿": 20, "卅": 30, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"萬": 10**4, "億": 10**8, "兆": 10**12}
ENGLISH = {
    **dict.fromkeys(("k", "thousand"), 10**3),
    **dict.fromkeys(("m", "mn", "million"), 10**6),
    **dict.fromkeys(("b", "bn", "billion"), 10**9),
    **dict.fromkeys(("t", "tn", "trillion"), 10**12),
}
"""What the English words and letters for large numbers stand for."""

_D, _U = "".join(_DIGIT), "".join({**_SMALL, **_LARGE})
# Every repetition has its bound, so that no text takes longer than its length.
_FIGURE = r"(?:\d{1,3}(?:,\d{3}){1,6}+|\d{1,20})(?:\.\d{1,20})?"
_LONGEST = 40
_SPACES = " \u00a0\u2009\u202f\u3000"

_FOLDED = str.maketrans("０１２３４５６７８９％．", "0123456789%.")
_COMMA = re.compile(r"(?<=\d)，(?=\d{3}(?!\d))")
_GAP = re.compile(rf"(?<=\d)[{_SPACES}](?=[{_U}成折倍%])|(?<=[{_U}])[{_SPACES}](?=\d)")
# 10多萬, 三十餘萬.
_ABOUT = re.compile(rf"(?<=[\d{_D}{_U}])[多餘來幾](?=[{_U}])")
_RUN = re.compile(rf"(?:{_FIGURE}|[{_D}{_U}]|點(?=[{_D}]))+")
_ALONE = re.compile(_FIGURE)
_PART = re.compile(rf"{_FIGURE}|.")

_NUMBER = rf"(?:{_FIGURE}|[{_D}{_U}]{{1,20}}(?:點[{_D}]{{1,20}})?)"
_RANGE = re.compile(rf"({_NUMBER})(?:[至到或、~～–—-]|和)(?=({_NUMBER}))")
_NEIGHBOURS = re.compile(rf"([{_D}])([{_D}])([{_U}]+)")
_HALF = re.compile(rf"({_NUMBER})[個年月天週日倍成]{{0,2}}半")
_SCALED = re.compile(rf"({_FIGURE}) ?({'|'.join(ENGLISH)})(?![a-z])", re.IGNORECASE)
_TENTHS = re.compile(rf"(?:([{_D}])[至到或、~～–-]?)?([\d{_D}](?:\.\d+)?)成([{_D}半]?)")
_FRACTION = re.compile(rf"({_NUMBER})分之({_NUMBER})")
_DISCOUNT = re.compile(rf"([\d{_D}]{{1,2}})折")
_TIMES = re.compile(rf"({_NUMBER})倍")
_YEARS = re.compile("[今去明前後當同該隔翌次往近]年|年(?:初|底|中|末)")


class Said:
    """All that a Chinese text may say, in figures or in words: 1.2億, 三成, 百分之四十, 兩千萬."""

    def __init__(self, text: str) -> None:
        self._text = _ABOUT.sub("", _GAP.sub("", _COMMA.sub(",", text.translate(_FOLDED))))

    @cached_property
    def figures(self) -> frozenset[Decimal]:
        """The values of its figures, each by itself."""
        return frozenset(map(_figure, _ALONE.findall(self._text)))

    @cached_property
    def values(self) -> frozenset[Decimal]:
        """The values of its figures and numerals, by themselves and together."""
        return frozenset(_values(self._text))

    @cached_property
    def ordered(self) -> list[Decimal]:
        """The same values, the least first."""
        return sorted(self.values)

    @cached_property
    def shares(self) -> tuple[tuple[Decimal, Decimal], ...]:
        """The shares that it tells in words, in percent, and how far off each may be."""
        return tuple(_shares(self._text))

    @property
    def relative_years(self) -> bool:
        """Whether it may tell a year by its distance."""
        return _YEARS.search(self._text) is not None

    @property
    def half(self) -> bool:
        return "半" in self._text


def _values(text: str) -> Iterator[Decimal]:
    for run in _RUN.finditer(text):
        if len(run[0]) <= _LONGEST:
            yield from _readings(run[0])
    for one in _RANGE.finditer(text):
        # Of 10至20萬, the first is 萬 too.
        whole = _RUN.match(text, one.start(2))
        if whole and (unit := whole[0][len(whole[0].rstrip(_U)) :]):
            yield _read(one[1] + unit[:_LONGEST])
    for one in _NEIGHBOURS.finditer(text):
        yield _read(one[1] + one[3])
        yield _read(one[2] + one[3])
    for one in _HALF.finditer(text):
        yield _read(one[1]) + Decimal("0.5")
    for one in _SCALED.finditer(text):
        yield _read(one[1]) * ENGLISH[one[2].lower()]


def _readings(run: str) -> Iterator[Decimal]:
    """The whole of a run of numerals, and what its parts would be by themselves."""
    yield _read(run)
    for part in _PART.findall(run):
        if part[0] in "0123456789":
            yield _figure(part)
            if "," in part:
                yield from map(Decimal, re.findall(r"\d+", part))
    if all(char in _DIGIT for char in run) and len(run) <= 3:
        yield from (Decimal(_DIGIT[char]) for char in run)
    if len(run) > 2 and run[-1] in _DIGIT and run[-2] in "百千萬億兆佰仟":
        # 三千五 is 3,500.
        step = (_SMALL.get(run[-2]) or _LARGE[run[-2]]) // 10
        yield _read(run[:-1]) + _DIGIT[run[-1]] * step
    for place, char in enumerate(run):
        if char == "點":  # nine o'clock, thirty
            yield _read(run[:place])
            yield _read(run[place + 1 :])


def _read(run: str) -> Decimal:
    """The value of a run of numerals: figures, Han, or both, as 3萬5千 or 1億2,000萬."""
    total = section = Decimal(0)
    number: Decimal | None = None
    fraction = Decimal(0)
    for part in _PART.findall(run):
        if part in _DIGIT:
            if fraction:
                number = (number or Decimal(0)) + _DIGIT[part] * fraction
                fraction /= 10
            else:
                number = min((number or Decimal(0)) * 10 + _DIGIT[part], _MOST)
        elif part in _SMALL:
            section += (Decimal(1) if number is None else number) * _SMALL[part]
            number, fraction = None, Decimal(0)
        elif part in _LARGE:
            section += number or Decimal(0)
            if not section and total:
                total = min(total * _LARGE[part], _MOST)
            else:
                total += (section or Decimal(1)) * _LARGE[part]
            section, number, fraction = Decimal(0), None, Decimal(0)
        elif part == "點":
            fraction = Decimal("0.1")
        else:
            number = _figure(part)
    return total + section + (number or Decimal(0))


_MOST = Decimal(10) ** 24


def _figure(part: str) -> Decimal:
    return Decimal(part.replace(",", "")) if len(part) <= _LONGEST else _MOST


def _shares(text: str) -> Iterator[tuple[Decimal, Decimal]]:
    exact = Decimal(0)
    for one in _TENTHS.finditer(text):
        more = Decimal(5) if one[3] == "半" else Decimal(_DIGIT.get(one[3], 0))
        yield _read(one[2]) * 10 + more, Decimal(5)
        if one[1]:
            yield _read(one[1]) * 10, Decimal(5)
    for one in _FRACTION.finditer(text):
        below, above = _read(one[1]), _read(one[2])
        if below and below != 100:
            share = above / below * 100
            yield share, share / 10
    for one in _DISCOUNT.finditer(text):
        left = _read(one[1]) * (10 if len(one[1]) == 1 else 1)
        yield from ((left, exact), (100 - left, exact))
    for one in _TIMES.finditer(text):
        times = _read(one[1])
        yield from ((times * 100, exact), ((times - 1) * 100, exact))
    if "倍" in text or "翻" in text:
        yield from ((Decimal(100), exact), (Decimal(200), exact))
    if "半" in text:
        yield Decimal(50), Decimal(5)
    if re.search("[全皆均都]|所有|百分百|悉數", text):
        yield Decimal(100), exact
