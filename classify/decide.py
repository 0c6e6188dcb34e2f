"""From scores and rules to decisions: pure arithmetic in log-odds, the same in training, measuring and judging."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from classify.assessment import Assessment, Reason, Score
from classify.kinds import FLAGS, Flag
from classify.rules import Hit

Numbers = NDArray[np.float64]

CERTAIN = 3.0
"""Log-odds (probability 0.95) a decisive rule gives at least."""
_FARTHEST = 30.0
"""Log-odds beyond this say nothing more, and their exponential still fits a float."""


def sigmoid(log_odds: Numbers) -> Numbers:
    """Log-odds as probabilities."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(log_odds, -_FARTHEST, _FARTHEST))), dtype=np.float64)


def rule_weights(hits: Sequence[Sequence[Hit]]) -> Numbers:
    """The sum of the weights of the rules that fit, one row per text, one column per flag."""
    sums = np.zeros((len(hits), len(FLAGS)))
    for row, found in enumerate(hits):
        for hit in found:
            sums[row, FLAGS.index(hit.rule.flag)] += hit.rule.weight
    return sums


def decisive(hits: Sequence[Sequence[Hit]]) -> NDArray[np.int8]:
    """1 where a rule settles the flag, -1 where one settles that it is off, 0 elsewhere."""
    settled = np.zeros((len(hits), len(FLAGS)), dtype=np.int8)
    for row, found in enumerate(hits):
        for hit in found:
            if hit.rule.decisive:
                column = FLAGS.index(hit.rule.flag)
                settled[row, column] = 1 if hit.rule.weight > 0 else settled[row, column] or -1
    return settled


def probabilities(scores: Numbers, hits: Sequence[Sequence[Hit]], platt: NDArray[np.float32]) -> Numbers:
    """The calibrated probability of every flag, rules counted: one row per text, one column per flag."""
    log_odds = scores * platt[:, 0] + rule_weights(hits) * platt[:, 1] + platt[:, 2]
    settled = decisive(hits)
    log_odds = np.where(settled > 0, np.maximum(log_odds, CERTAIN), log_odds)
    return sigmoid(np.where(settled < 0, np.minimum(log_odds, -CERTAIN), log_odds))


def flagged(shares: Numbers, limits: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which flags are on; what is urgent always needs a response."""
    on: NDArray[np.bool_] = shares >= limits[..., 0]
    on[:, FLAGS.index(Flag.NEEDS_RESPONSE)] |= on[:, FLAGS.index(Flag.URGENT)]
    return on


def doubtful(shares: Numbers, limits: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which decisions a person should make: reading costs less there than being wrong is likely to cost."""
    inside: NDArray[np.bool_] = (shares > limits[..., 1]) & (shares < limits[..., 2])
    return inside


def scores_of(shares: Numbers, on: NDArray[np.bool_], unsure: NDArray[np.bool_]) -> list[Score]:
    """The decisions on one text, in the order of the flags."""
    rows = zip(on.tolist(), shares.tolist(), unsure.tolist(), strict=True)
    return [Score(flag_on, share, flag_unsure) for flag_on, share, flag_unsure in rows]


def raised(assessment: Assessment, by: float, limit: tuple[float, float, float], reason: Reason) -> Assessment:
    """The verdict with ``by`` log-odds more for urgent, as ``limit`` (threshold and band) decides it then.

    The reason is only given where the comment is urgent: elsewhere it would explain nothing that a person sees.
    """
    before = assessment.urgent
    if before.probability is None or by <= 0:
        return assessment
    odds = math.log(max(before.probability, 1e-9) / max(1 - before.probability, 1e-9)) + by
    share = 1 / (1 + math.exp(-max(-_FARTHEST, min(odds, _FARTHEST))))
    after = Score(on=before.on or share >= limit[0], probability=share, doubtful=limit[1] < share < limit[2])
    if not after.on:
        return replace(assessment, urgent=after)
    return assessment.with_score(Flag.URGENT, after, reason)
