"""Reading the registry of claims: the list, what a claim touches, the claims of a comment, what waits for a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    ScalarSelect,
    Select,
    String,
    Subquery,
    cast,
    func,
    or_,
    select,
    union,
)
from sqlalchemy.orm import Session

from classify.kinds import ClaimOrigin, ClaimVerdict, MatchState
from classify.models import Claim, ClaimMatch, ClusterMember, TextCluster
from ingest.kinds import Platform
from ingest.models import Account, Comment
from responses.claims import get
from responses.kinds import CaseState
from responses.models import CaseComment, CaseFile
from responses.views.queue import EXCERPT

MAX_SEARCHED = 8
"""Words of a search that are looked for; each must occur."""
_HELD = (MatchState.SUGGESTED, MatchState.CONFIRMED)


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim in the list, with how many comments it was found for (heads of clusters count once)."""

    claim_id: int
    key: str
    text: str
    verdict: ClaimVerdict
    verdict_published: str
    publisher: str
    published_on: date | None
    origin: ClaimOrigin
    active: bool
    clarified: bool
    """Whether the office says something about it."""
    suggested: int
    confirmed: int


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """Claims, the newest first, and the id to continue after, or None at the end."""

    rows: tuple[ClaimRow, ...]
    following: int | None


@dataclass(frozen=True, slots=True)
class AffectedComment:
    """A comment that says a claim, itself or through the head of its cluster, and a case it is in."""

    comment_id: int
    head_comment_id: int
    """The comment the claim was found for; the same where it stands for itself."""
    match_id: int
    state: MatchState
    platform: Platform
    author: str
    excerpt: str
    permalink: str
    posted_at: datetime
    case_id: int | None
    case_number: str
    case_state: CaseState | None


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One claim and everything it touches; rejected matches touch nothing."""

    claim: Claim
    comments: tuple[AffectedComment, ...]


@dataclass(frozen=True, slots=True)
class CommentClaim:
    """A claim found for a comment, with its evidence and what a person said of it."""

    match_id: int
    claim_id: int
    comment_id: int
    """The head of the comment's cluster, or the comment itself."""
    state: MatchState
    score: float
    flagged: bool
    terms: Sequence[str]
    decided_by: str
    decided_at: datetime | None
    text: str
    verdict: ClaimVerdict
    verdict_published: str
    publisher: str
    url: str
    published_on: date | None
    clarification: str
    clarification_url: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A match that waits for a person."""

    match_id: int
    comment_id: int
    excerpt: str
    author: str
    platform: Platform
    claim_id: int
    claim: str
    verdict: ClaimVerdict
    score: float
    flagged: bool
    terms: Sequence[str]
    comments: int
    """In the cluster the comment heads; 1 for one that stands alone."""
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SuggestionPage:
    """Suggestions, the longest waiting first, and the id to continue after, or None at the end."""

    rows: tuple[Suggestion, ...]
    following: int | None


def page(
    session: Session,
    office_id: int,
    *,
    search: str = "",
    verdict: ClaimVerdict | None = None,
    active: bool | None = True,
    after: int | None = None,
    limit: int = 25,
) -> ClaimPage:
    """One page of the registry. ``search`` looks in claim, wordings, publisher and key; ``active`` None shows all."""
    query = _claims().where(Claim.office_id == office_id, *_searched(search))
    for condition in (
        None if verdict is None else Claim.verdict == verdict,
        None if active is None else Claim.active.is_(active),
        None if after is None else Claim.id < after,
    ):
        query = query if condition is None else query.where(condition)
    found = session.execute(query.order_by(Claim.id.desc()).limit(limit + 1)).mappings()
    rows = tuple(ClaimRow(**dict(row)) for row in found)
    return ClaimPage(rows[:limit], rows[limit - 1].claim_id if len(rows) > limit else None)


def one(session: Session, office_id: int, claim_id: int) -> ClaimView:
    """One claim with every comment it touches. Raises NotFoundError."""
    claim = get(session, office_id, claim_id)
    return ClaimView(claim, affected(session, claim_id))


def affected(session: Session, claim_id: int) -> tuple[AffectedComment, ...]:
    """Every comment a claim was suggested or confirmed for, the members of their clusters, and their cases.

    A comment in several cases has a row for each. What has to be looked at again when a verdict changes.
    """
    said = _said_by(claim_id).subquery()
    query = _affected(said).join(ClaimMatch, ClaimMatch.id == said.c.match_id)
    query = query.join(Comment, Comment.id == said.c.comment_id).join(Account, Account.id == Comment.account_id)
    query = query.outerjoin(CaseComment, CaseComment.comment_id == Comment.id)
    query = query.outerjoin(CaseFile, CaseFile.id == CaseComment.case_id)
    found = session.execute(query.order_by(ClaimMatch.id, Comment.id, CaseFile.id)).mappings()
    return tuple(AffectedComment(**{**row, "case_number": row["case_number"] or ""}) for row in found)


def of_comment(session: Session, comment_id: int) -> tuple[CommentClaim, ...]:
    """The claims found for a comment through the head of its cluster: confirmed ones first, then by score."""
    head = (
        select(TextCluster.head_comment_id)
        .join(ClusterMember, ClusterMember.cluster_id == TextCluster.id)
        .where(ClusterMember.comment_id == comment_id)
    )
    place = session.scalar(head) or comment_id
    query = _of_comment().where(ClaimMatch.comment_id == place).order_by(ClaimMatch.score.desc(), ClaimMatch.id)
    rows = [CommentClaim(**dict(row)) for row in session.execute(query).mappings()]
    return tuple(sorted(rows, key=lambda row: _ORDER[row.state]))


def open_suggestions(
    session: Session, office_id: int, *, after: int | None = None, limit: int = 25
) -> SuggestionPage:  # fmt: skip
    """What waits for a person to confirm or reject; claims no longer looked for are left out."""
    query = _suggestions().where(ClaimMatch.office_id == office_id, ClaimMatch.state == MatchState.SUGGESTED)
    query = query.where(Claim.active, ClaimMatch.id > (after or 0)).order_by(ClaimMatch.id).limit(limit + 1)
    rows = tuple(Suggestion(**dict(row)) for row in session.execute(query).mappings())
    return SuggestionPage(rows[:limit], rows[limit - 1].match_id if len(rows) > limit else None)


_ORDER = {MatchState.CONFIRMED: 0, MatchState.SUGGESTED: 1, MatchState.REJECTED: 2}


def _searched(search: str) -> list[ColumnElement[bool]]:
    places = (Claim.text, cast(Claim.wordings, String), Claim.publisher, Claim.key)
    words = search.replace("\x00", "").split()[:MAX_SEARCHED]
    return [or_(*(place.icontains(word, autoescape=True) for place in places)) for word in words]


def _count(state: MatchState) -> ScalarSelect[int]:
    mine = ClaimMatch.claim_id == Claim.id, ClaimMatch.state == state
    return select(func.count()).select_from(ClaimMatch).where(*mine).correlate(Claim).scalar_subquery()


def _claims() -> Select[*tuple[Any, ...]]:
    return select(
        Claim.id.label("claim_id"), Claim.key, Claim.text, Claim.verdict, Claim.verdict_published, Claim.publisher,
        Claim.published_on, Claim.origin, Claim.active, (Claim.clarification != "").label("clarified"),
        _count(MatchState.SUGGESTED).label("suggested"), _count(MatchState.CONFIRMED).label("confirmed"),
    )  # fmt: skip


def _said_by(claim_id: int) -> CompoundSelect[int, int]:
    """Match and comment: the heads themselves, and whoever is in their clusters; each pair once."""
    held = ClaimMatch.claim_id == claim_id, ClaimMatch.state.in_(_HELD)
    heads = select(ClaimMatch.id.label("match_id"), ClaimMatch.comment_id).where(*held)
    members = (
        select(ClaimMatch.id, ClusterMember.comment_id)
        .join(TextCluster, TextCluster.head_comment_id == ClaimMatch.comment_id)
        .join(ClusterMember, ClusterMember.cluster_id == TextCluster.id)
    )
    return union(heads, members.where(*held))


def _affected(said: Subquery) -> Select[Any]:
    return select(
        Comment.id.label("comment_id"), ClaimMatch.comment_id.label("head_comment_id"),
        ClaimMatch.id.label("match_id"), ClaimMatch.state, Account.platform, Comment.author_name.label("author"),
        func.substr(Comment.text, 1, EXCERPT).label("excerpt"), Comment.permalink, Comment.posted_at,
        CaseFile.id.label("case_id"), CaseFile.number.label("case_number"), CaseFile.state.label("case_state"),
    ).select_from(said)  # fmt: skip


def _of_comment() -> Select[Any]:
    return select(
        ClaimMatch.id.label("match_id"), ClaimMatch.claim_id, ClaimMatch.comment_id, ClaimMatch.state,
        ClaimMatch.score, ClaimMatch.flagged, ClaimMatch.terms, ClaimMatch.decided_by, ClaimMatch.decided_at,
        Claim.text, Claim.verdict, Claim.verdict_published, Claim.publisher, Claim.url, Claim.published_on,
        Claim.clarification, Claim.clarification_url,
    ).join(Claim, Claim.id == ClaimMatch.claim_id)  # fmt: skip


def _suggestions() -> Select[Any]:
    size = select(TextCluster.size).where(TextCluster.head_comment_id == ClaimMatch.comment_id).scalar_subquery()
    return (
        select(
            ClaimMatch.id.label("match_id"), ClaimMatch.comment_id,
            func.substr(Comment.text, 1, EXCERPT).label("excerpt"), Comment.author_name.label("author"),
            Account.platform, ClaimMatch.claim_id, Claim.text.label("claim"), Claim.verdict, ClaimMatch.score,
            ClaimMatch.flagged, ClaimMatch.terms, func.coalesce(size, 1).label("comments"), ClaimMatch.created_at,
        )
        .join(Claim, Claim.id == ClaimMatch.claim_id)
        .join(Comment, Comment.id == ClaimMatch.comment_id)
        .join(Account, Account.id == Comment.account_id)
    )  # fmt: skip
