"""Claims from outside into the registry of an office: new ones added, published changes taken, people's work kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from classify.claims.imported import ImportedClaim
from classify.claims.seed import seed_claims
from classify.kinds import ClaimOrigin
from classify.models import Claim
from responses import chain, claims
from responses.kinds import EventKind
from responses.models import Event
from responses.state import SIMAK, Actor

BATCH = 200
"""Claims one event tells of."""
_PUBLISHED = ("text", "verdict", "verdict_published", "publisher", "url", "claimed_on", "published_on")
_KEPT_BY_HAND = "Diubah petugas sesudah terbitan itu; putusan petugas tetap berlaku."
_KEPT_OLDER = "Terbitan ini lebih lama daripada yang sudah dicatat."


@dataclass(frozen=True, slots=True)
class Kept:
    """A claim that differs from what was imported, and was left as it stands."""

    claim_id: int
    key: str
    why: str


@dataclass
class ImportReport:
    """What an import did."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: list[Kept] = field(default_factory=list)
    verdicts: list[int] = field(default_factory=list)
    """Ids of the claims whose verdict changed: what they touch is asked of ``views.claims.affected``."""


def import_many(
    session: Session, office_id: int, found: Sequence[ImportedClaim], origin: ClaimOrigin, *, by: Actor, now: datetime
) -> ImportReport:
    """Bring imported claims into the registry, found again by key, or by an address only one claim has.

    The office's clarification and its choice to look for a claim or not stay; wordings are added, never lost. What a
    person decided gives way only to a publication of a later day. Raises NotAllowedError.
    """
    claims.may_keep(by, office_id)
    chain.head(session, office_id)
    registry = _Registry(session, office_id, found)
    report, added, changed = ImportReport(), [], []
    for claim in found:
        row = registry.row(claim)
        if row is None:
            added.append(claims.row_of(office_id, claim, origin, by, now))
        elif registry.settle(row, claim, report):
            row.version, row.changed_at, row.changed_by = row.version + 1, now, by.name
            changed.append(row)
    session.add_all(added)
    session.flush()
    for kind, rows in ((EventKind.CLAIM_ADDED, added), (EventKind.CLAIM_CHANGED, changed)):
        for part in _parts(rows):
            claims.record(session, office_id, kind, origin, part, by, now)
    report.new, report.changed = len(added), len(changed)
    return report


def seed(session: Session, office_id: int, *, now: datetime) -> ImportReport:
    """Give an office the claims that come with Simak; a second time brings only what a newer Simak changed in them."""
    return import_many(session, office_id, seed_claims(), ClaimOrigin.SEED, by=SIMAK, now=now)


class _Registry:
    """The claims an office holds, as an import needs them."""

    def __init__(self, session: Session, office_id: int, found: Sequence[ImportedClaim]) -> None:
        self._session, self._office_id = session, office_id
        query = select(Claim).where(Claim.office_id == office_id).order_by(Claim.id)
        rows = session.scalars(query, execution_options={"populate_existing": True}).all()
        self._by_key = {row.key: row for row in rows}
        alone = _alone([claim.url for claim in found]) & _alone([row.url for row in rows])
        self._by_url = {row.url: row for row in rows if row.url in alone}
        self._hands: dict[int, date] | None = None

    def row(self, claim: ImportedClaim) -> Claim | None:
        """The claim that is held already: a title that was corrected makes another key, the address stays."""
        return self._by_key.get(claim.key) or self._by_url.get(claim.url)

    def settle(self, row: Claim, claim: ImportedClaim, report: ImportReport) -> bool:
        """Take over what may be; count or explain the rest. Says whether the row changed."""
        added = _unknown_wordings(row, claim)
        differs = any(getattr(row, name) != getattr(claim, name) for name in _PUBLISHED)
        why = self._why_kept(row, claim) if differs else ""
        if why:
            report.kept.append(Kept(row.id, row.key, why))
        elif differs:
            report.verdicts += [row.id] if row.verdict is not claim.verdict else []
            for name in _PUBLISHED:
                setattr(row, name, getattr(claim, name))
        elif not added:
            report.unchanged += 1
        if added:
            row.wordings = [*row.wordings, *added]
        return bool(added) or (differs and not why)

    def _why_kept(self, row: Claim, claim: ImportedClaim) -> str:
        if self._hands is None:
            self._hands = _decided_by_hand(self._session, self._office_id)
        decided = self._hands.get(row.id)
        if decided is not None and (claim.published_on is None or claim.published_on <= decided):
            return _KEPT_BY_HAND
        older = row.published_on is not None and (claim.published_on is None or claim.published_on < row.published_on)
        return _KEPT_OLDER if older else ""


def _decided_by_hand(session: Session, office_id: int) -> dict[int, date]:
    """The claims whose verdict stands as a person chose it, with the day of that choice."""
    kinds = (EventKind.CLAIM_ADDED, EventKind.CLAIM_CHANGED)
    mine = select(Event).where(Event.office_id == office_id, Event.kind.in_(kinds))
    verdicts: dict[int, object] = {}
    hands: dict[int, date] = {}
    for (event,) in chain.in_batches(session, mine, Event.seq):
        extra = chain.extra_of(event)
        by_hand = extra["source"] == ClaimOrigin.HAND.value
        for said in claims.recorded(extra):
            claim_id = int(str(said["claim_id"]))
            if verdicts.get(claim_id) != said["verdict"]:
                hands.pop(claim_id, None)
                if by_hand:
                    hands[claim_id] = event.at.date()
            verdicts[claim_id] = said["verdict"]
    return hands


def _unknown_wordings(row: Claim, claim: ImportedClaim) -> list[str]:
    return [one for one in claim.wordings if one not in row.wordings]


def _alone(urls: Sequence[str]) -> set[str]:
    """The addresses only one claim has."""
    return {url for url, times in Counter(urls).items() if url and times == 1}


def _parts(rows: Sequence[Claim]) -> Iterator[Sequence[Claim]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]
