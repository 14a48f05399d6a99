"""English says an amount in figures; what a Chinese text may say for it is worked out here.

What can be said in another way, such as a name, a date in figures or a length in miles, is no
amount: to miss one is better than to ask for what nobody would write.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal

import msgspec

from generator.checking.numerals import ENGLISH, Said

Kind = Literal["number", "percent", "year"]

_FIGURE = r"\d{1,3}(?:,\d{3})++(?:\.\d+)?|\d+(?:\.\d+)?"
_MONEY = r"(?:US|NT|HK|AU?|CA?|SG?)?[$€£¥]?"
# A word that is an amount: `$1,200`, `10–20%`, `(5bn`, `3rd`, `10-fold`. Whatever has another shape
# is a name, a time, a date, a fraction or an address.
_WORD = re.compile(
    rf"[(\[“\"'‘~≈<>±+−-]*+{_MONEY}(?P<first>{_FIGURE})(?:[-‐‑–−]{_MONEY}(?P<last>{_FIGURE}))?"
    r"(?P<suffix>%|[x×]|[kKmMbBtT]|[mbt]n|st|nd|rd|th)?(?:-(?P<tail>[a-z]+)(?:-[a-z]+)*+)?"
    r"(?:[’'][sS]?)?(?P<end>[)\]”\"'’,;.!?:]*+)"
)
_LONGEST = 40
_DIGITS = 15
_GROUPED = re.compile("(?<=\\d)[\u00a0\u2009\u202f](?=\\d{3}(?!\\d))")
_DIGIT = re.compile("[0-9]")
_BETWEEN = re.compile(r"[\s—…|]+")

_SCALES = {"hundred": 100, **ENGLISH}
_PERCENT = {"percent", "pct", "percentage", "%"}
# What a translator may tell in other units, and so in other figures.
_CONVERTED = re.compile(
    r"(?:square|cubic|sq)?(?:miles?|mph|feet|foot|ft|inch(?:es)?|yards?|pounds?|lbs?|ounces?|oz|"
    r"gallons?|acres?|degrees?|dozen|°.*)"
)
_METRIC = re.compile(
    r"(?:kilo|mega|giga|tera|centi|milli|micro|nano)?(?:watts?|watt-hours?|metres?|meters?|grams?|"
    r"tonnes?|tons?|lit(?:re|er)s?|joules?|hertz)|[kmgt]?wh?|[kcmµn]?m|[kmµ]?g|[kmg]?hz"
)
_POWERS = tuple(Decimal(10) ** power for power in (-9, -6, -3, -2, -1, 1, 2, 3, 6, 9))
# How many of a unit of time are told as a larger one: 24 hours are a day, 18 months a year and a
# half.
_TIMES = {
    "second": (60,),
    "minute": (60,),
    "hour": (24,),
    "day": (7, 30, 365),
    "week": (4, 52),
    "month": (12,),
    "year": (100,),
}
_PARTS = {Decimal(part) for part in ("0.25", "0.5", "0.75", "1")}
_LINKS = {"to", "or", "and", "–", "-", "&"}
_FEWEST = 3
_ROUNDED = 10_000
_MOST_NEAR = 100
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_MINGUO = 1911


class Amount(msgspec.Struct, frozen=True):
    """An amount as the English has it, and the values that say it; any one of them does."""

    shown: str
    values: tuple[Decimal, ...]
    kind: Kind

    def is_in(self, said: Said) -> bool:
        """Whether a Chinese text that has `said` so much may say this amount."""
        if not said.figures.isdisjoint(self.values) or not said.values.isdisjoint(self.values):
            return True
        if any(_may_be_rounded(value) and _is_about(value, said) for value in self.values):
            return True
        if self.kind == "percent":
            return any(
                abs(one - value) <= give for value in self.values for one, give in said.shares
            )
        if self.kind == "year":
            return said.relative_years or any(
                value - _MINGUO in said.values for value in self.values
            )
        return Decimal("0.5") in self.values and said.half


class _Item(msgspec.Struct):
    """A word that is an amount: its figures, and what follows it in the text."""

    shown: str
    figures: tuple[Decimal, ...]
    suffix: str
    unit: str
    ends: str
    scale: int = 1
    percent: bool = False
    shares_unit: bool = False


def amounts(text: str) -> Iterator[Amount]:
    """The amounts of an English text, from left to right."""
    if not _DIGIT.search(text):
        return
    words = [word for word in _BETWEEN.split(_GROUPED.sub("", text)) if word]
    items = {
        at: item
        for at, word in enumerate(words)
        if not word.isalpha() and (item := _item(words, at, word))
    }
    # Of `10 to 20 million`, the first is a million too.
    for at in sorted(items, reverse=True):
        item = items[at]
        after = at + 2 if words[at + 1 : at + 2] and words[at + 1] in _LINKS else at + 1
        linked = after == at + 2 or item.ends == ","
        if linked and item.scale == 1 and not item.percent and (other := items.get(after)):
            item.scale, item.percent, item.unit = other.scale, other.percent, other.unit
            item.shares_unit = True
    for at in sorted(items):
        yield from _amounts(items[at])


def _item(words: Sequence[str], at: int, word: str) -> _Item | None:
    if len(word) > _LONGEST or not (match := _WORD.fullmatch(word)):
        return None
    figures = [one.replace(",", "") for one in match.group("first", "last") if one]
    if any(len(one) > _DIGITS for one in figures):
        return None
    suffix, tail, ends = match["suffix"] or "", match["tail"] or "", match["end"]
    following = words[at + 1 : at + 3] if not (tail or ends) else []
    nouns = [word.rstrip(".,;:!?)”\"'’").lower() for word in following]
    unit = tail or "".join(nouns[:1])
    if nouns[:1] in (["square"], ["cubic"], ["sq"]) or nouns == ["per", "cent"]:
        unit = "".join(nouns)
    item = _Item(word.strip("()[]“”\"'‘’,;.!?:"), tuple(map(Decimal, figures)), suffix, unit, ends)
    item.percent = suffix == "%" or unit in _PERCENT
    item.scale = _SCALES.get(unit, 1) if not suffix else 1
    if item.percent and suffix != "%":
        item.shown += "%"
    elif item.scale > 1 and not tail:
        item.shown += f" {unit}"
    return item


def _amounts(item: _Item) -> Iterator[Amount]:
    if _CONVERTED.fullmatch(item.unit):
        return
    for figure in item.figures:
        if (
            _FIRST_YEAR <= figure <= _LAST_YEAR
            and len(str(figure)) == 4
            and "," not in item.shown
            and not (item.suffix or item.unit in _SCALES)
        ):
            yield Amount(item.shown, (figure,), "year")
        elif item.percent:
            if figure:
                yield Amount(item.shown, (figure,), "percent")
        elif values := _values(figure, item):
            yield Amount(item.shown, values, "number")


def _values(figure: Decimal, item: _Item) -> tuple[Decimal, ...]:
    """The values that may be said for one figure of `item`; none where there are too many ways."""
    scaled = [figure * item.scale]
    if scale := _SCALES.get(item.suffix.lower()):
        # Metres and millions are both m, and a 7B model may be called that.
        scaled = [figure * scale, figure]
    elif item.shares_unit or len(item.figures) > 1:
        scaled.append(figure)
    whole = scaled[0]
    if whole < _FEWEST and whole == whole.to_integral_value():
        return ()
    unit = item.unit
    if item.suffix in ("x", "×") or unit in ("times", "fold"):
        return (whole, whole - 1, whole + 1)
    if unit in ("am", "pm", "a.m", "p.m"):
        return (whole, whole + 12)
    if unit in ("cent", "cents", "basis"):
        return (whole, whole / 100, whole / 25)
    if larger := _TIMES.get(unit.removesuffix("s")):
        told = tuple(whole / one for one in larger)
        return () if _PARTS.intersection(told) or whole in (50, 14) else (whole, *told)
    if _METRIC.fullmatch(unit):
        return (whole, *(whole * power for power in _POWERS))
    return tuple(scaled)


def _may_be_rounded(value: Decimal) -> bool:
    return value >= _ROUNDED or value != value.to_integral_value()


def _is_about(value: Decimal, said: Said) -> bool:
    """Whether `said` has a value that is left of this one, or leaves it, when it is rounded."""
    first = bisect_left(said.ordered, value * Decimal("0.9"))
    last = bisect_right(said.ordered, value * Decimal("1.1"))
    return any(_agree(value, one) for one in said.ordered[first : min(last, first + _MOST_NEAR)])


def _agree(value: Decimal, said: Decimal) -> bool:
    """Whether the one is what is left of the other when it is rounded, up or down."""
    finer, coarser = sorted((value, said), key=_precision, reverse=True)
    step = Decimal(1).scaleb(coarser.adjusted() + 1 - _precision(coarser))
    return _precision(finer) > _precision(coarser) and abs(finer - coarser) < step


def _precision(value: Decimal) -> int:
    return len(value.normalize().as_tuple().digits)
