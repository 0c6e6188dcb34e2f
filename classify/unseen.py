"""Scores of every text from heads that had not seen it or its near-duplicates: five folds, never a twin across."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.model_selection import StratifiedGroupKFold

from classify.calibration import FEWEST
from classify.examples import CorpusError, Examples, clusters
from classify.fitting import UNKNOWN, fit_heads
from classify.kinds import FLAGS, QUESTIONS, Flag
from classify.model import COLUMNS, answer_columns

Numbers = NDArray[np.float64]
FOLDS = 5
NEEDED = (Flag.NEEDS_RESPONSE, Flag.URGENT, Flag.HOAX_SUSPECT)
"""Without these a model is of no use; a flag beside them that has too few examples is never on."""


@dataclass(frozen=True)
class OutOfFold:
    """Raw scores, one column per flag and answer, and the fold each text was in."""

    scores: Numbers
    fold: NDArray[np.int8]


@dataclass(frozen=True)
class Heads:
    """Linear columns, one per flag and answer."""

    coef: NDArray[np.float32]
    intercept: NDArray[np.float32]

    def scores(self, matrix: csr_matrix) -> Numbers:
        """Raw scores, one row per text."""
        return np.asarray(matrix @ self.coef + self.intercept, dtype=np.float64)


def fit_all(matrix: csr_matrix, targets: NDArray[np.int8], seed: int) -> Heads:
    """Fit every column on the rows that have a label for it; one that has only one kind of label stays 0."""
    coef = np.zeros((matrix.shape[1], COLUMNS), dtype=np.float32)
    intercept = np.zeros(COLUMNS, dtype=np.float32)
    for column, head in enumerate(fit_heads(matrix, targets, seed)):
        if head is not None:
            coef[:, column], intercept[column] = head.coef, head.intercept
    return Heads(coef, intercept)


def targets_of(examples: Examples) -> NDArray[np.int8]:
    """What each column should say of each text: flags, then each answer against the others; UNKNOWN without label."""
    targets = np.full((len(examples.texts), COLUMNS), UNKNOWN, dtype=np.int8)
    targets[:, : len(FLAGS)] = examples.flags
    for question in QUESTIONS:
        given = examples.answers(question)
        known, columns = given != UNKNOWN, answer_columns(question)
        targets[known, columns] = given[known, None] == np.arange(len(question.answers))
    return targets


def out_of_fold(examples: Examples, matrix: csr_matrix, seed: int) -> OutOfFold:
    """Fit on four fifths and score the fifth, five times. Raises CorpusError for a flag with too few examples."""
    _check_enough(examples)
    targets = targets_of(examples)
    scores = np.zeros((len(examples.texts), COLUMNS))
    fold = np.zeros(len(examples.texts), dtype=np.int8)
    splitter = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed)
    for number, (known, unseen) in enumerate(splitter.split(matrix, _kinds(examples), clusters(examples.texts))):
        fold[unseen] = number
        scores[unseen] = fit_all(matrix[known], targets[known], seed).scores(matrix[unseen])
    return OutOfFold(scores, fold)


def _check_enough(examples: Examples) -> None:
    for flag in NEEDED:
        given = examples.flagged(flag)
        found = min(int((given == 1).sum()), int((given == 0).sum()))
        if found < FEWEST:
            raise CorpusError(f"{flag}: needs at least {FEWEST} examples with and without it, has {found}")


def _kinds(examples: Examples) -> NDArray[np.int64]:
    """The combination of labels every fold gets its share of; combinations too rare to share out go with the rest."""
    combined = (examples.flags[:, :3] == 1) @ np.array([1, 2, 4])
    counts = np.bincount(combined)
    return np.where(counts[combined] < FOLDS, np.argmax(counts), combined)
