"""A date is as exact as its writer made it: a month, a day or a minute, in the archive's zone."""

from __future__ import annotations

import calendar
import datetime
import re
from zoneinfo import ZoneInfo

import msgspec

EARLIEST, LATEST = 1900, 2199

_FORM = re.compile(
    r"(\d{4})-(\d{2})(?:-(\d{2})"
    r"(?:[T ](\d{2}):(\d{2})(?::[0-5]\d(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?)?",
    re.ASCII,
)


class Date(msgspec.Struct, frozen=True, order=True):
    """A month (`day` is 0), a day (`minute` is -1) or a minute of it; ordered, the vaguer first.

    `offset` is the zone's distance from UTC at that minute, in minutes.
    """

    year: int
    month: int
    day: int = 0
    minute: int = -1
    offset: int = 0

    @property
    def iso(self) -> str:
        """ISO 8601, as exact as the date: `2026-04`, `2026-04-27`, `2026-04-27T09:30+08:00`."""
        if not self.day:
            return f"{self.year:04}-{self.month:02}"
        if self.minute < 0:
            return f"{self.year:04}-{self.month:02}-{self.day:02}"
        hours, minutes = divmod(self.minute, 60)
        sign = "-" if self.offset < 0 else "+"
        east, part = divmod(abs(self.offset), 60)
        return (
            f"{self.year:04}-{self.month:02}-{self.day:02}"
            f"T{hours:02}:{minutes:02}{sign}{east:02}:{part:02}"
        )

    @property
    def begins(self) -> int:
        """The first minute of the span this date names, on a count that only this module knows."""
        day = datetime.date(self.year, self.month, self.day or 1).toordinal()
        return day * 1440 + max(self.minute, 0)

    @property
    def ends(self) -> int:
        """The minute after the last of the span this date names, on the same count."""
        if self.minute >= 0:
            return self.begins + 1
        if self.day:
            return self.begins + 1440
        return self.begins + 1440 * calendar.monthrange(self.year, self.month)[1]


def parse_date(text: str, zone: ZoneInfo) -> Date:
    """The date that `text` writes, as `zone` has it; raises `ValueError` with what is wrong.

    `2026-04`, `2026-04-27`, `2026-04-27T09:30` (in `zone`), `2026-04-27T09:30+08:00`.
    """
    form = _FORM.fullmatch(text.strip())
    if not form:
        raise ValueError("is not a date")
    year, month, day, hour, minute = (int(part or 0) for part in form.groups()[:5])
    _check_year(year)
    if not 1 <= month <= 12 or (form[3] and not 1 <= day <= calendar.monthrange(year, month)[1]):
        raise ValueError("is not in the calendar")
    if not form[3]:
        return Date(year, month)
    if not form[4]:
        return Date(year, month, day)
    if hour > 23 or minute > 59:
        raise ValueError("is not on the clock")
    written = datetime.datetime(
        year, month, day, hour, minute, tzinfo=_offset(form[6]) if form[6] else zone
    )
    # By way of UTC, which moves a time that the clocks of the zone skipped to one that they showed.
    moment = written.astimezone(datetime.UTC).astimezone(zone)
    _check_year(moment.year)
    offset = moment.utcoffset() or datetime.timedelta()
    return Date(
        moment.year,
        moment.month,
        moment.day,
        moment.hour * 60 + moment.minute,
        int(offset.total_seconds()) // 60,
    )


def latest(*dates: Date | None) -> Date:
    """The last of `dates`, those that are there."""
    return max(date for date in dates if date is not None)


def moment(date: Date, zone: ZoneInfo) -> datetime.datetime:
    """The first minute of the span that `date` names, on the clocks of `zone`, with the distance
    from UTC that they then had."""
    if date.minute >= 0:
        hour, minute = divmod(date.minute, 60)
        offset = datetime.timedelta(minutes=date.offset)
        return datetime.datetime(
            date.year, date.month, date.day, hour, minute, tzinfo=datetime.timezone(offset)
        )
    midnight = datetime.datetime(date.year, date.month, date.day or 1, tzinfo=zone)
    first = midnight.astimezone(datetime.UTC).astimezone(zone)
    distance = first.utcoffset() or datetime.timedelta()
    minutes = datetime.timedelta(minutes=int(distance.total_seconds()) // 60)
    return first.replace(tzinfo=datetime.timezone(minutes))


def _check_year(year: int) -> None:
    if not EARLIEST <= year <= LATEST:
        raise ValueError(f"is not between {EARLIEST} and {LATEST}")


def _offset(text: str) -> datetime.timezone:
    if text == "Z":
        return datetime.UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    if hours > 23 or minutes > 59:
        raise ValueError("is not a distance from UTC")
    distance = datetime.timedelta(hours=hours, minutes=minutes)
    return datetime.timezone(-distance if text[0] == "-" else distance)
