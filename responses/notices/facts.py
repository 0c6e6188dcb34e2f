"""Reading what the planning needs to know of a case."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from responses import sops
from responses.kinds import CaseState, Effect, PublicationState, SopPurpose
from responses.models import CaseFile, CaseLease, Publication
from responses.notices.plan import CaseFacts

_HAND = (PublicationState.NEEDS_MANUAL_POST, PublicationState.NEEDS_REVIEW, PublicationState.REFUSED)
_MACHINE = frozenset({PublicationState.READY, PublicationState.SENDING})


def facts(session: Session, case: CaseFile, now: datetime) -> CaseFacts | None:
    """The case as planning sees it, or None when nobody has to be told of it: it is closed."""
    if case.state is not CaseState.OPEN or case.step is None or case.step_started_at is None:
        return None
    sop = sops.of_release(session, case.sop_release_id)
    step = sop.step(case.step)
    trouble, on_its_way = _publications(session, case) if Effect.PROVE in step.effects else (frozenset(), False)
    return CaseFacts(
        case_id=case.id,
        number=case.number,
        purpose=case.purpose,
        sop=sop,
        step=step,
        started_at=case.step_started_at,
        due_at=case.step_due_at,
        same_day_due_at=case.same_day_due_at,
        division=case.division,
        paused=case.paused_at is not None,
        taken_until=_taken_until(session, case.id, now) if case.purpose is SopPurpose.URGENT else None,
        trouble=trouble,
        on_its_way=on_its_way,
    )


def _taken_until(session: Session, case_id: int, now: datetime) -> datetime | None:
    return session.scalar(select(CaseLease.until).where(CaseLease.case_id == case_id, CaseLease.until > now))


def _publications(session: Session, case: CaseFile) -> tuple[frozenset[PublicationState], bool]:
    """What a person must see to, and whether a program is on all of the rest.

    What was ordered from a person at once is no trouble: it is the step itself.
    """
    tried = or_(Publication.state != PublicationState.NEEDS_MANUAL_POST, Publication.tries > 0)
    rows = select(Publication.state, tried).where(
        Publication.case_id == case.id, Publication.draft_number == (case.draft_number or 0)
    )
    found = session.execute(rows).all()
    trouble = frozenset(state for state, failed in found if state in _HAND and failed)
    by_hand = any(state in _HAND and not failed for state, failed in found)
    return trouble, not by_hand and any(state in _MACHINE for state, _failed in found)
