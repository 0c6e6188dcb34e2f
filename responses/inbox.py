"""The queue: what waits for a person, in the order in which it should be seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from classify.effective import effective, labels_of
from classify.models import HumanLabel, Verdict
from ingest.db import rows_changed
from ingest.models import Comment, CommentVersion
from responses import chain, labels
from responses.desk import Desk
from responses.errors import NotAllowedError, StaleError
from responses.kinds import EventKind, InboxState, Role
from responses.models import InboxItem
from responses.movement import check_reason
from responses.state import SIMAK, Authority, Happened

TRIAGE_ROLES = (Role.ADMIN_MEDSOS, Role.ADMINISTRATOR)
"""Magelang: "Admin media sosial melaporkan"; Madiun: "Administrator memberikan informasi"."""


def rank(verdict: Verdict) -> int:
    """Where a comment nobody has corrected belongs in the queue; see ``Effective.rank``."""
    return effective(verdict, ()).rank


def admit(session: Session, verdicts: Sequence[Verdict]) -> int:
    """Put judged comments into the queue; a new verdict on a waiting one moves it. Returns how many came new.

    What people said of the text as it stands outweighs the new verdict. An edited comment that was ignored returns to
    the queue: what was ignored is no longer what is there. What turned out to be the office's own reply while it was
    judged stays out.
    """
    ids = sorted({verdict.comment_id for verdict in verdicts})
    seen = _seen(session, ids)
    known = {item.comment_id: item for item in lock(session, ids)}
    said = labels_of(session, sorted(known))
    fresh = 0
    for verdict in verdicts:
        item = known.get(verdict.comment_id)
        if item is not None:
            _move(session, item, verdict, said)
        elif verdict.comment_id in seen:
            known[verdict.comment_id] = _new_item(verdict, seen[verdict.comment_id])
            session.add(known[verdict.comment_id])
            fresh += 1
    session.flush()
    return fresh


def ignore(session: Session, desk: Desk, comment_ids: Sequence[int], note: str) -> None:
    """Take comments out of the queue with a reason, which is a label too.

    Raises StaleError when one was decided on meanwhile.
    """
    _decide(session, desk, comment_ids, note, _IGNORE)


def reopen(session: Session, desk: Desk, comment_ids: Sequence[int], note: str) -> None:
    """Put ignored comments back into the queue, in the place that is theirs now.

    Raises StaleError when one is no longer ignored.
    """
    _decide(session, desk, comment_ids, note, _REOPEN)
    labels.rerank(session, lock(session, sorted(set(comment_ids))))


@dataclass(frozen=True, slots=True)
class _Decision:
    """A way to decide on comments: from which state to which, as which event, and what it says of them."""

    before: InboxState
    after: InboxState
    kind: EventKind
    label: Callable[[Session, Desk, Sequence[int]], Sequence[HumanLabel]]


_IGNORE = _Decision(InboxState.WAITING, InboxState.IGNORED, EventKind.COMMENT_IGNORED, labels.ignored)
_REOPEN = _Decision(InboxState.IGNORED, InboxState.WAITING, EventKind.COMMENT_REOPENED, labels.reopened)


def _decide(session: Session, desk: Desk, comment_ids: Sequence[int], note: str, how: _Decision) -> None:
    authority = _triage_authority(desk)
    check_reason(note)
    wanted = sorted(set(comment_ids))
    lock(session, wanted)
    statement = (
        update(InboxItem)
        .where(InboxItem.comment_id.in_(wanted), InboxItem.office_id == desk.office_id, InboxItem.state == how.before)
        .values(state=how.after, decided_by=desk.actor.name, decided_at=desk.now)
    )
    if not wanted or rows_changed(session, statement) != len(wanted):
        raise StaleError("Komentar ini sudah diputuskan orang lain. Muat ulang antrean.")
    rows = how.label(session, desk, wanted)
    happened = Happened(how.kind, desk.now, desk.actor, str(authority), note=note.strip())
    for comment_id in wanted:
        extra = {"comment_id": comment_id, **labels.told_of(rows, comment_id)}
        chain.append(session, desk.office_id, happened, extra=extra)


def _triage_authority(desk: Desk) -> Authority:
    authority = desk.actor.authority_for(TRIAGE_ROLES)
    if authority is None:
        raise NotAllowedError(f"Hanya {TRIAGE_ROLES[0].label} atau {TRIAGE_ROLES[1].label} yang dapat memilah antrean.")
    return authority


def lock(session: Session, comment_ids: Sequence[int]) -> Sequence[InboxItem]:
    """These rows, locked until the transaction ends; always by id, so that two who want several never lock up."""
    rows = select(InboxItem).where(InboxItem.comment_id.in_(comment_ids)).order_by(InboxItem.comment_id)
    return session.scalars(rows.with_for_update().execution_options(populate_existing=True)).all()


def _seen(session: Session, comment_ids: Sequence[int]) -> dict[int, datetime]:
    """When each was first seen, without our own; locked against ``own.claim_as_ours`` until they are queued."""
    theirs = select(Comment.id, Comment.detected_at).where(Comment.id.in_(comment_ids), Comment.is_own.is_(False))
    return dict(session.execute(theirs.order_by(Comment.id).with_for_update(read=True, of=Comment)).all())


def _new_item(verdict: Verdict, detected_at: datetime) -> InboxItem:
    return InboxItem(
        comment_id=verdict.comment_id,
        office_id=verdict.office_id,
        verdict_id=verdict.id,
        state=InboxState.WAITING,
        rank=rank(verdict),
        detected_at=detected_at,
    )


def _move(
    session: Session, item: InboxItem, verdict: Verdict, said: Mapping[int, Sequence[HumanLabel]]
) -> None:  # fmt: skip
    earlier = session.get_one(Verdict, item.verdict_id)
    if verdict.version < earlier.version:
        return  # two workers may finish in the other order: the newer text counts
    item.verdict_id = verdict.id
    item.rank = effective(verdict, said.get(item.comment_id, ())).rank
    if item.state is InboxState.IGNORED and _texts_differ(session, earlier, verdict):
        item.state, item.decided_by, item.decided_at = InboxState.WAITING, "", None
        note = "Komentar disunting penulisnya setelah diabaikan."
        happened = Happened(EventKind.COMMENT_REOPENED, verdict.created_at, SIMAK, "Sistem", note=note)
        chain.append(session, item.office_id, happened, extra={"comment_id": item.comment_id})


def _texts_differ(session: Session, earlier: Verdict, later: Verdict) -> bool:
    """Whether the commenter wrote something else; one that was only moved or removed is still what was ignored."""
    numbers = CommentVersion.number.in_((earlier.version, later.version))
    texts = select(CommentVersion.text).where(CommentVersion.comment_id == later.comment_id, numbers)
    return len(set(session.scalars(texts))) > 1
