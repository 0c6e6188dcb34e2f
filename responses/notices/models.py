"""Tables of notices: where people are told, the outbox of messages, and how far the cases have been looked through."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ingest.db import Base
from responses.kinds import Role
from responses.notices.kinds import Channel, NoticeKind, NoticeState, TargetState


class NoticeTarget(Base):
    """One address of one person, or of a role's mailbox; sealed, and never shown again."""

    __tablename__ = "notice_target"
    __table_args__ = (Index("ix_notice_target_owner", "office_id", "person_id", "role"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), comment="None: the mailbox of a role")
    role: Mapped[Role | None] = mapped_column(comment="whose mailbox it is; None: of a person")
    channel: Mapped[Channel]
    hint: Mapped[str] = mapped_column(String(80), comment="masked; enough to tell two targets apart")
    sealed: Mapped[bytes] = mapped_column(comment="the address with its secrets, encrypted; empty once removed")
    state: Mapped[TargetState] = mapped_column(default=TargetState.ACTIVE)
    quiet_from: Mapped[int | None] = mapped_column(comment="minutes after local midnight; None: outside office hours")
    quiet_until: Mapped[int | None]
    created_at: Mapped[datetime]
    last_success_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(Text, default="", comment="of the newest try, without secrets")


class Notice(Base):
    """The outbox: one thing to tell one target. ``step`` and ``step_from`` name the turn of the case it is about."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_work", "state", "run_after"),
        Index("ix_notice_target", "target_id", "state"),
        Index("ix_notice_case", "case_id", "state"),
        Index("ix_notice_office", "office_id", "state", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"), comment="None: a test of the target")
    target_id: Mapped[int] = mapped_column(ForeignKey("notice_target.id"))
    kind: Mapped[NoticeKind]
    key: Mapped[str] = mapped_column(String(200), unique=True, comment="nobody is told the same thing twice")
    step: Mapped[str] = mapped_column(String(60), default="")
    step_from: Mapped[datetime | None]
    urgent: Mapped[bool] = mapped_column(comment="goes out at any hour")
    title: Mapped[str] = mapped_column(String(200), default="", comment="as last sent")
    body: Mapped[str] = mapped_column(Text, default="", comment="as last sent")
    state: Mapped[NoticeState] = mapped_column(default=NoticeState.READY)
    run_after: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    lease_token: Mapped[str | None] = mapped_column(String(40))
    last_error: Mapped[str] = mapped_column(Text, default="", comment="why it failed or was dropped, without secrets")
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class NoticeWatch(Base):
    """An open case and the next moment at which somebody may have to be told."""

    __tablename__ = "notice_watch"
    __table_args__ = (Index("ix_notice_watch_next", "office_id", "next_at"),)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), primary_key=True, autoincrement=False)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    next_at: Mapped[datetime | None]


class NoticeCursor(Base):
    """The last event of an office that was looked at; locked by whoever looks, so that two workers take turns."""

    __tablename__ = "notice_cursor"
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), primary_key=True, autoincrement=False)
    event_seq: Mapped[int]
