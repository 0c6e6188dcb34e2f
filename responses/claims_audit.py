"""The part of the audit about claims: do the registry and what people said of its matches follow from the events?"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from classify.kinds import MatchState
from classify.models import Claim, ClaimMatch
from responses import chain
from responses.claims import RECORDED, recorded
from responses.errors import TamperedError
from responses.kinds import EventKind
from responses.ledger import Facts, Ledger
from responses.models import Event

_REGISTRY = (EventKind.CLAIM_ADDED, EventKind.CLAIM_CHANGED)
_DECIDED = {EventKind.CLAIM_CONFIRMED: MatchState.CONFIRMED, EventKind.CLAIM_REJECTED: MatchState.REJECTED}
_DAYS = ("claimed_on", "published_on")
_UNDECIDED: Facts = {"state": MatchState.SUGGESTED, "decided_by": "", "decided_at": None}


def check_claims(session: Session, office_id: int, _ledger: Ledger) -> None:
    """Hold ``claim`` and ``claim_match`` against the events. Raises TamperedError naming the first row."""
    claims: dict[int, Facts] = {}
    decided: dict[int, Facts] = {}
    mine = select(Event).where(Event.office_id == office_id, Event.kind.in_((*_REGISTRY, *_DECIDED)))
    for (event,) in chain.in_batches(session, mine, Event.seq):
        try:
            if event.kind in _REGISTRY:
                claims |= dict(_claims(event))
            else:
                match_id, facts = _decision(event)
                decided[match_id] = facts
        except (KeyError, ValueError, TypeError) as error:
            raise TamperedError(f"event {event.id} ({event.kind.value}): it does not name {error}") from error
    _compare_claims(session, office_id, claims)
    _compare_matches(session, office_id, decided)


def _claims(event: Event) -> list[tuple[int, Facts]]:
    changed: Facts = {"changed_at": event.at, "changed_by": event.actor_name}
    told = []
    for said in recorded(chain.extra_of(event)):
        facts: Facts = {name: said[name] for name in RECORDED}
        days: Facts = {name: date.fromisoformat(str(said[name])) for name in _DAYS if said[name] is not None}
        told.append((int(str(said["claim_id"])), facts | days | changed))
    return told


def _decision(event: Event) -> tuple[int, Facts]:
    extra = chain.extra_of(event)
    facts: Facts = {
        "comment_id": extra["comment_id"], "claim_id": extra["claim_id"], "state": _DECIDED[event.kind],
        "decided_by": event.actor_name, "decided_at": event.at,
    }  # fmt: skip
    return int(extra["match_id"]), facts


def _compare_claims(session: Session, office_id: int, said: dict[int, Facts]) -> None:
    met = set()
    for (row,) in chain.in_batches(session, select(Claim).where(Claim.office_id == office_id), Claim.id):
        if row.id not in said:
            raise TamperedError(f"claim {row.id}: no event speaks of it")
        _compare(f"claim {row.id}", row, said[row.id])
        met.add(row.id)
    for missing in sorted(set(said) - met):
        raise TamperedError(f"claim: the row {missing} its events speak of is missing")


def _compare_matches(session: Session, office_id: int, decided: dict[int, Facts]) -> None:
    """A match nobody decided is the program's own and may come and go; a decided one is the record's."""
    met = set()
    mine = select(ClaimMatch).where(ClaimMatch.office_id == office_id)
    for (row,) in chain.in_batches(session, mine, ClaimMatch.id):
        _compare(f"claim_match {row.id}", row, decided.get(row.id, _UNDECIDED))
        met.add(row.id)
    for missing in sorted(set(decided) - met):
        raise TamperedError(f"claim_match: the row {missing} its events speak of is missing")


def _compare(where: str, row: Claim | ClaimMatch, said: Facts) -> None:
    for column, value in said.items():
        if getattr(row, column) != value:
            raise TamperedError(f"{where}: {column} is not what its events say")
