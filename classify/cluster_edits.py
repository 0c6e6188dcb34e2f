"""An edited comment is compared anew: it leaves a cluster it no longer fits, and a cluster outlives its head."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from classify.alike import THRESHOLD, similarity
from classify.cluster_rows import heads_of, locked_clusters, members
from classify.comparing import Compared, Memory, Told, next_of, told
from classify.models import ClusterMember, TextCluster
from ingest.models import Comment

_SAME = 1e-9
"""Likenesses nearer than this are the same likeness, stored and worked out again."""


def let_go(session: Session, memory: Memory, items: Sequence[Compared]) -> None:
    """Take edited comments out of clusters they no longer fit."""
    edited = {item.told.comment_id: item for item in items if item.told.number > 1}
    heads = heads_of(session, edited) if edited else {}
    # members before heads: who leads a cluster next must not be about to leave it
    for comment_id in sorted(heads, key=lambda one: heads[one] == one):
        _settle(session, memory, edited[comment_id])


def _settle(session: Session, memory: Memory, item: Compared) -> None:
    comment_id = item.told.comment_id
    # read anew for each: the one before may have changed this cluster or ended it
    head_id = heads_of(session, [comment_id]).get(comment_id)
    if head_id is None:
        return
    cluster = locked_clusters(session, [head_id])[head_id]
    if comment_id == head_id:
        _check_head(session, memory, cluster, item.told)
    elif item.head is None or item.head.comment_id != head_id:
        session.execute(delete(ClusterMember).where(ClusterMember.comment_id == comment_id))
        recount(session, cluster)
    else:
        _measure(session, comment_id, item.head.similarity)


def _check_head(session: Session, memory: Memory, cluster: TextCluster, head: Told) -> None:
    """Let the next comment lead a cluster whose head says something else now; the others are measured against it."""
    after = next_of(session, head.comment_id)
    leader = next(told(session, Comment.id == after[0]), None) if after else None
    if after and leader and abs(similarity(head.text, leader.text, memory.normaliser) - after[1]) < _SAME:
        return
    session.execute(delete(ClusterMember).where(ClusterMember.comment_id == head.comment_id))
    if leader:
        cluster.head_comment_id = leader.comment_id
        _measure_all(session, memory, cluster, leader)
    recount(session, cluster)


def _measure_all(session: Session, memory: Memory, cluster: TextCluster, leader: Told) -> None:
    """Every member against a new head: who is not alike to it leaves."""
    after, known = 0, {leader.text: 1.0}
    while some := members(session, cluster.id, limit=500, after=after):
        after = some[-1].comment_id
        for one in told(session, Comment.id.in_([member.comment_id for member in some])):
            if one.text not in known:
                known[one.text] = similarity(one.text, leader.text, memory.normaliser)
            if known[one.text] >= THRESHOLD:
                _measure(session, one.comment_id, known[one.text])
            else:
                session.execute(delete(ClusterMember).where(ClusterMember.comment_id == one.comment_id))


def _measure(session: Session, comment_id: int, likeness: float) -> None:
    session.execute(update(ClusterMember).where(ClusterMember.comment_id == comment_id).values(similarity=likeness))


def recount(session: Session, cluster: TextCluster) -> None:
    """Set the figures from the members; a cluster without its head or without a second comment is none."""
    mine = ClusterMember.cluster_id == cluster.id
    figures = (
        func.count(), func.count(ClusterMember.author.distinct()),
        func.min(ClusterMember.joined_at), func.max(ClusterMember.joined_at),
        func.count().filter(ClusterMember.comment_id == cluster.head_comment_id),
    )  # fmt: skip
    size, authors, first, last, head = session.execute(select(*figures).where(mine)).one()
    if size < 2 or not head:
        session.execute(delete(ClusterMember).where(mine))
        session.delete(cluster)
    else:
        cluster.size, cluster.authors, cluster.first_seen_at, cluster.last_seen_at = size, authors, first, last
    session.flush()
