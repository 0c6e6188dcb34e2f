"""How good is it on comments it has not seen: five folds, near-duplicates kept together, thresholds cross-fitted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.special import expit
from sklearn.model_selection import StratifiedGroupKFold

from classify.classifier import decide
from classify.examples import CorpusError, Examples, clusters, read_examples
from classify.features import features
from classify.fitting import COSTS, Numbers, fit_decision, fit_head
from classify.model import FLAGS, FlagMetrics
from classify.normalise import Normalised, load_normaliser
from classify.rules import RuleBook, load_rules

FOLDS = 5


@dataclass(frozen=True)
class OutOfFold:
    """Raw scores of every text from heads that had not seen it or its near-duplicates, and the fold it was in."""

    scores: Numbers
    fold: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Metrics:
    """Out-of-fold figures of every flag. Those with the rules flatter: whoever wrote the rules had read the corpus."""

    rows: int
    flags: tuple[FlagMetrics, ...]


def evaluate(corpus: Path, seed: int) -> Metrics:
    """Precision, recall and F1 per flag on unseen comments. Raises CorpusError for an unusable corpus."""
    examples = read_examples(corpus)
    plain = [load_normaliser()(text) for text in examples.texts]
    unseen = out_of_fold(examples, features(plain), seed)
    return metrics(examples, plain, unseen, load_rules())


def out_of_fold(examples: Examples, matrix: csr_matrix, seed: int) -> OutOfFold:
    """Fit on four fifths and score the fifth, five times. Raises CorpusError for a flag with too few examples."""
    _check_enough(examples)
    scores = np.zeros(examples.labels.shape)
    fold = np.zeros(len(examples.texts), dtype=np.int8)
    splitter = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed)
    for number, (known, unseen) in enumerate(splitter.split(matrix, _kinds(examples), clusters(examples.texts))):
        fold[unseen] = number
        for head in range(len(FLAGS)):
            scores[unseen, head] = fit_head(matrix[known], examples.labels[known, head], seed).scores(matrix[unseen])
    return OutOfFold(scores, fold)


def _check_enough(examples: Examples) -> None:
    positives = examples.labels.sum(axis=0)
    for flag, found in zip(FLAGS, np.minimum(positives, len(examples.texts) - positives).tolist(), strict=True):
        if found < 2 * FOLDS:
            raise CorpusError(f"{flag}: needs at least {2 * FOLDS} examples with and without it, has {found}")


def _kinds(examples: Examples) -> NDArray[np.int8]:
    """The combination of labels every fold gets its share of; combinations too rare to share out go with the rest."""
    kinds = examples.labels @ np.array([1, 2, 4], dtype=np.int8)
    counts = np.bincount(kinds)
    return np.where(counts[kinds] < FOLDS, np.argmax(counts), kinds).astype(np.int8)


def metrics(examples: Examples, plain: Sequence[Normalised], unseen: OutOfFold, rules: RuleBook) -> Metrics:
    """Decide every text with a calibration and a threshold chosen on the other folds, and count."""
    alone = np.zeros(examples.labels.shape, dtype=bool)
    product = np.zeros(examples.labels.shape, dtype=bool)
    for number in range(FOLDS):
        here = np.flatnonzero(unseen.fold == number)
        log_odds, thresholds = _decisions(examples, unseen, number)
        alone[here] = expit(log_odds[here]) >= thresholds
        for at in here.tolist():
            scores = decide(log_odds[at], rules.hits(plain[at]), thresholds)
            product[at] = [score.on for score in scores]
    flags = tuple(_flag_metrics(head, examples.labels[:, head] == 1, alone, product) for head in range(len(FLAGS)))
    return Metrics(len(examples.texts), flags)


def _decisions(examples: Examples, unseen: OutOfFold, without: int) -> tuple[Numbers, NDArray[np.float32]]:
    known = unseen.fold != without
    log_odds = np.zeros_like(unseen.scores)
    thresholds = np.zeros(len(FLAGS), dtype=np.float32)
    for head, flag in enumerate(FLAGS):
        scores = unseen.scores[:, head]
        calibration, threshold = fit_decision(scores[known], examples.labels[known, head], COSTS[flag])
        log_odds[:, head] = calibration.log_odds(scores)
        thresholds[head] = threshold
    return log_odds, thresholds


def _flag_metrics(
    head: int, truth: NDArray[np.bool_], alone: NDArray[np.bool_], product: NDArray[np.bool_]
) -> FlagMetrics:
    return FlagMetrics(
        FLAGS[head].value, int(truth.sum()), *_rates(truth, alone[:, head]), *_rates(truth, product[:, head])
    )


def _rates(truth: NDArray[np.bool_], flagged: NDArray[np.bool_]) -> tuple[float, float, float]:
    right = int((truth & flagged).sum())
    precision = right / max(int(flagged.sum()), 1)
    recall = right / max(int(truth.sum()), 1)
    both = precision + recall
    return round(precision, 4), round(recall, 4), round(2 * precision * recall / both if both else 0.0, 4)
