"""Whether one model decides better than another on comments neither has learnt from, and how sure that is.

Both decide the same comments, so they are compared comment by comment: a paired bootstrap (Efron and Tibshirani, "An
Introduction to the Bootstrap", 1993) says in how many redrawn sets of these comments the second one is ahead.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classify import decide
from classify.evaluate import Prepared
from classify.examples import Examples
from classify.fitting import UNKNOWN
from classify.kinds import FLAGS, Flag
from classify.model import Model
from classify.unseen import NEEDED

ROUNDS = 2_000
"""Redrawn sets: the share of them in which a model is ahead is then known to about one point in a hundred."""
EACH = 5
"""Comments with and without a flag below which its figures say nothing."""

Numbers = NDArray[np.float64]
Decided = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class HeadComparison:
    """One flag decided by both models; shares from 0 to 1. ``mended`` and ``broken`` count single comments."""

    flag: Flag
    rows: int
    positives: int
    before: float
    after: float
    recall_before: float
    recall_after: float
    mended: int
    broken: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two models on the same comments. ``before`` and ``after`` are means of macro-F1 over ``heads``.

    ``likely`` is the share of redrawn sets in which the second model is ahead.
    """

    heads: tuple[HeadComparison, ...]
    before: float
    after: float
    likely: float


def counted(examples: Examples) -> tuple[Flag, ...]:
    """The flags that have enough labelled comments with and without them to be compared."""
    return tuple(flag for flag in NEEDED if min(_with(examples, flag, 1), _with(examples, flag, 0)) >= EACH)


def compare(current: Model, candidate: Model, prepared: Prepared, seed: int) -> Comparison:
    """Both models on these comments. The same seed gives the same answer."""
    before, after = decided(current, prepared), decided(candidate, prepared)
    flags = counted(prepared.examples)
    heads = tuple(_head(prepared.examples, flag, before, after) for flag in flags)
    drawn = _draws(len(prepared.examples.texts), seed)
    gain = _mean(prepared.examples, flags, after, drawn) - _mean(prepared.examples, flags, before, drawn)
    return Comparison(
        heads,
        before=float(np.mean([head.before for head in heads])) if heads else 0.0,
        after=float(np.mean([head.after for head in heads])) if heads else 0.0,
        likely=float((gain > 0).mean()),
    )


def decided(model: Model, prepared: Prepared) -> Decided:
    """What a model flags, rules counted: one row per text, one column per flag."""
    scores = model.scores(prepared.matrix)
    return decide.flagged(decide.probabilities(scores[:, : len(FLAGS)], prepared.hits, model.platt), model.limits)


def macro_f1(truth: Decided, on: Decided, weights: Numbers) -> Numbers:
    """The mean of the F1 of yes and of no, for every row of weights; 0 for a side that never occurs."""
    right_yes, right_no = weights @ (truth & on), weights @ (~truth & ~on)
    wrong = weights @ (truth != on)
    return (_f1(right_yes, wrong) + _f1(right_no, wrong)) / 2


def _f1(right: Numbers, wrong: Numbers) -> Numbers:
    return np.asarray(2 * right / np.maximum(2 * right + wrong, 1e-12), dtype=np.float64)


def _head(examples: Examples, flag: Flag, before: Decided, after: Decided) -> HeadComparison:
    known, truth = _known(examples, flag)
    column = FLAGS.index(flag)
    old, new = before[known, column], after[known, column]
    once = np.ones((1, len(truth)))
    return HeadComparison(
        flag, len(truth), int(truth.sum()),
        before=float(macro_f1(truth, old, once)[0]), after=float(macro_f1(truth, new, once)[0]),
        recall_before=float(old[truth].mean()), recall_after=float(new[truth].mean()),
        mended=int(((new == truth) & (old != truth)).sum()), broken=int(((old == truth) & (new != truth)).sum()),
    )  # fmt: skip


def _mean(examples: Examples, flags: tuple[Flag, ...], on: Decided, drawn: Numbers) -> Numbers:
    total = np.zeros(len(drawn))
    for flag in flags:
        known, truth = _known(examples, flag)
        total += macro_f1(truth, on[known, FLAGS.index(flag)], drawn[:, known])
    return total / max(len(flags), 1)


def _draws(rows: int, seed: int) -> Numbers:
    """How often each comment is in each redrawn set."""
    chance = np.random.default_rng(seed)
    return chance.multinomial(rows, np.full(rows, 1 / max(rows, 1)), size=ROUNDS).astype(np.float64)


def _known(examples: Examples, flag: Flag) -> tuple[NDArray[np.intp], Decided]:
    labels = examples.flagged(flag)
    known = np.flatnonzero(labels != UNKNOWN)
    return known, labels[known] == 1


def _with(examples: Examples, flag: Flag, value: int) -> int:
    return int((examples.flagged(flag) == value).sum())
