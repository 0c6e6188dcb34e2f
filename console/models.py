"""Tables owned by the console: how a person logs in, and the sessions that are open."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ingest.db import Base


class Login(Base):
    """How a person proves who he is."""

    __tablename__ = "login"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    password_hash: Mapped[str] = mapped_column(String(200), comment="argon2id")
    totp_sealed: Mapped[bytes | None] = mapped_column(comment="encrypted TOTP secret; None while not enrolled")
    totp_last_step: Mapped[int] = mapped_column(default=0, comment="30-second step last accepted: no code works twice")
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]


class WebSession(Base):
    """An open session; only the hash of its token is kept."""

    __tablename__ = "web_session"
    __table_args__ = (Index("ix_web_session_person", "person_id"),)
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked: Mapped[bool] = mapped_column(default=False)
