"""Tables owned by ingest: office, account and its credentials, post, comment and its versions, cursor, run."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ingest.db import Base
from ingest.kinds import AccountState, AssessState, CommentStatus, OfficeLevel, Platform, Purpose, RunOutcome


class Office(Base):
    """An election office: the tenant every growing table names."""

    __tablename__ = "office"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    level: Mapped[OfficeLevel]
    timezone: Mapped[str] = mapped_column(String(40), comment="IANA zone, e.g. Asia/Jakarta")
    letterhead: Mapped[str] = mapped_column(Text, default="")
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class Account(Base):
    """A place the office is spoken to: its website, its page, its channel."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("office_id", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    key: Mapped[str] = mapped_column(String(60))
    platform: Mapped[Platform]
    title: Mapped[str] = mapped_column(String(200))
    url: Mapped[str] = mapped_column(String(500), default="")
    username: Mapped[str] = mapped_column(String(200), default="", comment="the platform user that reads")
    own_native_ids: Mapped[list[Any]] = mapped_column(
        default=list,
        server_default="[]",
        comment="platform ids of the office's own authors: what they write is context, never work",
    )
    state: Mapped[AccountState] = mapped_column(default=AccountState.ACTIVE)
    state_reason: Mapped[str] = mapped_column(Text, default="", comment="what happened and what to do, in Indonesian")
    poll_seconds: Mapped[int] = mapped_column(default=60)
    next_poll_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None] = mapped_column(comment="a worker is collecting until then")
    lease_token: Mapped[str | None] = mapped_column(String(40))
    last_success_at: Mapped[datetime | None]


class Credential(Base):
    """A sealed secret of an account, one for reading and another one for publishing."""

    __tablename__ = "credential"
    __table_args__ = (UniqueConstraint("account_id", "purpose"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    purpose: Mapped[Purpose]
    username: Mapped[str] = mapped_column(String(200))
    sealed: Mapped[bytes] = mapped_column(comment="encrypted with the installation's key; never logged")
    updated_at: Mapped[datetime]


class Post(Base):
    """What a comment was written under; context for the case, never work by itself."""

    __tablename__ = "post"
    __table_args__ = (UniqueConstraint("account_id", "native_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    native_id: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text, default="")
    permalink: Mapped[str] = mapped_column(Text, default="")
    posted_at: Mapped[datetime | None]


class Comment(Base):
    """One comment as it stands now; its earlier texts are in ``comment_version``."""

    __tablename__ = "comment"
    __table_args__ = (
        UniqueConstraint("account_id", "native_id"),
        Index("ix_comment_account_posted", "account_id", "posted_at", "id"),
        Index("ix_comment_thread", "account_id", "post_native_id", "posted_at"),
        Index("ix_comment_author", "office_id", "account_id", "author_native_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    native_id: Mapped[str] = mapped_column(String(200))
    parent_native_id: Mapped[str | None] = mapped_column(String(200))
    post_native_id: Mapped[str | None] = mapped_column(String(200))
    author_name: Mapped[str] = mapped_column(String(200))
    author_native_id: Mapped[str | None] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text, comment="cleaned at the door; safe to show as plain text")
    status: Mapped[CommentStatus]
    is_own: Mapped[bool] = mapped_column(default=False, comment="written by the office: context, never work")
    permalink: Mapped[str] = mapped_column(Text, default="")
    posted_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    detected_at: Mapped[datetime] = mapped_column(comment="first seen by us; the clocks of the SOP start here")
    version: Mapped[int] = mapped_column(default=1, comment="number of the newest comment_version")


class CommentVersion(Base):
    """One text and status of a comment as we saw it; decisions point here, so nothing is ever lost."""

    __tablename__ = "comment_version"
    __table_args__ = (
        UniqueConstraint("comment_id", "number"),
        Index(
            "ix_comment_version_assess",
            "assess",
            "id",
            sqlite_where=text("assess <> 'done'"),
            postgresql_where=text("assess <> 'done'"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    original: Mapped[str] = mapped_column(Text, comment="as received, escaped so that any byte can be stored")
    sha256: Mapped[str] = mapped_column(String(64), comment="of the original")
    status: Mapped[CommentStatus]
    seen_at: Mapped[datetime]
    assess: Mapped[AssessState] = mapped_column(default=AssessState.WAITING)


class Cursor(Base):
    """How far an account has been read; saved in the same transaction as the page it belongs to."""

    __tablename__ = "cursor"
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    value: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]


class IngestRun(Base):
    """One collection run and what came of it: "no comments" and "broken" never look alike."""

    __tablename__ = "ingest_run"
    __table_args__ = (Index("ix_ingest_run_account", "account_id", "started_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    outcome: Mapped[RunOutcome] = mapped_column(default=RunOutcome.RUNNING)
    new: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    known: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    error_kind: Mapped[str] = mapped_column(String(40), default="")
    error: Mapped[str] = mapped_column(Text, default="")
