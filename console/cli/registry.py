"""The claims ``simak classify`` looks for: of a file, of the only office there is, or those that come with Simak."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from classify.claim_match import ClaimIndex, ClaimText, MatchLevel, level
from classify.claims import table
from classify.claims.imported import ImportedClaim
from classify.claims.seed import seed_claims
from classify.models import Claim
from classify.scoring import FoundClaim
from console import migrate
from console.cli.parts import missing_file
from console.runtime import utc_now
from console.settings import from_environment
from ingest.db import Database
from ingest.models import Office

SHOWN = 5
"""Claims shown for one text."""


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """A claim a text resembles: its id, its words, how much (0 to 1), what that is enough for, and on which words."""

    claim_id: str
    text: str
    score: float
    level: MatchLevel
    terms: tuple[str, ...]


class Registry:
    """Claims by id, ready to be looked for. ``name`` says whose they are."""

    def __init__(self, name: str, claims: Sequence[ClaimText]) -> None:
        self.name = name
        self._texts = {claim.id: claim.wordings[0] for claim in claims}
        self._index = ClaimIndex(claims)

    def __len__(self) -> int:
        return len(self._index)

    def best(self, texts: Sequence[str]) -> list[FoundClaim | None]:
        """For each text the claim it resembles most, where that is enough to suggest it."""
        found = self._index.search_many(texts, 1)
        likely = [[match for match in matches if level(match) is not MatchLevel.NONE] for matches in found]
        return [FoundClaim(matches[0].claim_id, matches[0].score) if matches else None for matches in likely]

    def shown(self, text: str) -> list[ShownClaim]:
        """The claims a text resembles enough to suggest them, the nearest first."""
        found = [(match, level(match)) for match in self._index.search(text, SHOWN)]
        return [
            ShownClaim(match.claim_id, self._texts[match.claim_id], match.score, enough, match.terms)
            for match, enough in found
            if enough is not MatchLevel.NONE
        ]


def registry_for(path: Path | None) -> Registry:
    """The claims of a CSV file; without one those of the only office of the database, else those of Simak.

    Raises ClassifierError, OSError, BadSettingError.
    """
    if path is not None:
        return Registry(path.name, _texts(table.read(path.read_bytes(), now=utc_now()).claims))
    return _of_office() or Registry("klaim bawaan Simak", _texts(seed_claims()))


def _of_office() -> Registry | None:
    url = from_environment().database_url
    if missing_file(url):
        return None
    database = Database(url)
    try:
        if not migrate.is_current(database):
            return None
        with database.read() as session:
            return _only_office(session)
    finally:
        database.dispose()


def _only_office(session: Session) -> Registry | None:
    offices = session.scalars(select(Office).limit(2)).all()
    if len(offices) != 1:
        return None
    held = select(Claim).where(Claim.office_id == offices[0].id, Claim.active).order_by(Claim.id)
    texts = [ClaimText(row.key, (row.text, *row.wordings)) for row in session.scalars(held)]
    return Registry(offices[0].key, texts)


def _texts(claims: Iterable[ImportedClaim]) -> list[ClaimText]:
    return [ClaimText(claim.key, (claim.text, *claim.wordings)) for claim in claims]
