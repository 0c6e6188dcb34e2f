"""How often the matcher finds the claim a paraphrase repeats."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from classify.claim_match import ClaimIndex

DEEPEST = 5


@dataclass(frozen=True, slots=True)
class ClaimPair:
    """A claim's id, and how somebody repeats the claim."""

    claim_id: str
    query: str


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One pair as the matcher saw it: ``rank`` from 1, 0 where the claim is not among the first five."""

    pair: ClaimPair
    rank: int
    score: float
    """Of the best claim found, right or wrong; 0 when none was."""


@dataclass(frozen=True, slots=True)
class ClaimRecall:
    """The share of pairs (0 to 1) whose claim comes first, and among the first five."""

    at_1: float
    at_5: float
    rows: tuple[ClaimRow, ...]


def evaluate(index: ClaimIndex, pairs: Iterable[ClaimPair]) -> ClaimRecall:
    """Search the claim of every pair. Raises ValueError when there are no pairs."""
    asked = list(pairs)
    if not asked:
        raise ValueError("no pairs to evaluate claim matching on")
    rows = []
    for pair, found in zip(asked, index.search_many([pair.query for pair in asked], DEEPEST), strict=True):
        ids = [match.claim_id for match in found]
        rank = ids.index(pair.claim_id) + 1 if pair.claim_id in ids else 0
        rows.append(ClaimRow(pair, rank, found[0].score if found else 0.0))
    first, among = sum(row.rank == 1 for row in rows), sum(row.rank > 0 for row in rows)
    return ClaimRecall(first / len(rows), among / len(rows), tuple(rows))
