"""The record survives somebody with full rights over the database: what was changed is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import TextClause, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from responses import audit
from responses.drafts import sha256_of
from responses.errors import TamperedError
from responses.models import SopRelease
from tests.responses.test_manual_posting import LINK, picture, post
from tests.support.publishing import publish_all
from tests.support.world import World


def behind_its_back(session: Session, table: str, statement: str | TextClause) -> None:
    """Change a protected row the way an administrator of the database could."""
    if session.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            session.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{verb}"))
    else:
        session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
    session.execute(statement if isinstance(statement, TextClause) else text(statement))


def tamper_and_verify(world: World, table: str, statement: str) -> None:
    with world.database.write() as session:
        behind_its_back(session, table, statement)
        audit.verify(session, world.office_id)


TAMPERING = (
    ("event", "UPDATE event SET actor_name = 'Orang lain' WHERE seq = 12", r"seq 12\): its content"),
    ("event", "DELETE FROM event WHERE case_id IS NULL AND seq = 5", r"seq 6\): expected seq 5"),
    ("event", "DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)", r"its head says"),
    ("draft_version", "UPDATE draft_version SET text = 'TPS 99.'", r"draft_version \d+ of case_file \d+"),
    ("sop_release", "UPDATE sop_release SET text = text || '#' WHERE id = 1", r"sop_release 1"),
    ("case_file", "UPDATE case_file SET state = 'open'", r"case_file \d+ \(2026-0001\): state"),
    ("publication", "UPDATE publication SET permalink = 'https://lain.example'", r"publication \d+"),
    ("publication", "UPDATE publication SET text = 'Bukan ini.'", r"publication \d+ .*hash"),
    ("consent", "UPDATE consent SET person_id = person_id + 1", r"consent \d+ of case_file \d+: person_id"),
    ("consent", "UPDATE consent SET role = 'Pembina'", r"consent \d+ of case_file \d+: role"),
    ("consent", "DELETE FROM consent", r"consent: the row .* missing"),
    ("case_comment", "UPDATE case_comment SET version = 2", r"case_comment of case_file \d+: comment"),
    ("case_comment", "DELETE FROM case_comment", r"case_comment of case_file \d+: comment"),
    ("case_file", "UPDATE case_file SET number = '2026-0009'", r"case_file .*: number"),
    ("case_file", "UPDATE case_file SET purpose = 'urgent'", r"case_file .*: purpose"),
    ("case_file", "UPDATE case_file SET closed_at = NULL", r"case_file .*: closed_at"),
    ("case_file", "UPDATE case_file SET same_day_due_at = NULL", r"case_file .*: same_day_due_at"),
    ("case_file", "UPDATE case_file SET sop_release_id = 3 - sop_release_id", r"not under the SOP"),
    ("chain_head", "UPDATE chain_head SET cases = 0", r"chain_head \d+: cases"),
    ("draft_version", "UPDATE draft_version SET author_name = 'Lain'", r"draft_version .*: author_name"),
    ("draft_version", "UPDATE draft_version SET number = 7", r"draft_version .*: no event"),
    ("publication", "UPDATE publication SET native_id = 'r7'", r"publication .*: native_id"),
    ("publication", "UPDATE publication SET posted_by = 'Lain'", r"publication .*: posted_by"),
    ("publication", "UPDATE publication SET proof = 'claimed'", r"publication .*: proof"),
    ("publication", "DELETE FROM publication", r"publication: the row .* missing"),
    ("role_grant", "UPDATE role_grant SET role = 'pembina' WHERE role = 'pelaksana'", r"role_grant \d+: role"),
    ("role_grant", "DELETE FROM role_grant WHERE role = 'pelaksana'", r"role_grant: the row .* missing"),
    ("person", "UPDATE person SET name = 'Lain' WHERE username = 'sari'", r"person \d+: name"),
    ("inbox_item", "UPDATE inbox_item SET state = 'ignored'", r"inbox_item \d+: state"),
    ("inbox_item", "DELETE FROM inbox_item", r"inbox_item: the row .* missing"),
    ("office_sop", "UPDATE office_sop SET sop_release_id = 3 - sop_release_id", r"office_sop"),
)


@pytest.fixture
def finished(world: World) -> World:
    world.approved_case()
    publish_all(world)
    return world


def test_a_procedure_rewritten_with_its_hash_is_no_longer_the_one_cases_began_under(finished: World) -> None:
    with finished.database.write() as session:
        row = session.scalars(select(SopRelease).order_by(SopRelease.id)).first()
        assert row is not None
        other = row.text.replace("minutes = 15", "minutes = 500")
        forged = f"UPDATE sop_release SET text = :text, sha256 = '{sha256_of(other)}' WHERE id = {row.id}"
        behind_its_back(session, "sop_release", text(forged).bindparams(text=other))
    with pytest.raises(TamperedError, match="not among the releases"):
        verify(finished)


def test_a_screenshot_exchanged_for_another_one_is_named(world: World, tmp_path: Path) -> None:
    case_id = world.approved_case()
    (row,) = world.publications(case_id)
    post(world, row.id, tmp_path, LINK, picture())
    assert verify(world).cases == 1
    with world.database.write() as session:
        session.execute(text(f"UPDATE attachment SET sha256 = '{'0' * 64}'"))
    with pytest.raises(TamperedError, match=r"publication \d+ .*screenshot"):
        verify(world)


def verify(world: World, anchor: str = "") -> audit.Report:
    with world.database.read() as session:
        return audit.verify(session, world.office_id, anchor=anchor)


def test_an_untouched_office_verifies(finished: World) -> None:
    report = verify(finished)
    assert report.cases == 1
    assert verify(finished, anchor=report.head) == report


@pytest.mark.parametrize("table", ["event", "draft_version", "sop_release"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_history(finished: World, table: str, verb: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), finished.database.write() as session:
        session.execute(text(verb.format(table)))


def test_one_changed_byte_of_an_event_is_named(finished: World) -> None:
    with finished.database.write() as session:
        event_id = session.scalar(text("SELECT id FROM event WHERE case_seq = 3"))
        behind_its_back(
            session, "event", f"UPDATE event SET payload = replace(payload, 'lokasi', 'lokasJ') WHERE id = {event_id}"
        )
    with pytest.raises(TamperedError, match=rf"event {event_id} .*does not match its hash"):
        verify(finished)


def test_every_kind_of_tampering_is_named(finished: World) -> None:
    for table, statement, named in TAMPERING:
        with pytest.raises(TamperedError, match=named):
            tamper_and_verify(finished, table, statement)
    assert verify(finished).cases == 1, "every change was rolled back"


def test_a_history_rewritten_as_a_whole_misses_the_anchor(finished: World) -> None:
    with pytest.raises(TamperedError, match="anchor"):
        verify(finished, anchor="3:" + "f" * 64)
