"""Dates, as exact as they were written."""

from __future__ import annotations

import datetime
import re
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.dates import Date, parse_date

TAIPEI = ZoneInfo("Asia/Taipei")
BERLIN = ZoneInfo("Europe/Berlin")
ZONES = st.sampled_from(
    [TAIPEI, BERLIN, ZoneInfo("America/St_Johns"), ZoneInfo("Pacific/Apia"), ZoneInfo("UTC")]
)
DAYS = st.dates(datetime.date(1900, 1, 2), datetime.date(2199, 12, 30))


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026-04", Date(2026, 4)),
        (" 2026-04-27 ", Date(2026, 4, 27)),
        ("2024-02-29", Date(2024, 2, 29)),
        ("2026-04-27T09:30", Date(2026, 4, 27, 570, 480)),
        ("2026-04-27 09:30", Date(2026, 4, 27, 570, 480)),
        ("2026-04-27T09:30:59.5+08:00", Date(2026, 4, 27, 570, 480)),
        ("2026-04-27T01:30Z", Date(2026, 4, 27, 570, 480)),
        ("2026-04-26T20:30-0500", Date(2026, 4, 27, 570, 480)),
    ],
)
def test_forms_of_a_date(text: str, date: Date) -> None:
    assert parse_date(text, TAIPEI) == date


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "is not a date"),
        ("2026", "is not a date"),
        ("2026-4-27", "is not a date"),
        ("27 April 2026", "is not a date"),
        ("２０２６-04-27", "is not a date"),
        ("2026-04T09:30", "is not a date"),
        ("2026-04-27T9:30", "is not a date"),
        ("2026-04-27T09:30:60", "is not a date"),
        ("1899-12-31", "is not between 1900 and 2199"),
        ("2200-01", "is not between 1900 and 2199"),
        ("2199-12-31T23:30Z", "is not between 1900 and 2199"),
        ("2026-00", "is not in the calendar"),
        ("2026-13-01", "is not in the calendar"),
        ("2026-04-00", "is not in the calendar"),
        ("2026-02-29", "is not in the calendar"),
        ("2026-04-27T24:00", "is not on the clock"),
        ("2026-04-27T09:60", "is not on the clock"),
        ("2026-04-27T09:30+24:00", "is not a distance from UTC"),
        ("2026-04-27T09:30+08:60", "is not a distance from UTC"),
    ],
)
def test_what_is_no_date(text: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(wrong)}$"):
        parse_date(text, TAIPEI)


def test_a_time_that_the_clocks_skipped_is_one_that_they_showed() -> None:
    assert parse_date("2026-03-29T02:30", BERLIN).iso == "2026-03-29T03:30+02:00"


def test_an_hour_that_comes_twice_keeps_its_offset() -> None:
    assert parse_date("2026-10-25T02:30+02:00", BERLIN).iso == "2026-10-25T02:30+02:00"
    assert parse_date("2026-10-25T02:30+01:00", BERLIN).iso == "2026-10-25T02:30+01:00"


@given(DAYS, st.none() | st.times(), ZONES)
def test_iso_says_the_same_date(
    day: datetime.date, time: datetime.time | None, zone: ZoneInfo
) -> None:
    for text in (f"{day:%Y-%m}", f"{day}", f"{day}T{time:%H:%M}" if time else f"{day}"):
        date = parse_date(text, zone)
        assert parse_date(date.iso, zone) == date


@given(DAYS, ZONES)
def test_a_month_holds_its_days_and_a_day_its_minutes(day: datetime.date, zone: ZoneInfo) -> None:
    month = parse_date(f"{day:%Y-%m}", zone)
    date = parse_date(f"{day}", zone)
    minute = parse_date(f"{day}T23:59", zone)
    assert month.begins <= date.begins < date.ends <= month.ends
    assert minute.ends == minute.begins + 1
    assert month < date


def test_a_month_ends_where_the_next_begins() -> None:
    assert parse_date("2024-02", TAIPEI).ends == parse_date("2024-03", TAIPEI).begins
    assert parse_date("2024-12-31", TAIPEI).ends == parse_date("2025-01-01", TAIPEI).begins
