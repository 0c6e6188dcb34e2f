"""Reading replies on their way: what a person must post, what is being sent, what is proven."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from ingest.kinds import Platform
from ingest.models import Account, Comment
from responses.kinds import Proof, PublicationAction, PublicationState
from responses.models import Attachment, CaseFile, CaseTarget, Publication
from responses.views.queue import EXCERPT

LIMIT = 100


@dataclass(frozen=True, slots=True)
class PublicationRow:
    """One reply with what is needed to post it by hand or to show its proof."""

    publication_id: int
    case_id: int
    case_number: str
    state: PublicationState
    proof: Proof
    action: PublicationAction
    title: str
    """Of content or a removal; a reply has none."""
    account_id: int
    platform: Platform
    account: str
    target_permalink: str
    """What is to be removed; empty for anything else."""
    comment_author: str
    comment_excerpt: str
    comment_permalink: str
    text: str
    permalink: str
    last_error: str
    tries: int
    ordered_at: datetime
    published_at: datetime | None
    posted_by: str
    screenshot_sha256: str | None


def publications(
    session: Session, office_id: int, states: tuple[PublicationState, ...], *, limit: int = LIMIT
) -> tuple[PublicationRow, ...]:
    """Replies in these states, the oldest order first; published ones newest first."""
    newest_first = set(states) <= {PublicationState.PUBLISHED, PublicationState.REMOVED}
    order = Publication.id.desc() if newest_first else Publication.id
    query = _query().where(Publication.office_id == office_id, Publication.state.in_(states))
    return tuple(PublicationRow(**dict(row)) for row in session.execute(query.order_by(order).limit(limit)).mappings())


def counts(session: Session, office_id: int) -> dict[PublicationState, int]:
    """How many replies of an office are in each state."""
    query = select(Publication.state, func.count()).where(Publication.office_id == office_id)
    return dict(session.execute(query.group_by(Publication.state)).all())


def _query() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Publication.id.label("publication_id"),
            Publication.case_id,
            CaseFile.number.label("case_number"),
            Publication.state,
            Publication.proof,
            Publication.action,
            CaseFile.title,
            Publication.account_id,
            Account.platform,
            Account.title.label("account"),
            func.coalesce(CaseTarget.permalink, "").label("target_permalink"),
            func.coalesce(Comment.author_name, "").label("comment_author"),
            func.coalesce(func.substr(Comment.text, 1, EXCERPT), "").label("comment_excerpt"),
            func.coalesce(Comment.permalink, "").label("comment_permalink"),
            Publication.text,
            Publication.permalink,
            Publication.last_error,
            Publication.tries,
            Publication.ordered_at,
            Publication.published_at,
            Publication.posted_by,
            Attachment.sha256.label("screenshot_sha256"),
        )
        .join(CaseFile, CaseFile.id == Publication.case_id)
        .outerjoin(Comment, Comment.id == Publication.comment_id)
        .outerjoin(CaseTarget, CaseTarget.id == Publication.target_id)
        .join(Account, Account.id == Publication.account_id)
        .outerjoin(Attachment, Attachment.id == Publication.attachment_id)
    )
