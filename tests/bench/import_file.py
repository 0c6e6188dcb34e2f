"""Importing a comment file into SQLite, against the driver filling the same two tables with the same rows."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import make_url

from ingest.collect import collect
from ingest.db import Database
from ingest.kinds import Platform, RunOutcome
from ingest.models import Account, Comment
from ingest.sources.file import FileSource, load_mapping
from tests.bench.bench import Bench
from tests.bench.measure import Result, Spent, spent
from tests.bench.texts import comments
from tests.support.world import make_world

REPEATS = 3
TABLES = ("comment", "comment_version")
START = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON")


def measure(bench: Bench) -> Iterator[Result]:
    """The best of three of each, taken in turns so that both meet the same machine."""
    count = bench.size(50_000, 5_000)
    path = bench.new_folder() / "komentar.csv"
    _write(path, count)
    ours, raw = [], []
    for _ in range(REPEATS):
        source = bench.sqlite()
        ours.append(_import(source, path, count))
        raw.append(_raw(source, bench.sqlite()))
    best, reference = _best(ours), _best(raw)
    facts = {"raw_executemany_rows_per_s": count / reference, "raw_seconds": reference}
    by_cpu = min(time.cpu for time in raw) / min(time.cpu for time in ours)
    details = {"rows": count, "ratio_by_cpu_time": by_cpu, "file_bytes": path.stat().st_size, "seconds": best,
               "per_cpu_second": count / min(time.cpu for time in ours)}  # fmt: skip
    yield Result("import of a CSV into SQLite / raw executemany into the same tables", reference / best, "ratio", 0.40,
                 True, reference=facts, details=details)  # fmt: skip
    yield Result("import of a CSV into SQLite", count / best, "rows/s", 0.40 * count / reference, True,
                 reference=facts)  # fmt: skip


def _best(times: list[Spent]) -> float:
    return min(time.wall for time in times)


def _write(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "tanggal", "nama", "id akun", "komentar", "id unggahan", "tautan"])
        for number, text in enumerate(comments(count), start=1):
            when = (START + timedelta(seconds=37 * number)).isoformat()
            link = f"https://kab-arunika.example/{number % 200}/#comment-{number}"
            writer.writerow([number, when, f"Warga {number % 9000}", number % 9000, text, number % 200, link])


def _import(database: Database, path: Path, count: int) -> Spent:
    world = make_world(database)
    with database.write() as session:
        account = Account(office_id=world.office_id, key="berkas", platform=Platform.FILE, title="Berkas")
        session.add(account)
        session.flush()
        account_id = account.id
    source = FileSource(path, load_mapping("umum"))
    time = spent(lambda: _run(database, account_id, source))
    with database.read() as session:
        stored = session.scalar(select(func.count()).select_from(Comment))
    if stored != count:
        raise AssertionError(f"{stored} of {count} rows were imported")
    return time


def _run(database: Database, account_id: int, source: FileSource) -> None:
    report = collect(database, account_id, source, clock=lambda: datetime.now(UTC))
    if report.outcome is not RunOutcome.OK:
        raise AssertionError(report.error)


def _raw(filled: Database, empty: Database) -> Spent:
    """The rows as they lie in the filled database, into an empty one with the same office and accounts."""
    with closing(sqlite3.connect(_path(filled))) as connection:
        parents = {table: _rows(connection, table) for table in ("office", "account")}
        rows = {table: _rows(connection, table, leave_out="id") for table in TABLES}
    with closing(sqlite3.connect(_path(empty), isolation_level=None)) as connection:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        _fill(connection, parents)
        return spent(lambda: _fill(connection, rows))


def _rows(connection: sqlite3.Connection, table: str, leave_out: str = "") -> tuple[list[str], list[Any]]:
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[1] != leave_out]
    columns = ", ".join(f'"{name}"' for name in names)
    return names, connection.execute(f"SELECT {columns} FROM {table} ORDER BY id").fetchall()


def _fill(connection: sqlite3.Connection, tables: dict[str, tuple[list[str], list[Any]]]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for table, (names, rows) in tables.items():
        columns, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" for _ in names)
        connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)
    connection.execute("COMMIT")


def _path(database: Database) -> str:
    return str(make_url(database.url).database)
