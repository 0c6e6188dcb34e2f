"""An office with as many comments as wanted, written in bulk: only what lies in the tables matters here."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, text

from classify.models import Verdict
from ingest.db import Base, Database
from ingest.kinds import AssessState, CommentStatus, OfficeLevel, Platform
from ingest.models import Account, Comment, CommentVersion, Office, Post
from responses.kinds import CaseState, InboxState, SopPurpose
from responses.models import CaseComment, CaseFile, InboxItem, SopRelease
from tests.bench.measure import tell
from tests.bench.texts import comments
from tests.support.world import World, make_world

CHUNK = 20_000
A_POST = 150
"""Comments under one post."""
NEIGHBOUR = 10
"""Every tenth comment is another office's."""
DAYS = 180
RANKS = ((0.01, 0), (0.04, 1), (0.05, 2), (0.30, 3), (1.0, 4))
"""Cumulated shares of the queue's ranks: urgent, hoax suspect, not assessed, needs a response, the rest."""
STATES = ((0.40, InboxState.WAITING), (0.85, InboxState.IGNORED), (1.0, InboxState.IN_CASE))
"""Cumulated shares of what became of a comment."""
REASON = {"flag": "needs_response", "source": "rule", "text": "Bertanya tentang TPS", "terms": ["TPS"]}
Row = dict[str, Any]


@dataclass
class _Places:
    """Where the rows belong."""

    offices: tuple[int, int]
    accounts: tuple[int, int]
    release: int
    start: datetime
    step: timedelta


def fill(database: Database, count: int) -> World:
    """Make the office and its comments. The newest comment is as old as this moment."""
    world = make_world(database)
    places = _places(world, count)
    tell(f"writing {count} comments")
    texts = comments(count, seed=count)
    chance = random.Random(count)
    for first in range(1, count + 1, CHUNK):
        rows = [_rows(places, chance, number, next(texts)) for number in range(first, min(first + CHUNK, count + 1))]
        with database.write() as session:
            _insert(session.connection(), places, rows)
    with database.write() as session:
        if session.connection().dialect.name == "postgresql":
            # a server in use does this by itself; the one for tests has it switched off
            session.execute(text("ANALYZE"))
    return world


def _places(world: World, count: int) -> _Places:
    now = datetime.now(UTC)
    with world.database.write() as session:
        session.get_one(Account, world.account_id).next_poll_at = now + timedelta(days=365)
        office = Office(key="kota-lain", name="KPU Kota Lain", level=OfficeLevel.CITY, timezone="Asia/Jakarta",
                        created_at=now)  # fmt: skip
        session.add(office)
        session.flush()
        account = Account(office_id=office.id, key="situs", platform=Platform.WORDPRESS, title="Situs KPU Kota Lain",
                          next_poll_at=now + timedelta(days=365))  # fmt: skip
        session.add(account)
        session.flush()
        release = session.scalars(select(SopRelease.id).order_by(SopRelease.id)).first() or 0
        return _Places((world.office_id, office.id), (world.account_id, account.id), release,
                       now - timedelta(days=DAYS), timedelta(days=DAYS) / count)  # fmt: skip


def _rows(places: _Places, chance: random.Random, number: int, words: str) -> dict[type[Base], Row]:
    which = int(number % NEIGHBOUR == 0)
    office, account = places.offices[which], places.accounts[which]
    when = places.start + places.step * number
    rank, state = _chosen(RANKS, chance.random()), _chosen(STATES, chance.random())
    mine = {"office_id": office, "comment_id": number}
    rows: dict[type[Base], Row] = {
        Comment: {
            "id": number, "office_id": office, "account_id": account, "native_id": str(number),
            "post_native_id": str(number // A_POST), "author_name": f"Warga {number % 9000}",
            "author_native_id": str(number % 9000), "text": words, "status": CommentStatus.VISIBLE, "is_own": False,
            "permalink": f"https://kab-arunika.example/{number // A_POST}/#comment-{number}",
            "posted_at": when - timedelta(minutes=1), "detected_at": when, "version": 1,
        },
        CommentVersion: mine | {
            "id": number, "number": 1, "text": words, "original": words, "status": CommentStatus.VISIBLE,
            "sha256": hashlib.sha256(words.encode()).hexdigest(), "seen_at": when, "assess": AssessState.DONE,
        },
        Verdict: mine | {
            "id": number, "version": 1, "state": AssessState.UNASSESSED if rank == 2 else AssessState.DONE,
            "needs_response": rank in (0, 3), "p_needs_response": 0.8, "urgent": rank == 0, "p_urgent": 0.3,
            "hoax_suspect": rank == 1, "p_hoax_suspect": 0.2, "reasons": [REASON], "model_version": "bench",
            "created_at": when,
        },
        InboxItem: mine | {
            "verdict_id": number, "state": state, "rank": rank, "detected_at": when,
            "decided_by": "" if state is InboxState.WAITING else "Dewi Anggraini",
            "decided_at": None if state is InboxState.WAITING else when + timedelta(hours=1),
        },
    }  # fmt: skip
    if state is InboxState.IN_CASE:
        rows[CaseFile] = _case(places, office, number, when)
        rows[CaseComment] = {"case_id": number, "comment_id": number, "version": 1}
    return rows


def _case(places: _Places, office: int, number: int, when: datetime) -> Row:
    return {
        "id": number, "office_id": office, "number": f"2026-{number:07d}", "sop_release_id": places.release,
        "purpose": SopPurpose.ORDINARY, "state": CaseState.DECLINED, "step": None, "opened_at": when,
        "closed_at": when + timedelta(hours=2), "seq": 3,
    }  # fmt: skip


def _insert(connection: Connection, places: _Places, chunk: list[dict[type[Base], Row]]) -> None:
    for table in (Comment, CommentVersion, Verdict, InboxItem, CaseFile, CaseComment):
        found = [rows[table] for rows in chunk if table in rows]
        if found:
            connection.execute(insert(table), found)
    posts = list(_posts(places, [rows[Comment] for rows in chunk]))
    if posts:
        connection.execute(insert(Post), posts)


def _posts(places: _Places, rows: list[Row]) -> Iterator[Row]:
    """One post of each office, written when its first comments are."""
    for row in rows:
        number = row["id"]
        if number % A_POST == 0 or number == 1:
            for office, account in zip(places.offices, places.accounts, strict=True):
                yield {"office_id": office, "account_id": account, "native_id": row["post_native_id"], "text": "",
                       "title": f"Pengumuman {row['post_native_id']}", "permalink": ""}  # fmt: skip


def _chosen(shares: tuple[tuple[float, Any], ...], at: float) -> Any:
    return next(value for share, value in shares if at < share)
