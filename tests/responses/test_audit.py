"""The record survives somebody with full rights over the database: what was changed is named."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from responses import audit
from responses.errors import TamperedError
from tests.support.publishing import publish_all
from tests.support.world import World


def behind_its_back(session: Session, table: str, statement: str) -> None:
    """Change a protected row the way an administrator of the database could."""
    if session.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            session.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{verb}"))
    else:
        session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
    session.execute(text(statement))


@pytest.fixture
def finished(world: World) -> World:
    world.approved_case()
    publish_all(world)
    return world


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


@pytest.mark.parametrize(
    ("table", "statement", "named"),
    [
        ("event", "UPDATE event SET actor_name = 'Orang lain' WHERE seq = 12", r"seq 12\): its content"),
        ("event", "DELETE FROM event WHERE case_id IS NULL AND seq = 5", r"seq 6\): expected seq 5"),
        ("event", "DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)", r"its head says"),
        ("draft_version", "UPDATE draft_version SET text = 'TPS 99.'", r"draft_version \d+ of case_file \d+"),
        ("sop_release", "UPDATE sop_release SET text = text || '#' WHERE id = 1", r"sop_release 1"),
        ("case_file", "UPDATE case_file SET state = 'open'", r"case_file \d+ \(2026-0001\): state"),
        ("publication", "UPDATE publication SET permalink = 'https://lain.example'", r"publication \d+"),
        ("publication", "UPDATE publication SET text = 'Bukan ini.'", r"publication \d+ .*hash"),
        ("consent", "UPDATE consent SET person_id = person_id + 1", r"standing consents"),
    ],
)
def test_every_kind_of_tampering_is_named(finished: World, table: str, statement: str, named: str) -> None:
    with finished.database.write() as session:
        behind_its_back(session, table, statement)
    with pytest.raises(TamperedError, match=named):
        verify(finished)


def test_a_history_rewritten_as_a_whole_misses_the_anchor(finished: World) -> None:
    with pytest.raises(TamperedError, match="anchor"):
        verify(finished, anchor="3:" + "f" * 64)
