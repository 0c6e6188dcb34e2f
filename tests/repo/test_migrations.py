"""The migrations lead to the tables the models describe, on both engines, in one line of history."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from console import migrate
from ingest.db import Database
from tests.repo.files import ROOT


def test_the_migrations_have_one_head():
    assert ScriptDirectory(str(ROOT / "console" / "migrations")).get_heads() == [migrate.head()]


def test_a_migrated_database_has_the_tables_of_the_models(database: Database):
    with database.engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, migrate.metadata) == []


def test_migrating_twice_changes_nothing(database: Database):
    migrate.upgrade(database.url)
    assert migrate.is_current(database)


def test_a_database_without_tables_is_not_current(blank_database_url: str):
    database = Database(blank_database_url)
    try:
        assert not migrate.is_current(database)
    finally:
        database.dispose()
