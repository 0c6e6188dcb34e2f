"""What a small office costs while nobody does anything: ``simak serve`` with the demo data."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from console import demo_office
from ingest.db import Database
from tests.bench import machine
from tests.bench.bench import Bench
from tests.bench.measure import Result, percentile
from tests.bench.serving import Running, serving
from tests.support.site_office import runtime_in

STARTS = 3
SETTLE, WATCH = 10.0, 15.0
"""Seconds before memory is read, and seconds over which processor time is counted."""


def measure(bench: Bench) -> Iterator[Result]:
    """Three starts; memory and processor time of the last one."""
    database, var = bench.sqlite(), bench.new_folder()
    _prepare(bench, var, database)
    starts: list[float] = []
    for _ in range(STARTS - 1):
        with serving(var, database.url) as running:
            starts.append(running.seconds_to_ready)
    with serving(var, database.url) as running:
        starts.append(running.seconds_to_ready)
        idle = list(_idle(running, SETTLE, WATCH))
    yield Result("simak serve, start to /healthz 200, demo office", percentile(starts, 0.5), "s", 4,
                 details={"starts": ", ".join(f"{value:.2f}" for value in starts)})  # fmt: skip
    yield from idle


def _prepare(bench: Bench, var: Path, database: Database) -> None:
    runtime = runtime_in(var, database)
    bench.give_model(runtime.settings.model_file)
    demo_office.build(runtime, now=datetime.now(UTC))


def _idle(running: Running, settle: float, watch: float) -> Iterator[Result]:
    time.sleep(settle)
    memory = [machine.rss_mb(pid) for pid in running.processes]
    shares = [share for pid in running.processes if (share := machine.pss_mb(pid)) is not None]
    before, began = [machine.cpu_seconds(pid) for pid in running.processes], time.monotonic()
    time.sleep(watch)
    after, passed = [machine.cpu_seconds(pid) for pid in running.processes], time.monotonic() - began
    percents = [100 * (late - early) / passed for early, late in zip(before, after, strict=True)]
    names = ("console", "worker")
    yield Result("idle office, RSS of console and worker", sum(memory), "MiB", 350,
                 details=dict(zip(names, memory, strict=True)) | {"pss_together": sum(shares) or None})  # fmt: skip
    yield Result("idle office, processor time of console and worker", sum(percents), "% of one core", 2,
                 details=dict(zip(names, percents, strict=True)) | {"seconds": passed})  # fmt: skip
