"""The database part of classifying: what waits, and what came of it. No verdict is lost, none is given twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select, update
from sqlalchemy.orm import Session

from classify.assessment import Assessment, Reason
from classify.kinds import Flag, ReasonSource
from classify.models import Verdict
from ingest.kinds import AssessState
from ingest.models import Comment, CommentVersion

MAX_LIMIT = 5000
"""Most versions taken at once: they are named one by one in a statement, and databases limit how many."""


@dataclass(frozen=True, slots=True)
class Pending:
    """One version of a comment that waits to be judged; ``seen`` is the state it was found in."""

    version_id: int
    office_id: int
    comment_id: int
    version: int
    text: str
    seen: AssessState


def pending(session: Session, *, limit: int, include_unassessed: bool, after: int = 0) -> list[Pending]:
    """The oldest versions to judge with an id above ``after``: the newest of each comment, never the office's own.

    With ``include_unassessed`` also those nothing could judge before; go on with ``after`` = the last id then, as
    some of them will stay unassessed. Raises ValueError for a limit outside 1 to 5,000.
    """
    if not 1 <= limit <= MAX_LIMIT:
        raise ValueError(f"limit must be 1 to {MAX_LIMIT}, not {limit}")
    states = [AssessState.WAITING, AssessState.UNASSESSED] if include_unassessed else [AssessState.WAITING]
    found = session.execute(
        select(
            CommentVersion.id,
            CommentVersion.office_id,
            CommentVersion.comment_id,
            CommentVersion.number,
            CommentVersion.text,
            CommentVersion.assess,
        )
        .join(Comment, Comment.id == CommentVersion.comment_id)
        .where(CommentVersion.assess != AssessState.DONE, CommentVersion.assess.in_(states), CommentVersion.id > after)
        .where(Comment.is_own.is_(False), Comment.version == CommentVersion.number)
        .order_by(CommentVersion.id)
        .limit(limit)
    )
    return [Pending(*row) for row in found]


def skip_unneeded(session: Session) -> int:
    """Mark as done what never needs a verdict: the office's own words, and texts an edit has replaced. How many."""
    needless = exists().where(
        Comment.id == CommentVersion.comment_id,
        or_(Comment.is_own.is_(True), Comment.version > CommentVersion.number),
    )
    marked = session.execute(
        update(CommentVersion)
        .where(CommentVersion.assess != AssessState.DONE, needless)
        .values(assess=AssessState.DONE)
        .returning(CommentVersion.id)
        .execution_options(synchronize_session=False)
    )
    return len(marked.all())


def record(
    session: Session, judged: Sequence[Pending], assessments: Sequence[Assessment], *, now: datetime
) -> list[Verdict]:
    """Store one verdict per version that is still ours to judge, and give back those that were written.

    A version another worker judged meanwhile, or an edit replaced, gets no verdict from us. One that was
    unassessed and still is gets none either: nothing new is known. Call it inside Database.write().
    """
    pairs = list(zip(judged, assessments, strict=True))
    news = [pair for pair in pairs if pair[0].seen is AssessState.WAITING or pair[1].state is AssessState.DONE]
    won: set[int] = set()
    for seen in (AssessState.WAITING, AssessState.UNASSESSED):
        for state in (AssessState.DONE, AssessState.UNASSESSED):
            won |= _claim(
                session, [item for item, what in news if item.seen is seen and what.state is state], seen, state
            )
    verdicts = [_verdict(item, assessment, now) for item, assessment in news if item.version_id in won]
    session.add_all(verdicts)
    session.flush()
    return verdicts


def _claim(session: Session, items: Sequence[Pending], seen: AssessState, state: AssessState) -> set[int]:
    """Move the versions from ``seen`` to ``state`` and say which of them were really ours."""
    if not items:
        return set()
    still_ours = _still_ours([item.version_id for item in items], seen)
    # rows another worker holds are skipped, not waited for: it is judging them, and two that wait can lock up
    held = session.scalars(
        select(CommentVersion.id).where(*still_ours).order_by(CommentVersion.id).with_for_update(skip_locked=True)
    ).all()
    changed = session.scalars(
        update(CommentVersion)
        .where(*_still_ours(held, seen))
        .values(assess=state)
        .returning(CommentVersion.id)
        .execution_options(synchronize_session=False)
    )
    return set(changed.all())


def _still_ours(ids: Sequence[int], seen: AssessState) -> tuple[ColumnElement[bool], ...]:
    newest = exists().where(Comment.id == CommentVersion.comment_id, Comment.version == CommentVersion.number)
    return CommentVersion.id.in_(ids), CommentVersion.assess == seen, newest


def _verdict(item: Pending, assessment: Assessment, now: datetime) -> Verdict:
    return Verdict(
        office_id=item.office_id,
        comment_id=item.comment_id,
        version=item.version,
        state=assessment.state,
        needs_response=assessment.needs_response.on,
        p_needs_response=assessment.needs_response.probability,
        urgent=assessment.urgent.on,
        p_urgent=assessment.urgent.probability,
        hoax_suspect=assessment.hoax_suspect.on,
        p_hoax_suspect=assessment.hoax_suspect.probability,
        abusive=assessment.abusive.on,
        p_abusive=assessment.abusive.probability,
        sara=assessment.sara.on,
        p_sara=assessment.sara.probability,
        spam=assessment.spam.on,
        p_spam=assessment.spam.probability,
        intent=assessment.intent.value,
        p_intent=assessment.intent.probability,
        sentiment=assessment.sentiment.value,
        p_sentiment=assessment.sentiment.probability,
        topic=assessment.topic.value,
        p_topic=assessment.topic.probability,
        to_read=assessment.to_read,
        reasons=[stored_reason(reason) for reason in assessment.reasons],
        model_version=assessment.model_version,
        created_at=now,
    )


def stored_reason(reason: Reason) -> dict[str, Any]:
    """A reason as JSON; ``reasons_of`` reads it back."""
    stored: dict[str, Any] = {"flag": reason.flag.value, "source": reason.source.value, "text": reason.text}
    stored["terms"] = list(reason.terms)
    if reason.spans:
        stored["spans"] = [list(span) for span in reason.spans]
    return stored


def reasons_of(verdict: Verdict) -> tuple[Reason, ...]:
    """The reasons of a stored verdict, as they were given."""
    return tuple(
        Reason(
            Flag(entry["flag"]), ReasonSource(entry["source"]), entry["text"], tuple(entry["terms"]),
            tuple((start, end) for start, end in entry.get("spans", ())),
        )
        for entry in verdict.reasons
    )  # fmt: skip
