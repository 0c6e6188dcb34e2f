"""Recognising our own replies when the collector brings them back: they are context, never work."""

from __future__ import annotations

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from ingest.db import rows_changed
from ingest.kinds import AssessState
from ingest.models import Comment, CommentVersion
from responses.kinds import InboxState
from responses.models import InboxItem, Publication


def recognise(session: Session) -> int:
    """Mark collected comments that are replies we published. Returns how many.

    Looks only at what is not judged yet: a reply is collected after it was posted.
    """
    ours = exists().where(Publication.account_id == Comment.account_id, Publication.native_id == Comment.native_id)
    # by id and not by EXISTS: the few that wait are found by their own index, never by walking every comment
    fresh = Comment.id.in_(select(CommentVersion.comment_id).where(CommentVersion.assess != AssessState.DONE))
    return rows_changed(session, update(Comment).where(fresh, ours, Comment.is_own.is_(False)).values(is_own=True))


def claim_as_ours(session: Session, account_id: int, native_id: str) -> None:
    """Mark one reply that may have been collected, and even queued, before we knew that it is ours."""
    mine = (Comment.account_id == account_id) & (Comment.native_id == native_id)
    if rows_changed(session, update(Comment).where(mine).values(is_own=True)):
        queued = InboxItem.comment_id.in_(select(Comment.id).where(mine))
        rows_changed(session, delete(InboxItem).where(queued, InboxItem.state != InboxState.IN_CASE))
