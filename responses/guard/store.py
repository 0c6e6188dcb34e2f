"""Where an office's lists for the guard are kept; every change is an event of the office."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from responses import chain, people
from responses.guard.office import OfficeGuard, parse
from responses.kinds import EventKind, Role
from responses.state import Actor, Happened
from responses.template_models import OfficeGuardRow


def guard_of(session: Session, office_id: int) -> OfficeGuard:
    """The lists of an office; empty ones as long as it gave none."""
    row = session.get(OfficeGuardRow, office_id)
    return parse(row.guard) if row else OfficeGuard()


def set_guard(session: Session, office_id: int, guard: OfficeGuard, by: Actor, now: datetime) -> bool:
    """Replace the lists of an office. Says whether anything changed. Raises NotAllowedError."""
    people.may_manage(by, office_id)
    chain.head(session, office_id)  # of two people who change them at once, the second waits for the first
    row = session.get(OfficeGuardRow, office_id, populate_existing=True)
    if (parse(row.guard) if row else OfficeGuard()) == guard:
        return False
    lists = guard.as_dict()
    if row is None:
        session.add(OfficeGuardRow(office_id=office_id, guard=lists, changed_at=now, changed_by=by.name))
    else:
        row.guard, row.changed_at, row.changed_by = lists, now, by.name
    role = str(by.authority_for([Role.PENGELOLA]) or "Sistem")
    extra: dict[str, str | int] = {"guard": chain.canonical(lists)}
    chain.append(session, office_id, Happened(EventKind.GUARD_CHANGED, now, by, role), extra=extra)
    return True
