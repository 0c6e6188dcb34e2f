"""The papers' part of the audit: does every row follow from its event, and does every counter stand where they say?"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from responses import chain
from responses.errors import TamperedError
from responses.kinds import EventKind
from responses.ledger import Facts, Ledger
from responses.models import Event
from responses.papers.models import PaperCounter, PaperFile


def check_papers(session: Session, office_id: int, _ledger: Ledger) -> None:
    """Hold ``paper`` and ``paper_counter`` against the events. Raises TamperedError naming the first row."""
    said = _said(session, office_id)
    met = set()
    rows = select(PaperFile).where(PaperFile.office_id == office_id)
    for (row,) in chain.in_batches(session, rows, PaperFile.id):
        if row.id not in said:
            raise TamperedError(f"paper {row.id}: no event tells of it")
        for column, expected in said[row.id].items():
            if getattr(row, column) != expected:
                raise TamperedError(
                    f"paper {row.id}: {column} is {getattr(row, column)!r}, its event says {expected!r}"
                )
        met.add(row.id)
    for missing in sorted(set(said) - met):
        raise TamperedError(f"paper: the row its event tells of is missing ({missing})")
    _check_counters(session, office_id, said)


def _said(session: Session, office_id: int) -> dict[int, Facts]:
    said: dict[int, Facts] = {}
    mine = select(Event).where(Event.office_id == office_id, Event.kind == EventKind.PAPER_ISSUED)
    for (event,) in chain.in_batches(session, mine, Event.seq):
        facts: Facts = dict(chain.extra_of(event))
        if missing := {"paper_id", "paper_kind", "year", "serial"} - set(facts):
            raise TamperedError(f"event {event.id} ({event.kind.value}): it does not name {', '.join(sorted(missing))}")
        own: Facts = {
            "kind": facts.pop("paper_kind"),
            "case_id": event.case_id,
            "issued_by": event.actor_name,
            "issued_at": event.at,
        }
        paper_id = int(str(facts.pop("paper_id")))
        said[paper_id] = facts | own
    return said


def _check_counters(session: Session, office_id: int, said: dict[int, Facts]) -> None:
    last: dict[tuple[str, int], int] = {}
    for facts in said.values():
        key, serial = (str(facts["kind"]), int(str(facts["year"]))), int(str(facts["serial"]))
        last[key] = max(serial, last.get(key, 0))
    rows = session.scalars(select(PaperCounter).where(PaperCounter.office_id == office_id))
    counted = {(row.kind.value, row.year): row.last for row in rows}
    for key in sorted(set(last) | set(counted)):
        if last.get(key) != counted.get(key):
            raise TamperedError(
                f"paper_counter {key[0]} {key[1]}: last is {counted.get(key)}, its events say {last.get(key)}"
            )
