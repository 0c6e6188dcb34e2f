"""Reading clusters: where a comment stands, who else says the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from classify.models import ClusterMember, TextCluster


@dataclass(frozen=True, slots=True)
class Joined:
    """A comment in a cluster: its likeness to the head (0 to 1), and how many comments and people the cluster has."""

    comment_id: int
    cluster_id: int
    head_comment_id: int
    similarity: float
    size: int
    authors: int
    first_seen_at: datetime
    last_seen_at: datetime


@dataclass(frozen=True, slots=True)
class Member:
    """One comment of a cluster; ``author`` counts people and names nobody, ``written_at`` is when it was written."""

    comment_id: int
    author: str
    similarity: float
    written_at: datetime


def cluster_of(session: Session, comment_id: int) -> Joined | None:
    """The cluster a comment is in, or None."""
    return next(iter(standing(session, [comment_id])), None)


def members(session: Session, cluster_id: int, limit: int = 100, after: int = 0) -> list[Member]:
    """Comments of a cluster with an id above ``after``, in the order they were collected."""
    columns = ClusterMember.comment_id, ClusterMember.author, ClusterMember.similarity, ClusterMember.joined_at
    rows = session.execute(
        select(*columns)
        .where(ClusterMember.cluster_id == cluster_id, ClusterMember.comment_id > after)
        .order_by(ClusterMember.comment_id)
        .limit(limit)
    )
    return [Member(*row) for row in rows]


def standing(session: Session, comment_ids: Sequence[int]) -> list[Joined]:
    """The clusters of these comments, by comment; who is in none is left out."""
    cluster, member = TextCluster, ClusterMember
    rows = session.execute(
        select(
            member.comment_id, cluster.id, cluster.head_comment_id, member.similarity, cluster.size, cluster.authors,
            cluster.first_seen_at, cluster.last_seen_at,
        )
        .join(cluster, cluster.id == member.cluster_id)
        .where(member.comment_id.in_(comment_ids))
        .order_by(member.comment_id)
    )  # fmt: skip
    return [Joined(*row) for row in rows]


def heads_of(session: Session, comment_ids: Iterable[int]) -> dict[int, int]:
    """The head of the cluster each comment is in, by comment."""
    rows = session.execute(
        select(ClusterMember.comment_id, TextCluster.head_comment_id)
        .join(TextCluster, TextCluster.id == ClusterMember.cluster_id)
        .where(ClusterMember.comment_id.in_(list(comment_ids)))
    )
    return dict(rows.all())


def locked_clusters(session: Session, head_ids: Iterable[int]) -> dict[int, TextCluster]:
    """Clusters by their head, as they are now, locked."""
    rows = select(TextCluster).where(TextCluster.head_comment_id.in_(list(head_ids))).order_by(TextCluster.id)
    found = session.scalars(rows.with_for_update().execution_options(populate_existing=True))
    return {cluster.head_comment_id: cluster for cluster in found}
