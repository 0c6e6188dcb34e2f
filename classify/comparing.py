"""What a worker remembers of an office's comments, kept up with what others stored, and comparing new ones to it.

It only reads: call it inside ``Database.read()``, and ``classify.clusters.join`` with what it found inside ``write()``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import groupby
from typing import TypeVar

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from classify.alike import plain, sketch
from classify.alike_index import MOST_HEADS, AlikeIndex, Found, Text
from classify.models import ClusterMember, TextCluster
from classify.normalise import Normaliser
from classify.run import Pending
from ingest.models import Comment, CommentVersion

WINDOW = timedelta(days=7)
"""How long a cluster stays open after it was last seen."""
AT_ONCE = 500
"""Texts read and compared at once, so that memory stays flat."""
LOOK_BACK = 2_000
"""Version ids below the newest one known that are looked at again: on PostgreSQL a lower id may be committed later."""
MOST_BYTES = 120_000_000
"""Memory for all offices together: the office that was not asked about for longest is forgotten, and read again."""
_SOURCE = (
    CommentVersion.comment_id, CommentVersion.id, CommentVersion.number, CommentVersion.office_id, CommentVersion.text,
    CommentVersion.seen_at, Comment.account_id, Comment.author_native_id, Comment.author_name, Comment.posted_at,
    Comment.edited_at,
)  # fmt: skip
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Told:
    """The newest version of a comment: who wrote what, and when as far as we know (never later than we saw it).

    ``author`` is a hash of the account and the author there: it counts people and names nobody. All the unnamed of
    an account count as one.
    """

    comment_id: int
    version_id: int
    number: int
    office_id: int
    text: str
    author: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Compared:
    """A comment and the head it says nearly the same as: itself where it is the first, None where it is too short."""

    told: Told
    head: Found | None


@dataclass
class _Office:
    """The heads of one office: from which version id on, up to which, and the ids shortly below it that were read."""

    index: AlikeIndex
    start: int = 0
    after: int | None = None
    recent: set[int] = field(default_factory=set)


class Memory:
    """The heads of every office one worker judges for. Empty at first; loaded when an office is first asked about."""

    def __init__(self, normaliser: Normaliser, *, window: timedelta = WINDOW, most_heads: int = MOST_HEADS) -> None:
        self.normaliser = normaliser
        self.window = window
        self.most_heads = most_heads
        self._offices: dict[int, _Office] = {}

    @property
    def nbytes(self) -> int:
        """Memory held, in bytes."""
        return sum(office.index.nbytes for office in self._offices.values())

    def forget(self, office_id: int) -> None:
        """Read this office from the database again when it is next asked about."""
        self._offices.pop(office_id, None)

    def office(self, office_id: int) -> _Office:
        """What is remembered of an office, now the one last asked about."""
        office = self._offices.pop(office_id, None) or _Office(AlikeIndex(self.window.total_seconds(), self.most_heads))
        self._offices[office_id] = office
        return office

    def trim(self) -> None:
        """Forget the offices not asked about for longest while all together need too much."""
        while len(self._offices) > 1 and self.nbytes > MOST_BYTES:
            self.forget(next(iter(self._offices)))


def compare(session: Session, memory: Memory, items: Sequence[Pending], *, now: datetime) -> list[Compared]:
    """Which comment before it each one says nearly the same as; a version replaced meanwhile is left out.

    What other workers stored up to the newest of ``items`` is taken into ``memory`` on the way.
    """
    found: dict[int, Compared] = {}
    ordered = sorted(items, key=lambda item: item.office_id)
    for office_id, of_office in groupby(ordered, key=lambda item: item.office_id):
        wanted = {item.version_id for item in of_office}
        office = memory.office(office_id)
        if office.after is None:
            _load(session, memory, office, office_id, now - memory.window)
        for one in _catch_up(session, memory, office, office_id, wanted):
            if one.told.version_id in wanted:
                found[one.told.version_id] = one
    memory.trim()
    return [found[item.version_id] for item in items if item.version_id in found]


def told(session: Session, which: ColumnElement[bool]) -> Iterator[Told]:
    """The newest version of the comments that fulfil a condition and are not the office's own, the oldest first."""
    newest = and_(Comment.id == CommentVersion.comment_id, Comment.version == CommentVersion.number)
    rows = session.execute(
        select(*_SOURCE).join(Comment, newest).where(which, Comment.is_own.is_(False)).order_by(CommentVersion.id)
    )
    for comment_id, version_id, number, office_id, text, seen, account_id, native_id, name, posted, edited in rows:
        author = sha256(f"{account_id}\n{native_id or name}".encode("utf-8", "surrogatepass")).hexdigest()
        yield Told(comment_id, version_id, number, office_id, text, author, min(edited or posted, seen))


def chunks(items: Sequence[T], size: int = AT_ONCE) -> Iterator[Sequence[T]]:
    """The items, so many at once."""
    return (items[start : start + size] for start in range(0, len(items), size))


def _load(session: Session, memory: Memory, office: _Office, office_id: int, since: datetime) -> None:
    """Take the heads of open clusters; the rest of the window then comes like news, from its first version on."""
    _take_heads(session, memory, office, office_id, since)
    office.start = office.after = _last_before(session, since)


def _last_before(session: Session, since: datetime) -> int:
    """The last version id seen before a time, by halving: ids rise with time, and there is no index on it."""
    low, high = 0, session.scalar(select(func.max(CommentVersion.id))) or 0
    while low < high:
        middle = (low + high) // 2
        above = select(CommentVersion.seen_at).where(CommentVersion.id > middle).order_by(CommentVersion.id).limit(1)
        seen = session.scalar(above)
        if seen is None or seen >= since:
            high = middle
        else:
            low = middle + 1
    return low


def _take_heads(session: Session, memory: Memory, office: _Office, office_id: int, since: datetime) -> None:
    """Take the heads of open clusters that are not known yet."""
    open_ones = select(TextCluster.head_comment_id, TextCluster.last_seen_at).where(
        TextCluster.office_id == office_id, TextCluster.last_seen_at >= since
    )
    seen = dict(session.execute(open_ones).all())
    for some in chunks([comment_id for comment_id in seen if comment_id not in office.index]):
        for one, text in _texts(memory, told(session, Comment.id.in_(some))):
            if text is not None:
                office.index.add_head(text, until=seen[one.comment_id].timestamp())


def next_of(session: Session, head_id: int) -> tuple[int, float] | None:
    """Who leads a cluster after its head, and how alike they were: the first one that was never edited, else the first.

    One that was edited may say something else by now.
    """
    row = session.execute(
        select(ClusterMember.comment_id, ClusterMember.similarity)
        .join(TextCluster, TextCluster.id == ClusterMember.cluster_id)
        .join(Comment, Comment.id == ClusterMember.comment_id)
        .where(TextCluster.head_comment_id == head_id, ClusterMember.comment_id != head_id)
        .order_by(Comment.version > 1, ClusterMember.comment_id)
        .limit(1)
    ).first()
    return None if row is None else (row.comment_id, row.similarity)


def _catch_up(
    session: Session, memory: Memory, office: _Office, office_id: int, wanted: set[int]
) -> Iterator[Compared]:
    """Compare the wanted versions and all unknown ones before the last of them, in the order they were stored."""
    after, upto = office.after or 0, max(wanted)
    stored = session.scalars(
        select(CommentVersion.id)
        .where(CommentVersion.office_id == office_id)
        .where(CommentVersion.id > max(office.start, after - LOOK_BACK), CommentVersion.id <= upto)
        .order_by(CommentVersion.id)
    )
    unknown = [version_id for version_id in stored if version_id not in office.recent][-memory.most_heads :]
    ids = sorted(wanted.union(unknown))
    for some in chunks(ids):
        for one, text in _texts(memory, told(session, CommentVersion.id.in_(some))):
            yield Compared(one, _place(session, memory, office, one, text))
    office.after = max(after, upto)
    office.recent = {version_id for version_id in office.recent.union(ids) if version_id > office.after - LOOK_BACK}


def _texts(memory: Memory, rows: Iterable[Told]) -> Iterator[tuple[Told, Text | None]]:
    """Each version made comparable; None for one that is too short."""
    every = list(rows)
    plains = [plain(one.text, memory.normaliser) for one in every]
    sketches = iter(sketch([text for text in plains if text]))
    for one, words in zip(every, plains, strict=True):
        at = one.written_at.timestamp()
        yield one, Text(one.comment_id, one.version_id, at, next(sketches)) if words else None


def _place(session: Session, memory: Memory, office: _Office, one: Told, text: Text | None) -> Found | None:
    changed = text is None or not office.index.says_the_same(text)
    if changed and office.index.forget(one.comment_id):
        _succeed(session, memory, office, one)
    return None if text is None else office.index.place(text)


def _succeed(session: Session, memory: Memory, office: _Office, edited: Told) -> None:
    """A cluster outlives its first comment: who posts a text for others to copy must not close it by an edit."""
    after = next_of(session, edited.comment_id)
    if after is None:  # another worker has given it a new head
        _take_heads(session, memory, office, edited.office_id, edited.written_at - memory.window)
        return
    for _, text in _texts(memory, told(session, Comment.id == after[0])):
        if text is not None:
            office.index.place(text)
