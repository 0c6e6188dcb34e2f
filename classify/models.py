"""Tables owned by classify: the verdict on a comment version and the labels people gave."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from classify.assessment import Flag
from ingest.db import Base
from ingest.kinds import AssessState


class Verdict(Base):
    """One judgement of one version of a comment; a later judgement is a later row, the newest counts."""

    __tablename__ = "verdict"
    __table_args__ = (Index("ix_verdict_comment", "comment_id", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    version: Mapped[int] = mapped_column(comment="comment_version.number that was judged")
    state: Mapped[AssessState]
    needs_response: Mapped[bool]
    p_needs_response: Mapped[float | None]
    urgent: Mapped[bool]
    p_urgent: Mapped[float | None]
    hoax_suspect: Mapped[bool]
    p_hoax_suspect: Mapped[float | None]
    reasons: Mapped[list[Any]] = mapped_column(comment="[{flag, source, text, terms}]")
    model_version: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime]


class HumanLabel(Base):
    """What a person said of a comment; the newest wins over any verdict and trains the next model."""

    __tablename__ = "human_label"
    __table_args__ = (Index("ix_human_label_comment", "comment_id", "flag", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    version: Mapped[int]
    flag: Mapped[Flag]
    value: Mapped[bool]
    labelled_by: Mapped[str] = mapped_column(String(60), comment="an opaque name: this floor knows no people")
    created_at: Mapped[datetime]
