"""The outbox of messages, claimed with a lease so that no two workers send the same notice at the same time.

    claim (one transaction) -> sender, no transaction open -> settle (one transaction)

At least once: a worker that dies between sending and settling leaves its notices to the next one, which sends that
one message again. No mail server could tell us whether it has it already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from ingest.db import rows_changed
from responses.desk import calendar_of
from responses.kinds import CaseState
from responses.models import CaseFile
from responses.notices import wording
from responses.notices.facts import facts
from responses.notices.kinds import NoticeKind, NoticeState, TargetState
from responses.notices.models import Notice, NoticeTarget
from responses.notices.moments import allowed_at
from responses.notices.rules import Rules, Window
from responses.notices.sender import Message, SendError
from responses.notices.sweep import MOVED_ON

LEASE = timedelta(seconds=180)
"""Longer than one whole try of any sender."""
MAX_TRIES = 7
BACKOFF = (10, 30, 120, 600, 1800, 3600)
"""Seconds until the next try; the last one repeats."""
_NO_SYNC: dict[str, Any] = {"synchronize_session": False}


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one claim took: notices for one target that leave as one message. ``sealed`` is the target's address."""

    notice_ids: tuple[int, ...]
    target_id: int
    sealed: bytes
    message: Message
    tries: int
    token: str


def claim(
    session: Session, rules: Rules, public_url: str, *, token: str, now: datetime, lease: timedelta = LEASE
) -> Parcel | None:
    """Take what has waited longest, urgent first, or None. ``token`` is fresh for every claim.

    What is not urgent waits out the quiet hours and leaves with everything else that waits for the same target.
    """
    while (found := _candidate(session, now)) is not None:
        target = session.get_one(NoticeTarget, found.target_id, with_for_update=True, populate_existing=True)
        if not found.urgent and _postpone(session, rules, target, now):
            continue
        which = Notice.id == found.id if found.urgent else _bundle(target)
        taken = update(Notice).where(which, _due(now), _active(target)).values(
            state=NoticeState.SENDING, lease_until=now + lease, lease_token=token, tries=Notice.tries + 1
        )  # fmt: skip
        if rows_changed(session, taken) == 0:
            return None  # somebody else was faster, or the target was paused a moment ago; the next look goes on
        if parcel := _pack(session, target, public_url, token, now):
            return parcel
    return None


def anything_due(session: Session, now: datetime) -> bool:
    """Whether a claim may find something."""
    return _candidate(session, now) is not None


def claim_new_test(session: Session, target: NoticeTarget, *, token: str, now: datetime) -> Parcel:
    """A test message that is ours from the start: whoever asked for it waits for the answer."""
    notice = new_test(target, token, now)
    notice.state, notice.tries = NoticeState.SENDING, 1
    notice.lease_until, notice.lease_token = now + LEASE, token
    session.add(notice)
    session.flush()
    return Parcel((notice.id,), target.id, target.sealed, wording.TEST, 1, token)


def new_test(target: NoticeTarget, token: str, now: datetime) -> Notice:
    """A test message for the next worker to send; ``token`` makes it unlike any other test."""
    return Notice(
        office_id=target.office_id, target_id=target.id, kind=NoticeKind.TEST, key=f"test/{token}/{target.id}",
        urgent=True, run_after=now, created_at=now, title=wording.TEST.title, body=wording.TEST.body,
    )  # fmt: skip


def settle_sent(session: Session, parcel: Parcel, now: datetime) -> None:
    """Record that a message left, also when the lease was lost meanwhile: else it would leave once more."""
    sent = (
        update(Notice)
        .where(Notice.id.in_(parcel.notice_ids), Notice.state.in_((NoticeState.SENDING, NoticeState.READY)))
        .values(state=NoticeState.SENT, sent_at=now, last_error="", lease_until=None, lease_token=None)
    )
    session.execute(sent, execution_options=_NO_SYNC)
    _note_on_target(session, parcel, last_success_at=now, last_error="")


def settle_failed(session: Session, parcel: Parcel, error: SendError, now: datetime, *, last: bool = False) -> None:
    """Try again after a growing pause, or give up visibly: at once for ``last`` and for a permanent error."""
    ours = (Notice.id.in_(parcel.notice_ids), Notice.lease_token == parcel.token, Notice.state == NoticeState.SENDING)
    values = {"last_error": str(error), "lease_until": None, "lease_token": None}
    tries = 0 if last or error.permanent else MAX_TRIES
    given_up = update(Notice).where(*ours, Notice.tries >= tries).values(state=NoticeState.FAILED, **values)
    session.execute(given_up, execution_options=_NO_SYNC)
    pause = timedelta(seconds=BACKOFF[min(parcel.tries, len(BACKOFF)) - 1])
    again = update(Notice).where(*ours).values(state=NoticeState.READY, run_after=now + pause, **values)
    session.execute(again, execution_options=_NO_SYNC)
    _note_on_target(session, parcel, last_error=str(error))


def _note_on_target(session: Session, parcel: Parcel, **values: object) -> None:
    statement = update(NoticeTarget).where(NoticeTarget.id == parcel.target_id).values(**values)
    session.execute(statement, execution_options=_NO_SYNC)


def _due(now: datetime) -> ColumnElement[bool]:
    return or_(
        and_(Notice.state == NoticeState.READY, Notice.run_after <= now),
        and_(Notice.state == NoticeState.SENDING, Notice.lease_until < now),
    )


def _candidate(session: Session, now: datetime) -> Notice | None:
    active = Notice.target_id.in_(select(NoticeTarget.id).where(NoticeTarget.state == TargetState.ACTIVE))
    oldest = select(Notice).where(_due(now), active).order_by(Notice.urgent.desc(), Notice.run_after, Notice.id)
    return session.scalar(oldest.limit(1).execution_options(populate_existing=True))


def _bundle(target: NoticeTarget) -> ColumnElement[bool]:
    return and_(Notice.target_id == target.id, Notice.urgent.is_(False))


def _active(target: NoticeTarget) -> ColumnElement[bool]:
    return Notice.target_id.in_(
        select(NoticeTarget.id).where(NoticeTarget.id == target.id, NoticeTarget.state == TargetState.ACTIVE)
    )


def _postpone(session: Session, rules: Rules, target: NoticeTarget, now: datetime) -> bool:
    """Let what is not urgent wait for the end of the quiet hours. Says whether it has to wait."""
    own = None
    if target.quiet_from is not None and target.quiet_until is not None:
        own = Window(target.quiet_from, target.quiet_until)
    at = allowed_at(own or rules.quiet, calendar_of(session, target.office_id, now), now)
    if at > now:
        later = update(Notice).where(_bundle(target), _due(now)).values(
            state=NoticeState.READY, run_after=at, lease_until=None, lease_token=None
        )  # fmt: skip
        session.execute(later, execution_options=_NO_SYNC)
    return at > now


def _pack(session: Session, target: NoticeTarget, public_url: str, token: str, now: datetime) -> Parcel | None:
    """The message for what was claimed and is still so; what is not is dropped. None when nothing is left."""
    mine = select(Notice).where(Notice.lease_token == token, Notice.state == NoticeState.SENDING)
    claimed = session.scalars(mine.order_by(Notice.id).execution_options(populate_existing=True)).all()
    calendar = calendar_of(session, target.office_id, now)
    cases = _cases(session, claimed)
    kept: list[Notice] = []
    lines: list[wording.Line] = []
    for notice in claimed:
        case = cases.get(notice.case_id or 0)
        if case is not None and not _still_so(notice, case):
            notice.state, notice.last_error, notice.lease_token = NoticeState.SUPERSEDED, MOVED_ON, None
            continue
        kept.append(notice)
        if case is not None and len(lines) <= wording.LINES and (known := facts(session, case, now)):
            lines.append(wording.line(notice.kind, known, calendar, public_url, now))
    return _parcel(session, target, kept, lines, token)


def _cases(session: Session, claimed: Sequence[Notice]) -> dict[int, CaseFile]:
    wanted = {notice.case_id for notice in claimed if notice.case_id}
    found = select(CaseFile).where(CaseFile.id.in_(wanted)).execution_options(populate_existing=True)
    return {case.id: case for case in session.scalars(found)}


def _parcel(
    session: Session, target: NoticeTarget, kept: list[Notice], lines: list[wording.Line], token: str
) -> Parcel | None:
    message = wording.message(lines, len(kept)) if lines else wording.TEST
    for notice in kept:
        notice.title, notice.body = message.title, message.body
    session.flush()
    if not kept:
        return None
    tries = max(notice.tries for notice in kept)
    return Parcel(tuple(notice.id for notice in kept), target.id, target.sealed, message, tries, token)


def _still_so(notice: Notice, case: CaseFile) -> bool:
    turn = (case.step or "", case.step_started_at) == (notice.step, notice.step_from)
    return turn and case.state is CaseState.OPEN and case.paused_at is None
