"""Fitting one head: a linear support vector machine whose columns are first scaled by how much each tells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags_array
from sklearn.svm import LinearSVC

Numbers = NDArray[np.float64]

REGULARISATION = 0.3
"""``C`` of the heads; chosen, as smoothing, floor and power, by grouped cross-validation on training rows alone."""
SMOOTHING = 1.0
"""Added to what a column sums up to in either class, so that a column seen once tells little."""
FLOOR = 0.2
"""What even a column that tells nothing is scaled by, before the power: beside others it may."""
POWER = 0.7
"""Of the log-count ratio: below 1 so that few columns do not decide alone."""
ITERATIONS = 3000
TOLERANCE = 0.1
"""Where the solver stops, as the authors of liblinear set it; a hundredth of it changes no third digit of a figure."""
UNKNOWN = -1
"""Stands where nobody gave a label."""


@dataclass(frozen=True)
class Head:
    """One linear head before calibration."""

    coef: NDArray[np.float32]
    intercept: float

    def scores(self, matrix: csr_matrix) -> Numbers:
        """Raw decision scores, one per row."""
        return np.asarray(matrix @ self.coef + self.intercept, dtype=np.float64)


def fit_head(matrix: csr_matrix, labels: NDArray[np.int8], seed: int) -> Head:
    """Fit one head on labels 0 and 1, both of which occur and weigh the same together.

    After S. Wang and C. Manning, "Baselines and Bigrams" (ACL 2012): columns scaled by their log-count ratio, here by a
    power of its size, since the classes differ in size and the weights find the sign themselves.
    """
    [head] = fit_heads(matrix, labels.reshape(-1, 1), seed)
    assert head is not None, "both labels occur"
    return head


def fit_heads(matrix: csr_matrix, targets: NDArray[np.int8], seed: int) -> list[Head | None]:
    """The same for every column of ``targets``, on the rows that have a label (not UNKNOWN) for it.

    None for a column that has only one kind of label.
    """
    # columns no text has would get weight 0 anyway; leaving them out makes fitting several times faster
    used = np.unique(matrix.indices)
    rows = matrix[:, used].astype(np.float64)

    def fit(labels: NDArray[np.int8]) -> Head | None:
        known = np.flatnonzero(labels != UNKNOWN)
        if len(np.unique(labels[known])) < 2:
            return None
        coef = np.zeros(matrix.shape[1], dtype=np.float32)
        coef[used], intercept = _fit(rows if len(known) == len(labels) else rows[known], labels[known], seed)
        return Head(coef, intercept)

    # one after the other: the solver draws from one source of chance, and the same seed must give the same file
    return [fit(labels) for labels in targets.T]


def _fit(rows: csr_matrix, labels: NDArray[np.int8], seed: int) -> tuple[Numbers, float]:
    scale = _telling(rows, labels == 1)
    machine = LinearSVC(
        C=REGULARISATION, class_weight="balanced", tol=TOLERANCE, max_iter=ITERATIONS, random_state=seed
    )
    machine.fit(rows @ diags_array(scale), labels)
    return machine.coef_[0] * scale, float(machine.intercept_[0])


def _telling(rows: csr_matrix, positive: NDArray[np.bool_]) -> Numbers:
    """How much each column tells the two classes apart."""
    sizes = abs(rows)
    share = positive.mean()
    inside = np.asarray(sizes[positive].sum(axis=0)).ravel() / share
    outside = np.asarray(sizes[~positive].sum(axis=0)).ravel() / (1 - share)
    ratio = np.abs(np.log((inside + SMOOTHING) / (outside + SMOOTHING)))
    return np.asarray((ratio + FLOOR) ** POWER, dtype=np.float64)
