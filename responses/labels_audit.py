"""The part of the audit about labels: does every one follow from an event, and is none missing?"""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from classify.models import HumanLabel
from responses import chain
from responses.errors import TamperedError
from responses.kinds import EventKind
from responses.ledger import Facts, Ledger
from responses.models import Event

_KINDS = (EventKind.LABELLED, EventKind.COMMENT_IGNORED, EventKind.COMMENT_REOPENED, EventKind.CASE_OPENED)
"""What can say something of a comment. Events from before labels were kept name none."""


def check_labels(session: Session, office_id: int, _ledger: Ledger) -> None:
    """Hold ``human_label`` against the events. Raises TamperedError naming the first row that is wrong."""
    said = _said(session, office_id)
    met = set()
    mine = select(HumanLabel).where(HumanLabel.office_id == office_id)
    for (row,) in chain.in_batches(session, mine, HumanLabel.id):
        if row.id not in said:
            raise TamperedError(f"human_label {row.id}: no event speaks of it")
        for column, value in said[row.id].items():
            if getattr(row, column) != value:
                raise TamperedError(f"human_label {row.id}: {column} is not what its events say")
        met.add(row.id)
    for missing in sorted(set(said) - met):
        raise TamperedError(f"human_label: the row {missing} its events speak of is missing")


def _said(session: Session, office_id: int) -> dict[int, Facts]:
    said: dict[int, Facts] = {}
    mine = select(Event).where(Event.office_id == office_id, Event.kind.in_(_KINDS))
    for (event,) in chain.in_batches(session, mine, Event.seq):
        try:
            said |= dict(_labels(event))
        except KeyError as missing:
            raise TamperedError(f"event {event.id} ({event.kind.value}): it does not name {missing}") from missing
    return said


def _labels(event: Event) -> Iterator[tuple[int, Facts]]:
    extra = chain.extra_of(event)
    listed = extra["labels"] if event.kind is EventKind.LABELLED else extra.get("labels", "[]")
    for label_id, comment_id, version, head, value in json.loads(str(listed)):
        yield label_id, {
            "comment_id": comment_id, "version": version, "head": head, "value": value, "basis": extra["basis"],
            "labelled_by": extra["labelled_by"], "created_at": event.at,
        }  # fmt: skip
