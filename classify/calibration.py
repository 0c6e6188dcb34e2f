"""What turns raw scores into probabilities and decisions, fitted on scores of texts the heads had not seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from classify.kinds import Flag
from classify.model import Mix

Numbers = NDArray[np.float64]
Labels = NDArray[np.int8]

READING = 0.5
"""What it costs that a person reads a comment, in false alarms. A decision likely to cost more is left to a person:
C. K. Chow, "On optimum recognition error and reject tradeoff", IEEE Trans. Inf. Theory 16 (1970)."""
FEWEST = 10
"""Examples with and without a flag below which nothing can be learnt of it."""
ABSENT = -20.0
"""Log-odds of an answer no example has: never given, yet finite."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a missed flag and a false alarm cost, in the same unit."""

    missed: float
    false_alarm: float

    @property
    def band(self) -> tuple[float, float]:
        """Between these probabilities either decision is likely to cost more than reading; equal if there are none."""
        low, high = READING / self.missed, 1 - READING / self.false_alarm
        return (low, high) if low < high else (high, high)


COSTS = {
    Flag.NEEDS_RESPONSE: Cost(missed=2, false_alarm=1),
    Flag.URGENT: Cost(missed=5, false_alarm=1),
    Flag.HOAX_SUSPECT: Cost(missed=3, false_alarm=1),
    Flag.ABUSIVE: Cost(missed=1, false_alarm=1),
    Flag.SARA: Cost(missed=2, false_alarm=1),
    Flag.SPAM: Cost(missed=1, false_alarm=1),
}
"""What a missed flag costs against a false one. A missed urgent comment is worth five false alarms, which a person
sees through in seconds; were it worth ten, the top of the queue would mostly cry wolf and no longer be read."""


def fit_flag(scores: Numbers, rules: Numbers, labels: Labels) -> Numbers:
    """Log-odds from score and rule weight (Platt scaling with the rules beside): two slopes and an offset.

    Rules that contradict the labels get no say rather than a negative one. A flag with too few examples is never on.
    """
    if min((labels == 1).sum(), (labels == 0).sum()) < FEWEST:
        return np.array([0.0, 0.0, ABSENT])
    both = _regression().fit(np.column_stack([scores, rules]), labels)
    if both.coef_[0, 1] > 0:
        return np.array([*both.coef_[0], both.intercept_[0]])
    alone = _regression().fit(scores.reshape(-1, 1), labels)
    return np.array([alone.coef_[0, 0], 0.0, alone.intercept_[0]])


def fit_limits(probabilities: Numbers, labels: Labels, cost: Cost) -> Numbers:
    """The threshold of one flag and the band in which a person should read; without positives it is never on."""
    if not (labels == 1).any():
        return np.array([1.0, *cost.band])
    return np.array([choose_threshold(probabilities, labels, cost), *cost.band])


def choose_threshold(probabilities: Numbers, labels: Labels, cost: Cost) -> float:
    """The probability from which flagging is cheapest; of equally cheap ones the lowest, which misses least."""
    order = np.argsort(-probabilities, kind="stable")
    ranked, truth = probabilities[order], labels[order]
    found, false = np.cumsum(truth), np.cumsum(1 - truth)
    total = (found[-1] - found) * cost.missed + false * cost.false_alarm
    last = np.append(ranked[1:] < ranked[:-1], np.True_)  # equal probabilities are flagged together
    best = int(np.flatnonzero(last & (total == total[last].min()))[-1])
    lowest, below = float(ranked[best]), float(ranked[best + 1]) if best + 1 < len(ranked) else 0.0
    # half way to the next text below, so that the threshold does not hang on one text
    middle = (lowest + below) / 2
    return middle if middle > below else lowest


def fit_mix(scores: Numbers, answers: Labels) -> Mix:
    """Probabilities of the answers to one question: a multinomial regression on the raw scores."""
    size = scores.shape[1]
    weights, bias = np.zeros((size, size), dtype=np.float32), np.full(size, ABSENT, dtype=np.float32)
    given = np.unique(answers)
    if len(given) < 2:
        bias[given if len(given) else size - 1] = 0.0  # nothing to tell apart: the only answer there is
        return Mix(weights, bias)
    with threadpool_limits(limits=1):
        fitted = LogisticRegression(C=1.0, max_iter=1000).fit(scores, answers)
    coef, intercept = fitted.coef_, fitted.intercept_
    if len(fitted.classes_) == 2:  # one row speaks for the second of two classes
        coef, intercept = np.vstack([-coef, coef]) / 2, np.array([-intercept[0], intercept[0]]) / 2
    weights[:, fitted.classes_] = coef.T
    bias[fitted.classes_] = intercept
    return Mix(weights, bias)


def _regression() -> LogisticRegression:
    return LogisticRegression(C=100.0, max_iter=2000)
