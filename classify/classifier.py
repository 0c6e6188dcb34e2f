"""Rules and model together: what a comment is flagged with, and why, in sentences a person can check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from classify.assessment import Assessment, Flag, Reason, ReasonSource, Score
from classify.features import features
from classify.model import FLAGS, Model, load_model, probability
from classify.normalise import Normalised, Normaliser, load_normaliser
from classify.rules import Hit, RuleBook, load_rules
from ingest.kinds import AssessState

BATCH = 1000
UNAVAILABLE_VERSION = "tidak-tersedia"

Scores = tuple[Score, Score, Score]
"""One score per flag, in the order of FLAGS."""

_OFF = Score(on=False, probability=None)
_MIRRORS = {
    Flag.NEEDS_RESPONSE: "Mirip komentar yang menunggu tanggapan",
    Flag.URGENT: "Mirip komentar yang mendesak",
    Flag.HOAX_SUSPECT: "Mirip komentar yang memuat kabar bohong",
}


class Assessor(Protocol):
    """Anything that judges texts: the classifier, or what stands in while it cannot run."""

    @property
    def model_version(self) -> str:
        """What the verdicts are signed with."""

    def assess(self, texts: Sequence[str]) -> list[Assessment]:
        """One verdict per text, in the same order. Never raises on account of a text."""


@dataclass(frozen=True)
class UnavailableClassifier:
    """Stands in while there is no usable model: every comment reaches the queue as "belum dinilai", with the reason."""

    reason: str
    model_version: str = UNAVAILABLE_VERSION

    def assess(self, texts: Sequence[str]) -> list[Assessment]:
        """UNASSESSED for every text."""
        return [_unassessed(f"Belum dinilai: {self.reason}", self.model_version) for _ in texts]


@dataclass(frozen=True)
class Classifier:
    """Rules and model loaded once, used for every batch."""

    model: Model
    rules: RuleBook
    normaliser: Normaliser

    @classmethod
    def load(cls, model_path: Path) -> Classifier:
        """The classifier in force. Raises ModelError or BadRulesError; the caller then uses UnavailableClassifier."""
        return cls(load_model(model_path), load_rules(), load_normaliser())

    @property
    def model_version(self) -> str:
        """The model's version; the rules are named too when they changed after the model was trained."""
        card = self.model.card
        if card.rules_digest == self.rules.digest:
            return card.version
        return f"{card.version}+aturan-{self.rules.digest[:8]}"

    def assess(self, texts: Sequence[str]) -> list[Assessment]:
        """One verdict per text, in the same order. Never raises on account of a text."""
        return [verdict for batch in _batches(texts) for verdict in self._assess_batch(batch)]

    def _assess_batch(self, texts: Sequence[str]) -> list[Assessment]:
        plain = [self.normaliser(text) for text in texts]
        log_odds = self.model.log_odds(features(plain))
        return [self._assess_one(text, row) for text, row in zip(plain, log_odds, strict=True)]

    def _assess_one(self, text: Normalised, log_odds: NDArray[np.float64]) -> Assessment:
        if obstacle := _obstacle(text):
            return _unassessed(f"Tidak dapat dinilai: {obstacle}", self.model_version)
        hits = self.rules.hits(text)
        if not text.has_words:
            return self._wordless(hits)
        scores = decide(log_odds, hits, self.model.threshold)
        reasons = [*_rule_reasons(hits), *self._model_reasons(text, log_odds, hits, scores)]
        return Assessment(AssessState.DONE, *scores, tuple(reasons), self.model_version)

    def _wordless(self, hits: Sequence[Hit]) -> Assessment:
        """No word to go by: only a rule can flag it, and the model is not asked to guess."""
        on = {hit.rule.flag for hit in hits if hit.rule.weight > 0}
        urgent = Score(on=Flag.URGENT in on, probability=None)
        needs = Score(on=urgent.on or Flag.NEEDS_RESPONSE in on, probability=None)
        hoax = Score(on=Flag.HOAX_SUSPECT in on, probability=None)
        note = _note("Tidak memuat kata: hanya emoji, angka, atau tanda baca. Model tidak dipakai.")
        return Assessment(AssessState.DONE, needs, urgent, hoax, (*_rule_reasons(hits), note), self.model_version)

    def _model_reasons(
        self, text: Normalised, log_odds: NDArray[np.float64], hits: Sequence[Hit], scores: Sequence[Score]
    ) -> Iterator[Reason]:
        for head, (flag, score) in enumerate(zip(FLAGS, scores, strict=True)):
            by_rule = any(hit.rule.flag is flag and hit.rule.weight > 0 for hit in hits)
            alone = probability(log_odds[head])
            if score.on and (alone >= self.model.threshold[head]):
                terms = tuple(text.word(at) for at in self.model.strongest(text.words, head, 3))
                yield Reason(flag, ReasonSource.MODEL, f"{_MIRRORS[flag]} (peluang menurut model {alone:.0%})", terms)
            elif score.on and not by_rule:
                yield Reason(flag, ReasonSource.SYSTEM, "Komentar mendesak selalu memerlukan tanggapan")


def decide(log_odds: NDArray[np.float64], hits: Sequence[Hit], threshold: NDArray[np.float32]) -> Scores:
    """A score per flag: rule weights added to the model's log-odds, decisive rules last; urgent needs a response."""
    needs, urgent, hoax = (
        _score(float(log_odds[head]), flag, hits, float(threshold[head])) for head, flag in enumerate(FLAGS)
    )
    return Score(on=needs.on or urgent.on, probability=needs.probability), urgent, hoax


def _score(log_odds: float, flag: Flag, hits: Sequence[Hit], threshold: float) -> Score:
    mine = [hit.rule for hit in hits if hit.rule.flag is flag]
    share = probability(log_odds + sum(rule.weight for rule in mine))
    if any(rule.decisive and rule.weight > 0 for rule in mine):
        return Score(on=True, probability=max(share, 0.95))
    if any(rule.decisive for rule in mine):
        return Score(on=False, probability=min(share, 0.05))
    return Score(on=share >= threshold, probability=share)


def _obstacle(text: Normalised) -> str:
    if not text.clean.strip():
        return "komentar kosong atau hanya memuat karakter yang tidak terlihat"
    return "tulisan ini tidak memakai huruf Latin" if text.has_foreign_letters else ""


def _rule_reasons(hits: Sequence[Hit]) -> Iterator[Reason]:
    return (Reason(hit.rule.flag, ReasonSource.RULE, _sentence(hit), hit.terms) for hit in hits)


def _sentence(hit: Hit) -> str:
    """A rule that speaks against its flag says so, or it would read as a reason for it."""
    return hit.rule.sentence if hit.rule.weight > 0 else f"{hit.rule.sentence} (mengurangi kemungkinan)"


def _note(sentence: str) -> Reason:
    return Reason(Flag.NEEDS_RESPONSE, ReasonSource.SYSTEM, sentence)


def _unassessed(sentence: str, version: str) -> Assessment:
    return Assessment(AssessState.UNASSESSED, _OFF, _OFF, _OFF, (_note(sentence),), version)


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    return (texts[start : start + BATCH] for start in range(0, len(texts), BATCH))
