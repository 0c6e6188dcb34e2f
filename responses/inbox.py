"""The queue: what waits for a person, in the order in which it should be seen."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from classify.models import Verdict
from ingest.db import rows_changed
from ingest.kinds import AssessState
from ingest.models import Comment
from responses import chain
from responses.desk import Desk
from responses.errors import MissingInputError, NotAllowedError, StaleError
from responses.kinds import EventKind, InboxState, Role
from responses.models import InboxItem
from responses.state import Authority, Happened

TRIAGE_ROLES = (Role.ADMIN_MEDSOS, Role.ADMINISTRATOR)
"""Magelang: "Admin media sosial melaporkan"; Madiun: "Administrator memberikan informasi"."""


def rank(verdict: Verdict) -> int:
    """Where a comment belongs in the queue: 0 urgent, 1 hoax suspect, 2 not assessed, 3 needs response, 4 the rest."""
    if verdict.urgent:
        return 0
    if verdict.hoax_suspect:
        return 1
    if verdict.state is not AssessState.DONE:
        return 2
    return 3 if verdict.needs_response else 4


def admit(session: Session, verdicts: Sequence[Verdict]) -> int:
    """Put judged comments into the queue; a new verdict on a waiting one moves it. Returns how many came new.

    An edited comment that was ignored returns to the queue: what was ignored is no longer what is there.
    """
    known = {item.comment_id: item for item in _items(session, [verdict.comment_id for verdict in verdicts])}
    times = select(Comment.id, Comment.detected_at).where(Comment.id.in_(_ids(verdicts)))
    seen = dict(session.execute(times).all())
    fresh = 0
    for verdict in verdicts:
        item = known.get(verdict.comment_id)
        if item is None:
            known[verdict.comment_id] = _new_item(verdict, seen[verdict.comment_id])
            session.add(known[verdict.comment_id])
            fresh += 1
        else:
            _move(session, item, verdict)
    session.flush()
    return fresh


def ignore(session: Session, desk: Desk, comment_ids: Sequence[int], note: str) -> None:
    """Take comments out of the queue with a reason. Raises StaleError when one was decided on meanwhile."""
    _decide(session, desk, comment_ids, note, InboxState.WAITING, InboxState.IGNORED, EventKind.COMMENT_IGNORED)


def reopen(session: Session, desk: Desk, comment_ids: Sequence[int], note: str) -> None:
    """Put ignored comments back into the queue. Raises StaleError when one is no longer ignored."""
    _decide(session, desk, comment_ids, note, InboxState.IGNORED, InboxState.WAITING, EventKind.COMMENT_REOPENED)


def _decide(
    session: Session,
    desk: Desk,
    comment_ids: Sequence[int],
    note: str,
    before: InboxState,
    after: InboxState,
    kind: EventKind,
) -> None:
    authority = _triage_authority(desk)
    if not note.strip():
        raise MissingInputError("Alasan wajib diisi.")
    wanted = sorted(set(comment_ids))
    statement = (
        update(InboxItem)
        .where(InboxItem.comment_id.in_(wanted), InboxItem.office_id == desk.office_id, InboxItem.state == before)
        .values(state=after, decided_by=desk.actor.name, decided_at=desk.now)
    )
    if not wanted or rows_changed(session, statement) != len(wanted):
        raise StaleError("Komentar ini sudah diputuskan orang lain. Muat ulang antrean.")
    for comment_id in wanted:
        happened = Happened(kind, desk.now, desk.actor, str(authority), note=note.strip())
        chain.append(session, desk.office_id, happened, extra={"comment_id": comment_id})


def _triage_authority(desk: Desk) -> Authority:
    authority = desk.actor.authority_for(TRIAGE_ROLES)
    if authority is None:
        raise NotAllowedError(f"Hanya {TRIAGE_ROLES[0].label} atau {TRIAGE_ROLES[1].label} yang dapat memilah antrean.")
    return authority


def _ids(verdicts: Sequence[Verdict]) -> list[int]:
    return [verdict.comment_id for verdict in verdicts]


def _items(session: Session, comment_ids: Sequence[int]) -> Sequence[InboxItem]:
    return session.scalars(select(InboxItem).where(InboxItem.comment_id.in_(comment_ids)).with_for_update()).all()


def _new_item(verdict: Verdict, detected_at: object) -> InboxItem:
    return InboxItem(
        comment_id=verdict.comment_id,
        office_id=verdict.office_id,
        verdict_id=verdict.id,
        state=InboxState.WAITING,
        rank=rank(verdict),
        detected_at=detected_at,
    )


def _move(session: Session, item: InboxItem, verdict: Verdict) -> None:
    earlier = session.get_one(Verdict, item.verdict_id)
    if verdict.version < earlier.version:
        return  # two workers may finish in the other order: the newer text counts
    item.verdict_id = verdict.id
    item.rank = rank(verdict)
    if item.state is InboxState.IGNORED and earlier.version != verdict.version:
        item.state = InboxState.WAITING
