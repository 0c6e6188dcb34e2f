"""The calendar an office keeps: reading it, and the few actions that change it, each with its event."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import and_, select, update
from sqlalchemy.orm import Session

from ingest.db import rows_changed
from ingest.models import Office
from responses import chain, people
from responses.calendar_file import CalendarFile, week_of, week_text
from responses.calendar_models import OfficeHours, OfficePeriod
from responses.calendars import (
    STAGES,
    BadCalendarError,
    CalendarChange,
    Period,
    PeriodKind,
    check_period,
    make_calendar,
    stages_on,
)
from responses.clock import WEEK, OfficeCalendar, Week
from responses.errors import NotFoundError
from responses.kinds import EventKind, Role
from responses.state import Actor, Happened

YEARS_BACK, YEARS_AHEAD = 3, 2
"""A step that was left open for longer, or is due later, meets only the ordinary week."""
_Stored = tuple[tuple[str, str | None, PeriodKind | None, date, date, str], ...]


def read(session: Session, office_id: int, now: datetime) -> OfficeCalendar:
    """The office's calendar around ``now``, from what its rows say at this moment. Raises NotFoundError.

    One query on every call; composing is remembered by what was read, so that nothing remembered can be stale.
    """
    counts = and_(
        OfficePeriod.office_id == Office.id,
        OfficePeriod.ended_at.is_(None),
        OfficePeriod.last_day >= date(now.year - YEARS_BACK, 1, 1),
    )
    period = (OfficePeriod.kind, OfficePeriod.first_day, OfficePeriod.last_day, OfficePeriod.hours)
    joined = select(Office.timezone, OfficeHours.week, *period).outerjoin(
        OfficeHours, OfficeHours.office_id == Office.id
    )
    rows = session.execute(joined.outerjoin(OfficePeriod, counts).where(Office.id == office_id).order_by(*period))
    stored = tuple(tuple(row) for row in rows)
    if not stored:
        raise NotFoundError("Kantor itu tidak ada.")
    return _composed(stored, now.year)


@lru_cache(maxsize=64)
def _composed(stored: _Stored, year: int) -> OfficeCalendar:
    timezone, week, *_period = stored[0]
    periods = [
        Period(kind, first, last, "", week_of(hours))
        for _timezone, _week, kind, first, last, hours in stored
        if kind is not None
    ]
    years = range(year - YEARS_BACK, year + YEARS_AHEAD + 1)
    return make_calendar(timezone, week_of(week) if week else WEEK, periods, years)


def week_in(session: Session, office_id: int) -> Week:
    """The ordinary week of an office."""
    row = session.get(OfficeHours, office_id)
    return week_of(row.week) if row else WEEK


def rows_in(session: Session, office_id: int, *, ended: bool = False) -> list[OfficePeriod]:
    """The periods of an office by their first day; those that were ended only if asked for."""
    query = select(OfficePeriod).where(OfficePeriod.office_id == office_id)
    if not ended:
        query = query.where(OfficePeriod.ended_at.is_(None))
    return list(session.scalars(query.order_by(OfficePeriod.first_day, OfficePeriod.id)))


def period_of(row: OfficePeriod) -> Period:
    """A stored period as the rules know it."""
    return Period(row.kind, row.first_day, row.last_day, row.note, week_of(row.hours))


def periods_of(session: Session, office_id: int) -> tuple[Period, ...]:
    """The periods that count now, stages of elections among them."""
    return tuple(period_of(row) for row in rows_in(session, office_id))


def stages_now(session: Session, office_id: int, zone: ZoneInfo, now: datetime) -> tuple[PeriodKind, ...]:
    """The stages of an election that run now in the office's zone, the strictest first."""
    stages = select(OfficePeriod).where(
        OfficePeriod.office_id == office_id, OfficePeriod.ended_at.is_(None), OfficePeriod.kind.in_(STAGES)
    )
    return stages_on(map(period_of, session.scalars(stages)), now, zone)


def add_period(session: Session, office_id: int, period: Period, *, by: Actor, now: datetime) -> OfficePeriod:
    """Let a period count for every deadline computed from now on. Raises NotAllowedError or BadCalendarError."""
    people.may_manage(by, office_id)
    chain.head(session, office_id)  # one at a time: of two that contradict each other only the first is taken
    period = replace(period, note=period.note.strip())
    beside = periods_of(session, office_id)
    if _key(period) in map(_key, beside):
        raise BadCalendarError(f"{period}: sudah tercatat.")
    check_period(period, beside)
    row = OfficePeriod(
        office_id=office_id, kind=period.kind, first_day=period.first, last_day=period.last,
        hours=week_text(period.week), note=period.note, added_at=now, added_by=by.name,
    )  # fmt: skip
    session.add(row)
    session.flush()
    detail: dict[str, str | int] = {
        "period_id": row.id, "kind": row.kind.value, "first_day": row.first_day.isoformat(),
        "last_day": row.last_day.isoformat(), "hours": row.hours, "note": row.note,
    }  # fmt: skip
    _record(session, office_id, CalendarChange.ADDED, detail, by, now)
    return row


def end_period(session: Session, office_id: int, period_id: int, *, by: Actor, now: datetime) -> OfficePeriod:
    """Let a period no longer count; what was computed under it stays. Raises NotAllowedError or NotFoundError."""
    people.may_manage(by, office_id)
    mine = (OfficePeriod.id == period_id, OfficePeriod.office_id == office_id)
    if not rows_changed(
        session, update(OfficePeriod).where(*mine, OfficePeriod.ended_at.is_(None)).values(ended_at=now)
    ):
        raise NotFoundError(f"Periode nomor {period_id} tidak ada di kantor ini atau sudah diakhiri.")
    row = session.get_one(OfficePeriod, period_id, populate_existing=True)
    _record(session, office_id, CalendarChange.ENDED, {"period_id": row.id}, by, now)
    return row


def set_hours(session: Session, office_id: int, week: Week, *, by: Actor, now: datetime) -> None:
    """Set the ordinary week; nothing happens when it is so already. Raises NotAllowedError or BadCalendarError."""
    people.may_manage(by, office_id)
    chain.head(session, office_id)
    text = week_text(week)
    if not text:
        raise BadCalendarError("Setidaknya satu hari dalam seminggu harus memiliki jam kerja.")
    if text == week_text(week_in(session, office_id)):
        return
    session.merge(OfficeHours(office_id=office_id, week=text))
    _record(session, office_id, CalendarChange.WEEK, {"week": text}, by, now)


def load_calendar(session: Session, office_id: int, file: CalendarFile, *, by: Actor, now: datetime) -> None:
    """Take in what an office.toml says and is not known yet; loading twice changes nothing.

    A period that was ended stays ended although the file still names it, and nothing is ended because the file is
    silent about it: ``simak calendar end`` does that. Raises NotAllowedError or BadCalendarError.
    """
    if file.week is not None:
        set_hours(session, office_id, file.week, by=by, now=now)
    known = {_key(period_of(row)) for row in rows_in(session, office_id, ended=True)}
    for period in file.periods:
        if _key(period) not in known:
            known.add(_key(period))
            add_period(session, office_id, period, by=by, now=now)


def _key(period: Period) -> tuple[str, date, date, str, str]:
    return period.kind.value, period.first, period.last, week_text(period.week), period.note


def _record(
    session: Session, office_id: int, change: CalendarChange, detail: dict[str, str | int], by: Actor, now: datetime
) -> None:
    role = str(by.authority_for([Role.PENGELOLA]) or "Sistem")
    extra = {"change": change.value, **detail}
    chain.append(session, office_id, Happened(EventKind.CALENDAR_CHANGED, now, by, role), extra=extra)
