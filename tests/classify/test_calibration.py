"""Scores become probabilities, bands and answers, also where there is little or nothing to learn from."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.calibration import ABSENT, COSTS, READING, Cost, choose_threshold, fit_flag, fit_limits, fit_mix
from classify.decide import sigmoid
from classify.kinds import Flag

CHANCE = np.random.default_rng(5)


def labelled(count: int = 400) -> tuple[np.ndarray, np.ndarray]:
    truth = (CHANCE.random(count) < 0.3).astype(np.int8)
    return truth * 2.0 - 1 + CHANCE.normal(size=count), truth


def test_probabilities_rise_with_the_score_and_mean_what_they_say():
    scores, truth = labelled(4000)
    slope, rules, offset = fit_flag(scores, np.zeros(len(scores)), truth)
    shares = sigmoid(scores * slope + offset)
    assert slope > 0
    assert rules == 0
    middle = (shares > 0.4) & (shares < 0.6)
    assert truth[middle].mean() == pytest.approx(0.5, abs=0.08)


def test_a_rule_that_is_right_counts_and_one_that_contradicts_has_no_say():
    scores, truth = labelled()
    assert fit_flag(scores, truth * 4.0, truth)[1] > 0
    assert fit_flag(scores, (1 - truth) * 4.0, truth)[1] == 0


@pytest.mark.parametrize("positives", [0, 3])
def test_a_flag_with_hardly_any_example_is_never_on(positives: int):
    scores, truth = np.zeros(50), np.array([1] * positives + [0] * (50 - positives), dtype=np.int8)
    slope, _, offset = fit_flag(scores, scores, truth)
    threshold = fit_limits(sigmoid(scores * slope + offset), truth, COSTS[Flag.SARA])[0]
    assert (slope, offset) == (0.0, ABSENT)
    assert threshold > 0 or positives


def test_without_one_example_the_threshold_cannot_be_reached():
    assert fit_limits(np.array([0.2, 0.9]), np.zeros(2, dtype=np.int8), COSTS[Flag.SPAM])[0] == 1.0


def test_a_dear_miss_lowers_the_threshold():
    shares, labels = np.array([0.1, 0.2, 0.3, 0.9]), np.array([0, 1, 0, 1], dtype=np.int8)
    assert choose_threshold(shares, labels, Cost(missed=10, false_alarm=1)) == pytest.approx(0.15)
    assert choose_threshold(shares, labels, Cost(missed=0.5, false_alarm=1)) == pytest.approx(0.6)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=30), st.floats(0.2, 20))
def test_no_other_threshold_is_cheaper(pairs: list[tuple[float, bool]], missed: float):
    shares, labels = np.array([share for share, _ in pairs]), np.array([on for _, on in pairs], dtype=np.int8)

    def price(threshold: float) -> float:
        on = shares >= threshold
        return float((~on & (labels == 1)).sum() * missed + (on & (labels == 0)).sum())

    chosen = price(choose_threshold(shares, labels, Cost(missed, 1)))
    assert all(chosen <= price(other) + 1e-9 for other in shares.tolist())


def test_the_band_is_where_either_decision_costs_more_than_reading():
    low, high = Cost(missed=4, false_alarm=1).band
    assert low * 4 == pytest.approx(READING)
    assert (1 - high) * 1 == pytest.approx(READING)
    assert Cost(missed=0.9, false_alarm=0.9).band[0] >= Cost(missed=0.9, false_alarm=0.9).band[1]


@pytest.mark.parametrize("answers", [[], [1, 1], [0, 2, 0, 2]])
def test_answers_that_nobody_gave_are_not_given(answers: list[int]):
    scores = CHANCE.normal(size=(len(answers), 3))
    mix = fit_mix(scores, np.array(answers, dtype=np.int8))
    shares = mix.probabilities(CHANCE.normal(size=(5, 3)))
    assert shares.sum(axis=1) == pytest.approx(np.ones(5))
    missing = sorted({0, 1, 2} - set(answers or [2]))
    assert shares[:, missing].max() < 0.01
