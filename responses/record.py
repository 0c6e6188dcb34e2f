"""Writing one event and the projection that follows from it, and reading a case back from its events alone."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ingest.db import rows_changed
from responses import chain
from responses.errors import StaleError
from responses.kinds import CaseState
from responses.models import CaseFile, Consent, Event
from responses.sop import Sop
from responses.state import Happened, State, apply


def replay(session: Session, case: CaseFile, sop: Sop) -> State:
    """The state of a case from its events alone."""
    state = State()
    for event in session.scalars(select(Event).where(Event.case_id == case.id).order_by(Event.case_seq)):
        state = apply(sop, state, chain.happened_of(event))
    return state


def projection(state: State) -> dict[str, object]:
    """The columns of ``case_file`` that follow from a state; ``audit verify`` compares them."""
    return {
        "state": state.case,
        "step": state.step,
        "step_started_at": state.started_at if state.step else None,
        "step_due_at": state.due_at if state.step else None,
        "paused_at": state.paused_at,
        "division": state.division,
        "draft_number": state.draft.number if state.draft else None,
        "seq": state.seq,
    }


def write(
    session: Session,
    case: CaseFile,
    sop: Sop,
    state: State,
    happened: Happened,
    extra: Mapping[str, str | int] | None = None,
) -> State:
    """Append the event and project it. Raises StaleError when somebody else wrote first."""
    after = apply(sop, state, happened)
    values = projection(after)
    if after.case is not CaseState.OPEN and case.closed_at is None:
        values["closed_at"] = happened.at
    statement = update(CaseFile).where(CaseFile.id == case.id, CaseFile.seq == state.seq).values(**values)
    if rows_changed(session, statement) != 1:
        raise StaleError("Kasus ini baru saja diubah orang lain. Periksa keadaan terbaru, lalu putuskan lagi.")
    event = chain.append(session, case.office_id, happened, case_id=case.id, case_seq=after.seq, extra=extra)
    _project_consents(session, case, state, after, event)
    session.refresh(case)
    return after


def _project_consents(session: Session, case: CaseFile, before: State, after: State, event: Event) -> None:
    if before.consents and not after.consents:
        rows_changed(session, update(Consent).where(Consent.case_id == case.id).values(void=True))
    if len(after.consents) > len(before.consents):
        yes = after.consents[-1]
        session.add(
            Consent(
                office_id=case.office_id,
                case_id=case.id,
                case_seq=after.seq,
                step=yes.step,
                person_id=yes.person_id,
                person_name=event.actor_name,
                role=event.role,
                sha256=yes.sha256,
                given_at=event.at,
            )
        )
