"""The calendar's part of the audit: do its rows follow from the events of the office alone?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from responses import chain
from responses.calendar_models import OfficeHours, OfficePeriod
from responses.calendars import CalendarChange
from responses.errors import TamperedError
from responses.kinds import EventKind
from responses.ledger import Facts, Ledger
from responses.models import Event


@dataclass
class _Said:
    """What the events say: periods by id, and the ordinary week."""

    periods: dict[int, Facts] = field(default_factory=dict)
    week: str | None = None

    def read(self, event: Event, extra: Mapping[str, str | int]) -> None:
        """Take the next event in. KeyError for one that does not say what it has to say."""
        change = extra["change"]
        if change == CalendarChange.WEEK.value:
            self.week = str(extra["week"])
        elif change == CalendarChange.ENDED.value:
            self.periods[int(extra["period_id"])]["ended_at"] = event.at
        else:
            self.periods[int(extra["period_id"])] = {
                "kind": extra["kind"], "first_day": date.fromisoformat(str(extra["first_day"])),
                "last_day": date.fromisoformat(str(extra["last_day"])), "hours": extra["hours"],
                "note": extra["note"], "added_at": event.at, "added_by": event.actor_name, "ended_at": None,
            }  # fmt: skip


def check_calendar(session: Session, office_id: int, _ledger: Ledger) -> None:
    """Hold ``office_period`` and ``office_hours`` against the events. Raises TamperedError naming the first row."""
    said = _read(session, office_id)
    met = set()
    periods = select(OfficePeriod).where(OfficePeriod.office_id == office_id)
    for (row,) in chain.in_batches(session, periods, OfficePeriod.id):
        if row.id not in said.periods:
            raise TamperedError(f"office_period {row.id}: no event speaks of it")
        for column, value in said.periods[row.id].items():
            if getattr(row, column) != value:
                raise TamperedError(f"office_period {row.id}: {column} is not what its events say")
        met.add(row.id)
    for missing in sorted(set(said.periods) - met):
        raise TamperedError(f"office_period: the row {missing} its events speak of is missing")
    hours = session.get(OfficeHours, office_id)
    if (hours.week if hours else None) != said.week:
        raise TamperedError(f"office_hours {office_id}: week is not what its events say")


def _read(session: Session, office_id: int) -> _Said:
    said = _Said()
    mine = select(Event).where(Event.office_id == office_id, Event.kind == EventKind.CALENDAR_CHANGED)
    for (event,) in chain.in_batches(session, mine, Event.seq):
        try:
            said.read(event, chain.extra_of(event))
        except KeyError as missing:
            raise TamperedError(f"event {event.id} ({event.kind.value}): it does not name {missing}") from missing
    return said
