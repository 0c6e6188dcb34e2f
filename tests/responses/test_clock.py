"""Office minutes: breaks, weekends, holidays, midnight and the end of the year, as pure arithmetic."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responses.clock import OfficeCalendar, due, end_of_office_day, minutes_between, national_calendar
from responses.kinds import Clock

WIB = national_calendar("Asia/Jakarta", range(2025, 2029))
WIT = national_calendar("Asia/Jayapura", range(2025, 2029))


def wib(day: str, hour: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour}:00+07:00").astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        (("2026-11-16", "09:00"), 15, ("2026-11-16", "09:15")),
        (("2026-11-16", "11:50"), 15, ("2026-11-16", "13:05")),
        (("2026-11-16", "12:30"), 15, ("2026-11-16", "13:15")),
        (("2026-11-16", "15:55"), 15, ("2026-11-17", "07:40")),
        (("2026-11-20", "11:25"), 15, ("2026-11-20", "13:10")),
        (("2026-11-20", "16:25"), 15, ("2026-11-23", "07:40")),
        (("2026-11-21", "22:00"), 10, ("2026-11-23", "07:40")),
        (("2026-12-23", "15:50"), 30, ("2026-12-28", "07:50")),
        (("2026-12-31", "15:50"), 30, ("2027-01-04", "07:50")),
        (("2026-11-16", "03:00"), 60, ("2026-11-16", "08:30")),
    ],
    ids=["plain", "lunch", "in lunch", "evening", "friday break", "weekend", "saturday", "christmas", "new year",
         "before dawn"],
)  # fmt: skip
def test_office_minutes_run_only_while_the_office_works(
    start: tuple[str, str], minutes: int, end: tuple[str, str]
) -> None:
    assert due(Clock.OFFICE, WIB, wib(*start), minutes) == wib(*end)


def test_urgent_minutes_run_day_and_night() -> None:
    assert due(Clock.WALL, WIB, wib("2026-11-21", "23:50"), 30) == wib("2026-11-22", "00:20")


def test_the_same_moment_is_another_office_hour_in_papua() -> None:
    moment = wib("2026-11-16", "15:00")
    assert due(Clock.OFFICE, WIB, moment, 30) == wib("2026-11-16", "15:30")
    assert due(Clock.OFFICE, WIT, moment, 30) == datetime.fromisoformat("2026-11-17T08:00+09:00")


def test_national_holidays_and_cuti_bersama_are_closed() -> None:
    assert {date(2026, 12, 24), date(2026, 12, 25), date(2026, 3, 21), date(2026, 8, 17)} <= WIB.closed


def test_an_office_open_around_the_clock_counts_every_minute() -> None:
    calendar = OfficeCalendar("Asia/Makassar", always_open=True)
    start = wib("2026-12-25", "22:15")
    assert due(Clock.OFFICE, calendar, start, 600) == start + timedelta(minutes=600)


def test_a_calendar_that_never_opens_is_an_error_and_not_an_endless_search() -> None:
    with pytest.raises(ValueError, match="no office hours"):
        due(Clock.OFFICE, OfficeCalendar("Asia/Jakarta", week={}), wib("2026-11-16", "09:00"), 1)


def test_same_day_ends_with_the_office_day_the_comment_belongs_to() -> None:
    assert end_of_office_day(WIB, wib("2026-11-16", "09:00")) == wib("2026-11-16", "16:00")
    assert end_of_office_day(WIB, wib("2026-11-20", "13:30")) == wib("2026-11-20", "16:30")
    assert end_of_office_day(WIB, wib("2026-11-20", "17:00")) == wib("2026-11-23", "16:00")


MOMENTS = st.integers(0, 700 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 2, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(MOMENTS, st.integers(1, 3000))
def test_what_is_due_after_n_minutes_is_n_minutes_away(start: datetime, minutes: int) -> None:
    assert minutes_between(Clock.OFFICE, WIB, start, due(Clock.OFFICE, WIB, start, minutes)) == minutes


@given(MOMENTS, st.integers(1, 3000), st.integers(1, 3000))
def test_minutes_add_up(start: datetime, first: int, second: int) -> None:
    at_once = due(Clock.OFFICE, WIB, start, first + second)
    assert due(Clock.OFFICE, WIB, due(Clock.OFFICE, WIB, start, first), second) == at_once


@given(MOMENTS, MOMENTS)
def test_minutes_between_change_sign_with_direction(one: datetime, other: datetime) -> None:
    assert minutes_between(Clock.OFFICE, WIB, one, other) == -minutes_between(Clock.OFFICE, WIB, other, one)
