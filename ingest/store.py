"""The door: records of a source become rows, cleaned, each comment once, every earlier text kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import ColumnElement, Row, Select, Table, and_, insert, select, update
from sqlalchemy.orm import Session

from ingest.bulk import insert_new, one_of
from ingest.clean import clean, clean_line, escape_original
from ingest.db import Base
from ingest.kinds import AssessState, CommentStatus
from ingest.models import Account, Comment, CommentVersion, Cursor, Post
from ingest.records import CommentRecord, Known, Page, PostRecord, Refusal

MAX_ID = 200
MAX_NAME = 200
MAX_TITLE = 500
MAX_LINK = 2_000
ANONYMOUS = "Anonim"
_CHUNK = 500
_COMMENT = (
    "office_id", "account_id", "native_id", "parent_native_id", "post_native_id", "author_name", "author_native_id",
    "text", "status", "is_own", "permalink", "posted_at", "edited_at", "detected_at", "version",
)  # fmt: skip
_VERSION = ("office_id", "comment_id", "number", "text", "original", "sha256", "status", "seen_at", "assess")
_POST = ("office_id", "account_id", "native_id", "title", "text", "permalink", "posted_at")
_Held: TypeAlias = Row[int, str, int, CommentStatus, str, str, str]
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of a page: comments new, changed since we last saw them, already known; and what was refused."""

    new: int = 0
    changed: int = 0
    known: int = 0
    refusals: tuple[Refusal, ...] = ()

    @property
    def refused(self) -> int:
        """How many items could not be taken."""
        return len(self.refusals)


@dataclass(frozen=True, slots=True)
class _Content:
    """What a version keeps: the cleaned text, the original escaped for storage, its digest, and the status."""

    text: str
    original: str
    sha256: str
    status: CommentStatus


@dataclass(frozen=True, slots=True)
class _Admitted:
    """A record that passed the door."""

    record: CommentRecord
    content: _Content


def store_page(session: Session, account: Account, page: Page, *, now: datetime) -> Counts:
    """Store one page and its cursor in the caller's transaction; safe to repeat, and beside another worker."""
    refusals = list(page.refused)
    _store_posts(session, account, page.posts)
    new = changed = 0
    for chunk in _chunks(page.comments):
        admitted = _admit(chunk, refusals)
        held = {row.native_id: row for row in session.execute(_held(session, account.id, list(admitted)))}
        new += _insert(session, account, [item for key, item in admitted.items() if key not in held], now)
        changed += sum(_change(session, account, held[key], admitted[key], now) for key in held)
    known = len(page.comments) + len(page.refused) - len(refusals) - new - changed
    for ids in _chunks(sorted(page.gone)):
        changed += _mark_gone(session, account, ids, now)
    if page.cursor:
        _save_cursor(session, account.id, page.cursor, now)
    return Counts(new, changed, known, tuple(refusals))


def known_since(session: Session, account_id: int, since: datetime) -> tuple[Known, ...]:
    """Comments we hold that were posted since a time, and older ones still held for moderation."""
    recent = (Comment.posted_at >= since) | (Comment.status == CommentStatus.HELD)
    query = select(Comment.native_id, Comment.status).where(Comment.account_id == account_id, recent)
    return tuple(Known(native_id, status) for native_id, status in session.execute(query))


def _chunks(items: Sequence[_Item]) -> Iterator[Sequence[_Item]]:
    return (items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK))


def _admit(records: Sequence[CommentRecord], refusals: list[Refusal]) -> dict[str, _Admitted]:
    """By native id; of one comment twice in a page the later state counts."""
    admitted: dict[str, _Admitted] = {}
    for record in records:
        reason = _objection(record)
        if reason:
            refusals.append(Refusal(clean_line(record.native_id, 60), reason))
        else:
            admitted[record.native_id] = _Admitted(record, _content(record))
    return admitted


def _content(record: CommentRecord) -> _Content:
    digest = sha256(record.original.encode("utf-8", "surrogatepass")).hexdigest()
    return _Content(clean(record.text), escape_original(record.original), digest, record.status)


def _objection(record: CommentRecord) -> str:
    """Why a record cannot be stored, or nothing."""
    others = (record.parent_native_id, record.post_native_id, record.author_native_id)
    if not (record.native_id and _fits(record.native_id) and all(map(_fits, filter(None, others)))):
        return f"ID kosong, lebih dari {MAX_ID} karakter, atau memuat karakter yang tidak dapat disimpan."
    if record.posted_at.tzinfo is None or (record.edited_at and record.edited_at.tzinfo is None):
        return "Waktu komentar tidak menyebutkan zona waktu."
    return ""


def _fits(native_id: str) -> bool:
    return len(native_id) <= MAX_ID and native_id.isprintable()


def _among(session: Session, native_ids: Sequence[str]) -> ColumnElement[bool]:
    return one_of(session, Comment.__table__.c.native_id, native_ids)


def _held(
    session: Session, account_id: int, native_ids: Sequence[str]
) -> Select[int, str, int, CommentStatus, str, str, str]:
    newest = and_(CommentVersion.comment_id == Comment.id, CommentVersion.number == Comment.version)
    columns = (Comment.id, Comment.native_id, Comment.version, Comment.status, Comment.text)
    query = select(*columns, CommentVersion.sha256, CommentVersion.original).join(CommentVersion, newest)
    return query.where(Comment.account_id == account_id, _among(session, native_ids))


def _insert(session: Session, account: Account, items: Sequence[_Admitted], now: datetime) -> int:
    """Comments not held yet, with their first version. Where another worker was first, nothing is added."""
    if not items:
        return 0
    new = insert_new(session, _table(Comment), _COMMENT, [_comment(account, item, now) for item in items])
    ids = select(Comment.native_id, Comment.id).where(
        Comment.account_id == account.id, _among(session, [item.record.native_id for item in items])
    )
    comment_ids = dict(session.execute(ids).all())
    versions = [_version(account, comment_ids[item.record.native_id], 1, item.content, now) for item in items]
    insert_new(session, _table(CommentVersion), _VERSION, versions)
    return new


def _comment(account: Account, item: _Admitted, now: datetime) -> tuple[Any, ...]:
    record = item.record
    return (
        account.office_id, account.id, record.native_id, record.parent_native_id, record.post_native_id,
        clean_line(record.author_name, MAX_NAME) or ANONYMOUS, record.author_native_id, item.content.text,
        record.status, record.is_own, _link(record.permalink), record.posted_at, record.edited_at, now, 1,
    )  # fmt: skip


def _version(account: Account, comment_id: int, number: int, content: _Content, now: datetime) -> tuple[Any, ...]:
    stored = (content.text, content.original, content.sha256, content.status)
    return account.office_id, comment_id, number, *stored, now, AssessState.WAITING


def _link(link: str) -> str:
    """Only a web address may ever become a link on a screen."""
    is_web = link.startswith(("https://", "http://"))
    return link if is_web and clean_line(link, MAX_LINK) == link else ""


def _change(session: Session, account: Account, held: _Held, item: _Admitted, now: datetime) -> bool:
    """A new version when text or status differ from what we hold."""
    edited = item.content.sha256 != held.sha256
    if not edited and item.content.status == held.status:
        return False
    return _new_version(session, account, held, item.content, now, item.record.edited_at or now if edited else None)


def _mark_gone(session: Session, account: Account, native_ids: Sequence[str], now: datetime) -> int:
    """Deleted on the platform for good: our text stays, with a version that says so."""
    alive = _held(session, account.id, native_ids).where(Comment.status != CommentStatus.DELETED)
    changed = 0
    for held in session.execute(alive).all():
        content = _Content(held.text, held.original, held.sha256, CommentStatus.DELETED)
        changed += _new_version(session, account, held, content, now, None)
    return changed


def _new_version(
    session: Session, account: Account, held: _Held, content: _Content, now: datetime, edited_at: datetime | None
) -> bool:
    """Write the next version; False when another worker wrote it first."""
    edit = {} if edited_at is None else {"edited_at": edited_at}
    row = update(Comment).where(Comment.id == held.id, Comment.version == held.version)
    values = {"version": held.version + 1, "text": content.text, "status": content.status, **edit}
    if session.connection().execute(row.values(values)).rowcount != 1:
        return False
    version = _version(account, held.id, held.version + 1, content, now)
    insert_new(session, _table(CommentVersion), _VERSION, [version])
    return True


def _store_posts(session: Session, account: Account, posts: Sequence[PostRecord]) -> None:
    """Titles and links of what was commented on; an empty one never replaces one we have."""
    wanted = {post.native_id: post for post in posts if 0 < len(post.native_id) <= MAX_ID}
    query = select(Post).where(Post.account_id == account.id, Post.native_id.in_(list(wanted)))
    for row in session.scalars(query) if wanted else ():
        post = wanted.pop(row.native_id)
        row.title = clean_line(post.title, MAX_TITLE) or row.title
        row.text = clean(post.text) or row.text
        row.permalink = _link(post.permalink) or row.permalink
    insert_new(session, _table(Post), _POST, [_post(account, post) for post in wanted.values()])


def _post(account: Account, post: PostRecord) -> tuple[Any, ...]:
    title, link = clean_line(post.title, MAX_TITLE), _link(post.permalink)
    return account.office_id, account.id, post.native_id, title, clean(post.text), link, post.posted_at


def _save_cursor(session: Session, account_id: int, value: Mapping[str, str], now: datetime) -> None:
    """The account's lease keeps a second writer away, so looking first is enough."""
    values = {"value": dict(value), "updated_at": now}
    connection = session.connection()
    if connection.execute(update(Cursor).where(Cursor.account_id == account_id).values(values)).rowcount == 0:
        connection.execute(insert(Cursor).values(account_id=account_id, **values))


def _table(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table
