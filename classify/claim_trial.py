"""How often the claim a paraphrase repeats is found among ten thousand, beside what plain TF-IDF finds in that run.

The pairs and the nearest other claims were written by hand by somebody who knew nothing of the matcher; whoever works
on the matcher looks at ``tests/classify/claim_pairs_dev.csv`` instead.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from classify.claim_evaluate import DEEPEST, ClaimPair, evaluate
from classify.claim_match import ClaimIndex, ClaimText
from classify.invented_claims import distractors

PAIRS_FILE = Path(__file__).parent / "corpus" / "claim_pairs.csv"
OTHERS_FILE = PAIRS_FILE.with_name("claim_distractors.csv")
CLAIMS = 10_000


@dataclass(frozen=True, slots=True)
class ClaimTrial:
    """Shares (0 to 1) of ``pairs`` whose claim came first, and among the first five, of ``claims`` in all.

    ``baseline`` is TF-IDF of letter 3 to 5-grams within words on the very same registry.
    """

    pairs: int
    claims: int
    at_1: float
    at_5: float
    baseline_at_1: float
    baseline_at_5: float


def trial(seed: int, claims: int = CLAIMS) -> ClaimTrial:
    """Search every paraphrase of the test set in a registry of that size."""
    pairs, registry = read_pairs(), read_registry(claims, seed)
    found = evaluate(ClaimIndex(registry), pairs)
    first, among = _baseline(pairs, registry)
    return ClaimTrial(len(pairs), len(registry), round(found.at_1, 4), round(found.at_5, 4), first, among)


def read_pairs(path: Path = PAIRS_FILE) -> list[ClaimPair]:
    """The paraphrases and the claims they repeat."""
    return [ClaimPair(row["claim_id"], row["query"]) for row in _rows(path)]


def read_registry(size: int, seed: int) -> list[ClaimText]:
    """The claims that are looked for, those written to be near to them, and invented ones up to ``size``."""
    claims = {row["claim_id"]: row["claim"] for row in _rows(PAIRS_FILE)}
    claims |= {row["id"]: row["text"] for row in _rows(OTHERS_FILE)}
    invented = distractors(max(0, size - len(claims)), seed)
    claims |= {f"x{number}": text for number, text in enumerate(invented)}
    return [ClaimText(key, (text,)) for key, text in claims.items()]


def _baseline(pairs: list[ClaimPair], registry: list[ClaimText]) -> tuple[float, float]:
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    claims = vectorizer.fit_transform([claim.wordings[0] for claim in registry])
    alike = (vectorizer.transform([pair.query for pair in pairs]) @ claims.T).toarray()
    best = np.argsort(-alike, axis=1, kind="stable")[:, :DEEPEST]
    ids = [claim.id for claim in registry]
    found = [[ids[at] for at in row] for row in best.tolist()]
    first = np.mean([row[0] == pair.claim_id for row, pair in zip(found, pairs, strict=True)])
    among = np.mean([pair.claim_id in row for row, pair in zip(found, pairs, strict=True)])
    return round(float(first), 4), round(float(among), 4)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))
