"""The part of the audit about templates and the guard's lists: do their rows follow from the events alone?"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from responses import chain
from responses.errors import TamperedError
from responses.kinds import EventKind
from responses.ledger import Facts, Ledger
from responses.models import Event
from responses.template_models import OfficeGuardRow, ReplyText

_COLUMNS = ("key", "kind", "title", "question", "body", "link", "active", "version")


def check_texts(session: Session, office_id: int, _ledger: Ledger) -> None:
    """Hold ``reply_text`` and ``office_guard`` against the events. Raises TamperedError naming the first row."""
    said: dict[int, Facts] = {}
    guard = None
    kinds = (EventKind.TEMPLATE_CHANGED, EventKind.GUARD_CHANGED)
    mine = select(Event).where(Event.office_id == office_id, Event.kind.in_(kinds))
    for (event,) in chain.in_batches(session, mine, Event.seq):
        try:
            extra = chain.extra_of(event)
            if event.kind is EventKind.GUARD_CHANGED:
                guard = extra["guard"]
            else:
                said[int(extra["text_id"])] = {name: extra[name] for name in _COLUMNS} | _changed(event)
        except KeyError as missing:
            raise TamperedError(f"event {event.id} ({event.kind.value}): it does not name {missing}") from missing
    _compare_texts(session, office_id, said)
    row = session.get(OfficeGuardRow, office_id)
    if (chain.canonical(row.guard) if row else None) != guard:
        raise TamperedError(f"office_guard {office_id}: its lists are not what its events say")


def _changed(event: Event) -> Facts:
    return {"changed_at": event.at, "changed_by": event.actor_name}


def _compare_texts(session: Session, office_id: int, said: dict[int, Facts]) -> None:
    met = set()
    mine = select(ReplyText).where(ReplyText.office_id == office_id)
    for (row,) in chain.in_batches(session, mine, ReplyText.id):
        if row.id not in said:
            raise TamperedError(f"reply_text {row.id}: no event speaks of it")
        for column, value in said[row.id].items():
            if getattr(row, column) != value:
                raise TamperedError(f"reply_text {row.id}: {column} is not what its events say")
        met.add(row.id)
    for missing in sorted(set(said) - met):
        raise TamperedError(f"reply_text: the row {missing} its events speak of is missing")
