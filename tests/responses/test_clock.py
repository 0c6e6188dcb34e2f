"""Office minutes: breaks, weekends, holidays, midnight and the end of the year, as pure arithmetic."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responses.clock import (
    ALL_DAY,
    HORIZON,
    RAMADAN,
    WEEK,
    Hours,
    NoOfficeHoursError,
    OfficeCalendar,
    Week,
    due,
    end_of_office_day,
    minutes_between,
)
from responses.desk import CalendarTimer
from responses.kinds import Clock
from responses.national_days import national_days
from responses.sops import shelf

ZONES = {"Asia/Jakarta": "+07:00", "Asia/Makassar": "+08:00", "Asia/Jayapura": "+09:00"}
CLOSED = frozenset(day for year in range(2025, 2029) for day in national_days(year))
WIB = OfficeCalendar("Asia/Jakarta", closed=CLOSED)
NIGHT_AND_DAY = dict.fromkeys(range(7), ALL_DAY)
STEP = shelf()["magelang-2022-komentar"][0].steps[0]


def at(day: str, hour: str, offset: str = "+07:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{hour}{offset}").astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        (("2026-11-16", "09:00"), 15, ("2026-11-16", "09:15")),
        (("2026-11-16", "11:50"), 15, ("2026-11-16", "13:05")),
        (("2026-11-16", "12:30"), 15, ("2026-11-16", "13:15")),
        (("2026-11-16", "15:55"), 15, ("2026-11-17", "07:40")),
        (("2026-11-16", "15:45"), 15, ("2026-11-16", "16:00")),
        (("2026-11-20", "11:25"), 15, ("2026-11-20", "13:10")),
        (("2026-11-20", "16:25"), 15, ("2026-11-23", "07:40")),
        (("2026-11-21", "22:00"), 10, ("2026-11-23", "07:40")),
        (("2026-12-23", "15:50"), 30, ("2026-12-28", "07:50")),
        (("2026-12-31", "15:50"), 30, ("2027-01-04", "07:50")),
        (("2026-11-16", "03:00"), 60, ("2026-11-16", "08:30")),
        (("2026-11-16", "00:00"), 60, ("2026-11-16", "08:30")),
        (("2026-03-17", "15:50"), 30, ("2026-03-25", "07:50")),
        (("2027-03-05", "16:20"), 30, ("2027-03-16", "07:50")),
        (("2026-11-16", "12:30"), 0, ("2026-11-16", "12:30")),
    ],
    ids=["plain", "lunch", "in lunch", "evening", "until closing", "friday break", "weekend", "saturday", "christmas",
         "new year", "before dawn", "midnight", "idulfitri 2026", "idulfitri 2027", "nothing left"],
)  # fmt: skip
def test_office_minutes_run_only_while_the_office_works(
    start: tuple[str, str], minutes: int, end: tuple[str, str]
) -> None:
    assert due(Clock.OFFICE, WIB, at(*start), minutes) == at(*end)


@pytest.mark.parametrize(("timezone", "offset"), ZONES.items())
def test_every_zone_has_its_own_office_hours(timezone: str, offset: str) -> None:
    calendar = OfficeCalendar(timezone, closed=CLOSED)
    assert due(Clock.OFFICE, calendar, at("2026-11-16", "15:50", offset), 30) == at("2026-11-17", "07:50", offset)
    assert end_of_office_day(calendar, at("2026-11-16", "00:10", offset)) == at("2026-11-16", "16:00", offset)


def test_the_same_moment_is_another_office_hour_in_papua() -> None:
    moment = at("2026-11-16", "15:00")
    assert due(Clock.OFFICE, WIB, moment, 30) == at("2026-11-16", "15:30")
    papua = replace(WIB, timezone="Asia/Jayapura")
    assert due(Clock.OFFICE, papua, moment, 30) == at("2026-11-17", "08:00", "+09:00")


@pytest.mark.parametrize("calendar", [WIB, OfficeCalendar("Asia/Jakarta", week={})], ids=["ordinary", "never open"])
def test_urgent_minutes_run_day_and_night_whatever_the_calendar_says(calendar: OfficeCalendar) -> None:
    start = at("2026-12-24", "23:50")
    assert due(Clock.WALL, calendar, start, 30) == at("2026-12-25", "00:20")
    assert minutes_between(Clock.WALL, calendar, start, at("2026-12-25", "00:20")) == 30
    assert minutes_between(Clock.WALL, calendar, start, at("2026-12-25", "00:20:00.000001")) == 31


def test_ramadan_has_its_own_hours() -> None:
    calendar = OfficeCalendar("Asia/Jakarta", week=RAMADAN)
    assert due(Clock.OFFICE, calendar, at("2026-02-23", "07:30"), 15) == at("2026-02-23", "08:15")
    assert due(Clock.OFFICE, calendar, at("2026-02-23", "14:50"), 15) == at("2026-02-24", "08:05")
    assert due(Clock.OFFICE, calendar, at("2026-02-27", "11:25"), 15) == at("2026-02-27", "12:40")


@pytest.mark.parametrize(("week", "hours"), [(WEEK, 37.5), (RAMADAN, 32.5)], ids=["ordinary", "ramadan"])
def test_a_week_has_the_hours_of_the_presidential_regulation(week: Week, hours: float) -> None:
    calendar = OfficeCalendar("Asia/Jakarta", week=week)
    assert calendar.worked(at("2026-11-16", "00:00"), at("2026-11-23", "00:00")) == timedelta(hours=hours)


def test_an_office_open_around_the_clock_counts_every_minute() -> None:
    calendar = OfficeCalendar("Asia/Makassar", week=NIGHT_AND_DAY)
    start = at("2026-12-31", "22:15")
    assert due(Clock.OFFICE, calendar, start, 600) == start + timedelta(minutes=600)
    midnight = at("2027-01-01", "00:00", "+08:00")
    assert minutes_between(Clock.OFFICE, calendar, midnight - timedelta(minutes=5), midnight) == 5


def around_the_clock(*days: date) -> OfficeCalendar:
    return replace(WIB, special=dict.fromkeys(days, ALL_DAY))


def test_a_step_under_way_runs_on_when_the_office_begins_to_work_around_the_clock() -> None:
    calendar = around_the_clock(date(2026, 11, 21), date(2026, 11, 22))
    assert due(Clock.OFFICE, calendar, at("2026-11-20", "16:20"), 60) == at("2026-11-21", "00:50")


def test_a_step_under_way_waits_when_the_office_ends_to_work_around_the_clock() -> None:
    calendar = around_the_clock(date(2026, 11, 21), date(2026, 11, 22))
    assert due(Clock.OFFICE, calendar, at("2026-11-22", "23:50"), 60) == at("2026-11-23", "08:20")


def test_same_day_ends_with_the_office_day_the_comment_belongs_to() -> None:
    assert end_of_office_day(WIB, at("2026-11-16", "09:00")) == at("2026-11-16", "16:00")
    assert end_of_office_day(WIB, at("2026-11-16", "15:59:59.999999")) == at("2026-11-16", "16:00")
    assert end_of_office_day(WIB, at("2026-11-16", "16:00")) == at("2026-11-17", "16:00")
    assert end_of_office_day(WIB, at("2026-11-20", "13:30")) == at("2026-11-20", "16:30")
    assert end_of_office_day(WIB, at("2026-11-20", "17:00")) == at("2026-11-23", "16:00")
    assert end_of_office_day(WIB, at("2026-12-31", "17:00")) == at("2027-01-04", "16:00")


def test_same_day_ends_at_midnight_while_the_office_works_around_the_clock() -> None:
    calendar = around_the_clock(date(2026, 11, 21), date(2026, 11, 22))
    assert end_of_office_day(calendar, at("2026-11-21", "23:59:59.999999")) == at("2026-11-22", "00:00")
    assert end_of_office_day(calendar, at("2026-11-22", "00:00")) == at("2026-11-23", "00:00")
    assert end_of_office_day(calendar, at("2026-11-20", "18:00")) == at("2026-11-22", "00:00")


def test_same_day_ends_earlier_on_a_day_with_shorter_hours() -> None:
    calendar = replace(WIB, special={date(2026, 11, 16): ((time(8), time(12)),)})
    assert end_of_office_day(calendar, at("2026-11-16", "09:00")) == at("2026-11-16", "12:00")
    assert end_of_office_day(calendar, at("2026-11-16", "12:30")) == at("2026-11-17", "16:00")


def closed_for(days: int) -> OfficeCalendar:
    first = date(2026, 11, 16)
    return replace(WIB, closed=frozenset(first + timedelta(days=offset) for offset in range(days)))


def test_a_deadline_behind_a_long_closure_is_still_found() -> None:
    assert due(Clock.OFFICE, closed_for(365), at("2026-11-16", "09:00"), 15) == at("2027-11-16", "07:45")


def test_a_calendar_closed_for_longer_is_an_error_and_not_an_endless_search() -> None:
    start = at("2026-11-16", "09:00")
    for calendar in (closed_for(500), OfficeCalendar("Asia/Jakarta", week={})):
        with pytest.raises(NoOfficeHoursError, match="Jalur mendesak tetap dapat dipakai"):
            due(Clock.OFFICE, calendar, start, 15)
        with pytest.raises(NoOfficeHoursError):
            end_of_office_day(calendar, start)
        assert list(calendar.spans(start)) == []


def test_a_begun_minute_counts_whole() -> None:
    start = at("2026-11-16", "09:00")
    assert minutes_between(Clock.OFFICE, WIB, start, at("2026-11-16", "09:15")) == 15
    assert minutes_between(Clock.OFFICE, WIB, start, at("2026-11-16", "09:15:00.000001")) == 16


def test_what_ran_out_at_closing_time_is_late_in_the_evening() -> None:
    start = at("2026-11-16", "15:45")
    assert due(Clock.OFFICE, WIB, start, 15) == at("2026-11-16", "16:00")
    assert minutes_between(Clock.OFFICE, WIB, start, at("2026-11-16", "16:00")) == 15
    assert minutes_between(Clock.OFFICE, WIB, start, at("2026-11-16", "20:00")) == 16


def spans(marks: list[int]) -> Hours:
    pairs = zip(marks[::2], marks[1::2], strict=False)
    clock = [time(*divmod(minute % 1440, 60)) for minute in range(1441)]
    return tuple((clock[opens], clock[closes]) for opens, closes in pairs)


MOMENTS = st.integers(0, 700 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 2, tzinfo=UTC) + timedelta(minutes=minutes)
)
INSTANTS = st.builds(lambda moment, rest: moment + timedelta(microseconds=rest), MOMENTS, st.integers(0, 59_999_999))
HOURS = st.lists(st.integers(0, 1440), max_size=6, unique=True).map(lambda marks: spans(sorted(marks)))
DAYS = st.integers(0, 800).map(lambda days: date(2025, 12, 20) + timedelta(days=days))
WEEKS = st.dictionaries(st.integers(0, 6), HOURS, min_size=1).filter(lambda week: any(week.values()))
CALENDARS = st.builds(
    OfficeCalendar,
    st.sampled_from(sorted(ZONES)),
    WEEKS,
    st.frozensets(DAYS, max_size=20),
    st.dictionaries(DAYS, st.one_of(HOURS, st.just(ALL_DAY)), max_size=20),
)
ALLOWED = st.integers(1, 600)
UNTIMED = settings(deadline=None)


@UNTIMED
@given(
    CALENDARS, INSTANTS, st.sampled_from(Clock), ALLOWED, st.integers(0, 700),
    st.one_of(st.sampled_from([-1, 0, 1]), st.integers(-(10**12), 10**12)),
)  # fmt: skip
def test_late_and_past_the_deadline_are_the_same(
    calendar: OfficeCalendar, start: datetime, clock: Clock, minutes: int, before: int, away: int
) -> None:
    timer, step = CalendarTimer(calendar), replace(STEP, minutes=minutes, clock=clock)
    used = min(before, minutes)
    try:
        deadline = timer.due(step, start, used)
    except NoOfficeHoursError:
        assert calendar.worked(start, start + HORIZON) < timedelta(minutes=minutes - used)
        return
    assert deadline is not None
    now = max(start, deadline + timedelta(microseconds=away))
    late = used + timer.used(step, start, now) - minutes
    assert (late > 0) == (now > deadline)


def test_nothing_is_left_after_a_pause_that_came_too_late() -> None:
    start = at("2026-11-16", "20:00")
    assert CalendarTimer(WIB).due(replace(STEP, minutes=10), start, 12) == start
    assert CalendarTimer(WIB).due(replace(STEP, minutes=None), start) is None


@UNTIMED
@given(CALENDARS, MOMENTS, st.integers(0, 2 * 24 * 60))
def test_minutes_are_those_somebody_would_count_on_the_wall(
    calendar: OfficeCalendar, start: datetime, length: int
) -> None:
    end = start + timedelta(minutes=length)
    counted = sum(works(calendar, start + timedelta(minutes=minute)) for minute in range(length))
    assert calendar.worked(start, end) == timedelta(minutes=counted)


def works(calendar: OfficeCalendar, moment: datetime) -> bool:
    local = moment.astimezone(calendar.zone)
    return any(
        opens <= local.time() and (closes == time(0) or local.time() < closes)
        for opens, closes in calendar.hours_on(local.date())
    )


@UNTIMED
@given(MOMENTS, st.integers(1, 3000))
def test_what_is_due_after_n_minutes_is_n_minutes_away(start: datetime, minutes: int) -> None:
    assert minutes_between(Clock.OFFICE, WIB, start, due(Clock.OFFICE, WIB, start, minutes)) == minutes


@UNTIMED
@given(MOMENTS, st.integers(1, 3000), st.integers(1, 3000))
def test_minutes_add_up(start: datetime, first: int, second: int) -> None:
    at_once = due(Clock.OFFICE, WIB, start, first + second)
    assert due(Clock.OFFICE, WIB, due(Clock.OFFICE, WIB, start, first), second) == at_once


@UNTIMED
@given(MOMENTS, MOMENTS)
def test_minutes_between_change_sign_with_direction(one: datetime, other: datetime) -> None:
    assert minutes_between(Clock.OFFICE, WIB, one, other) == -minutes_between(Clock.OFFICE, WIB, other, one)


@UNTIMED
@given(CALENDARS, INSTANTS)
def test_the_stretches_ahead_are_in_order_and_hold_the_time_that_is_worked(
    calendar: OfficeCalendar, start: datetime
) -> None:
    ahead = list(calendar.spans(start))[:20]
    flat = [moment for stretch in ahead for moment in stretch]
    assert flat == sorted(flat)
    if ahead:
        assert calendar.worked(start, flat[-1]) == sum((end - begin for begin, end in ahead), timedelta())


def test_the_steps_of_a_procedure_are_timed_by_their_own_clock() -> None:
    office, wall = (replace(STEP, minutes=30, clock=clock) for clock in Clock)
    start = at("2026-11-16", "15:45")
    assert CalendarTimer(WIB).due(office, start) == at("2026-11-17", "07:45")
    assert CalendarTimer(WIB).due(wall, start) == at("2026-11-16", "16:15")
