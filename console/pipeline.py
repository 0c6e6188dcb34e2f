"""From collected to queued: judge what is new outside any transaction, then write verdict and queue together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from classify import bursts, claim_watch, clusters, run
from classify.assessment import Assessment
from classify.bursts import Burst
from classify.claim_watch import Found, Registries, Registry, with_claims
from classify.classifier import Assessor
from classify.clusters import Joined
from classify.comparing import Compared, Memory, compare
from classify.normalise import load_normaliser
from classify.run import Pending
from classify.situation import Stage, Weight, load_stages
from ingest.db import Database
from ingest.models import Office
from responses import inbox, own
from responses.office_calendar import stages_now

BATCH = 500


def assess_and_queue(database: Database, assessor: Assessor, *, now: Callable[[], datetime]) -> int:
    """Judge and queue everything that waits, once. Returns how many verdicts were written."""
    return Judge(assessor).run(database, now=now)


@dataclass(frozen=True)
class _Batch:
    """Comments to judge, and what is known around them before anything is written."""

    items: Sequence[Pending]
    compared: Sequence[Compared]
    stages: Mapping[int, Weight]
    registries: Mapping[int, Registry]

    def claims(self) -> dict[int, list[Found]]:
        """The claims each comment may repeat, by comment; one that says what an earlier one said is its head's."""
        copies = {
            one.told.comment_id for one in self.compared if one.head and one.head.comment_id != one.told.comment_id
        }
        found: dict[int, list[Found]] = {}
        for office_id, registry in self.registries.items():
            own_words = [item for item in self.items if item.office_id == office_id and item.comment_id not in copies]
            matches = registry.search([item.text for item in own_words])
            found |= {item.comment_id: some for item, some in zip(own_words, matches, strict=True)}
        return found


@dataclass
class Judge:
    """The classifier with what it remembers between batches: which texts came before, and the registries of claims."""

    assessor: Assessor
    memory: Memory = field(default_factory=lambda: Memory(load_normaliser()))
    registries: Registries = field(default_factory=Registries)

    def run(self, database: Database, *, now: Callable[[], datetime]) -> int:
        """Judge and queue everything that waits, batch by batch. Returns how many verdicts were written."""
        with database.write() as session:
            own.recognise(session)
            run.skip_unneeded(session)
        self._look_back(database)
        total = after = 0
        while True:
            with database.read() as session:
                batch = self._look(session, after, now())
            if not batch.items:
                return total
            total, after = total + self._judge(database, batch, now()), batch.items[-1].version_id

    def _look_back(self, database: Database) -> None:
        """Let earlier comments be judged again that may repeat a claim which is new or changed."""
        with database.read() as session:
            news = claim_watch.to_look_back(session)
        if news is not None:
            hits = news.hits()
            with database.write() as session:
                claim_watch.looked_back(session, news, hits)

    def _look(self, session: Session, after: int, now: datetime) -> _Batch:
        items = run.pending(session, limit=BATCH, include_unassessed=not self.assessor.trouble, after=after)
        offices = {item.office_id for item in items}
        stages = {office_id: weight for office_id in offices if (weight := _stage(session, office_id, now))}
        registries = {office_id: self.registries.of(session, office_id) for office_id in offices}
        return _Batch(items, compare(session, self.memory, items, now=now), stages, registries)

    def _judge(self, database: Database, batch: _Batch, now: datetime) -> int:
        assessments = self.assessor.assess([item.text for item in batch.items])
        found = batch.claims()
        with database.write() as session:
            company = clusters.join(session, self.memory, batch.compared)
            claim_watch.store(session, [(item, found.get(item.comment_id, ())) for item in batch.items], now=now)
            around = _around(
                session, batch.stages, company, [comment_id for comment_id in found if found[comment_id]], now
            )
            judged = [
                self._considered(assessment, around, item)
                for item, assessment in zip(batch.items, assessments, strict=True)
            ]
            verdicts = run.record(session, batch.items, judged, now=now)
            inbox.admit(session, verdicts)
        return len(verdicts)

    def _considered(self, assessment: Assessment, around: _Around, item: Pending) -> Assessment:
        """The verdict on a text with what goes on around it: the stage, the many who write the same, known claims."""
        if stage := around.stages.get(item.office_id):
            assessment = self.assessor.raised(assessment, stage.log_odds, stage.reason)
        if wave := around.waves.get(item.comment_id):
            assessment = self.assessor.raised(assessment, wave.log_odds, wave.reason)
        return with_claims(assessment, around.claims.get(item.comment_id, ()))


@dataclass(frozen=True)
class _Around:
    """What goes on around the comments of a batch: stages by office, bursts and claims by comment."""

    stages: Mapping[int, Weight]
    waves: Mapping[int, Burst]
    claims: Mapping[int, Sequence[Found]]


def _around(
    session: Session,
    stages: Mapping[int, Weight],
    company: Sequence[Joined],
    repeating: Sequence[int],
    now: datetime,
) -> _Around:
    paces = bursts.paces(session, sorted({one.cluster_id for one in company}))
    waves = {pace.cluster_id: wave for pace in paces if (wave := bursts.burst(pace, now))}
    copies = {one.comment_id: one.head_comment_id for one in company if one.comment_id != one.head_comment_id}
    # read back: what a person rejected is no reason any more, neither for the comment nor for its copies
    claims = claim_watch.kept(session, sorted({*repeating, *copies.values()}))
    inherited = {comment_id: claims[head] for comment_id, head in copies.items() if head in claims}
    return _Around(
        stages,
        {one.comment_id: waves[one.cluster_id] for one in company if one.cluster_id in waves},
        {**claims, **inherited},
    )


def _stage(session: Session, office_id: int, now: datetime) -> Weight | None:
    """What the strictest stage of an election that runs in this office now adds to urgency."""
    zone = ZoneInfo(session.get_one(Office, office_id).timezone)
    running = stages_now(session, office_id, zone, now)
    return load_stages()[Stage(running[0].value)] if running else None
