"""Fitting the heads, their calibration and their thresholds from the cost of each kind of mistake."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from classify.assessment import Flag

Numbers = NDArray[np.float64]

REGULARISATION = 4.0
"""``C`` of the heads, fixed beforehand: with some hundred short texts it is not searched for."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a missed flag and a false alarm cost, in the same unit."""

    missed: float
    false_alarm: float


COSTS = {
    Flag.NEEDS_RESPONSE: Cost(missed=2, false_alarm=1),
    Flag.URGENT: Cost(missed=3, false_alarm=1),
    Flag.HOAX_SUSPECT: Cost(missed=3, false_alarm=1),
}
"""What a missed flag costs against a false one. A missed urgent comment is worth three false alarms, not ten: rules
carry part of its recall, and a queue whose top mostly cries wolf is not read."""


@dataclass(frozen=True)
class Head:
    """One linear head before calibration."""

    coef: Numbers
    intercept: float

    def scores(self, matrix: csr_matrix) -> Numbers:
        """Raw decision scores, one per row."""
        return np.asarray(matrix @ self.coef + self.intercept, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Platt scaling: the probability is ``expit(slope * score + offset)``."""

    slope: float
    offset: float

    def log_odds(self, scores: Numbers) -> Numbers:
        """Calibrated log-odds of raw scores."""
        return scores * self.slope + self.offset


def fit_head(matrix: csr_matrix, labels: NDArray[np.int8], seed: int) -> Head:
    """A logistic regression in which both classes weigh the same."""
    # columns no text has would get weight 0 anyway; leaving them out makes fitting several times faster
    used = np.unique(matrix.indices)
    fitted = _fitted(
        LogisticRegression(C=REGULARISATION, class_weight="balanced", max_iter=2000, random_state=seed),
        matrix[:, used],
        labels,
    )
    coef = np.zeros(matrix.shape[1])
    coef[used] = fitted.coef_[0]
    return Head(coef, float(fitted.intercept_[0]))


def fit_calibration(scores: Numbers, labels: NDArray[np.int8]) -> Calibration:
    """Platt scaling on scores of texts the head had not seen."""
    fitted = _fitted(LogisticRegression(C=100.0, max_iter=2000), scores.reshape(-1, 1), labels)
    return Calibration(float(fitted.coef_[0, 0]), float(fitted.intercept_[0]))


def _fitted(
    regression: LogisticRegression, matrix: csr_matrix | Numbers, labels: NDArray[np.int8]
) -> LogisticRegression:
    """Fit on one thread: problems this small take six times longer on two cores, and far longer on busy ones."""
    with threadpool_limits(limits=1):
        return regression.fit(matrix, labels)


def choose_threshold(probabilities: Numbers, labels: NDArray[np.int8], cost: Cost) -> float:
    """The probability from which flagging is cheapest; of equally cheap ones the lowest, which misses least."""
    candidates = np.unique(probabilities)
    flagged = probabilities[None, :] >= candidates[:, None]
    missed = (~flagged & (labels == 1)).sum(axis=1)
    false = (flagged & (labels == 0)).sum(axis=1)
    best = int(np.argmin(missed * cost.missed + false * cost.false_alarm))
    below = float(candidates[best - 1]) if best else 0.0
    # half way to the next text below, so that the threshold does not hang on one text
    return (float(candidates[best]) + below) / 2


def fit_decision(scores: Numbers, labels: NDArray[np.int8], cost: Cost) -> tuple[Calibration, float]:
    """Calibration and threshold of one flag from out-of-fold scores."""
    calibration = fit_calibration(scores, labels)
    return calibration, choose_threshold(expit(calibration.log_odds(scores)), labels, cost)
