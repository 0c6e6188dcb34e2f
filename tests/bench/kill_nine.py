"""kill -9 of real workers at random moments of publishing: replies lost and replies posted twice."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import httpx2
from sqlalchemy import ColumnElement, func, select

from console.runtime import Runtime
from ingest.accounts import set_credential
from ingest.db import Database
from ingest.kinds import Purpose
from ingest.models import Account
from responses import audit, opening
from responses.kinds import CaseState, Need, PublicationState, SopPurpose
from responses.models import CaseFile, Publication
from tests.bench.bench import Bench
from tests.bench.fake_wordpress import lines_of
from tests.bench.measure import CannotMeasureError, Result, percentile, tell
from tests.support.processes import Process, free_port
from tests.support.site_office import environment_in, runtime_in
from tests.support.world import World, make_world

ROOT = Path(__file__).parents[2]
ROUNDS = 100
LEASE = 3.0
"""Seconds; longer than the site takes for any request, as the real lease is."""
SPAN = 0.25
"""Seconds after the first claim within which a worker dies: about the time of two or three replies."""
A_CASE = 10
"""Comments answered by one case."""
PATIENCE = 180.0


@dataclass
class Office:
    """An office, its site, and where the site keeps what was posted."""

    world: World
    site: Path
    var: Path
    database: Database


class Nursery:
    """Makes real worker processes quickly."""

    def __init__(self, office: Office) -> None:
        environment = {**os.environ, **environment_in(office.var, office.database.url)}
        command = [sys.executable, "-m", "tests.bench.worker_nursery", str(LEASE)]
        log = (office.var / "workers.log").open("wb")
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
        )
        log.close()

    def worker(self) -> int:
        """Start a worker and give its process id."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        """End everything that was started here."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(timeout=20)


def measure(bench: Bench) -> Iterator[Result]:
    """On SQLite, and on PostgreSQL where there is one."""
    yield from _on(bench, "SQLite", bench.sqlite())
    try:
        server = bench.postgres()
    except CannotMeasureError:
        return
    yield from _on(bench, "PostgreSQL", server)


def _on(bench: Bench, engine: str, database: Database) -> Iterator[Result]:
    rounds = bench.rounds or bench.size(ROUNDS, 10)
    folder, port = bench.new_folder(), free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, str(Path(__file__).with_name("fake_wordpress.py")), str(port), str(folder)]
    site = Process(command, log=folder / "site.log")
    try:
        site.wait_until(lambda: _answers(address))
        office = _office(bench, database, folder, address)
        nursery = Nursery(office)
        try:
            waits = _kill(office, nursery, rounds, engine)
            seconds = _finish(office, nursery)
        finally:
            nursery.close()
    finally:
        site.stop()
    yield from _results(office, engine, rounds, waits, seconds)


def _office(bench: Bench, database: Database, folder: Path, address: str) -> Office:
    var = bench.new_folder()
    runtime: Runtime = runtime_in(var, database)
    world = make_world(database)
    world.now = datetime.now(UTC)
    with database.write() as session:
        account = session.get_one(Account, world.account_id)
        # collecting is another matter: it must not take part here
        account.url, account.next_poll_at = address, world.now + timedelta(days=365)
        set_credential(session, account, Purpose.PUBLISH, "humas", "rahasia", runtime.sealer, world.now)
    return Office(world, folder, var, database)


def _kill(office: Office, nursery: Nursery, rounds: int, engine: str) -> list[float]:
    """Seconds from start to first claim of each worker that was killed."""
    chance, waits = random.Random(9), []
    for number in range(rounds):
        if number % 100 == 99:
            tell(f"{engine}: {number + 1} of {rounds} workers killed")
        while _count(office, Publication.state == PublicationState.READY) < A_CASE * 2:
            _order(office)
        before, began = _tries(office), time.monotonic()
        worker = nursery.worker()
        _wait_until(partial(_claimed_since, office, before))
        waits.append(time.monotonic() - began)
        time.sleep(chance.uniform(0, SPAN))
        _end(worker)
    return waits


def _finish(office: Office, nursery: Nursery) -> float:
    """Let one worker come to the end; the seconds it took."""
    began = time.monotonic()
    worker = nursery.worker()
    everything = _count(office)
    _wait_until(lambda: _count(office, Publication.state == PublicationState.PUBLISHED) == everything, fail=False)
    _end(worker)
    return time.monotonic() - began


def _results(office: Office, engine: str, rounds: int, waits: list[float], seconds: float) -> Iterator[Result]:
    posted = Counter((reply["parent"], reply["content"])
                     for reply in map(json.loads, lines_of(office.site / "replies.jsonl")))  # fmt: skip
    with office.database.read() as session:
        rows = session.scalars(select(Publication)).all()
        unfinished = session.scalar(select(func.count()).where(CaseFile.state != CaseState.DONE)) or 0
        audited = audit.verify(session, office.world.office_id).cases
    wanted = {(_native(row), row.text) for row in rows}
    lost = [row for row in rows if row.state is not PublicationState.PUBLISHED or not posted[_native(row), row.text]]
    details = {
        "workers_killed": rounds, "replies_ordered": len(rows), "cases_not_done": unfinished,
        "killed_while_holding_a_reply": sum(row.tries - 1 for row in rows),
        "most_tries_of_one": max(row.tries for row in rows),
        "posted_that_nobody_ordered": len(posted.keys() - wanted), "audited_cases": audited,
        "duplicates_the_site_refused": len(lines_of(office.site / "refused.jsonl")),
        "start_to_first_claim_p50_s": percentile(waits, 0.5), "last_worker_s": seconds,
    }  # fmt: skip
    whole = not unfinished and not posted.keys() - wanted
    yield Result(f"kill -9 while publishing, {engine}: replies lost", len(lost), "replies", 0, holds=whole,
                 details=details)  # fmt: skip
    yield Result(f"kill -9 while publishing, {engine}: replies posted twice", sum(posted.values()) - len(posted),
                 "replies", 0, details={"workers_killed": rounds})  # fmt: skip


def _native(row: Publication) -> int:
    """The world gives comments native ids in the order in which they are made, as the database does ids."""
    return row.comment_id


def _order(office: Office) -> None:
    """One case whose approved reply goes to ten comments."""
    world = office.world
    world.now = datetime.now(UTC)
    ids = [world.comment() for _ in range(A_CASE)]
    with office.database.write() as session:
        desk = world.desk(session, "dewi")
        case_id = opening.open_case(session, desk, ids, SopPurpose.ORDINARY, {Need.LAPORAN.value: "Bertanya TPS."}).id
    world.act(case_id, "sari", perintah="Mohon dijawab.")
    world.act(case_id, "raka", draf=f"Lokasi TPS ada di papan desa (kasus {case_id}).")
    world.act(case_id, "sari")


def _claimed_since(office: Office, tries: int) -> bool:
    return _tries(office) > tries


def _tries(office: Office) -> int:
    with office.database.read() as session:
        return session.scalar(select(func.sum(Publication.tries))) or 0


def _count(office: Office, *conditions: ColumnElement[bool]) -> int:
    with office.database.read() as session:
        return session.scalar(select(func.count(Publication.id)).where(*conditions)) or 0


def _wait_until(true: Callable[[], bool], *, fail: bool = True) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > end:
            if fail:
                raise AssertionError("the worker did not come so far")
            return
        time.sleep(0.004)


def _end(worker: int) -> None:
    """kill -9, and wait until nothing of it is left."""
    os.kill(worker, signal.SIGKILL)
    while True:
        try:
            os.kill(worker, 0)
        except ProcessLookupError:
            return
        time.sleep(0.001)


def _answers(address: str) -> bool:
    try:
        return httpx2.get(f"{address}/wp-json/wp/v2/users/me", timeout=5).status_code == 401
    except httpx2.TransportError:
        return False
