"""An office's calendar composed of its week, its own periods and the national days; and the stages of elections.

Pure. What rules a day, the strongest first: open around the clock; opened or closed by the office; national holiday or
cuti bersama; the hours of a period (Ramadan); the ordinary week. Stages say what the office must watch, never when it
works.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from ingest.kinds import Kind
from responses.clock import ALL_DAY, Hours, OfficeCalendar, Week
from responses.errors import RefusedError
from responses.national_days import national_days

MAX_NOTE = 200
"""Characters of the note that says why."""
LONGEST = timedelta(days=731)
"""No stage of an election and no order of hours lasts longer; a period that does has a wrong year."""


class PeriodKind(Kind):
    """What a period changes: the office's hours, or the stage of an election (which changes no hours)."""

    CLOSED = "closed", "Tutup"
    OPEN = "open", "Masuk kerja"
    HOURS = "hours", "Jam kerja lain"
    ALWAYS_OPEN = "always_open", "Siaga 24 jam"
    CAMPAIGN = "campaign", "Masa kampanye"
    MASA_TENANG = "masa_tenang", "Masa tenang"
    VOTING_DAY = "voting_day", "Hari pemungutan suara"
    COUNTING = "counting", "Penghitungan dan rekapitulasi suara"

    @property
    def is_stage(self) -> bool:
        """Whether this is a stage of an election."""
        return self in STAGES


STAGES = (PeriodKind.VOTING_DAY, PeriodKind.MASA_TENANG, PeriodKind.COUNTING, PeriodKind.CAMPAIGN)
"""The stages, the strictest first."""


class CalendarChange(Kind):
    """What an event of kind ``CALENDAR_CHANGED`` is about."""

    ADDED = "added", "Periode ditambahkan"
    ENDED = "ended", "Periode diakhiri"
    WEEK = "week", "Jam kerja mingguan diubah"


class BadCalendarError(RefusedError, ValueError):
    """Hours or a period that contradict themselves or others; the message names the place."""

    code = "setting"


@dataclass(frozen=True, slots=True)
class Period:
    """Days of the office, first and last inclusive, on its own clock. ``week`` only for other hours."""

    kind: PeriodKind
    first: date
    last: date
    note: str
    week: Week = field(default_factory=dict)

    def covers(self, day: date) -> bool:
        """Whether that day is one of them."""
        return self.first <= day <= self.last

    def overlaps(self, other: Period) -> bool:
        """Whether they share a day."""
        return self.first <= other.last and other.first <= self.last

    def __str__(self) -> str:
        """For messages: ``Tutup 2026-06-01 s.d. 2026-06-02 (Hari jadi kabupaten)``."""
        until = "" if self.first == self.last else f" s.d. {self.last}"
        return f"{self.kind.label} {self.first}{until} ({self.note})"


@dataclass(frozen=True, slots=True)
class DayPlan:
    """One day of an office: its hours, why they are not the ordinary ones, and the stage of an election."""

    day: date
    hours: Hours
    reason: str = ""
    stage: PeriodKind | None = None


def check_period(period: Period, beside: Iterable[Period] = ()) -> None:
    """Refuse a period that contradicts itself or those it would stand beside. Raises BadCalendarError."""
    note = period.note.strip()
    if not note or len(note) > MAX_NOTE or not note.isprintable():
        raise BadCalendarError(f"{period}: keterangan wajib diisi, satu baris, paling panjang {MAX_NOTE} karakter.")
    if period.last < period.first:
        raise BadCalendarError(f"{period}: hari terakhir mendahului hari pertama.")
    if period.last - period.first > LONGEST:
        raise BadCalendarError(f"{period}: paling lama dua tahun. Periksa tahunnya.")
    if (period.kind is PeriodKind.HOURS) != bool(period.week):
        raise BadCalendarError(f"{period}: jam diisi untuk “{PeriodKind.HOURS.label}” saja, dan di sana wajib.")
    for other in beside:
        if period.overlaps(other) and frozenset({period.kind, other.kind}) in _CONTRADICTIONS:
            raise BadCalendarError(f"{period}: bertentangan dengan {other}. Akhiri dulu yang lama.")


_CONTRADICTIONS = (
    frozenset({PeriodKind.CLOSED, PeriodKind.OPEN}),
    frozenset({PeriodKind.HOURS}),
)


def day_plan(day: date, week: Week, periods: Iterable[Period]) -> DayPlan:
    """What a day is like in an office with this week and these periods."""
    ruling = {period.kind: period for period in periods if period.covers(day)}
    other = ruling.get(PeriodKind.HOURS)
    base = other.week if other else week
    national = national_days(day.year).get(day, "")
    stage = next((kind for kind in STAGES if kind in ruling), None)
    if always := ruling.get(PeriodKind.ALWAYS_OPEN):
        return DayPlan(day, ALL_DAY, always.note, stage)
    if closed := ruling.get(PeriodKind.CLOSED):
        return DayPlan(day, (), closed.note, stage)
    if opened := ruling.get(PeriodKind.OPEN):
        return DayPlan(day, base.get(day.weekday()) or _usual(base), opened.note, stage)
    hours = () if national else base.get(day.weekday(), ())
    return DayPlan(day, hours, national or (other.note if other and hours else ""), stage)


def _usual(week: Week) -> Hours:
    """The hours of a day that is worked although its weekday is not: those of the week's first working day."""
    return next((week[weekday] for weekday in sorted(week) if week[weekday]), ())


def make_calendar(timezone: str, week: Week, periods: Iterable[Period], years: range) -> OfficeCalendar:
    """The calendar of an office, exact in these years; before and after them only its week counts."""
    periods = [period for period in periods if not period.kind.is_stage]
    first, last = date(years.start, 1, 1), date(years.stop - 1, 12, 31)
    special: Mapping[date, Hours] = {
        day: day_plan(day, week, periods).hours
        for period in periods
        for day in days(max(period.first, first), min(period.last, last))
    }
    closed = frozenset(day for year in years for day in national_days(year))
    return OfficeCalendar(timezone, week, closed, special)


def days(first: date, last: date) -> Iterable[date]:
    """Every day from the first to the last, both inclusive."""
    return (first + timedelta(days=offset) for offset in range((last - first).days + 1))


def stages_on(periods: Iterable[Period], moment: datetime, zone: ZoneInfo) -> tuple[PeriodKind, ...]:
    """The stages of an election that run at a moment in that zone, the strictest first."""
    day = moment.astimezone(zone).date()
    running = {period.kind for period in periods if period.covers(day)}
    return tuple(kind for kind in STAGES if kind in running)
