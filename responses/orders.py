"""Orders to the outbox: what a final yes asks to be published or removed, written in the same transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from ingest.kinds import Purpose
from ingest.models import Account, Comment, Credential
from responses import drafts
from responses.desk import Desk
from responses.drafts import sha256_of
from responses.kinds import PublicationAction, PublicationState, Subject
from responses.models import CaseComment, CaseFile, CaseTarget, DraftVersion, Publication
from responses.publishers.contract import AUTOMATIC


def place(session: Session, case: CaseFile, desk: Desk) -> None:
    """Order what the case is about: a reply to each comment, a text for each account, or each removal."""
    makers = {Subject.REPLY: _replies, Subject.CONTENT: _contents, Subject.REMOVAL: _removals}
    for row in makers[case.subject](session, case):
        row.office_id, row.case_id = case.office_id, case.id
        row.ordered_at = row.run_after = desk.now
        session.add(row)


def unproven(session: Session, case: CaseFile) -> bool:
    """Whether something that was ordered is neither proven nor given up."""
    settled = (PublicationState.PUBLISHED, PublicationState.REMOVED, PublicationState.WITHDRAWN)
    pending = select(Publication.id).where(
        Publication.case_id == case.id,
        Publication.draft_number == (case.draft_number or 0),
        Publication.state.not_in(settled),
    )
    return session.scalar(pending.limit(1)) is not None


def removal_text(permalink: str) -> str:
    """What the order of a removal says."""
    return f"Hapus atau arsipkan: {permalink}"


def _replies(session: Session, case: CaseFile) -> Iterator[Publication]:
    draft, automatic = _ordered_text(session, case), _accounts_that_post(session, case.office_id)
    for comment in comments_of(session, case.id):
        row = _text_of(draft)
        row.comment_id, row.account_id = comment.id, comment.account_id
        if comment.account_id in automatic:
            row.state = PublicationState.READY
        yield row


def _contents(session: Session, case: CaseFile) -> Iterator[Publication]:
    draft = _ordered_text(session, case)
    for target in targets_of(session, case.id):
        row = _text_of(draft)
        row.target_id, row.account_id = target.id, target.account_id
        yield row


def _removals(session: Session, case: CaseFile) -> Iterator[Publication]:
    for target in targets_of(session, case.id):
        text = removal_text(target.permalink)
        yield Publication(
            action=PublicationAction.REMOVE, target_id=target.id, account_id=target.account_id, draft_number=0,
            text=text, sha256=sha256_of(text), state=PublicationState.NEEDS_MANUAL_POST,
        )  # fmt: skip


def comments_of(session: Session, case_id: int) -> Sequence[Comment]:
    """The comments a case answers, oldest first."""
    mine = select(Comment).join(CaseComment, CaseComment.comment_id == Comment.id)
    return session.scalars(mine.where(CaseComment.case_id == case_id).order_by(Comment.id)).all()


def targets_of(session: Session, case_id: int) -> list[CaseTarget]:
    """The targets of a case, in the order they were named."""
    return list(session.scalars(select(CaseTarget).where(CaseTarget.case_id == case_id).order_by(CaseTarget.id)))


def _ordered_text(session: Session, case: CaseFile) -> DraftVersion:
    draft = drafts.standing(session, case)
    assert draft is not None, "sop.check puts a draft before every order to publish"
    return draft


def _text_of(draft: DraftVersion) -> Publication:
    return Publication(
        draft_number=draft.number, text=draft.text, sha256=draft.sha256, state=PublicationState.NEEDS_MANUAL_POST
    )


def _accounts_that_post(session: Session, office_id: int) -> frozenset[int]:
    """Accounts with a publisher and a credential for it; everything else is posted by a person."""
    found = (
        select(Account.id)
        .join(Credential, Credential.account_id == Account.id)
        .where(Account.office_id == office_id, Credential.purpose == Purpose.PUBLISH)
        .where(Account.platform.in_(AUTOMATIC))
    )
    return frozenset(session.scalars(found))
