"""How good is it on comments it has not seen: five folds whose calibration comes from the others, and the holdout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from classify import decide
from classify.calibration import COSTS, fit_flag, fit_limits, fit_mix
from classify.card import Figures
from classify.examples import Examples
from classify.features import features
from classify.fitting import UNKNOWN
from classify.kinds import FLAGS, QUESTIONS, Question
from classify.measure import choice_figures, flag_figures
from classify.model import Mix, Model, answer_columns
from classify.normalise import Normalised, load_normaliser
from classify.rules import Hit, RuleBook, load_rules
from classify.unseen import FOLDS, OutOfFold, out_of_fold

Numbers = NDArray[np.float64]
Hits = Sequence[Sequence[Hit]]


@dataclass(frozen=True)
class Prepared:
    """A corpus made ready: plain texts, features, and the rules that fit each text."""

    examples: Examples
    matrix: csr_matrix
    hits: tuple[tuple[Hit, ...], ...]


@dataclass(frozen=True)
class Decisions:
    """Fitted on scores of unseen texts: what turns raw scores into probabilities and decisions."""

    platt: NDArray[np.float32]
    limits: NDArray[np.float32]
    mixes: dict[Question, Mix]


def prepare(examples: Examples, rules: RuleBook) -> Prepared:
    """Normalise, count and look for rules, once for everything that follows."""
    plain: list[Normalised] = list(map(load_normaliser(), examples.texts))
    return Prepared(examples, features(plain), tuple(tuple(rules.hits(text)) for text in plain))


def evaluate(examples: Examples, seed: int) -> Figures:
    """Figures of the corpus itself, out of fold. Raises CorpusError for an unusable corpus."""
    prepared = prepare(examples, load_rules())
    return cross_fitted(prepared, out_of_fold(examples, prepared.matrix, seed))


def fit_decisions(prepared: Prepared, scores: Numbers, rows: NDArray[np.intp]) -> Decisions:
    """Calibration, thresholds and bands from these rows, whose scores come from heads that had not seen them."""
    weights = decide.rule_weights([prepared.hits[row] for row in rows])
    flags = prepared.examples.flags[rows]
    platt = np.array([_fit_flag(scores[rows, head], weights[:, head], flags[:, head]) for head in range(len(FLAGS))])
    shares = decide.probabilities(scores[rows, : len(FLAGS)], [prepared.hits[row] for row in rows], platt)
    limits = np.array([_fit_limits(shares[:, head], flags[:, head], head) for head in range(len(FLAGS))])
    mixes = {question: _fit_mix(prepared, scores, rows, question) for question in QUESTIONS}
    return Decisions(platt.astype(np.float32), limits.astype(np.float32), mixes)


def _fit_flag(scores: Numbers, weights: Numbers, labels: NDArray[np.int8]) -> Numbers:
    known = labels != UNKNOWN
    return fit_flag(scores[known], weights[known], labels[known])


def _fit_limits(shares: Numbers, labels: NDArray[np.int8], head: int) -> Numbers:
    known = labels != UNKNOWN
    return fit_limits(shares[known], labels[known], COSTS[FLAGS[head]])


def _fit_mix(prepared: Prepared, scores: Numbers, rows: NDArray[np.intp], question: Question) -> Mix:
    answers = prepared.examples.answers(question)[rows]
    known = answers != UNKNOWN
    return fit_mix(scores[rows[known], answer_columns(question)], answers[known])


def cross_fitted(prepared: Prepared, unseen: OutOfFold) -> Figures:
    """Decide every text with a calibration and thresholds chosen on the other folds, and count."""
    count = len(prepared.examples.texts)
    shares, limits = np.zeros((count, len(FLAGS))), np.zeros((count, len(FLAGS), 3), dtype=np.float32)
    chosen = {question: np.zeros(count, dtype=np.intp) for question in QUESTIONS}
    for number in range(FOLDS):
        here, others = np.flatnonzero(unseen.fold == number), np.flatnonzero(unseen.fold != number)
        fitted = fit_decisions(prepared, unseen.scores, others)
        hits = [prepared.hits[row] for row in here]
        shares[here] = decide.probabilities(unseen.scores[here, : len(FLAGS)], hits, fitted.platt)
        limits[here] = fitted.limits
        for question, mix in fitted.mixes.items():
            chosen[question][here] = mix.probabilities(unseen.scores[here, answer_columns(question)]).argmax(axis=1)
    return _figures("lima lipatan", prepared.examples, shares, limits, chosen)


def judged(name: str, model: Model, prepared: Prepared) -> Figures:
    """Figures of a model on comments it never learnt from."""
    scores = model.scores(prepared.matrix)
    shares = decide.probabilities(scores[:, : len(FLAGS)], prepared.hits, model.platt)
    limits = np.broadcast_to(model.limits, (len(shares), *model.limits.shape))
    chosen = {
        question: mix.probabilities(scores[:, answer_columns(question)]).argmax(axis=1)
        for question, mix in model.mixes.items()
    }
    return _figures(name, prepared.examples, shares, limits, chosen)


def _figures(
    name: str,
    examples: Examples,
    shares: Numbers,
    limits: NDArray[np.float32],
    chosen: dict[Question, NDArray[np.intp]],
) -> Figures:
    on, unsure = decide.flagged(shares, limits), decide.doubtful(shares, limits)
    flags = []
    for head, flag in enumerate(FLAGS):
        truth = examples.flagged(flag)
        rows = np.flatnonzero(truth != UNKNOWN)
        if len(rows):
            flags.append(flag_figures(flag, truth[rows], shares[rows, head], on[rows, head], unsure[rows, head]))
    choices = []
    for question in QUESTIONS:
        given = examples.answers(question)
        rows = np.flatnonzero(given != UNKNOWN)
        if len(rows):
            choices.append(choice_figures(question, given[rows], chosen[question][rows]))
    return Figures(name, tuple(flags), tuple(choices))
