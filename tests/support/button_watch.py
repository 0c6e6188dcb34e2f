"""What one press did, held against what it may do: told apart from the engine, by the rows before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from responses import chain, sops
from responses.drafts import gist_of
from responses.kinds import CaseState, Effect, EventKind
from responses.models import CaseFile, CaseLease, Consent, DraftVersion, Event, RoleGrant
from responses.sop import Step
from responses.state import Authority, Happened

STEPS = {EventKind.STEP_DONE, EventKind.STEP_SENT_BACK, EventKind.DRAFT_REVISED}
MOVES = STEPS | {
    EventKind.CASE_DECLINED, EventKind.CASE_MADE_URGENT, EventKind.CASE_PAUSED, EventKind.CASE_RESUMED,
    EventKind.DIVISION_CHANGED,
}  # fmt: skip
AGREES = {Effect.CONSENT, Effect.RATIFY}
"""Of the effects of a step: somebody answers for a text."""


@dataclass(frozen=True)
class Before:
    """What stood in the database before a press."""

    event: int
    cases: Mapping[int, CaseFile]
    leases: Mapping[int, CaseLease]

    @classmethod
    def of(cls, session: Session, now: datetime) -> Before:
        """Look."""
        held = select(CaseLease).where(CaseLease.until > now)
        return cls(
            session.scalar(select(func.max(Event.id))) or 0,
            {case.id: case for case in session.scalars(select(CaseFile))},
            {lease.case_id: lease for lease in session.scalars(held)},
        )


def check_press(session: Session, before: Before) -> list[EventKind]:
    """Hold every event since then against the rules, and give their kinds. Raises AssertionError."""
    events = session.scalars(select(Event).where(Event.id > before.event).order_by(Event.id)).all()
    for event in events:
        happened = chain.happened_of(event)
        grants = _grants_of(session, event)
        if event.actor_id is not None:
            labels = {_label(grant) for grant in grants}
            assert event.role in labels, f"{event.actor_name} acted as {event.role!r} without a grant: {labels}"
        if event.case_id is not None:
            _check_case(session, before, event, happened, grants)
    return [event.kind for event in events]


def _check_case(
    session: Session, before: Before, event: Event, happened: Happened, grants: list[RoleGrant]
) -> None:  # fmt: skip
    case = session.get_one(CaseFile, event.case_id)
    earlier = before.cases.get(case.id)
    lease = before.leases.get(case.id)
    if lease and event.actor_id is not None and event.kind in MOVES | {EventKind.PUBLICATION_WITHDRAWN}:
        assert lease.person_id == event.actor_id, f"{event.actor_name} moved what {lease.person_name} works on"
    if event.kind not in MOVES:
        return
    assert earlier is None or earlier.state is CaseState.OPEN, f"{case.number} is closed and moved: {event.kind}"
    if earlier is not None and earlier.paused_at is not None:
        assert event.kind not in STEPS | {EventKind.CASE_DECLINED, EventKind.CASE_PAUSED}, "moved while paused"
    if event.kind in (EventKind.STEP_SENT_BACK, EventKind.DRAFT_REVISED):
        standing = select(func.count()).where(Consent.case_id == case.id, Consent.void.is_(False))
        assert session.scalar(standing) == 0, "a consent outlived the text it was given to"
    if event.kind in STEPS and happened.from_step:
        _check_step(session, case, earlier, event, happened, grants)


def _check_step(
    session: Session, case: CaseFile, earlier: CaseFile | None, event: Event, happened: Happened,
    grants: list[RoleGrant],
) -> None:  # fmt: skip
    step = sops.of_release(session, case.sop_release_id).step(happened.from_step or "")
    assert (happened.late_minutes is None) == (step.minutes is None)
    if event.actor_id is None:
        assert set(step.effects) == {Effect.PROVE}, "only Simak's own proof is nobody's step"
        return
    if earlier is not None and event.kind is not EventKind.STEP_SENT_BACK:
        _check_role(step, earlier, event, grants)
    if event.kind is EventKind.STEP_DONE:
        _check_eyes(session, case, step, event, happened)


def _check_role(step: Step, case: CaseFile, event: Event, grants: list[RoleGrant]) -> None:
    fitting = {
        _label(grant)
        for grant in grants
        if grant.role in step.roles and (grant.division is None or case.division in (None, grant.division))
    }
    assert event.role in fitting, f"{event.role!r} did {step.key!r}, which is for {step.roles} of {case.division}"


def _check_eyes(session: Session, case: CaseFile, step: Step, event: Event, happened: Happened) -> None:
    effects = set(step.effects)
    if not effects & (AGREES | {Effect.PUBLISH, Effect.REMOVE}):
        return
    done = _done_by(session, case.id, before=event)
    if step.other_than:
        assert done[step.other_than] != event.actor_id, f"{event.actor_name} did {step.other_than} and {step.key}"
    if Effect.REMOVE in effects or Effect.DRAFT in effects:
        return
    authors = _authors(session, case.id, happened.sha256)
    assert authors, "what is agreed to was written by somebody"
    if effects & AGREES:
        assert event.actor_id not in authors, f"{event.actor_name} agreed to a text of his own"
    if Effect.PUBLISH in effects:
        standing = select(Consent.person_id).where(
            Consent.case_id == case.id, Consent.sha256 == happened.sha256, Consent.void.is_(False)
        )  # fmt: skip
        assert set(session.scalars(standing)) - authors, "ordered what nobody but its author agreed to"


def _done_by(session: Session, case_id: int, *, before: Event) -> dict[str | None, int | None]:
    mine = select(Event).where(Event.case_id == case_id, Event.kind == EventKind.STEP_DONE, Event.id < before.id)
    return {
        chain.happened_of(event).from_step: event.actor_id for event in session.scalars(mine.order_by(Event.id))
    }  # fmt: skip


def _authors(session: Session, case_id: int, sha256: str) -> set[int]:
    """Everybody who wrote this text or one that reads the same."""
    drafts = session.scalars(select(DraftVersion).where(DraftVersion.case_id == case_id)).all()
    gists = {gist_of(draft.text) for draft in drafts if draft.sha256 == sha256}
    return {draft.author_id for draft in drafts if gist_of(draft.text) in gists}


def _grants_of(session: Session, event: Event) -> list[RoleGrant]:
    """What the person held at that moment, read from the table of grants alone."""
    mine = select(RoleGrant).where(RoleGrant.person_id == event.actor_id, RoleGrant.office_id == event.office_id)
    return [
        grant
        for grant in session.scalars(mine.where(RoleGrant.valid_from <= event.at))
        if grant.valid_until is None or grant.valid_until > event.at or event.kind is EventKind.ROLE_REVOKED
    ]


def _label(grant: RoleGrant) -> str:
    return str(Authority(grant.role, grant.standing, grant.acting_for, grant.division))
