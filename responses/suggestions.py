"""Suggestions for an answer: what the office itself approved and published on similar comments, and its texts.

newest approved and published replies + templates and FAQ -> likeness to the comment -> the best, without what was
taken back, removed, or carries personal data
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, aliased

from ingest.kinds import CommentStatus, Kind
from ingest.models import Comment, CommentVersion
from responses.guard.check import carries_personal_data, without_personal_data
from responses.guard.office import OfficeGuard
from responses.guard.store import guard_of
from responses.kinds import CaseState, PublicationAction, PublicationState
from responses.likeness import features, similarities
from responses.models import CaseComment, CaseFile, CaseTarget, Publication
from responses.template_models import ReplyText, TextKind
from responses.templates import texts

NEWEST = 1_000
"""Published replies that are looked at."""
ALIKE = 0.2
"""The least likeness worth a person's look."""
EXCERPT = 160
"""Characters of the similar comment that are shown."""
_GONE = (CommentStatus.DELETED, CommentStatus.TRASHED, CommentStatus.SPAM)


class Origin(Kind):
    """Where a suggestion comes from."""

    REPLY = "reply", "Tanggapan yang pernah disetujui"
    FAQ = "faq", "Tanya jawab"
    TEMPLATE = "template", "Templat"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text that may help, how like the comments are (0 to 1), and where and when it was said."""

    origin: Origin
    similarity: float
    text: str
    at: datetime
    """When the reply was published, or the template last changed."""
    title: str = ""
    """Of a template or FAQ."""
    key: str = ""
    """Of a template or FAQ."""
    link: str = ""
    """What a template's {tautan} becomes."""
    case_number: str = ""
    excerpt: str = ""
    """The beginning of the similar comment, or the question of an FAQ."""


def suggest(session: Session, office_id: int, text: str, limit: int = 3) -> tuple[Suggestion, ...]:
    """Up to ``limit`` own replies to similar comments, then up to ``limit`` templates and FAQ, the most alike first."""
    guard = guard_of(session, office_id)
    replies, stored = _published(session, office_id), texts(session, office_id)
    known = [features(row.comment) for row in replies] + [features(_asked(one)) for one in stored]
    alike = similarities(features(text), known)
    own = _best([_reply(row, value) for row, value in zip(replies, alike, strict=False) if value >= ALIKE])
    ready = [_stored(one, value) for one, value in zip(stored, alike[len(replies) :], strict=True) if value >= ALIKE]
    return (*_safe(own, guard, limit), *_best(ready)[:limit])


@dataclass(frozen=True, slots=True)
class _Reply:
    text: str
    published_at: datetime
    case_number: str
    comment: str


def _published(session: Session, office_id: int) -> Sequence[_Reply]:
    """Replies of finished cases that are public: the text that counts now, not one an approver sent back later."""
    query = (
        select(Publication.text, Publication.published_at, CaseFile.number, CommentVersion.text.label("comment"))
        .join(CaseFile, CaseFile.id == Publication.case_id)
        .join(
            CaseComment,
            (CaseComment.case_id == Publication.case_id) & (CaseComment.comment_id == Publication.comment_id),
        )
        .join(
            CommentVersion,
            (CommentVersion.comment_id == CaseComment.comment_id) & (CommentVersion.number == CaseComment.version),
        )
        .where(Publication.office_id == office_id, Publication.action == PublicationAction.POST)
        .where(Publication.state == PublicationState.PUBLISHED, Publication.draft_number == CaseFile.draft_number)
        .where(CaseFile.state == CaseState.DONE, ~_removed(), ~_vanished())
        .order_by(Publication.id.desc())
        .limit(NEWEST)
    )
    rows = session.execute(query).all()
    return [_Reply(text, at, number, comment) for text, at, number, comment in rows if at is not None]


def _removed() -> ColumnElement[bool]:
    """Somebody removed it, or is about to: a case of removal names this very publication."""
    return exists().where(CaseTarget.removes_id == Publication.id)


def _vanished() -> ColumnElement[bool]:
    """The collector saw that our reply is no longer visible."""
    ours = aliased(Comment)
    same = (ours.account_id == Publication.account_id) & (ours.native_id == Publication.native_id)
    return exists().where(same, ours.status.in_(_GONE))


def _reply(row: _Reply, similarity: float) -> Suggestion:
    return Suggestion(
        Origin.REPLY, similarity, row.text, row.published_at, case_number=row.case_number, excerpt=row.comment
    )


def _asked(row: ReplyText) -> str:
    """What a comment must be like: the question of an FAQ, the words of a template."""
    return f"{row.title} {row.question or row.body}"


def _stored(row: ReplyText, similarity: float) -> Suggestion:
    origin = Origin.FAQ if row.kind is TextKind.FAQ else Origin.TEMPLATE
    return Suggestion(
        origin, similarity, row.body, row.changed_at, title=row.title, key=row.key, link=row.link, excerpt=row.question
    )


def _best(found: Sequence[Suggestion]) -> list[Suggestion]:
    """The most alike first, of equally alike ones the newest; the same text only once."""
    ordered = sorted(found, key=lambda one: (one.similarity, one.at), reverse=True)
    first: dict[str, Suggestion] = {}
    for one in ordered:
        first.setdefault(one.text, one)
    return list(first.values())


def _safe(found: Sequence[Suggestion], guard: OfficeGuard, limit: int) -> Iterator[Suggestion]:
    """Those without personal data; looked at one by one, because looking costs more than comparing."""
    given = 0
    for one in found:
        if given == limit:
            return
        if not carries_personal_data(one.text, guard):
            given += 1
            yield _shown(one, guard)


def _shown(one: Suggestion, guard: OfficeGuard) -> Suggestion:
    excerpt = without_personal_data(one.excerpt, guard)
    short = excerpt if len(excerpt) <= EXCERPT else f"{excerpt[: EXCERPT - 1].rstrip()}…"
    return Suggestion(one.origin, one.similarity, one.text, one.at, case_number=one.case_number, excerpt=short)
