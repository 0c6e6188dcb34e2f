"""Comments that say nearly the same, in the database: who joined whom, how many comments, how many people.

A cluster is stored when a second comment says the same; a comment nobody repeats costs no row. Every function takes
the locks it needs, clusters before members and both by id, so that many workers may join at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from classify.alike import THRESHOLD, similarity
from classify.alike_index import Found
from classify.cluster_edits import let_go, recount
from classify.cluster_rows import Joined, Member, cluster_of, heads_of, locked_clusters, members, standing
from classify.comparing import Compared, Memory, Told, chunks, told
from classify.models import ClusterMember, TextCluster
from ingest.bulk import insert_new
from ingest.db import Base
from ingest.models import Comment

__all__ = ["Joined", "Member", "cluster_of", "join", "members"]

_CLUSTER = ("office_id", "head_comment_id", "first_seen_at", "last_seen_at", "size", "authors")
_MEMBER = ("comment_id", "cluster_id", "office_id", "author", "similarity", "joined_at")


@dataclass(frozen=True, slots=True)
class _Joining:
    """A comment that is to join a head, both as they stand now."""

    told: Told
    head: Told
    similarity: float

    def row(self, cluster: TextCluster) -> tuple[object, ...]:
        """What is stored of it."""
        one = self.told
        return one.comment_id, cluster.id, one.office_id, one.author, self.similarity, one.written_at


def join(session: Session, memory: Memory, items: Sequence[Compared]) -> list[Joined]:
    """Put compared comments into the clusters of their heads, and say for each one that is in a cluster how it stands.

    Safe to repeat, and beside other workers. An edited comment is compared anew: it leaves a cluster it no longer
    fits; when it was the head, the next comment leads the cluster, and whoever is not alike to that one leaves.
    Call it inside Database.write().
    """
    joined: list[Joined] = []
    for some in chunks(items, 1000):
        _lock(session, some)
        let_go(session, memory, some)
        _add(session, _joining(session, memory, _wishes(session, some)))
        session.flush()
        joined += standing(session, [item.told.comment_id for item in some])
    return joined


def _lock(session: Session, items: Sequence[Compared]) -> None:
    """Every cluster these comments are in or may join, locked until the transaction ends."""
    ids = {item.told.comment_id for item in items} | {item.head.comment_id for item in items if item.head}
    held = select(ClusterMember.cluster_id).where(ClusterMember.comment_id.in_(list(ids)))
    rows = select(TextCluster.id).where(TextCluster.id.in_(held)).order_by(TextCluster.id).with_for_update()
    session.scalars(rows).all()


def _wishes(session: Session, items: Sequence[Compared]) -> list[tuple[Told, Found]]:
    """The comments that are in no cluster yet and were found to say the same as another one."""
    wishes = [(item.told, item.head) for item in items if item.head and item.head.comment_id != item.told.comment_id]
    held = heads_of(session, [one.comment_id for one, _ in wishes]) if wishes else {}
    return [wish for wish in wishes if wish[0].comment_id not in held]


def _joining(session: Session, memory: Memory, wishes: Sequence[tuple[Told, Found]]) -> list[_Joining]:
    """Whom each one really joins: where the head was edited, or joined another meanwhile, the likeness counts anew."""
    if not wishes:
        return []
    found = {head.comment_id for _, head in wishes}
    leads = {head_id: head_id for head_id in found} | heads_of(session, found)
    heads = {one.comment_id: one for one in told(session, Comment.id.in_(set(leads.values())))}
    joining = []
    for one, head in wishes:
        leader = heads.get(leads[head.comment_id])
        if leader is None or leader.comment_id == one.comment_id:
            continue
        known = (leader.comment_id, leader.version_id) == (head.comment_id, head.version_id)
        likeness = head.similarity if known else similarity(one.text, leader.text, memory.normaliser)
        if likeness >= THRESHOLD:
            joining.append(_Joining(one, leader, likeness))
    return joining


def _add(session: Session, joining: Sequence[_Joining]) -> None:
    """Store who joins; a head that is repeated for the first time becomes a cluster, and its first member."""
    if not joining:
        return
    clusters = _opened(session, [item.head for item in joining])
    leaders = {item.head.comment_id: item.head for item in joining}
    first = [_Joining(head, head, 1.0) for key, head in leaders.items() if key in clusters and not clusters[key].size]
    news = [item for item in [*first, *joining] if item.head.comment_id in clusters]
    rows = sorted(item.row(clusters[item.head.comment_id]) for item in news)
    known = _known_authors(session, news, [cluster.id for cluster in clusters.values()])
    if insert_new(session, _table(ClusterMember), _MEMBER, rows) < len(rows):
        # another worker put one of them elsewhere at the same moment: what is stored decides
        for cluster in clusters.values():
            recount(session, cluster)
        return
    by_head: dict[int, list[Told]] = {head_id: [] for head_id in clusters}
    for item in news:
        by_head[item.head.comment_id].append(item.told)
    for head_id, cluster in clusters.items():
        _count(cluster, by_head[head_id], known)


def _opened(session: Session, heads: Sequence[Told]) -> dict[int, TextCluster]:
    """The clusters of these heads, locked; those that were none yet are empty."""
    clusters = locked_clusters(session, {head.comment_id for head in heads})
    missing = {head.comment_id: head for head in heads if head.comment_id not in clusters}
    if not missing:
        return clusters
    rows = [(head.office_id, key, head.written_at, head.written_at, 0, 0) for key, head in sorted(missing.items())]
    insert_new(session, _table(TextCluster), _CLUSTER, rows)
    return clusters | locked_clusters(session, missing)


def _known_authors(session: Session, news: Sequence[_Joining], cluster_ids: Sequence[int]) -> set[tuple[int, str]]:
    """Which of these people are already in which of the clusters."""
    member, authors = ClusterMember, {item.told.author for item in news}
    query = select(member.cluster_id, member.author).distinct()
    rows = session.execute(query.where(member.cluster_id.in_(cluster_ids), member.author.in_(authors)))
    return {(cluster_id, author) for cluster_id, author in rows}


def _count(cluster: TextCluster, news: Sequence[Told], known: set[tuple[int, str]]) -> None:
    times = [cluster.first_seen_at, cluster.last_seen_at, *(one.written_at for one in news)]
    cluster.size += len(news)
    cluster.authors += sum((cluster.id, author) not in known for author in {one.author for one in news})
    cluster.first_seen_at, cluster.last_seen_at = min(times), max(times)


def _table(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table
