"""What the tests of the ground floor share: an office with accounts, and a clock that a test moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from ingest.db import Database
from ingest.kinds import OfficeLevel, Platform
from ingest.models import Account, Comment, CommentVersion, IngestRun, Office
from ingest.records import CommentRecord, Page
from ingest.store import Counts, store_page

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


@dataclass
class Ground:
    """One office with a website and a file account. ``now`` moves only when a test moves it."""

    database: Database
    office_id: int
    site_id: int
    file_id: int
    now: datetime = NOW

    def clock(self) -> datetime:
        return self.now

    def later(self, **duration: float) -> None:
        self.now += timedelta(**duration)

    def account(self, account_id: int = 0) -> Account:
        with self.database.read() as session:
            return session.get_one(Account, account_id or self.site_id)

    def store(self, *records: CommentRecord, gone: frozenset[str] = frozenset()) -> Counts:
        with self.database.write() as session:
            page = Page(records, {"after": "x"}, gone=gone)
            return store_page(session, session.get_one(Account, self.site_id), page, now=self.now)

    def comments(self) -> list[Comment]:
        with self.database.read() as session:
            return list(session.scalars(select(Comment).order_by(Comment.id)))

    def versions(self, native_id: str) -> list[CommentVersion]:
        with self.database.read() as session:
            mine = select(Comment.id).where(Comment.native_id == native_id).scalar_subquery()
            query = select(CommentVersion).where(CommentVersion.comment_id == mine).order_by(CommentVersion.number)
            return list(session.scalars(query))

    def runs(self) -> list[IngestRun]:
        with self.database.read() as session:
            return list(session.scalars(select(IngestRun).order_by(IngestRun.id)))


@pytest.fixture
def ground(database: Database) -> Ground:
    with database.write() as session:
        office = Office(
            key="kab-arunika", name="KPU Kabupaten Arunika", level=OfficeLevel.REGENCY, timezone="Asia/Jakarta",
            created_at=NOW,
        )  # fmt: skip
        session.add(office)
        session.flush()
        site = Account(office_id=office.id, key="situs", platform=Platform.WORDPRESS, title="Situs", url="http://x")
        upload = Account(office_id=office.id, key="berkas", platform=Platform.FILE, title="Berkas")
        session.add_all([site, upload])
        session.flush()
        return Ground(database, office.id, site.id, upload.id)


def record(native_id: str = "1", text: str = "Di mana TPS saya?", **changes: object) -> CommentRecord:
    values: dict[str, object] = {
        "native_id": native_id, "text": text, "original": text, "author_name": "Siti", "posted_at": NOW,
    }  # fmt: skip
    return CommentRecord(**(values | changes))  # type: ignore[arg-type]
