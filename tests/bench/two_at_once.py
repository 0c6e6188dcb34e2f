"""Two people, or two workers, do the same thing at the same moment: how often both succeed."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from sqlalchemy import func, select

from ingest.db import Database
from responses import audit, cases
from responses.cases import Move
from responses.errors import RefusedError
from responses.kinds import PublicationState, Role
from responses.models import CaseComment, Consent
from tests.bench.bench import Bench
from tests.bench.measure import CannotMeasureError, Result, tell
from tests.support.publishing import FakePlatform, may_publish, publish_one
from tests.support.world import World, make_world

ROUNDS = 1_000


@dataclass
class Tally:
    """What came of the rounds of one kind of race."""

    once: int = 0
    doubles: int = 0
    never: int = 0
    refusals: Counter[str] = field(default_factory=Counter)

    def count(self, happened: int, outcomes: list[object]) -> None:
        """One round: how often it happened in the database or on the platform, and what each of the two was told."""
        self.once += happened == 1
        self.never += happened == 0
        self.doubles += happened > 1
        self.refusals.update(type(outcome).__name__ for outcome in outcomes if isinstance(outcome, Exception))
        self.refusals["nothing to do"] += sum(outcome is None for outcome in outcomes)


class Race:
    """Two threads that start together."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(2)
        self._gate = threading.Barrier(2)

    def run(self, first: Callable[[], object], second: Callable[[], object]) -> list[object]:
        """What each of the two got: a value, or the error it was refused with."""
        return [future.result() for future in [self._pool.submit(self._attempt, one) for one in (first, second)]]

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown()

    def _attempt(self, action: Callable[[], object]) -> object:
        self._gate.wait()
        try:
            return action()
        except RefusedError as refusal:
            return refusal


def measure(bench: Bench) -> Iterator[Result]:
    """A thousand rounds on each engine; every round has one race to report, one to approve, one to publish."""
    yield from _on(bench, "SQLite", bench.sqlite())
    try:
        server = bench.postgres()
    except CannotMeasureError:
        return
    yield from _on(bench, "PostgreSQL", server)


def _on(bench: Bench, engine: str, database: Database) -> Iterator[Result]:
    rounds = bench.rounds or bench.size(ROUNDS, 50)
    world = make_world(database)
    may_publish(world)
    world.grant("lina", Role.ADMIN_MEDSOS)
    race, platform = Race(), FakePlatform(before=lambda: time.sleep(0.001))
    tallies = {"report the same comment": Tally(), "approve the same draft": Tally(), "publish the same reply": Tally()}
    began = time.perf_counter()
    for number in range(rounds):
        if number % 250 == 249:
            tell(f"{engine}: round {number + 1} of {rounds}")
        _round(world, race, platform, *tallies.values())
    race.close()
    seconds = time.perf_counter() - began
    with database.read() as session:
        audited = audit.verify(session, world.office_id).cases
    for what, tally in tallies.items():
        details = {"rounds": rounds, "exactly_once": tally.once, "never": tally.never,
                   "the_other_was_told": dict(tally.refusals), "audited_cases": audited,
                   "seconds_a_round_of_three": seconds / rounds}  # fmt: skip
        yield Result(f"two at once {what}, {engine}: both did", tally.doubles, "rounds", 0, holds=tally.never == 0,
                     details=details)  # fmt: skip


def _round(world: World, race: Race, platform: FakePlatform, report: Tally, approve: Tally, publish: Tally) -> None:
    comment_id = world.comment()
    outcomes = race.run(lambda: world.report(comment_id, "dewi"), lambda: world.report(comment_id, "lina"))
    report.count(_cases_of(world, comment_id), outcomes)
    case_id = next(outcome for outcome in outcomes if isinstance(outcome, int))
    world.act(case_id, "sari", perintah="Mohon dijawab.")
    seq = world.act(case_id, "raka", draf=f"TPS 04, Balai Desa Sukamaju ({comment_id}).").seq
    sha256 = world.sha256_now(case_id)
    outcomes = race.run(*[_approving(world, who, case_id, Move(seq, yes=True, seen_sha256=sha256))
                          for who in ("sari", "bima")])  # fmt: skip
    approve.count(max(_consents_of(world, case_id), len(world.publications(case_id))), outcomes)
    outcomes = race.run(lambda: publish_one(world, platform, "a"), lambda: publish_one(world, platform, "b"))
    (ordered,) = world.publications(case_id)
    posted = platform.posted.get(_native_id(comment_id, platform), [])
    publish.count(len(posted) if ordered.state is PublicationState.PUBLISHED else 0, outcomes)
    platform.posted.clear()


def _native_id(comment_id: int, platform: FakePlatform) -> str:
    """Everything posted since the last round was posted for this comment, whatever the site calls it."""
    return next(iter(platform.posted), str(comment_id))


def _approving(world: World, who: str, case_id: int, move: Move) -> Callable[[], object]:
    def approve() -> object:
        with world.database.write() as session:
            return cases.act(session, world.desk(session, who), case_id, move).id

    return approve


def _cases_of(world: World, comment_id: int) -> int:
    with world.database.read() as session:
        query = select(func.count()).select_from(CaseComment).where(CaseComment.comment_id == comment_id)
        return session.scalar(query) or 0


def _consents_of(world: World, case_id: int) -> int:
    with world.database.read() as session:
        query = select(func.count()).select_from(Consent).where(Consent.case_id == case_id, Consent.void.is_(False))
        return session.scalar(query) or 0
