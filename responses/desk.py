"""Who acts, in which office, by which calendar, and when: what every action needs besides its own arguments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from responses import office_calendar, people
from responses.clock import OfficeCalendar, due, minutes_between
from responses.sop import Step
from responses.state import SIMAK, Actor


@dataclass(frozen=True, slots=True)
class Desk:
    """The place an action is done from. ``now`` is aware UTC."""

    office_id: int
    actor: Actor
    calendar: OfficeCalendar
    now: datetime

    @property
    def timer(self) -> CalendarTimer:
        """The minutes of SOPs by this office's calendar."""
        return CalendarTimer(self.calendar)


@dataclass(frozen=True, slots=True)
class CalendarTimer:
    """The minutes of an SOP on an office's calendar."""

    calendar: OfficeCalendar

    def due(self, step: Step, start: datetime, used: int = 0) -> datetime | None:
        """When the minutes left after ``used`` are over if they begin at ``start`` (UTC); at once if none are left.

        None where the SOP prints no minutes. Raises NoOfficeHoursError.
        """
        if step.minutes is None:
            return None
        return due(step.clock, self.calendar, start, max(step.minutes - used, 0))

    def used(self, step: Step, start: datetime, end: datetime) -> int:
        """Minutes of the step's clock begun from start to end: more than n exactly when the due of n has passed."""
        return minutes_between(step.clock, self.calendar, start, end)


def desk_of(session: Session, office_id: int, person_id: int, *, now: datetime) -> Desk:
    """The desk of a person with the authority he holds now. Raises NotAllowedError."""
    actor = people.actor(session, person_id, office_id, now=now)
    return Desk(office_id, actor, calendar_of(session, office_id, now), now)


def own_desk(session: Session, office_id: int, *, now: datetime) -> Desk:
    """The desk from which Simak itself acts."""
    return Desk(office_id, SIMAK, calendar_of(session, office_id, now), now)


def calendar_of(session: Session, office_id: int, now: datetime) -> OfficeCalendar:
    """The office's calendar as its rows say now. Raises NotFoundError."""
    return office_calendar.read(session, office_id, now)
