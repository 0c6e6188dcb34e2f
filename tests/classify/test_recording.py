"""Verdicts reach the database once each: nothing lost, nothing twice, whoever races."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from classify.assessment import Assessment, Reason, Score
from classify.classifier import UnavailableClassifier
from classify.kinds import Flag, ReasonSource
from classify.models import Verdict
from classify.run import Pending, pending, reasons_of, record, skip_unneeded
from ingest.db import Database
from ingest.kinds import AssessState, CommentStatus, OfficeLevel, Platform
from ingest.models import Account, Comment, CommentVersion, Office

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
REASON = Reason(Flag.URGENT, ReasonSource.RULE, "Ancaman", ("kami bakar", "kantor"))
DOWN = UnavailableClassifier("model tidak ada")


def judged(count: int, version: str = "uji-1") -> list[Assessment]:
    on, off = Score(on=True, probability=0.75), Score(on=False, probability=0.25)
    return [Assessment(AssessState.DONE, on, on, off, (REASON,), version)] * count


@pytest.fixture
def account_id(database: Database) -> int:
    with database.write() as session:
        office = Office(key="arunika", name="KPU", level=OfficeLevel.REGENCY, timezone="Asia/Jakarta", created_at=NOW)
        session.add(office)
        session.flush()
        account = Account(office_id=office.id, key="situs", platform=Platform.WORDPRESS, title="Situs")
        session.add(account)
        session.flush()
        return account.id


def write_comments(database: Database, account_id: int, count: int, *, is_own: bool = False) -> list[int]:
    with database.write() as session:
        office_id = session.get_one(Account, account_id).office_id
        start = len(session.scalars(select(Comment.id)).all())
        comments = [
            Comment(
                office_id=office_id,
                account_id=account_id,
                native_id=str(start + number),
                author_name="Wening",
                text=f"komentar {number}",
                status=CommentStatus.VISIBLE,
                is_own=is_own,
                posted_at=NOW,
                detected_at=NOW,
            )
            for number in range(count)
        ]
        session.add_all(comments)
        session.flush()
        session.add_all(version(comment, 1, comment.text) for comment in comments)
        return [comment.id for comment in comments]


def version(comment: Comment, number: int, text: str) -> CommentVersion:
    return CommentVersion(
        office_id=comment.office_id,
        comment_id=comment.id,
        number=number,
        text=text,
        original=text,
        sha256="0" * 64,
        status=CommentStatus.VISIBLE,
        seen_at=NOW,
    )


def edit(database: Database, comment_id: int, text: str) -> None:
    with database.write() as session:
        comment = session.get_one(Comment, comment_id)
        comment.version += 1
        comment.text = text
        session.add(version(comment, comment.version, text))


def waiting(database: Database, *, include_unassessed: bool = False, after: int = 0) -> list[Pending]:
    with database.read() as session:
        return pending(session, limit=100, include_unassessed=include_unassessed, after=after)


def store(database: Database, items: list[Pending], assessments: list[Assessment]) -> list[int]:
    with database.write() as session:
        return [verdict.comment_id for verdict in record(session, items, assessments, now=NOW)]


def verdicts(database: Database) -> list[Verdict]:
    with database.read() as session:
        return list(session.scalars(select(Verdict).order_by(Verdict.id)))


def test_a_verdict_keeps_its_scores_reasons_and_version(database: Database, account_id: int):
    [comment_id] = write_comments(database, account_id, 1)
    assert store(database, waiting(database), judged(1)) == [comment_id]
    [verdict] = verdicts(database)
    assert (verdict.comment_id, verdict.version, verdict.model_version) == (comment_id, 1, "uji-1")
    assert (verdict.needs_response, verdict.urgent, verdict.hoax_suspect) == (True, True, False)
    assert verdict.p_urgent == 0.75
    assert verdict.created_at == NOW
    assert reasons_of(verdict) == (REASON,)
    assert waiting(database, include_unassessed=True) == []


def test_the_oldest_come_first_and_the_limit_holds(database: Database, account_id: int):
    ids = write_comments(database, account_id, 5)
    with database.read() as session:
        taken = pending(session, limit=3, include_unassessed=False)
        rest = pending(session, limit=3, include_unassessed=False, after=taken[-1].version_id)
    assert [item.comment_id for item in [*taken, *rest]] == ids


@pytest.mark.parametrize("limit", [0, -1, 5001])
def test_an_impossible_limit_is_refused(database: Database, limit: int):
    with database.read() as session, pytest.raises(ValueError, match="limit must be"):
        pending(session, limit=limit, include_unassessed=False)


def test_the_second_of_two_workers_writes_nothing(database: Database, account_id: int):
    ids = write_comments(database, account_id, 4)
    first, second = waiting(database), waiting(database)
    assert store(database, first[:2], judged(2, "satu")) == ids[:2]
    assert store(database, second, judged(4, "dua")) == ids[2:]
    assert [verdict.model_version for verdict in verdicts(database)] == ["satu", "satu", "dua", "dua"]


def test_many_workers_at_once_judge_every_version_exactly_once(database: Database, account_id: int):
    ids = write_comments(database, account_id, 90)
    start = threading.Barrier(4)

    def work() -> None:
        start.wait()
        while True:
            with database.read() as session:
                items = pending(session, limit=20, include_unassessed=False)
            if not items:
                return
            store(database, items, judged(len(items)))

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(work) for _ in range(4)]:
            done.result()
    assert Counter(verdict.comment_id for verdict in verdicts(database)) == Counter(ids)


def test_a_worker_that_dies_before_its_end_loses_nothing(database: Database, account_id: int):
    [comment_id] = write_comments(database, account_id, 1)
    items = waiting(database)

    def die() -> None:
        with database.write() as session:
            record(session, items, judged(1), now=NOW)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        die()
    assert verdicts(database) == []
    assert store(database, waiting(database), judged(1)) == [comment_id]


def test_a_text_edited_while_it_was_judged_gets_a_verdict_on_the_new_text_only(database: Database, account_id: int):
    [comment_id] = write_comments(database, account_id, 1)
    before = waiting(database)
    edit(database, comment_id, "teks baru")
    assert store(database, before, judged(1)) == []
    [item] = waiting(database)
    assert (item.version, item.text) == (2, "teks baru")
    assert store(database, [item], judged(1)) == [comment_id]
    assert [verdict.version for verdict in verdicts(database)] == [2]


def test_own_words_and_replaced_texts_are_never_waiting_and_get_settled(database: Database, account_id: int):
    write_comments(database, account_id, 2, is_own=True)
    [edited] = write_comments(database, account_id, 1)
    edit(database, edited, "teks baru")
    assert [item.version for item in waiting(database)] == [2]
    with database.write() as session:
        assert skip_unneeded(session) == 3
        assert skip_unneeded(session) == 0
    with database.read() as session:
        states = Counter(session.scalars(select(CommentVersion.assess)))
    assert states == {AssessState.DONE: 3, AssessState.WAITING: 1}
    assert verdicts(database) == []


def test_without_a_model_the_comment_is_in_the_queue_as_unassessed_and_judged_later(
    database: Database, account_id: int
):
    [comment_id] = write_comments(database, account_id, 1)
    items = waiting(database)
    assert store(database, items, DOWN.assess([item.text for item in items])) == [comment_id]
    assert waiting(database) == []
    [item] = waiting(database, include_unassessed=True)
    assert item.seen is AssessState.UNASSESSED
    assert store(database, [item], judged(1)) == [comment_id]
    assert [verdict.state for verdict in verdicts(database)] == [AssessState.UNASSESSED, AssessState.DONE]
    assert waiting(database, include_unassessed=True) == []


def test_what_stays_unassessed_gets_no_second_row(database: Database, account_id: int):
    write_comments(database, account_id, 1)
    store(database, waiting(database), DOWN.assess([""]))
    again = waiting(database, include_unassessed=True)
    assert store(database, again, DOWN.assess([""])) == []
    assert len(verdicts(database)) == 1
    assert waiting(database, include_unassessed=True, after=again[-1].version_id) == []


def test_verdicts_and_versions_of_different_number_are_refused(database: Database, account_id: int):
    write_comments(database, account_id, 2)
    with database.write() as session, pytest.raises(ValueError, match="zip"):
        record(session, waiting(database), judged(1), now=NOW)
    assert verdicts(database) == []
