"""From collected to queued: judge what is new outside any transaction, then write verdict and queue together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from classify import run
from classify.classifier import Assessor, Classifier, UnavailableClassifier
from classify.errors import ClassifierError
from console.settings import Settings
from ingest.db import Database
from responses import inbox, own

BATCH = 500


def load_assessor(settings: Settings) -> Assessor:
    """The classifier, or what stands in for it and says why: then every comment is queued as "belum dinilai"."""
    try:
        return Classifier.load(settings.model_file)
    except ClassifierError as error:
        return UnavailableClassifier(str(error))


def assess_and_queue(database: Database, assessor: Assessor, *, now: Callable[[], datetime]) -> int:
    """Judge and queue everything that waits, batch by batch. Returns how many verdicts were written."""
    ready = not isinstance(assessor, UnavailableClassifier)
    with database.write() as session:
        own.recognise(session)
        run.skip_unneeded(session)
    total = after = 0
    while True:
        with database.read() as session:
            batch = run.pending(session, limit=BATCH, include_unassessed=ready, after=after)
        if not batch:
            return total
        assessments = assessor.assess([item.text for item in batch])
        with database.write() as session:
            verdicts = run.record(session, batch, assessments, now=now())
            inbox.admit(session, verdicts)
        total, after = total + len(verdicts), batch[-1].version_id
