"""The list of the queue shows what counts now, people before the model, and stays cheap to read."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import event

from classify.kinds import Flag
from ingest.db import Database
from responses import labels
from responses.views import queue
from responses.views.queue import QueueRow
from tests.support.databases import sqlite_copy
from tests.support.world import World, make_world


@pytest.fixture
def world(database: Database) -> World:
    return make_world(database)


def correct(world: World, comment_id: int, said: labels.Said) -> None:
    with world.database.write() as session:
        labels.correct(session, world.desk(session, "dewi"), comment_id, said, seen_version=1)


def listed(world: World, comment_id: int) -> QueueRow:
    with world.database.read() as session:
        return queue.rows_of(session, world.office_id, [comment_id])[0]


def test_what_people_said_wins_on_the_list(world: World):
    comment_id = world.comment(urgent=True)
    assert listed(world, comment_id).urgent
    correct(world, comment_id, {Flag.URGENT: "0", Flag.ABUSIVE: "1"})
    row = listed(world, comment_id)
    assert (row.urgent, row.abusive, row.needs_response, row.rank) == (False, True, True, 3)
    assert row.alike == 1


def test_a_page_asks_twice_however_many_people_said_something(world: World):
    for _ in range(3):
        correct(world, world.comment(), {Flag.SPAM: "1", Flag.NEEDS_RESPONSE: "1"})
    asked: list[str] = []
    with world.database.read() as session:
        event.listen(world.database.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
        page = queue.page(session, world.office_id)
    assert [row.spam for row in page.rows] == [True] * 3
    assert len([one for one in asked if one.lstrip().upper().startswith("SELECT")]) == 2


def test_no_table_is_read_whole_for_a_page(sqlite_template: Path, tmp_path: Path):
    # PostgreSQL reads small tables whole because that is cheaper; the plan of SQLite is fixed
    world = make_world(Database(sqlite_copy(sqlite_template, tmp_path)))
    comment_id = world.comment()
    asked: list[tuple[str, object]] = []
    with world.database.read() as session:
        event.listen(world.database.engine, "before_cursor_execute", lambda *told: asked.append((told[2], told[3])))
        queue.page(session, world.office_id)
        queue.rows_of(session, world.office_id, [comment_id])
        connection = session.connection()
        plans = [
            str(row[3])
            for statement, values in list(asked)
            if statement.lstrip().upper().startswith("SELECT")
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        ]
    assert len(plans) > 10
    assert [line for line in plans if line.startswith("SCAN")] == []
    world.database.dispose()
