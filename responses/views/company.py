"""Reading who else wrote nearly the same as a comment, how fast that went, and what became of the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classify import bursts
from classify.bursts import Burst
from classify.clusters import Joined, cluster_of, members
from ingest.models import Comment
from responses.models import CaseComment, CaseFile
from responses.views.queue import EXCERPT

SHOWN = 5
"""Comments of a cluster that are shown: the first ones, which say where it began."""


@dataclass(frozen=True, slots=True)
class Companion:
    """One of the comments that say nearly the same, and the newest case it is in."""

    comment_id: int
    author: str
    excerpt: str
    posted_at: datetime
    case_number: str


@dataclass(frozen=True, slots=True)
class Company:
    """The comments that say nearly the same as one comment: how many there are, and the first of them."""

    cluster: Joined
    first: tuple[Companion, ...]
    burst: Burst | None
    """Whether its last stretch is one text from many accounts at once."""

    @property
    def lasted(self) -> timedelta:
        """From the first of them to the last."""
        return self.cluster.last_seen_at - self.cluster.first_seen_at


def company_of(session: Session, comment_id: int, *, now: datetime) -> Company | None:
    """Who else says nearly the same as this comment, or None for one nobody repeats."""
    cluster = cluster_of(session, comment_id)
    if cluster is None or cluster.size < 2:
        return None
    first = [member.comment_id for member in members(session, cluster.cluster_id, limit=SHOWN)]
    waves = [bursts.burst(pace, now) for pace in bursts.paces(session, [cluster.cluster_id])]
    return Company(cluster, _companions(session, first), next(iter(waves), None))


def _companions(session: Session, comment_ids: Sequence[int]) -> tuple[Companion, ...]:
    newest = select(func.max(CaseComment.case_id)).where(CaseComment.comment_id == Comment.id).correlate(Comment)
    query = (
        select(
            Comment.id, Comment.author_name, func.substr(Comment.text, 1, EXCERPT), Comment.posted_at,
            func.coalesce(CaseFile.number, ""),
        )
        .outerjoin(CaseFile, CaseFile.id == newest.scalar_subquery())
        .where(Comment.id.in_(comment_ids))
        .order_by(Comment.posted_at, Comment.id)
    )  # fmt: skip
    return tuple(Companion(*row) for row in session.execute(query))
