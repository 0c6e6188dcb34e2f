"""Tables owned by responses: people and authority, SOP releases, cases with their events, drafts, and the outbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ingest.db import Base
from responses.kinds import (
    CaseState,
    ContentCategory,
    Division,
    EventKind,
    InboxState,
    LegalProduct,
    Proof,
    PublicationAction,
    PublicationState,
    Role,
    SopPurpose,
    Standing,
    Subject,
)


class Person(Base):
    """Somebody of an office. What he may do comes from his role grants, never from this row."""

    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(200), default="", comment="jabatan, as printed under a signature")
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


class RoleGrant(Base):
    """Authority: this person holds this role in this office between these times."""

    __tablename__ = "role_grant"
    __table_args__ = (Index("ix_role_grant_person", "person_id", "office_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[Role]
    standing: Mapped[Standing] = mapped_column(default=Standing.DEFINITIVE)
    acting_for: Mapped[str] = mapped_column(String(200), default="", comment="whom a stand-in stands in for")
    division: Mapped[Division | None] = mapped_column(comment="of a division concerned; none: of every division")
    valid_from: Mapped[datetime]
    valid_until: Mapped[datetime | None]


class SopRelease(Base):
    """The exact text of an SOP version the first time it was used; never changed (a trigger refuses)."""

    __tablename__ = "sop_release"
    __table_args__ = (UniqueConstraint("key", "version"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80))
    version: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    released_at: Mapped[datetime]


class OfficeSop(Base):
    """Which procedure an office uses for what; cases under way keep the release they began with."""

    __tablename__ = "office_sop"
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), primary_key=True)
    purpose: Mapped[SopPurpose] = mapped_column(primary_key=True)
    sop_release_id: Mapped[int] = mapped_column(ForeignKey("sop_release.id"))


class InboxItem(Base):
    """The queue: one row a comment, with what is needed to sort and show it; derived, rebuilt from verdicts."""

    __tablename__ = "inbox_item"
    __table_args__ = (
        Index("ix_inbox_queue", "office_id", "state", "rank", "detected_at", "comment_id"),
        Index("ix_inbox_newest", "office_id", "comment_id"),
    )
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), primary_key=True, autoincrement=False)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    verdict_id: Mapped[int] = mapped_column(ForeignKey("verdict.id"))
    state: Mapped[InboxState] = mapped_column(default=InboxState.WAITING)
    rank: Mapped[int] = mapped_column(comment="0 urgent, 1 hoax suspect, 2 not assessed, 3 needs response, 4 the rest")
    detected_at: Mapped[datetime]
    decided_by: Mapped[str] = mapped_column(String(200), default="")
    decided_at: Mapped[datetime | None]


class CaseFile(Base):
    """The present state of one effort to say something: a projection of its events, checked by ``audit verify``."""

    __tablename__ = "case_file"
    __table_args__ = (
        UniqueConstraint("office_id", "number"),
        Index("ix_case_open", "office_id", "state", "step_due_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    number: Mapped[str] = mapped_column(String(40), comment="what people call it, e.g. 2026-0007")
    sop_release_id: Mapped[int] = mapped_column(ForeignKey("sop_release.id"))
    purpose: Mapped[SopPurpose]
    subject: Mapped[Subject] = mapped_column(default=Subject.REPLY, server_default=Subject.REPLY.value)
    title: Mapped[str] = mapped_column(
        String(200), default="", server_default=text("''"), comment="of content or a removal"
    )
    category: Mapped[ContentCategory | None]
    legal_product: Mapped[LegalProduct | None] = mapped_column(comment="what an announcement is about")
    needed_by: Mapped[datetime | None]
    division: Mapped[Division | None] = mapped_column(comment="the division concerned, once it is known")
    succeeds_id: Mapped[int | None] = mapped_column(
        ForeignKey("case_file.id"), comment="the ordinary case this urgent one takes the place of"
    )
    state: Mapped[CaseState]
    step: Mapped[str | None] = mapped_column(String(60))
    step_started_at: Mapped[datetime | None]
    step_due_at: Mapped[datetime | None]
    same_day_due_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None] = mapped_column(comment="since when the clock stands still")
    draft_number: Mapped[int | None] = mapped_column(comment="the draft version that counts now")
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    seq: Mapped[int] = mapped_column(comment="number of the newest event; the optimistic version")


class CaseComment(Base):
    """A comment answered by a case, with the version that was read when the case took it in."""

    __tablename__ = "case_comment"
    __table_args__ = (Index("ix_case_comment_comment", "comment_id", "case_id"),)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    version: Mapped[int]


class CaseTarget(Base):
    """Where a piece of content is to be published, or which publication is to be removed."""

    __tablename__ = "case_target"
    __table_args__ = (Index("ix_case_target_case", "case_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    removes_id: Mapped[int | None] = mapped_column(
        ForeignKey("publication.id", name="fk_case_target_removes_id", use_alter=True),
        comment="the publication to remove, where Simak knows it",
    )
    permalink: Mapped[str] = mapped_column(Text, default="", comment="of what is to be removed")


class CaseLease(Base):
    """Who is answering a case right now, so that no two people do; taken, extended and handed over, never history."""

    __tablename__ = "case_lease"
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person_name: Mapped[str] = mapped_column(String(200))
    taken_at: Mapped[datetime]
    until: Mapped[datetime]


class Event(Base):
    """Append-only history of an office, one hash chain; a trigger refuses UPDATE and DELETE."""

    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("office_id", "seq"), UniqueConstraint("case_id", "case_seq"))
    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    seq: Mapped[int] = mapped_column(comment="place in the office's chain, from 1 without gaps")
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))
    case_seq: Mapped[int | None]
    kind: Mapped[EventKind]
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), comment="None: Simak itself")
    actor_name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(300), comment="role at that time, with stand-in if any")
    payload: Mapped[str] = mapped_column(Text, comment="canonical JSON, exactly as hashed")
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class ChainHead(Base):
    """The end of an office's chain; locked by whoever appends, so that the chain never forks."""

    __tablename__ = "chain_head"
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    cases: Mapped[int] = mapped_column(comment="how many cases were ever opened; numbers the next")


class DraftVersion(Base):
    """One exact text somebody wrote for a case; never changed (a trigger refuses)."""

    __tablename__ = "draft_version"
    __table_args__ = (UniqueConstraint("case_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    author_name: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]
    files: Mapped[list[Any]] = mapped_column(default=list, server_default="[]", comment="as responses.materials reads")


class Consent(Base):
    """A yes to one exact text; void as soon as the text changes or goes back."""

    __tablename__ = "consent"
    __table_args__ = (Index("ix_consent_case", "case_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    case_seq: Mapped[int] = mapped_column(comment="the event that gave it")
    step: Mapped[str] = mapped_column(String(60))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person_name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(300))
    sha256: Mapped[str] = mapped_column(String(64))
    given_at: Mapped[datetime]
    void: Mapped[bool] = mapped_column(default=False)


class Publication(Base):
    """The outbox: one text for one comment or account, or one removal, written in the transaction of the order."""

    __tablename__ = "publication"
    __table_args__ = (
        UniqueConstraint("case_id", "comment_id", "draft_number"),
        UniqueConstraint("target_id", "draft_number"),
        Index("ix_publication_work", "state", "run_after"),
        Index("ix_publication_office", "office_id", "state", "id"),
        Index("ix_publication_native", "account_id", "native_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    action: Mapped[PublicationAction] = mapped_column(
        default=PublicationAction.POST, server_default=PublicationAction.POST.value
    )
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"), comment="what a reply answers")
    target_id: Mapped[int | None] = mapped_column(ForeignKey("case_target.id"), comment="of content or a removal")
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    draft_number: Mapped[int] = mapped_column(comment="0 for a removal, which has no text")
    text: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[PublicationState]
    proof: Mapped[Proof] = mapped_column(default=Proof.NONE)
    ordered_at: Mapped[datetime]
    run_after: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    lease_token: Mapped[str | None] = mapped_column(String(40))
    last_error: Mapped[str] = mapped_column(Text, default="")
    native_id: Mapped[str | None] = mapped_column(String(200))
    permalink: Mapped[str] = mapped_column(Text, default="")
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    posted_by: Mapped[str] = mapped_column(String(200), default="")
    published_at: Mapped[datetime | None]
    verified_at: Mapped[datetime | None]


class Attachment(Base):
    """A file given as proof; the bytes lie outside the web root under their hash."""

    __tablename__ = "attachment"
    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int] = mapped_column(comment="bytes")
    uploaded_by: Mapped[str] = mapped_column(String(200))
    uploaded_at: Mapped[datetime]
