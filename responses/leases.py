"""Who is answering a case right now: whoever takes it first, for a short time, in sight of everybody else."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ingest.db import rows_changed
from responses import sops
from responses.desk import Desk
from responses.errors import NotAllowedError, NotFoundError, StaleError
from responses.models import CaseFile, CaseLease
from responses.movement import names

TERM = timedelta(minutes=10)
"""Long enough to write an answer, short enough that somebody called away does not block the office."""


def take(session: Session, desk: Desk, case_id: int) -> CaseLease:
    """Take the case, or extend what one has. Raises StaleError naming who has it, NotFoundError, NotAllowedError."""
    case = session.get(CaseFile, case_id)
    if case is None or case.office_id != desk.office_id:
        raise NotFoundError("Kasus itu tidak ada di kantor ini.")
    _may_take(session, desk, case)
    free = or_(CaseLease.person_id == desk.actor.person_id, CaseLease.until <= desk.now)
    values = {
        "person_id": desk.actor.person_id, "person_name": desk.actor.name, "taken_at": desk.now,
        "until": desk.now + TERM,
    }  # fmt: skip
    if rows_changed(session, update(CaseLease).where(CaseLease.case_id == case_id, free).values(**values)) == 0:
        try:
            with session.begin_nested():
                session.add(CaseLease(case_id=case_id, **values))
        except IntegrityError:
            check(session, desk, case_id)
            raise StaleError("Kasus ini baru saja diambil orang lain. Muat ulang halaman.") from None
    return session.get_one(CaseLease, case_id, populate_existing=True)


def _may_take(session: Session, desk: Desk, case: CaseFile) -> None:
    """Refuse whoever could only keep others from it. Raises NotAllowedError."""
    if case.step is None:
        raise NotAllowedError("Kasus ini sudah selesai.")
    sop = sops.of_release(session, case.sop_release_id)
    wanted = (*sop.step(case.step).roles, *sop.may_decline)
    if desk.actor.person_id is None or desk.actor.authority_for(wanted, case.division) is None:
        raise NotAllowedError(f"Kasus ini sekarang hanya dapat diambil oleh {names(dict.fromkeys(wanted))}.")


def give_back(session: Session, desk: Desk, case_id: int) -> None:
    """Let the case go; nothing happens when somebody else has it."""
    mine = delete(CaseLease).where(CaseLease.case_id == case_id, CaseLease.person_id == desk.actor.person_id)
    rows_changed(session, mine)


def holder(session: Session, case_id: int, now: datetime) -> CaseLease | None:
    """Who has the case now."""
    found = session.get(CaseLease, case_id, populate_existing=True)
    return found if found is not None and found.until > now else None


def check(session: Session, desk: Desk, case_id: int) -> None:
    """Refuse to act on a case somebody else is answering. Raises StaleError."""
    found = holder(session, case_id, desk.now)
    if found is not None and found.person_id != desk.actor.person_id:
        until = found.until.astimezone(desk.calendar.zone)
        raise StaleError(
            f"Kasus ini sedang dikerjakan {found.person_name} sampai pukul {until:%H.%M}. Tulisan Anda tidak hilang."
        )
