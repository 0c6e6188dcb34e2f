"""New comments from a platform to the queue: collected, cleaned, judged with reasons, queued."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from console.pipeline import assess_and_queue
from ingest.collect import collect
from ingest.db import Database
from ingest.kinds import Platform, RunOutcome
from ingest.records import CommentRecord, Identity, KnownSince, Page, PostRecord, nothing_known
from responses.models import InboxItem
from tests.bench.bench import Bench
from tests.bench.measure import CannotMeasureError, Result, Spent, spent
from tests.bench.texts import comments
from tests.support.world import make_world

REPEATS = 2
PER_PAGE = 100
"""As many as WordPress gives in one answer; each page is a transaction."""
GOAL = 1_000


@dataclass
class MemorySource:
    """A site whose answers have already arrived."""

    records: tuple[CommentRecord, ...]
    platform: Platform = Platform.WORDPRESS

    def probe(self) -> Identity:
        """Somebody who may read everything."""
        return Identity("petugas", "1", may_moderate=True)

    def pages(self, cursor: Mapping[str, str], *, now: datetime, known: KnownSince = nothing_known) -> Iterator[Page]:
        """Everything, page by page."""
        for start in range(0, len(self.records), PER_PAGE):
            page = self.records[start : start + PER_PAGE]
            posts = tuple(PostRecord(key) for key in sorted({record.post_native_id or "" for record in page}))
            yield Page(page, {"after": page[-1].posted_at.isoformat()}, posts)


def measure(bench: Bench) -> Iterator[Result]:
    """On SQLite, and on PostgreSQL where there is one."""
    yield _measured(bench, "SQLite", [bench.sqlite() for _ in range(REPEATS)])
    try:
        servers = [bench.postgres() for _ in range(REPEATS)]
    except CannotMeasureError:
        return
    yield _measured(bench, "PostgreSQL", servers)


def _measured(bench: Bench, engine: str, databases: list[Database]) -> Result:
    count = bench.size(5_000, 1_000)
    runs = [_once(bench, database, count, seed) for seed, database in enumerate(databases)]
    collecting, judging = min(runs, key=lambda run: run[0].one_core + run[1].one_core)
    texts = list(comments(count, seed=77))
    classifying = spent(lambda: bench.classifier.assess(texts))
    details = {
        "comments": count, "collect_seconds": collecting.wall, "judge_and_queue_seconds": judging.wall,
        "of_which_classifier_seconds": classifying.wall, "per_cpu_second": count / (collecting.cpu + judging.cpu),
    }  # fmt: skip
    rate = count / (collecting.one_core + judging.one_core)
    return Result(f"new comments end to end, one core, {engine}", rate, "comments/s", GOAL, True, details=details)


def _once(bench: Bench, database: Database, count: int, seed: int) -> tuple[Spent, Spent]:
    world = make_world(database)
    source = MemorySource(tuple(_records(count, seed)))
    collecting = spent(lambda: _collect(database, world.account_id, source))
    judging = spent(lambda: assess_and_queue(database, bench.classifier, now=_now))
    with database.read() as session:
        queued = session.scalar(select(func.count()).select_from(InboxItem))
    if queued != count:
        raise AssertionError(f"{queued} of {count} comments reached the queue")
    return collecting, judging


def _collect(database: Database, account_id: int, source: MemorySource) -> None:
    report = collect(database, account_id, source, clock=_now)
    if report.outcome is not RunOutcome.OK:
        raise AssertionError(report.error)


def _records(count: int, seed: int) -> Iterator[CommentRecord]:
    start = _now() - timedelta(days=1)
    for number, text in enumerate(comments(count, seed=seed), start=1):
        link = f"https://kab-arunika.example/{number % 40}/#comment-{number}"
        yield CommentRecord(
            str(number), text, text, f"Warga {number % 3000}", start + timedelta(seconds=10 * number),
            post_native_id=str(number % 40 + 1), permalink=link,
        )  # fmt: skip


def _now() -> datetime:
    return datetime.now(UTC)
