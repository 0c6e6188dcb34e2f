"""Reading the cases that wait for somebody: for one person's roles, or all that are open."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import Session

from ingest.models import Comment
from responses import sops
from responses.desk import Desk
from responses.kinds import CaseState, Division, Effect, Need, SopPurpose, Subject
from responses.models import CaseComment, CaseFile
from responses.sop import Step
from responses.state import Actor
from responses.views.queue import EXCERPT

LIMIT = 200
"""Rows of one list of tasks; more than anybody finishes in a day."""


@dataclass(frozen=True, slots=True)
class Task:
    """One case and the action that is due on it."""

    case_id: int
    number: str
    release: int
    """The SOP release it runs under."""
    division: Division | None
    purpose: SopPurpose
    step: str
    step_title: str
    action: str
    """The queue a person looks for it in: Perlu diperintahkan, Perlu didraf, ..."""
    started_at: datetime | None
    due_at: datetime | None
    same_day_due_at: datetime | None
    paused_at: datetime | None
    subject: Subject
    title: str
    """Of content or a removal; what a reply is about stands in ``excerpt``."""
    author: str
    excerpt: str
    comments: int

    def late(self, now: datetime) -> bool:
        """Whether the step's own minutes or the same-day deadline have passed."""
        deadlines = [at for at in (self.due_at, self.same_day_due_at) if at]
        return bool(deadlines) and min(deadlines) < now


_BY_EFFECT = (
    (Effect.PROVE, "Siap tayang"),
    (Effect.DRAFT, "Perlu didraf"),
    (Effect.CONSENT, "Perlu disetujui"),
    (Effect.PUBLISH, "Perlu disetujui"),
    (Effect.RATIFY, "Perlu disahkan"),
)
_BY_NEED = (
    (Need.PERINTAH, "Perlu diperintahkan"),
    (Need.DISPOSISI, "Perlu diperintahkan"),
    (Need.LAPORAN, "Perlu dilaporkan"),
)


def action_of(step: Step) -> str:
    """The name of the queue a step belongs to: the action that is due."""
    by_effect = (name for effect, name in _BY_EFFECT if effect in step.effects)
    by_need = (name for need, name in _BY_NEED if need in step.needs)
    return next(by_effect, None) or next(by_need, "Perlu diteruskan")


def tasks_of(session: Session, desk: Desk, *, effects: Iterable[Effect] = ()) -> tuple[Task, ...]:
    """Open cases whose present step belongs to a role this person holds, urgent first, then by due time.

    ``effects`` narrows to steps with one of these effects.
    """
    wanted = set(effects)

    def mine(step: Step) -> bool:
        return desk.actor.authority_for(step.roles) is not None and (not wanted or bool(wanted & set(step.effects)))

    steps = [step for step in _steps_in_use(session, desk.office_id) if mine(step[1])]
    return _tasks(session, desk.office_id, steps, partial(_in_my_divisions, desk.actor))


def _in_my_divisions(actor: Actor, step: Step) -> ColumnElement[bool]:
    """For whoever does a step only as a division concerned: the cases of his divisions, and those that name none."""
    held = [one for one in actor.authorities if one.role in step.roles]
    if any(one.division is None for one in held):
        return true()
    return or_(CaseFile.division.is_(None), CaseFile.division.in_({one.division for one in held}))


def open_tasks(session: Session, office_id: int) -> tuple[Task, ...]:
    """Every open case of the office."""
    return _tasks(session, office_id, _steps_in_use(session, office_id), lambda _step: true())


def _steps_in_use(session: Session, office_id: int) -> list[tuple[int, Step]]:
    releases = select(CaseFile.sop_release_id).distinct()
    found = session.scalars(releases.where(CaseFile.office_id == office_id, CaseFile.state == CaseState.OPEN))
    return [(release, step) for release in found for step in sops.of_release(session, release).steps]


def _tasks(
    session: Session, office_id: int, steps: list[tuple[int, Step]], which: Callable[[Step], ColumnElement[bool]]
) -> tuple[Task, ...]:
    titles = {(release, step.key): step for release, step in steps}
    query = _query().where(CaseFile.office_id == office_id, CaseFile.state == CaseState.OPEN, _at(steps, which))
    urgent_last = CaseFile.purpose != SopPurpose.URGENT
    ordered = query.order_by(urgent_last, CaseFile.step_due_at.is_(None), CaseFile.step_due_at, CaseFile.id)
    rows = session.execute(ordered.limit(LIMIT)).mappings().all()
    return tuple(_task(row, titles[row["release"], row["step"]]) for row in rows)


def _at(steps: list[tuple[int, Step]], which: Callable[[Step], ColumnElement[bool]]) -> ColumnElement[bool]:
    places = [
        and_(CaseFile.sop_release_id == release, CaseFile.step == step.key, which(step)) for release, step in steps
    ]
    return or_(false(), *places)


def _query() -> Select[*tuple[Any, ...]]:
    first = select(func.min(CaseComment.comment_id)).where(CaseComment.case_id == CaseFile.id).scalar_subquery()
    count = select(func.count()).where(CaseComment.case_id == CaseFile.id).scalar_subquery()
    return select(
        CaseFile.id.label("case_id"),
        CaseFile.number,
        CaseFile.purpose,
        CaseFile.step,
        CaseFile.sop_release_id.label("release"),
        CaseFile.division,
        CaseFile.paused_at,
        CaseFile.subject,
        CaseFile.title,
        CaseFile.step_started_at.label("started_at"),
        CaseFile.step_due_at.label("due_at"),
        CaseFile.same_day_due_at,
        func.coalesce(Comment.author_name, "").label("author"),
        func.coalesce(func.substr(Comment.text, 1, EXCERPT), "").label("excerpt"),
        count.label("comments"),
    ).outerjoin(Comment, Comment.id == first)


def _task(row: Any, step: Step) -> Task:
    return Task(**row, step_title=step.title, action=action_of(step))
