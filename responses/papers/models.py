"""Tables of papers: what was issued (append-only), how far each kind has counted, and how an office numbers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ingest.db import Base
from responses.papers.paper import PaperKind


class PaperFile(Base):
    """A paper that was issued; its bytes lie under their hashes. Never changed (a trigger refuses)."""

    __tablename__ = "paper"
    __table_args__ = (
        UniqueConstraint("office_id", "kind", "year", "serial"),
        UniqueConstraint("office_id", "number"),
        Index("ix_paper_case", "case_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    kind: Mapped[PaperKind]
    number: Mapped[str] = mapped_column(Text, comment="as printed")
    year: Mapped[int] = mapped_column(comment="on the office's own clock")
    serial: Mapped[int] = mapped_column(comment="how many of this kind the office issued in that year, from 1")
    about: Mapped[int] = mapped_column(comment="of a disposisi: number of its event in the case; 0 otherwise")
    pdf_sha256: Mapped[str] = mapped_column(String(64))
    docx_sha256: Mapped[str] = mapped_column(String(64))
    text_sha256: Mapped[str] = mapped_column(String(64), comment="of the text it is about; empty before there is one")
    issued_by: Mapped[str] = mapped_column(String(200))
    issued_at: Mapped[datetime]


class PaperCounter(Base):
    """The last number given to a kind of paper in an office and year; it only ever rises."""

    __tablename__ = "paper_counter"
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), primary_key=True, autoincrement=False)
    kind: Mapped[PaperKind] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class PaperSettingsRow(Base):
    """How an office numbers its papers; without this row the default counts."""

    __tablename__ = "paper_settings"
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), primary_key=True, autoincrement=False)
    settings: Mapped[dict[str, Any]]
