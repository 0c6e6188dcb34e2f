"""Figures from truth and decisions; the only place where precision, recall and the like are counted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import accuracy_score, brier_score_loss, f1_score, precision_score, recall_score

from classify.card import ChoiceFigures, FlagFigures
from classify.kinds import Flag, Question

Numbers = NDArray[np.float64]
Truth = NDArray[np.int8]
Decided = NDArray[np.bool_]


def flag_figures(flag: Flag, truth: Truth, share: Numbers, on: Decided, unsure: Decided) -> FlagFigures:
    """How well one flag was decided, on texts whose label is known."""
    right, sure = on == (truth == 1), ~unsure
    return FlagFigures(
        flag=flag.value,
        rows=len(truth),
        positives=int((truth == 1).sum()),
        precision=_rounded(precision_score(truth, on, zero_division=0)),
        recall=_rounded(recall_score(truth, on, zero_division=0)),
        f1=_rounded(f1_score(truth, on, zero_division=0)),
        macro_f1=_rounded(f1_score(truth, on, average="macro", zero_division=0)),
        false_alarms=_rounded(float(on[truth == 0].mean()) if (truth == 0).any() else 0.0),
        recall_at_five=_rounded(recall_at(truth, share, false_alarms=0.05)),
        doubtful=_rounded(float(unsure.mean())),
        right_outside=_rounded(float(right[sure].mean()) if sure.any() else 0.0),
        brier=_rounded(brier_score_loss(truth, share)),
    )


def choice_figures(question: Question, truth: Truth, chosen: NDArray[np.intp]) -> ChoiceFigures:
    """How well one question was answered, on texts whose label is known."""
    macro = f1_score(truth, chosen, average="macro", zero_division=0)
    return ChoiceFigures(question.value, len(truth), _rounded(accuracy_score(truth, chosen)), _rounded(macro))


def recall_at(truth: Truth, share: Numbers, *, false_alarms: float) -> float:
    """The share of positives found when at most that share of the others is flagged."""
    others, wanted = np.sort(share[truth == 0])[::-1], share[truth == 1]
    if not len(wanted):
        return 0.0
    allowed = int(len(others) * false_alarms)
    limit = others[allowed] if allowed < len(others) else -1.0
    return float((wanted > limit).mean())


def _rounded(value: float) -> float:
    return round(float(value), 4)
