"""Tables of what an office says often, and of the lists its guard reads: texts and office_guard."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ingest.db import Base
from ingest.kinds import Kind


class TextKind(Kind):
    """What a stored text is for."""

    TEMPLATE = "template", "Templat"
    FAQ = "faq", "Tanya jawab"


class ReplyText(Base):
    """A template or an FAQ of an office. Never deleted: a retired one is no longer offered."""

    __tablename__ = "reply_text"
    __table_args__ = (UniqueConstraint("office_id", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    key: Mapped[str] = mapped_column(String(60))
    kind: Mapped[TextKind]
    title: Mapped[str] = mapped_column(String(200))
    question: Mapped[str] = mapped_column(Text, comment="as the public asks it; empty for a template")
    body: Mapped[str] = mapped_column(Text, comment="may hold {nama} and the like")
    link: Mapped[str] = mapped_column(Text, comment="what {tautan} becomes")
    active: Mapped[bool]
    version: Mapped[int] = mapped_column(comment="counts every change; the optimistic number")
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(200))


class OfficeGuardRow(Base):
    """The lists an office gave to its guard, as ``responses.guard.office`` reads them."""

    __tablename__ = "office_guard"
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), primary_key=True, autoincrement=False)
    guard: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(200))
