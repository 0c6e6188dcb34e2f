"""The migrations lead to the tables the models describe, on both engines, in one line of history."""

from __future__ import annotations

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, text

from console import migrate
from ingest.db import Database
from ingest.models import Account
from tests.repo.files import ROOT


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
