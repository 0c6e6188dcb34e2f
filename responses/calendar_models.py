"""Tables of an office's calendar: its ordinary week, and its own periods, which are ended and never deleted."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ingest.db import Base
from responses.calendars import PeriodKind


class OfficeHours(Base):
    """The ordinary week of an office; without this row the hours of Perpres 21/2023 count."""

    __tablename__ = "office_hours"
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), primary_key=True, autoincrement=False)
    week: Mapped[str] = mapped_column(Text, comment="canonical JSON: hours by weekday")


class OfficePeriod(Base):
    """Days on which an office works otherwise, or a stage of an election."""

    __tablename__ = "office_period"
    __table_args__ = (Index("ix_office_period_office", "office_id", "last_day"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    kind: Mapped[PeriodKind]
    first_day: Mapped[date] = mapped_column(comment="on the office's own clock")
    last_day: Mapped[date] = mapped_column(comment="inclusive")
    hours: Mapped[str] = mapped_column(Text, default="", comment="canonical JSON: hours by weekday, for kind hours")
    note: Mapped[str] = mapped_column(String(200))
    added_at: Mapped[datetime]
    added_by: Mapped[str] = mapped_column(String(200))
    ended_at: Mapped[datetime | None] = mapped_column(comment="no longer counts for deadlines computed from then on")
