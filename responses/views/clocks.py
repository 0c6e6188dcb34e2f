"""Reading how each step of a case kept its time: what was promised, what was paused, and as what somebody acted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from responses import chain
from responses.kinds import EventKind
from responses.models import Event
from responses.state import Happened


@dataclass(frozen=True, slots=True)
class StepClock:
    """One step the last time the case stood there. ``due_at`` in UTC; ``paused`` is time on the wall."""

    due_at: datetime | None = None
    paused: timedelta = timedelta()
    pause: str = ""
    """Why its clock stood still, the last time it did."""
    role: str = ""
    """As what the person who completed it acted, stand-ins with whom they stood in for; empty until then."""


def step_clocks(session: Session, case_id: int) -> dict[str, StepClock]:
    """The clocks of the steps a case reached, by key."""
    events = session.scalars(select(Event).where(Event.case_id == case_id).order_by(Event.case_seq)).all()
    return _clocks([(chain.happened_of(event), event.role) for event in events])


def _clocks(history: Sequence[tuple[Happened, str]]) -> dict[str, StepClock]:
    clocks: dict[str, StepClock] = {}
    since: datetime | None = None
    for happened, role in history:
        before, after = happened.from_step, happened.to_step
        if before in clocks and since is not None and happened.kind is not EventKind.CASE_PAUSED:
            clocks[before] = replace(clocks[before], paused=clocks[before].paused + (happened.at - since))
            since = None
        if happened.kind is EventKind.CASE_PAUSED and before in clocks:
            clocks[before] = replace(clocks[before], due_at=None, pause=happened.note)
            since = happened.at
        elif happened.kind is EventKind.CASE_RESUMED and before in clocks:
            clocks[before] = replace(clocks[before], due_at=happened.due_at)
        else:
            if happened.kind is EventKind.STEP_DONE and before in clocks:
                clocks[before] = replace(clocks[before], role=role)
            if after is not None:
                clocks[after] = StepClock(happened.due_at)
    return clocks
