"""Reading how people are told: what waits, what failed and why, and whether each target works."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from responses.kinds import Role
from responses.models import CaseFile, Person
from responses.notices.kinds import Channel, NoticeKind, NoticeState, TargetState
from responses.notices.models import Notice, NoticeTarget
from responses.notices.recipients import directory

LIMIT = 200


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target as a screen may show it: never its address."""

    target_id: int
    owner: str
    person_id: int | None
    channel: Channel
    hint: str
    state: TargetState
    waiting: int
    failed: int
    last_success_at: datetime | None
    last_error: str


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice, and why it was not sent if it was not."""

    notice_id: int
    case_id: int | None
    case_number: str
    kind: NoticeKind
    state: NoticeState
    owner: str
    channel: Channel
    hint: str
    tries: int
    run_after: datetime
    sent_at: datetime | None
    reason: str


def target_rows(session: Session, office_id: int) -> tuple[TargetRow, ...]:
    """Every target of an office that was not removed, with what waits for it and what failed."""
    counted = _counts_by_target(session, office_id)
    query = select(NoticeTarget, Person.name).outerjoin(Person, Person.id == NoticeTarget.person_id)
    kept = query.where(NoticeTarget.office_id == office_id, NoticeTarget.state != TargetState.REMOVED)
    return tuple(
        TargetRow(
            target.id, _owner(name, target.role), target.person_id, target.channel, target.hint, target.state,
            counted.get((target.id, NoticeState.READY), 0), counted.get((target.id, NoticeState.FAILED), 0),
            target.last_success_at, target.last_error,
        )
        for target, name in session.execute(kept.order_by(NoticeTarget.id))
    )  # fmt: skip


def notices(
    session: Session, office_id: int, states: tuple[NoticeState, ...] = tuple(NoticeState), *, limit: int = LIMIT
) -> tuple[NoticeRow, ...]:
    """Notices in these states, the newest first."""
    query = (
        select(Notice, CaseFile.number, NoticeTarget, Person.name)
        .join(NoticeTarget, NoticeTarget.id == Notice.target_id)
        .outerjoin(CaseFile, CaseFile.id == Notice.case_id)
        .outerjoin(Person, Person.id == NoticeTarget.person_id)
        .where(Notice.office_id == office_id, Notice.state.in_(states))
    )
    return tuple(
        NoticeRow(
            row.id, row.case_id, number or "", row.kind, row.state, _owner(name, target.role), target.channel,
            target.hint, row.tries, row.run_after, row.sent_at, row.last_error,
        )
        for row, number, target, name in session.execute(query.order_by(Notice.id.desc()).limit(limit))
    )  # fmt: skip


def counts(session: Session, office_id: int) -> dict[NoticeState, int]:
    """How many notices of an office are in each state."""
    query = select(Notice.state, func.count()).where(Notice.office_id == office_id).group_by(Notice.state)
    return dict(session.execute(query).all())


def unreachable(session: Session, office_id: int, now: datetime) -> tuple[str, ...]:
    """Names of the people with a role whom nothing reaches: they have no active target."""
    people = directory(session, office_id, now)
    reached = {entry.person_id for entry in people.addressees}
    missing = {entry.person_id for entry in people.held} - reached
    return tuple(session.scalars(select(Person.name).where(Person.id.in_(missing)).order_by(Person.name)))


def _counts_by_target(session: Session, office_id: int) -> dict[tuple[int, NoticeState], int]:
    query = select(Notice.target_id, Notice.state, func.count()).where(Notice.office_id == office_id)
    states = (NoticeState.READY, NoticeState.FAILED)
    rows = session.execute(query.where(Notice.state.in_(states)).group_by(Notice.target_id, Notice.state))
    return {(target, state): count for target, state, count in rows}


def _owner(name: str | None, role: Role | None) -> str:
    return name or (f"Kotak surat {role.label}" if role else "")
