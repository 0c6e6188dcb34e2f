"""kill -9 of the worker at ten moments of publishing: no reply is lost, none is posted twice on a real WordPress."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select

from ingest.db import Database
from responses import audit
from responses.kinds import CaseState, PublicationState
from responses.models import Publication
from tests.support.site_office import collect_and_judge, comment_id_of, environment_in, runtime_in, site_world
from tests.support.wordpress import Moment, WordPress
from tests.support.world import World

LEASE = 3.0
"""Seconds; longer than the site sleeps, as the real lease is longer than any request may take."""
SLEEP = 1.0
PATIENCE = 60.0

MOMENTS: tuple[tuple[Moment | None, float], ...] = (
    (None, 0.0),
    (None, 0.01),
    (None, 0.03),
    (None, 0.06),
    ("before_insert", 0.0),
    ("before_insert", 0.3),
    ("before_insert", 0.9),
    ("after_insert", 0.0),
    ("after_insert", 0.3),
    ("after_insert", 0.9),
)
"""Where the site sleeps, and how many seconds after claiming (no sleep) or after falling asleep the worker dies."""


def test_a_killed_worker_loses_no_reply_and_doubles_none(
    database: Database, wordpress: WordPress, tmp_path: Path
) -> None:
    runtime = runtime_in(tmp_path / "var", database)
    world = site_world(runtime, wordpress)
    post = wordpress.make_post("Lokasi TPS", "Cek TPS Anda.")
    for number, (moment, pause) in enumerate(MOMENTS):
        comment = wordpress.visitor_comment(post, f"Warga {number}", f"Di mana TPS {number}, min?")
        collect_and_judge(world, runtime)
        case_id = world.approved_case(comment_id_of(world, comment), f"TPS {number} ada di Balai Desa {number}.")
        wordpress.delay(SLEEP if moment else 0, moment or "after_insert")
        with worker(tmp_path / "var", database) as process:
            wait_until(wordpress.is_sleeping if moment else lambda case=case_id: tried(world, case))
            time.sleep(pause)
            process.send_signal(signal.SIGKILL)
        wordpress.delay(0)
    with worker(tmp_path / "var", database) as process:
        wait_until(lambda: all(row.state is PublicationState.PUBLISHED for row in rows(world)))
        process.terminate()
    assert len(rows(world)) == len(MOMENTS)
    posted = [item["content"]["raw"] for item in wordpress.comments(post) if item["parent"]]
    assert sorted(posted) == sorted(f"TPS {number} ada di Balai Desa {number}." for number in range(len(MOMENTS)))
    assert all(world.case(row.case_id).state is CaseState.DONE for row in rows(world))
    with database.read() as session:
        assert audit.verify(session, world.office_id).cases == len(MOMENTS)


def rows(world: World) -> list[Publication]:
    with world.database.read() as session:
        return list(session.scalars(select(Publication)))


def tried(world: World, case_id: int) -> bool:
    return any(row.case_id == case_id and row.tries > 0 for row in rows(world))


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "the worker did not come so far"
        time.sleep(0.005)


def worker(var: Path, database: Database) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.support.worker_process", str(LEASE)]
    return subprocess.Popen(command, env={**os.environ, **environment_in(var, database.url)})
