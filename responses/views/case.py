"""Reading one case whole: what was said, why it was flagged, where the SOP stands, every text and every event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from classify.effective import Effective, effective, labels_of
from classify.models import HumanLabel, Verdict
from ingest.models import Account, Comment, CommentVersion, Post
from responses import chain, sops
from responses.errors import NotFoundError
from responses.kinds import EventKind
from responses.models import CaseComment, CaseFile, CaseTarget, Consent, DraftVersion, Event, Publication
from responses.sop import Sop, Step

THREAD = 20
"""Neighbouring comments shown around the one in question."""


@dataclass(frozen=True, slots=True)
class CommentView:
    """A comment in its place: post, thread, the verdict, and what people said of the same text."""

    comment: Comment
    account: Account
    post: Post | None
    thread: tuple[Comment, ...]
    verdict: Verdict | None
    read_text: str
    """The text of the version the case was opened on; the comment may have been edited since."""
    judged_text: str
    """The text the verdict was given for."""
    labels: tuple[HumanLabel, ...]

    @property
    def counts(self) -> Effective | None:
        """What counts of it now: people win over the verdict. None before the first verdict."""
        return effective(self.verdict, self.labels) if self.verdict else None

    @property
    def judged_anew(self) -> bool:
        """Whether the text as it stands still waits for its verdict."""
        return self.verdict is not None and self.judged_text != self.comment.text

    @property
    def changed_since(self) -> bool:
        """Whether the commenter changed the text after the case was opened."""
        return self.read_text != self.comment.text


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of the SOP and how it went so far."""

    step: Step
    done: bool
    current: bool
    done_by: str
    done_at: datetime | None
    late_minutes: int | None


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One event as a person reads it."""

    at: datetime
    who: str
    role: str
    kind: EventKind
    step_title: str
    note: str
    permalink: str
    late_minutes: int | None
    seq: int
    who_id: int | None
    draft_number: int | None
    """The version that counted when this happened."""


@dataclass(frozen=True, slots=True)
class TargetView:
    """Where a piece of content goes, or what is removed."""

    target: CaseTarget
    account: Account


@dataclass(frozen=True, slots=True)
class CaseView:
    """Everything about a case."""

    case: CaseFile
    sop: Sop
    comments: tuple[CommentView, ...]
    targets: tuple[TargetView, ...]
    steps: tuple[StepView, ...]
    drafts: tuple[DraftVersion, ...]
    consents: tuple[Consent, ...]
    publications: tuple[Publication, ...]
    timeline: tuple[TimelineRow, ...]
    inputs: tuple[tuple[str, str, str], ...]
    """(step title, input name, text) of what was written at each step, drafts left out."""
    successor: tuple[int, str] | None = None
    """Id and number of the urgent case that took this one's place."""
    predecessor: tuple[int, str] | None = None
    """Id and number of the ordinary case this urgent one took the place of."""
    acknowledged: tuple[tuple[str, str, str], ...] = ()
    """(step title, who, rule) of the guard's findings somebody took note of."""

    @property
    def draft(self) -> DraftVersion | None:
        """The text that counts now."""
        return next((draft for draft in self.drafts if draft.number == self.case.draft_number), None)

    @property
    def step(self) -> Step | None:
        """The step that is due now."""
        return self.sop.step(self.case.step) if self.case.step else None


def comment_view(session: Session, office_id: int, comment_id: int, version: int | None = None) -> CommentView:
    """A comment in its place. Raises NotFoundError for another office's comment."""
    comment = session.get(Comment, comment_id)
    if comment is None or comment.office_id != office_id:
        raise NotFoundError("Komentar itu tidak ada di kantor ini.")
    account = session.get_one(Account, comment.account_id)
    post = session.scalar(
        select(Post).where(Post.account_id == account.id, Post.native_id == comment.post_native_id)
    )  # fmt: skip
    newest = select(Verdict).where(Verdict.comment_id == comment_id).order_by(Verdict.version.desc(), Verdict.id.desc())
    verdict = session.scalar(newest.limit(1))
    number = version or comment.version
    read = judged = _version_text(session, comment, number)
    if verdict and verdict.version != number:
        judged = _version_text(session, comment, verdict.version)
    labels = tuple(labels_of(session, [comment_id]).get(comment_id, ()))
    return CommentView(comment, account, post, _thread(session, comment), verdict, read, judged, labels)


def case_view(session: Session, office_id: int, case_id: int) -> CaseView:
    """The whole case. Raises NotFoundError for another office's case."""
    case = session.get(CaseFile, case_id)
    if case is None or case.office_id != office_id:
        raise NotFoundError("Kasus itu tidak ada di kantor ini.")
    sop = sops.of_release(session, case.sop_release_id)
    events = session.scalars(select(Event).where(Event.case_id == case_id).order_by(Event.case_seq)).all()
    taken = session.execute(
        select(CaseComment.comment_id, CaseComment.version).where(CaseComment.case_id == case_id)
    ).all()  # fmt: skip
    drafts = select(DraftVersion).where(DraftVersion.case_id == case_id)
    consents = select(Consent).where(Consent.case_id == case_id)
    publications = select(Publication).where(Publication.case_id == case_id)
    return CaseView(
        case,
        sop,
        tuple(comment_view(session, office_id, comment_id, version) for comment_id, version in taken),
        _targets(session, case_id),
        _steps(sop, case, events),
        tuple(session.scalars(drafts.order_by(DraftVersion.number))),
        tuple(session.scalars(consents.order_by(Consent.id))),
        tuple(session.scalars(publications.order_by(Publication.id))),
        _timeline(sop, events),
        _inputs(sop, events),
        successor=_named(session, CaseFile.succeeds_id == case_id),
        predecessor=_named(session, CaseFile.id == case.succeeds_id) if case.succeeds_id else None,
        acknowledged=_acknowledged(sop, events),
    )


def last_read(view: CaseView, person_id: int) -> DraftVersion | None:
    """The newest version this person decided on or wrote: what he knows already of the text that counts now."""
    consented = {consent.sha256 for consent in view.consents if consent.person_id == person_id}
    known = [draft for draft in view.drafts if draft.author_id == person_id or draft.sha256 in consented]
    returned = [row.draft_number for row in view.timeline if row.who_id == person_id and row.draft_number]
    known += [draft for draft in view.drafts if draft.number in returned]
    return max(known, key=lambda draft: draft.number, default=None)


def _targets(session: Session, case_id: int) -> tuple[TargetView, ...]:
    query = select(CaseTarget, Account).join(Account, Account.id == CaseTarget.account_id)
    found = session.execute(query.where(CaseTarget.case_id == case_id).order_by(CaseTarget.id))
    return tuple(TargetView(target, account) for target, account in found)


def _named(session: Session, which: ColumnElement[bool]) -> tuple[int, str] | None:
    found = session.execute(select(CaseFile.id, CaseFile.number).where(which).limit(1)).first()
    return (found[0], found[1]) if found else None


def _acknowledged(sop: Sop, events: Sequence[Event]) -> tuple[tuple[str, str, str], ...]:
    rows = []
    for event in events:
        step = chain.happened_of(event).from_step
        rules = str(chain.extra_of(event).get("acknowledged", ""))
        rows += [(sop.step(step).title if step else "", event.actor_name, rule) for rule in rules.split(",") if rule]
    return tuple(rows)


def case_of_comment(session: Session, office_id: int, comment_id: int) -> int | None:
    """The newest case that answers this comment."""
    query = (
        select(func.max(CaseComment.case_id))
        .join(CaseFile, CaseFile.id == CaseComment.case_id)
        .where(CaseComment.comment_id == comment_id, CaseFile.office_id == office_id)
    )
    return session.scalar(query)


def _version_text(session: Session, comment: Comment, number: int) -> str:
    found = select(CommentVersion.text).where(
        CommentVersion.comment_id == comment.id, CommentVersion.number == number
    )  # fmt: skip
    text = session.scalar(found)
    return comment.text if text is None else text


def _thread(session: Session, comment: Comment) -> tuple[Comment, ...]:
    """Comments on the same post around this one, oldest first."""
    same = select(Comment).where(
        Comment.account_id == comment.account_id, Comment.post_native_id == comment.post_native_id
    )  # fmt: skip
    before = same.where(Comment.posted_at <= comment.posted_at).order_by(Comment.posted_at.desc()).limit(THREAD // 2)
    after = same.where(Comment.posted_at > comment.posted_at).order_by(Comment.posted_at).limit(THREAD // 2)
    return (*reversed(session.scalars(before).all()), *session.scalars(after).all())


def _steps(sop: Sop, case: CaseFile, events: Sequence[Event]) -> tuple[StepView, ...]:
    reached = [step.key for step in sop.steps].index(case.step) if case.step else len(sop.steps)
    last = {
        happened.from_step: happened
        for happened in map(chain.happened_of, events)
        if happened.kind is EventKind.STEP_DONE
    }
    views = []
    for index, step in enumerate(sop.steps):
        happened = last.get(step.key) if index < reached else None
        views.append(
            StepView(
                step,
                done=happened is not None,
                current=step.key == case.step,
                done_by=happened.actor.name if happened else "",
                done_at=happened.at if happened else None,
                late_minutes=happened.late_minutes if happened else None,
            )
        )
    return tuple(views)


def _timeline(sop: Sop, events: Sequence[Event]) -> tuple[TimelineRow, ...]:
    rows: list[TimelineRow] = []
    number: int | None = None
    for event in events:
        rows.append(_timeline_row(sop, event, number))
        draft = chain.happened_of(event).draft
        number = draft.number if draft else number
    return tuple(rows)


def _timeline_row(sop: Sop, event: Event, draft_number: int | None) -> TimelineRow:
    happened = chain.happened_of(event)
    return TimelineRow(
        at=event.at,
        who=event.actor_name,
        role=event.role,
        kind=event.kind,
        step_title=sop.step(happened.from_step).title if happened.from_step else "",
        note=happened.note,
        permalink=str(chain.extra_of(event).get("permalink", "")),
        late_minutes=happened.late_minutes,
        seq=event.seq,
        who_id=event.actor_id,
        draft_number=draft_number,
    )


def _inputs(sop: Sop, events: Sequence[Event]) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (sop.step(happened.from_step).title, name, text)
        for happened in map(chain.happened_of, events)
        if happened.from_step
        for name, text in happened.inputs.items()
        if name != "draf" and text
    )
