"""The queue's queries at a thousand, a hundred thousand and a million comments."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import cycle

from sqlalchemy import select

from console.pipeline import assess_and_queue
from responses.kinds import InboxState
from responses.models import InboxItem
from responses.views import queue
from responses.views.case import comment_view
from responses.views.queue import QueueKey
from tests.bench.bench import Bench
from tests.bench.many_comments import fill
from tests.bench.measure import CannotMeasureError, Result, series, spread
from tests.support.world import World

SIZES = (1_000, 100_000, 1_000_000)
QUICK_SIZES = (1_000, 20_000)
RUNS = 300
GOAL_MS, GOAL_RATIO = 5.0, 1.5
Query = Callable[[], object]


def measure(bench: Bench) -> Iterator[Result]:
    """Every query of the screen on SQLite at each size, how they grow, and one size on PostgreSQL."""
    medians: dict[str, list[float]] = {}
    sizes = QUICK_SIZES if bench.quick else SIZES
    for size in sizes:
        for name, values in _measured(bench, many(bench, size), bench.size(RUNS, 60)):
            medians.setdefault(name, []).append(_median(values))
            yield _entry(name, f"{size} comments, SQLite", values)
    for name, growth in medians.items():
        details = dict(zip(map(str, sizes), growth, strict=True))
        yield Result(f"{name}, {sizes[-1]} / {sizes[0]} comments, SQLite", growth[-1] / growth[0], "ratio of medians",
                     GOAL_RATIO, details=details)  # fmt: skip
    try:
        world = fill(bench.postgres(), sizes[1])
    except CannotMeasureError:
        return
    for name, values in _measured(bench, world, bench.size(RUNS, 60)):
        yield _entry(name, f"{sizes[1]} comments, PostgreSQL", values)


def many(bench: Bench, size: int) -> World:
    """An SQLite office with that many comments, made once for all benchmarks."""
    if size not in bench.offices:
        bench.offices[size] = fill(bench.sqlite(), size)
    return bench.offices[size]


def _measured(bench: Bench, world: World, runs: int) -> Iterator[tuple[str, list[float]]]:
    for name, query in _queries(bench, world).items():
        yield name, series(query, runs)


def _queries(bench: Bench, world: World) -> dict[str, Query]:
    keys = cycle(_deep_keys(world))
    office = world.office_id
    with world.database.read() as session:
        shown = [[row.comment_id for row in queue.page(session, office, after=key).rows]
                 for key in _deep_keys(world)]  # fmt: skip
        newest = queue.newest_id(session, office)
    lists = cycle([ids for ids in shown if ids])

    def read(query: Callable[..., object], *arguments: Callable[[], object], **named: object) -> Query:
        def run() -> object:
            with world.database.read() as session:
                return query(session, office, *(argument() for argument in arguments), **named)

        return run

    def deep() -> object:
        return read(queue.page, after=next(keys))()

    return {
        "queue page, first": read(queue.page),
        "queue page, deep": deep,
        "queue page, ignored": read(queue.page, state=InboxState.IGNORED, flagged=None),
        "queue page, in a case": read(queue.page, state=InboxState.IN_CASE, flagged=None),
        "queue counts": read(queue.counts),
        "queue newest": read(queue.newest_id),
        "queue arrived since": read(queue.arrived_since, lambda: newest - 3),
        "queue rows on the screen": read(queue.rows_of, lambda: next(lists)),
        "queue comment in its place": read(comment_view, lambda: next(lists)[0]),
        "worker looks for comments to judge, none there": lambda: assess_and_queue(
            world.database, bench.classifier, now=lambda: datetime.now(UTC)
        ),
    }  # fmt: skip


def _deep_keys(world: World, count: int = 40) -> list[QueueKey]:
    """Where pages begin, drawn from the whole flagged queue."""
    place = (InboxItem.rank, InboxItem.detected_at, InboxItem.comment_id)
    waiting = select(*place).where(
        InboxItem.office_id == world.office_id, InboxItem.state == InboxState.WAITING,
        InboxItem.rank < queue.FLAGGED_RANKS,
    )  # fmt: skip
    with world.database.read() as session:
        rows = session.execute(waiting).all()
    return [QueueKey(*row) for row in random.Random(5).sample(rows, min(count, len(rows)))]


def _median(values: list[float]) -> float:
    return spread(values)["p50"]


def _entry(name: str, where: str, values: list[float]) -> Result:
    facts = spread(values)
    return Result(f"{name}, p95, {where}", facts["p95"], "ms", GOAL_MS, details=facts)
