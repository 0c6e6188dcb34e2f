"""Reading the triage queue, a page at a time by key, never by offset."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import Session

from classify.effective import effective, labels_of
from classify.kinds import Flag
from classify.models import ClusterMember, HumanLabel, TextCluster, Verdict
from ingest.kinds import CommentStatus, Platform
from ingest.models import Account, Comment
from responses.kinds import InboxState
from responses.models import CaseComment, CaseFile, InboxItem

EXCERPT = 220
"""Characters of a comment shown in a list."""
COUNTED_TO = 1000
"""Counting stops here: "lebih dari 999" is all a person needs, and a million rows cost no more than a thousand."""
FLAGGED_RANKS = 4
"""Ranks below this want a person; see ``inbox.rank``."""
_COUNTED = ("state", "to_read", *(flag.value for flag in Flag))
"""The columns of a verdict that decide what the list shows."""
_JUDGED = "judged_"


@dataclass(frozen=True, slots=True)
class QueueKey:
    """Where a page ended."""

    rank: int
    detected_at: datetime
    comment_id: int


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One comment in the list, as it counts now: what people said of it wins over the verdict."""

    comment_id: int
    rank: int
    state: InboxState
    platform: Platform
    account: str
    author: str
    excerpt: str
    status: CommentStatus
    posted_at: datetime
    detected_at: datetime
    assessed: bool
    """Whether a model judged it, or a person did."""
    to_read: bool
    needs_response: bool
    urgent: bool
    hoax_suspect: bool
    abusive: bool
    sara: bool
    spam: bool
    alike: int
    """Comments that say nearly the same, this one among them; 1 for one nobody repeats."""
    decided_by: str
    case_id: int | None
    case_number: str

    @property
    def key(self) -> QueueKey:
        """The row's place in the order of the queue."""
        return QueueKey(self.rank, self.detected_at, self.comment_id)


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Rows in order, and the key to continue after, or None at the end."""

    rows: tuple[QueueRow, ...]
    following: QueueKey | None


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """How much waits; each number stops at COUNTED_TO."""

    flagged: int
    urgent: int
    unassessed: int
    others: int
    oldest_flagged_at: datetime | None


def page(
    session: Session,
    office_id: int,
    *,
    state: InboxState = InboxState.WAITING,
    flagged: bool | None = True,
    after: QueueKey | None = None,
    limit: int = 25,
) -> QueuePage:
    """One page of the queue: most urgent first, then longest waiting. ``flagged`` False shows the rest, None both."""
    query = _rows().where(_slice(office_id, state, flagged=flagged))
    if after is not None:
        place = tuple_(InboxItem.rank, InboxItem.detected_at, InboxItem.comment_id)
        query = query.where(place > (after.rank, after.detected_at, after.comment_id))
    query = query.order_by(InboxItem.rank, InboxItem.detected_at, InboxItem.comment_id).limit(limit + 1)
    rows = _read(session, query)
    return QueuePage(rows[:limit], rows[limit - 1].key if len(rows) > limit else None)


def counts(session: Session, office_id: int) -> QueueCounts:
    """What waits in this office."""
    waiting = _slice(office_id, InboxState.WAITING, flagged=True)
    return QueueCounts(
        flagged=_count(session, waiting),
        urgent=_count(session, waiting, InboxItem.rank == 0),
        unassessed=_count(session, waiting, InboxItem.rank == 2),
        others=_count(session, _slice(office_id, InboxState.WAITING, flagged=False)),
        oldest_flagged_at=_oldest(session, office_id),
    )


def _oldest(session: Session, office_id: int) -> datetime | None:
    """The longest wait of a flagged comment: the first entry of each rank in the index, not a walk over all."""
    waiting = (InboxItem.office_id == office_id) & (InboxItem.state == InboxState.WAITING)
    first = select(func.min(InboxItem.detected_at)).where(waiting)
    found = [session.scalar(first.where(InboxItem.rank == rank)) for rank in range(FLAGGED_RANKS)]
    return min((at for at in found if at is not None), default=None)


def newest_id(session: Session, office_id: int) -> int:
    """The newest comment of the queue: a screen that remembers it can say how many are new, cheaply."""
    query = select(func.max(InboxItem.comment_id)).where(InboxItem.office_id == office_id)
    return session.scalar(query) or 0


def arrived_since(session: Session, office_id: int, comment_id: int) -> int:
    """How many comments entered the queue after the one a screen remembers; stops at COUNTED_TO."""
    return _count(session, InboxItem.comment_id > comment_id, InboxItem.office_id == office_id)


def rows_of(session: Session, office_id: int, comment_ids: Sequence[int]) -> tuple[QueueRow, ...]:
    """These comments as they stand now, in this order: a list that is on a screen never jumps."""
    query = _rows().where(InboxItem.office_id == office_id, InboxItem.comment_id.in_(comment_ids))
    found = {row.comment_id: row for row in _read(session, query)}
    return tuple(found[comment_id] for comment_id in comment_ids if comment_id in found)


def _slice(office_id: int, state: InboxState, *, flagged: bool | None) -> ColumnElement[bool]:
    place = (InboxItem.office_id == office_id) & (InboxItem.state == state)
    if flagged is None:
        return place
    return place & (InboxItem.rank < FLAGGED_RANKS if flagged else InboxItem.rank >= FLAGGED_RANKS)


def _count(session: Session, *conditions: ColumnElement[bool]) -> int:
    some = select(InboxItem.comment_id).where(*conditions).limit(COUNTED_TO).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def _rows() -> Select[Any]:
    return (
        select(
            InboxItem.comment_id,
            InboxItem.rank,
            InboxItem.state,
            InboxItem.detected_at,
            InboxItem.decided_by,
            Account.platform,
            Account.title.label("account"),
            Comment.author_name.label("author"),
            func.substr(Comment.text, 1, EXCERPT).label("excerpt"),
            Comment.status,
            Comment.posted_at,
            *(getattr(Verdict, name).label(f"{_JUDGED}{name}") for name in _COUNTED),
            func.coalesce(TextCluster.size, 1).label("alike"),
            CaseFile.id.label("case_id"),
            CaseFile.number.label("case_number"),
        )
        .join(Comment, Comment.id == InboxItem.comment_id)
        .join(Account, Account.id == Comment.account_id)
        .join(Verdict, Verdict.id == InboxItem.verdict_id)
        .outerjoin(ClusterMember, ClusterMember.comment_id == InboxItem.comment_id)
        .outerjoin(TextCluster, TextCluster.id == ClusterMember.cluster_id)
        .outerjoin(CaseComment, CaseComment.comment_id == InboxItem.comment_id)
        .outerjoin(CaseFile, CaseFile.id == CaseComment.case_id)
    )


def _read(session: Session, query: Select[Any]) -> tuple[QueueRow, ...]:
    """The rows of a query, and what people said of them in one more."""
    found = session.execute(query).mappings().all()
    said = labels_of(session, [row["comment_id"] for row in found])
    return tuple(_row(row, said.get(row["comment_id"], ())) for row in found)


def _row(found: Any, said: Iterable[HumanLabel]) -> QueueRow:
    judged = {name: found[f"{_JUDGED}{name}"] for name in _COUNTED}
    counts = effective(Verdict(**judged), said)
    values = {name: value for name, value in found.items() if not name.startswith(_JUDGED)}
    return QueueRow(
        **values | {"case_number": values["case_number"] or ""},
        assessed=counts.assessed or Flag.NEEDS_RESPONSE in counts.by_person,
        to_read=counts.to_read, **{flag.value: getattr(counts, flag.value) for flag in Flag},
    )  # fmt: skip
