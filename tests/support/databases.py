"""Fresh databases for tests: migrated once per run and copied for each test, on SQLite and PostgreSQL."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from console.migrate import upgrade
from tests.support.postgres import PostgresServer


def sqlite_url(path: Path) -> str:
    """The SQLAlchemy URL of an SQLite file."""
    return f"sqlite:///{path}"


def sqlite_template(folder: Path) -> Path:
    """Migrate an SQLite file and give a copy of it without side files."""
    migrated, template = folder / "migrated.db", folder / "template.db"
    upgrade(sqlite_url(migrated))
    with closing(sqlite3.connect(migrated)) as connection:
        connection.execute("VACUUM INTO ?", (str(template),))
    return template


def sqlite_copy(template: Path, folder: Path) -> str:
    """A database of one test's own, by URL."""
    path = folder / "simak.db"
    shutil.copyfile(template, path)
    return sqlite_url(path)


def postgres_template(server: PostgresServer) -> str:
    """Migrate a database that others are copied from, and give its name."""
    name = server.create()
    upgrade(server.url(name))
    return name
