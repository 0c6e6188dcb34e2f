"""Opening cases: comments out of the queue, a case that became urgent, content somebody asks for, a removal."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from classify.topics import topic_of
from ingest.db import rows_changed
from ingest.models import Comment
from responses import cases, chain, flow, inbox, interrupts, labels, orders, people, sops
from responses.cases import Move
from responses.clock import end_of_office_day
from responses.desk import Desk
from responses.divisions import division_of
from responses.errors import MissingInputError, NotAllowedError, StaleError
from responses.kinds import CaseState, Division, InboxState, Need, SopPurpose
from responses.materials import Material
from responses.models import CaseComment, CaseFile, CaseTarget, InboxItem
from responses.record import write
from responses.sop import Sop
from responses.state import Authority, State

Extra = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a new case starts with. ``start`` is when its first clock began (UTC)."""

    purpose: SopPurpose
    start: datetime
    inputs: Mapping[str, str]
    files: tuple[Material, ...] = ()
    division: Division | None = None
    authority: Authority | None = None
    """By which the first step is done, where it was found already."""
    acknowledged: frozenset[str] = frozenset()
    facts: Mapping[str, object] = field(default_factory=dict)
    """Columns of ``case_file`` besides those every case has."""


def open_case(
    session: Session,
    desk: Desk,
    comment_ids: Sequence[int],
    purpose: SopPurpose,
    inputs: Mapping[str, str],
    *,
    acknowledged: frozenset[str] = frozenset(),
) -> CaseFile:
    """Take comments out of the queue into a case and complete its first step, the report, in one go.

    The division concerned is found from what the comments are about. Raises StaleError when somebody else decided on
    one of the comments first, or what flow.decide_* raises.
    """
    comments = _take_from_queue(session, desk, comment_ids)
    start = min(comment.detected_at for comment in comments)
    division = _division(session, desk, comments)
    beginning = Beginning(purpose, start, inputs, division=division, acknowledged=acknowledged)
    return begin(session, desk, beginning, comments)


def _division(session: Session, desk: Desk, comments: Sequence[Comment]) -> Division | None:
    """The division that owns the topic; none when nobody of this office speaks for it, so that no case is stuck."""
    found = (division_of(topic_of(comment.text)) for comment in comments)
    division = next((division for division in found if division), None)
    known = division and people.somebody_speaks_for(session, desk.office_id, division, now=desk.now)
    return division if known else None


def make_urgent(session: Session, desk: Desk, case_id: int, note: str, *, expected: int) -> CaseFile:
    """End an ordinary case in favour of an urgent one on the same comments, with a reason. Gives the urgent case.

    Raises what interrupts.may_declare and decide_urgent raise.
    """
    case, sop, state = cases.opened(session, desk, case_id, expected)
    if case.purpose not in (SopPurpose.ORDINARY, SopPurpose.HOAX):
        raise NotAllowedError("Hanya kasus tanggapan biasa yang dapat dialihkan ke jalur mendesak.")
    _release_id, urgent = sops.chosen(session, desk.office_id, SopPurpose.URGENT)
    authority = interrupts.may_declare(sop, state, actor=desk.actor, roles=urgent.steps[0].roles)
    happened = interrupts.decide_urgent(
        sop, state, actor=desk.actor, authority=authority, note=note, timer=desk.timer, now=desk.now
    )
    write(session, case, sop, state, happened)
    wanted = {need: note for need in urgent.steps[0].needs if need is not Need.DRAF}
    beginning = Beginning(
        SopPurpose.URGENT, desk.now, {need.value: text for need, text in wanted.items()}, division=case.division,
        authority=authority, facts={"succeeds_id": case.id},
    )  # fmt: skip
    return begin(session, desk, beginning, orders.comments_of(session, case.id))


def begin(
    session: Session,
    desk: Desk,
    new: Beginning,
    comments: Sequence[Comment] = (),
    targets: Sequence[CaseTarget] = (),
) -> CaseFile:
    """Write the case with its opening event and what that says of its comments, then complete its first step."""
    release_id, sop = sops.chosen(session, desk.office_id, new.purpose)
    opened = flow.decide_open(
        sop, start=new.start, timer=desk.timer, now=desk.now, actor=desk.actor, division=new.division,
        authority=new.authority,
    )  # fmt: skip
    case = CaseFile(
        office_id=desk.office_id,
        number=_number(session, desk),
        sop_release_id=release_id,
        purpose=new.purpose,
        subject=new.purpose.subject,
        state=CaseState.OPEN,
        same_day_due_at=end_of_office_day(desk.calendar, new.start) if sop.same_day else None,
        opened_at=desk.now,
        seq=0,
        **new.facts,
    )
    session.add(case)
    session.flush()
    session.add_all(CaseComment(case_id=case.id, comment_id=item.id, version=item.version) for item in comments)
    for target in targets:
        target.case_id = case.id
        session.add(target)
        session.flush()  # their ids follow the order in which they were named
    labelled = labels.told(labels.opened(session, desk, comments, new.purpose))
    state = write(session, case, sop, State(), opened, _told(case, sop, comments, targets) | labelled)
    move = Move(state.seq, yes=True, inputs=new.inputs, files=new.files, acknowledged=new.acknowledged)
    cases.step_done(session, desk, case, sop, state, move, authority=new.authority)
    return case


def targets_told(targets: Sequence[CaseTarget]) -> str:
    """The targets of a case as its opening event names them."""
    return json.dumps([[target.id, target.account_id, target.removes_id, target.permalink] for target in targets])


def _told(case: CaseFile, sop: Sop, comments: Sequence[Comment], targets: Sequence[CaseTarget]) -> Extra:
    """What the opening event says of the case besides the movement; ``audit verify`` holds the row against it."""
    said: Extra = {
        "comments": ",".join(f"{comment.id}.{comment.version}" for comment in comments),
        "number": case.number,
        "purpose": case.purpose.value,
        "sop_sha256": sop.sha256,
        "same_day_due_at": chain.stamp(case.same_day_due_at) if case.same_day_due_at else "",
    }
    optional: Extra = {
        "title": case.title or "",
        "category": case.category.value if case.category else "",
        "legal_product": case.legal_product.value if case.legal_product else "",
        "needed_by": chain.stamp(case.needed_by) if case.needed_by else "",
        "succeeds": case.succeeds_id or 0,
        "targets": targets_told(targets) if targets else "",
    }
    return said | {name: value for name, value in optional.items() if value}


def _take_from_queue(session: Session, desk: Desk, comment_ids: Sequence[int]) -> Sequence[Comment]:
    wanted = sorted(set(comment_ids))
    if not wanted:
        raise MissingInputError("Pilih sedikitnya satu komentar.")
    inbox.lock(session, wanted)
    taken = (
        update(InboxItem)
        .where(InboxItem.comment_id.in_(wanted), InboxItem.office_id == desk.office_id)
        .where(InboxItem.state != InboxState.IN_CASE)
        .values(state=InboxState.IN_CASE, decided_by=desk.actor.name, decided_at=desk.now)
    )
    if rows_changed(session, taken) != len(wanted):
        raise StaleError("Komentar ini sudah ditangani orang lain. Muat ulang antrean untuk melihat kasusnya.")
    comments = session.scalars(select(Comment).where(Comment.id.in_(wanted)).order_by(Comment.id)).all()
    if any(comment.is_own for comment in comments):
        raise NotAllowedError("Tanggapan kantor sendiri tidak dapat dijadikan kasus.")
    return comments


def _number(session: Session, desk: Desk) -> str:
    year = desk.now.astimezone(desk.calendar.zone).year
    return f"{year}-{chain.next_case_number(session, desk.office_id):04d}"
