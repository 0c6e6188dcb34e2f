"""Rules and model together: what a comment is flagged with, and why, in sentences a person can check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from classify import decide
from classify.assessment import NOT_FLAGGED, Assessment, Choice, Reason, Score
from classify.errors import ClassifierError
from classify.explain import note, reasons_for, rule_reasons
from classify.features import features
from classify.kinds import FLAGS, NO_TOPIC, Flag, Intent, Sentiment, Topic
from classify.model import Model, ModelError, answer_columns, load_model
from classify.nearest import ExampleIndex, load_example_index
from classify.normalise import Normalised, Normaliser, load_normaliser
from classify.rules import Hit, RuleBook, load_rules
from ingest.kinds import AssessState

BATCH = 500
UNAVAILABLE_VERSION = "tidak-tersedia"

Numbers = NDArray[np.float64]


class Assessor(Protocol):
    """Anything that judges texts: the classifier, or what stands in while it cannot run."""

    @property
    def model_version(self) -> str:
        """What the verdicts are signed with."""

    @property
    def trouble(self) -> str:
        """Why it is not the whole classifier that judges; empty when it is."""

    def assess(self, texts: Sequence[str]) -> list[Assessment]:
        """One verdict per text, in the same order. Never raises on account of a text."""

    def raised(self, assessment: Assessment, by: float, reason: Reason) -> Assessment:
        """The verdict with ``by`` log-odds more for urgent, and the reason where that is what it is."""


@dataclass(frozen=True)
class UnavailableClassifier:
    """Stands in while nothing can judge: every comment reaches the queue as "belum dinilai", with the reason."""

    trouble: str
    model_version: str = UNAVAILABLE_VERSION

    def assess(self, texts: Sequence[str]) -> list[Assessment]:
        """UNASSESSED for every text."""
        return [_unassessed(f"Belum dinilai: {self.trouble}", self.model_version) for _ in texts]

    def raised(self, assessment: Assessment, by: float, reason: Reason) -> Assessment:
        """The verdict as it is: nothing was decided that could be raised."""
        return assessment


@dataclass(frozen=True)
class RulesOnly:
    """Stands in while there is no usable model: "belum dinilai", yet what a rule finds is flagged all the same."""

    trouble: str
    rules: RuleBook
    normaliser: Normaliser

    @classmethod
    def load(cls, trouble: str) -> RulesOnly:
        """The rules in force. Raises BadRulesError when they cannot be used either."""
        return cls(trouble, load_rules(), load_normaliser())

    @property
    def model_version(self) -> str:
        """The state of the rules: no model has a say."""
        return f"aturan-{self.rules.digest[:8]}"

    def assess(self, texts: Sequence[str]) -> list[Assessment]:
        """UNASSESSED with the flags of the rules: judged anew as soon as there is a model."""
        return [self._one(self.normaliser(text)) for text in texts]

    def _one(self, text: Normalised) -> Assessment:
        found = _by_rules(self.rules.hits(text), self.model_version, text)
        hint = note(f"Belum dinilai model, hanya aturan: {self.trouble}")
        return replace(found, state=AssessState.UNASSESSED, reasons=(*found.reasons, hint))

    def raised(self, assessment: Assessment, by: float, reason: Reason) -> Assessment:
        """The verdict as it is: there is no probability that could be raised."""
        return assessment


@dataclass(frozen=True)
class Classifier:
    """Rules, model and labelled examples loaded once, used for every batch."""

    model: Model
    rules: RuleBook
    normaliser: Normaliser
    examples: ExampleIndex
    trouble: str = ""

    @classmethod
    def load(cls, model_path: Path) -> Classifier:
        """The classifier in force. Raises ModelError or BadRulesError; the caller then uses what stands in."""
        normaliser = load_normaliser()
        return cls(load_model(model_path), load_rules(), normaliser, load_example_index(normaliser))

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

    def raised(self, assessment: Assessment, by: float, reason: Reason) -> Assessment:
        """The verdict with ``by`` log-odds more for urgent, and the reason where that is what it is."""
        threshold, low, high = self.model.limits[FLAGS.index(Flag.URGENT)].tolist()
        return decide.raised(assessment, by, (threshold, low, high), reason)

    def _assess_batch(self, texts: Sequence[str]) -> list[Assessment]:
        plain = [self.normaliser(text) for text in texts]
        hits = [self.rules.hits(text) for text in plain]
        scores = self.model.scores(features(plain))
        shares = decide.probabilities(scores[:, : len(FLAGS)], hits, self.model.platt)
        on, unsure = decide.flagged(shares, self.model.limits), decide.doubtful(shares, self.model.limits)
        choices = self._choices(scores)
        return [
            self._one(plain[row], hits[row], decide.scores_of(shares[row], on[row], unsure[row]), choices[row])
            for row in range(len(plain))
        ]

    def _choices(self, scores: Numbers) -> list[tuple[Choice[Intent], Choice[Sentiment], Choice[Topic]]]:
        columns = []
        for question, mix in self.model.mixes.items():
            shares = mix.probabilities(scores[:, answer_columns(question)])
            best = shares.argmax(axis=1)
            columns.append(
                [(question.answers[at], float(share[at])) for at, share in zip(best.tolist(), shares, strict=True)]
            )
        return [
            (Choice(Intent(intent), p), Choice(Sentiment(sentiment), q), Choice(_topic(topic), r))
            for (intent, p), (sentiment, q), (topic, r) in zip(*columns, strict=True)
        ]

    def _one(
        self,
        text: Normalised,
        hits: Sequence[Hit],
        scores: Sequence[Score],
        choices: tuple[Choice[Intent], Choice[Sentiment], Choice[Topic]],
    ) -> Assessment:
        if obstacle := _obstacle(text):
            return _unassessed(f"Tidak dapat dinilai: {obstacle}", self.model_version)
        if not text.has_words:
            found = _by_rules(hits, self.model_version, text)
            return replace(found, reasons=(*found.reasons, note(_WORDLESS)))
        reasons = tuple(reasons_for(text, hits, scores, self.model, self.examples))
        needs, urgent, hoax, abusive, sara, spam = scores
        intent, sentiment, topic = choices
        return Assessment(
            AssessState.DONE, needs, urgent, hoax, reasons, self.model_version,
            abusive, sara, spam, intent, sentiment, topic,
        )  # fmt: skip


def load_assessor(model_path: Path) -> Assessor:
    """The classifier; without a usable model the rules alone; without those nothing, and each says why."""
    try:
        return Classifier.load(model_path)
    except ModelError as error:
        return _without_model(str(error))
    except ClassifierError as error:
        return UnavailableClassifier(str(error))


def _without_model(trouble: str) -> Assessor:
    try:
        return RulesOnly.load(trouble)
    except ClassifierError as error:
        return UnavailableClassifier(f"{trouble} {error}")


_WORDLESS = "Tidak memuat kata: hanya emoji, angka, atau tanda baca. Model tidak dipakai."


def _topic(answer: str) -> Topic | None:
    return None if answer == NO_TOPIC else Topic(answer)


def _by_rules(hits: Sequence[Hit], version: str, text: Normalised) -> Assessment:
    """Only a rule can flag it, and the model is not asked to guess."""
    flags = {hit.rule.flag for hit in hits if hit.rule.weight > 0}
    scores = {flag: Score(on=flag in flags, probability=None) for flag in FLAGS}
    needs = Score(on=bool(flags & {Flag.NEEDS_RESPONSE, Flag.URGENT}), probability=None)
    return Assessment(
        AssessState.DONE, needs, scores[Flag.URGENT], scores[Flag.HOAX_SUSPECT], tuple(rule_reasons(hits, text)),
        version, scores[Flag.ABUSIVE], scores[Flag.SARA], scores[Flag.SPAM],
    )  # fmt: skip


def _obstacle(text: Normalised) -> str:
    if not text.clean.strip():
        return "komentar kosong atau hanya memuat karakter yang tidak terlihat"
    return "tulisan ini tidak memakai huruf Latin" if text.has_foreign_letters else ""


def _unassessed(sentence: str, version: str) -> Assessment:
    return Assessment(AssessState.UNASSESSED, NOT_FLAGGED, NOT_FLAGGED, NOT_FLAGGED, (note(sentence),), version)


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    return (texts[start : start + BATCH] for start in range(0, len(texts), BATCH))
