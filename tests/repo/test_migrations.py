"""The migrations lead to the tables the models describe, on both engines, in one line of history."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Boolean, Column, Connection, MetaData, String, Table, inspect, select, text
from sqlalchemy.exc import DatabaseError

from console import migrate
from ingest.db import Database
from ingest.models import Account
from responses import audit, chain, sops
from responses.kinds import CaseState, PublicationAction, PublicationState, SopPurpose, Subject
from responses.models import CaseFile, DraftVersion, Publication
from responses.state import SIMAK
from tests.repo.files import ROOT
from tests.support.databases import sqlite_copy
from tests.support.publishing import FakePlatform, may_publish, publish_one
from tests.support.world import World, make_world

Rows = dict[str, list[dict[str, Any]]]
LABELS = migrate.metadata.tables["human_label"]
SMALL_TALK = "Selamat pagi admin."
"""Of no division's topic: the events of this office say nothing that revision 0003 did not know."""


def test_the_migrations_have_one_head():
    assert ScriptDirectory(str(ROOT / "console" / "migrations")).get_heads() == [migrate.head()]


def test_a_migrated_database_has_the_tables_of_the_models(database: Database):
    with database.engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": defaults_differ}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, migrate.metadata) == []


def defaults_differ(_context: Any, _found: Any, column: Any, found: str | None, *_: Any) -> bool | None:
    """PostgreSQL has no equality of JSON to compare defaults with, so those are compared as text."""
    if not isinstance(column.type, JSON) or column.server_default is None:
        return None
    return found is None or found.split("::")[0].strip("'") != column.server_default.arg


def test_migrating_twice_changes_nothing(database: Database):
    migrate.upgrade(database.url)
    assert migrate.is_current(database)


def test_a_database_without_tables_is_not_current(blank_database_url: str):
    database = Database(blank_database_url)
    try:
        assert not migrate.is_current(database)
    finally:
        database.dispose()


def test_a_database_of_the_first_revision_is_upgraded_without_loss(blank_database_url: str):
    migrate.upgrade(blank_database_url, "0001")
    database = Database(blank_database_url)
    try:
        with database.write() as session:
            session.execute(
                text(
                    "INSERT INTO office (id, key, name, level, timezone, letterhead, is_demo, created_at) VALUES "
                    "(1, 'kab-lama', 'KPU Lama', 'regency', 'Asia/Jakarta', '', FALSE, '2026-11-20 00:00:00')"
                )
            )
            session.execute(
                text(
                    "INSERT INTO account (id, office_id, key, platform, title, url, username, state, state_reason, "
                    "poll_seconds) VALUES (1, 1, 'situs', 'wordpress', 'Situs', '', '', 'active', '', 60)"
                )
            )
        migrate.upgrade(blank_database_url)
        with database.read() as session:
            account = session.get_one(Account, 1)
            assert (account.key, account.own_native_ids) == ("situs", [])
    finally:
        database.dispose()


@pytest.fixture
def earlier(sqlite_template: Path, tmp_path: Path) -> Iterator[World]:
    """An office that worked before content cases: answered, waiting, urgent, sent back and declined cases."""
    world = make_world(Database(sqlite_copy(sqlite_template, tmp_path)))
    with world.database.write() as session:
        for purpose, name in (
            (SopPurpose.ORDINARY, "magelang_2022_komentar.v1"), (SopPurpose.URGENT, "madiun_2020_mendesak.v1")
        ):  # fmt: skip
            procedure = sops.load(sops.SHIPPED / f"{name}.toml")
            sops.choose(session, world.office_id, purpose, *procedure, by=SIMAK, now=world.now)
    may_publish(world)
    answered = world.approved_case(world.comment(SMALL_TALK))
    while publish_one(world, FakePlatform()):
        pass
    world.approved_case(world.comment(SMALL_TALK))
    returned = world.report(world.comment(SMALL_TALK))
    world.act(returned, "sari", perintah="Jawab.")
    world.act(returned, "raka", draf="TPS 04.")
    world.act(returned, "sari", yes=False, note="Sebutkan alamat.")
    urgent = world.report(world.comment(SMALL_TALK), purpose=SopPurpose.URGENT)
    world.act(urgent, "hasan", draf="Petugas menuju TPS 3.")
    world.decline(world.report(world.comment(SMALL_TALK)), "sari", "Spam.")
    assert world.case(answered).state is CaseState.DONE
    yield world
    world.database.dispose()


def rows_of(connection: Connection, tables: dict[str, Table]) -> Rows:
    """Every row of these tables, in the order of their first columns."""
    return {
        name: [dict(row._mapping) for row in connection.execute(select(table).order_by(*list(table.c)[:2]))]
        for name, table in tables.items()
    }


def tables_of(database: Database) -> dict[str, Table]:
    """The tables a database has now, with the types of the models, in an order in which they can be filled."""
    found = inspect(database.engine)
    names = [table.name for table in migrate.metadata.sorted_tables if found.has_table(table.name)]
    return {name: _as_it_is(name, {column["name"] for column in found.get_columns(name)}) for name in names}


def _as_it_is(name: str, columns: set[str]) -> Table:
    model = migrate.metadata.tables[name]
    known = [Column(one.name, one.type) for one in model.c if one.name in columns]
    if "flag" in columns:  # until revision 0009 a label was of a flag, and its value yes or no
        known = [one for one in known if one.name != "value"] + [Column("flag", String), Column("value", Boolean)]
    return Table(name, MetaData(), *known)


def _labels_of_then(labels: list[dict[str, Any]]) -> list[dict[str, Any]]:
    then = []
    for label in labels:
        kept = {name: label[name] for name in ("id", "office_id", "comment_id", "version", "labelled_by", "created_at")}
        then.append({**kept, "flag": label["head"], "value": label["value"] == "1"})
    return then


def labels_of(database: Database) -> list[dict[str, Any]]:
    """What people said, in order."""
    with database.engine.connect() as connection:
        return [dict(row._mapping) for row in connection.execute(select(LABELS).order_by(LABELS.c.id))]


def fill(database: Database, tables: dict[str, Table], rows: Rows) -> None:
    """Put rows with their own ids into empty tables; on PostgreSQL the next ids follow them."""
    with database.engine.begin() as connection:
        for name, table in tables.items():
            if rows[name]:
                connection.execute(table.insert(), rows[name])
            if database.engine.dialect.name == "postgresql" and "id" in table.c:
                highest = f"(SELECT max(id) FROM {name})"
                connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {highest})"))


@pytest.fixture
def upgraded(earlier: World, blank_database_url: str) -> Iterator[tuple[World, Rows]]:
    """The same office in a database of revision 0003 that was brought up to date, and its rows before that."""
    migrate.upgrade(blank_database_url, "0003")
    database = Database(blank_database_url)
    tables = tables_of(database)
    labels = labels_of(earlier.database)
    assert "case_target" not in tables
    assert "subject" not in tables["case_file"].c
    with earlier.database.engine.connect() as connection:
        rows = rows_of(connection, {name: table for name, table in tables.items() if name != "human_label"})
    rows["human_label"] = _labels_of_then(labels)
    filled = {"case_file", "case_comment", "publication", "draft_version", "event", "consent", "role_grant"}
    assert all(rows[name] for name in {*filled, "human_label"}), "what is empty proves nothing"
    fill(database, tables, rows)
    migrate.upgrade(blank_database_url)
    assert [{**label, "basis": "outcome"} for label in labels_of(database)] == labels
    with database.write() as session:  # the events are of today's program and name a basis no label had then
        session.execute(LABELS.update().values(basis="outcome"))
    rows.pop("human_label")
    yield World(database, earlier.office_id, earlier.account_id, earlier.people, earlier.now), rows
    database.dispose()


def test_an_office_at_work_is_upgraded_without_loss(upgraded: tuple[World, Rows]):
    world, rows = upgraded
    assert migrate.is_current(world.database)
    before = {name: _as_it_is(name, set(found[0])) for name, found in rows.items() if found}
    with world.database.engine.connect() as connection:
        assert rows_of(connection, before) == {name: rows[name] for name in before}
        if world.database.engine.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
    with world.database.read() as session:
        assert audit.verify(session, world.office_id).cases == len(rows["case_file"])
        assert {case.subject for case in session.scalars(select(CaseFile))} == {Subject.REPLY}
        assert {(case.title, case.paused_at) for case in session.scalars(select(CaseFile))} == {("", None)}
        assert [draft.files for draft in session.scalars(select(DraftVersion))] == [[]] * len(rows["draft_version"])
        assert {row.action for row in session.scalars(select(Publication))} == {PublicationAction.POST}


def test_after_the_upgrade_its_cases_go_on_to_their_end(upgraded: tuple[World, Rows]):
    world, _rows = upgraded
    _answered, waiting, returned, urgent, _declined = range(1, 6)
    world.act(returned, "raka", draf="TPS 04, Balai Desa Sukamaju.")
    world.act(returned, "bima")
    while publish_one(world, FakePlatform()):
        pass
    world.act(urgent, "lina")
    for case_id in (waiting, returned, urgent):
        world.state(case_id)
        assert world.case(case_id).state is CaseState.DONE
        assert {row.state for row in world.publications(case_id)} == {PublicationState.PUBLISHED}
    assert world.verify().cases == 5
    assert chain.happened_of(world.events(waiting)[0]).division is None


@pytest.mark.parametrize("table", ["event", "draft_version", "sop_release"])
def test_after_the_upgrade_history_still_cannot_be_changed(upgraded: tuple[World, Rows], table: str):
    world, _rows = upgraded
    for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="append-only"), world.database.write() as session:
            session.execute(text(statement))
