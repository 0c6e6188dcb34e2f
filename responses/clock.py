"""Office minutes and wall-clock minutes: pure arithmetic on an office's calendar.

Two questions, answered so that they always agree: ``minutes_between(start, end) > n`` exactly when
``end > due(start, n)``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from responses.errors import RefusedError
from responses.kinds import Clock

Hours = tuple[tuple[time, time], ...]
"""Opening and closing times of one day, in order. Closing at 00.00 is the end of that day."""
Week = Mapping[int, Hours]
"""Hours by weekday, 0 is Monday; a weekday that is missing is no working day."""

MONDAY_TO_THURSDAY: Hours = ((time(7, 30), time(12, 0)), (time(13, 0), time(16, 0)))
FRIDAY: Hours = ((time(7, 30), time(11, 30)), (time(13, 0), time(16, 30)))
"""Perpres 21/2023: 37.5 hours a week, start 07.30, breaks of 60 and (Friday) 90 minutes."""
WEEK: Week = {**dict.fromkeys(range(4), MONDAY_TO_THURSDAY), 4: FRIDAY}
RAMADAN: Week = {
    **dict.fromkeys(range(4), ((time(8, 0), time(12, 0)), (time(12, 30), time(15, 0)))),
    4: ((time(8, 0), time(11, 30)), (time(12, 30), time(15, 30))),
}
"""Perpres 21/2023: 32.5 hours a week in Ramadan, start 08.00, breaks of 30 and (Friday) 60 minutes."""
ALL_DAY: Hours = ((time(0), time(0)),)
"""An office that works around the clock."""

HORIZON = timedelta(days=400)
"""No deadline of an SOP is further away; a calendar closed for longer is a mistake."""
_MINUTE, _INSTANT = timedelta(minutes=1), timedelta.resolution


class NoOfficeHoursError(RefusedError):
    """The calendar has too few office hours ahead to compute a deadline."""

    code = "setting"

    def __init__(self) -> None:
        super().__init__(
            "Batas waktu tidak dapat dihitung: kalender kantor ini tidak memiliki cukup jam kerja dalam "
            f"{HORIZON.days} hari ke depan. Tidak ada yang berubah. Mintalah pengelola sistem memeriksa jam kerja dan "
            "hari libur (simak calendar show). Jalur mendesak tetap dapat dipakai."
        )


@dataclass(frozen=True, slots=True)
class _Year:
    """The stretches of office time of one local year in order, in UTC, and the office time up to each one's end."""

    opens: tuple[datetime, ...]
    closes: tuple[datetime, ...]
    sums: tuple[timedelta, ...]

    @property
    def total(self) -> timedelta:
        return self.sums[-1] if self.sums else timedelta()

    def worked(self, at: datetime) -> timedelta:
        """Office time of this year before ``at``."""
        last = bisect_right(self.opens, at) - 1
        return self.sums[last] - max(self.closes[last] - at, timedelta()) if last >= 0 else timedelta()

    def reaching(self, wanted: timedelta) -> datetime:
        """The first moment at which that much office time of this year is over."""
        index = bisect_left(self.sums, wanted)
        return self.closes[index] - (self.sums[index] - wanted)

    def works(self, at: datetime) -> bool:
        """Whether the office works at this moment."""
        last = bisect_right(self.opens, at) - 1
        return last >= 0 and at < self.closes[last]


@dataclass(frozen=True)
class OfficeCalendar:
    """When an office works: its week, days it is closed, days with hours of their own (these win), its time zone."""

    timezone: str
    week: Week = field(default_factory=lambda: WEEK)
    closed: frozenset[date] = frozenset()
    special: Mapping[date, Hours] = field(default_factory=dict)
    _years: dict[int, _Year] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def zone(self) -> ZoneInfo:
        """The office's time zone."""
        return ZoneInfo(self.timezone)

    def hours_on(self, day: date) -> Hours:
        """When the office works on that day of its own; nothing when it is closed."""
        if day in self.special:
            return self.special[day]
        return () if day in self.closed else self.week.get(day.weekday(), ())

    def stretches(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """The hours of that day as moments, in UTC."""
        for opens, closes in self.hours_on(day):
            ends = day + timedelta(days=1) if closes == time(0) else day
            yield self._at(day, opens), self._at(ends, closes)

    def spans(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The stretches of office time after ``start``, in order, in UTC, as far as ``HORIZON``."""
        first = self._year_number(start)
        for year in map(self._year, range(first, first + 3)):
            for index in range(bisect_right(year.closes, start), len(year.closes)):
                if year.opens[index] > start + HORIZON:
                    return
                yield max(year.opens[index], start), year.closes[index]

    def worked(self, start: datetime, end: datetime) -> timedelta:
        """Office time between two moments, the earlier one first."""
        first, last = self._year_number(start), self._year_number(end)
        whole = sum((self._year(number).total for number in range(first, last)), timedelta())
        return whole + self._year(last).worked(end) - self._year(first).worked(start)

    def reach(self, start: datetime, wanted: timedelta) -> datetime:
        """The first moment (UTC) with that much office time, more than none, since ``start``.

        Raises NoOfficeHoursError when it is further away than ``HORIZON``.
        """
        first = self._year_number(start)
        wanted += self._year(first).worked(start)
        for year in map(self._year, range(first, first + 3)):
            if wanted <= year.total:
                found = year.reaching(wanted)
                break
            wanted -= year.total
        else:
            raise NoOfficeHoursError
        if found - start > HORIZON:
            raise NoOfficeHoursError
        return found

    def worked_until(self, end: datetime) -> bool:
        """Whether the office worked in the instant before this moment."""
        before = end - _INSTANT
        return self._year(self._year_number(before)).works(before)

    def _year_number(self, at: datetime) -> int:
        return at.astimezone(self.zone).year

    def _year(self, number: int) -> _Year:
        # worked out once: two threads that meet here write the same
        if number not in self._years:
            self._years[number] = self._work_out(number)
        return self._years[number]

    def _work_out(self, number: int) -> _Year:
        opens, closes, sums = [], [], []
        total, day = timedelta(), date(number, 1, 1)
        while day.year == number:
            for begin, end in self.stretches(day):
                total += end - begin
                opens.append(begin)
                closes.append(end)
                sums.append(total)
            day += timedelta(days=1)
        return _Year(tuple(opens), tuple(closes), tuple(sums))

    def _at(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.zone).astimezone(UTC)


def due(clock: Clock, calendar: OfficeCalendar, start: datetime, minutes: int) -> datetime:
    """When ``minutes`` (none or more) that began at ``start`` are over (UTC). Raises NoOfficeHoursError."""
    start, left = start.astimezone(UTC), timedelta(minutes=minutes)
    if clock is Clock.WALL or not left:
        return start + left
    return calendar.reach(start, left)


def minutes_between(clock: Clock, calendar: OfficeCalendar, start: datetime, end: datetime) -> int:
    """How many minutes were begun from ``start`` to ``end``; negative when ``end`` comes first.

    The smallest number whose ``due`` is not before ``end``. What ran out at closing time is over at closing time, so
    whoever acts in the evening has begun the next minute, although the office does not count it yet.
    """
    if end < start:
        return -minutes_between(clock, calendar, end, start)
    if clock is Clock.WALL:
        return -((start - end) // _MINUTE)
    whole, rest = divmod(calendar.worked(start, end), _MINUTE)
    begun = bool(rest) or (end > start and not calendar.worked_until(end))
    return whole + begun


def end_of_office_day(calendar: OfficeCalendar, start: datetime) -> datetime:
    """The close of the office day ``start`` belongs to (UTC): the "same day" deadline of an SOP.

    A comment that comes after closing belongs to the next office day. Raises NoOfficeHoursError.
    """
    worked = calendar.reach(start.astimezone(UTC), _INSTANT) - _INSTANT
    day = worked.astimezone(calendar.zone).date()
    return max(closes for _opens, closes in calendar.stretches(day))
