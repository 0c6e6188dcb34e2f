"""Office minutes and wall-clock minutes: pure arithmetic on an office's calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

import holidays

from responses.kinds import Clock

Hours = tuple[tuple[time, time], ...]

MONDAY_TO_THURSDAY: Hours = ((time(7, 30), time(12, 0)), (time(13, 0), time(16, 0)))
FRIDAY: Hours = ((time(7, 30), time(11, 30)), (time(13, 0), time(16, 30)))
"""Perpres 21/2023: 37.5 hours a week, start 07.30, breaks of 60 and (Friday) 90 minutes."""

WEEK: Mapping[int, Hours] = {0: MONDAY_TO_THURSDAY, 1: MONDAY_TO_THURSDAY, 2: MONDAY_TO_THURSDAY, 3: MONDAY_TO_THURSDAY}
HORIZON = timedelta(days=400)
"""No deadline of an SOP is further away; a calendar closed for longer is a mistake."""


@dataclass(frozen=True, slots=True)
class OfficeCalendar:
    """When an office works: opening hours by weekday (0 is Monday), holidays, and its time zone."""

    timezone: str
    week: Mapping[int, Hours] = field(default_factory=lambda: {**WEEK, 4: FRIDAY})
    closed: frozenset[date] = frozenset()
    always_open: bool = False

    @property
    def zone(self) -> ZoneInfo:
        """The office's time zone."""
        return ZoneInfo(self.timezone)

    def spans(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The stretches of office time after ``start``, in order, in UTC, for about 400 days."""
        day = start.astimezone(self.zone).date()
        for offset in range(HORIZON.days):
            for opens, closes in self._hours(day + timedelta(days=offset)):
                if closes > start:
                    yield max(opens, start), closes

    def _hours(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        if self.always_open:
            yield self._at(day, time(0)), self._at(day + timedelta(days=1), time(0))
        elif day not in self.closed:
            for opens, closes in self.week.get(day.weekday(), ()):
                yield self._at(day, opens), self._at(day, closes)

    def _at(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.zone).astimezone(UTC)


def national_calendar(timezone: str, years: range) -> OfficeCalendar:
    """The default calendar of an office: Perpres hours, national holidays and cuti bersama of these years."""
    closed = holidays.country_holidays("ID", years=years, categories=("public", "government"))
    return OfficeCalendar(timezone, closed=frozenset(closed))


def due(clock: Clock, calendar: OfficeCalendar, start: datetime, minutes: int) -> datetime:
    """When ``minutes`` that began at ``start`` are over (UTC). Raises ValueError for a calendar that never opens."""
    left = timedelta(minutes=minutes)
    if clock is Clock.WALL:
        return start.astimezone(UTC) + left
    for opens, closes in calendar.spans(start.astimezone(UTC)):
        if left <= closes - opens:
            return opens + left
        left -= closes - opens
    raise ValueError("this calendar has no office hours within 400 days")


def minutes_between(clock: Clock, calendar: OfficeCalendar, start: datetime, end: datetime) -> int:
    """Minutes that counted from ``start`` to ``end``, rounded down; negative when ``end`` comes first."""
    if end < start:
        return -minutes_between(clock, calendar, end, start)
    if clock is Clock.WALL:
        return int((end - start) / timedelta(minutes=1))
    total = timedelta()
    for opens, closes in calendar.spans(start):
        if opens >= end:
            break
        total += min(closes, end) - opens
    return int(total / timedelta(minutes=1))


def end_of_office_day(calendar: OfficeCalendar, start: datetime) -> datetime:
    """The close of the office day ``start`` belongs to: the "same day" deadline of an SOP.

    A comment that comes after closing belongs to the next office day.
    """
    first = next(calendar.spans(start))[0]
    day = first.astimezone(calendar.zone).date()
    same = takewhile(lambda span: span[0].astimezone(calendar.zone).date() == day, calendar.spans(first))
    return max(closes for _opens, closes in same)
