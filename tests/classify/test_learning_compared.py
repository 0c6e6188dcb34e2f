"""A candidate replaces only when it is better on the office's own comments, and luck does not look like progress."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from classify.evaluate import prepare
from classify.examples import Examples
from classify.fitting import UNKNOWN
from classify.improvement import Comparison, HeadComparison, compare, counted, macro_f1
from classify.kinds import Flag
from classify.learning import LabelledComments, taken
from classify.model import Model
from classify.retrain import FEWEST_HELD_OUT, Proposal, lacking, objections, retrain
from classify.rules import RuleBook
from classify.train import fit
from tests.support.office_words import CORPUS_WORDS, OFFICE_WORDS, comments, examples

RULES = RuleBook((), "tanpa aturan")
SEED = 7
CORPUS = examples(comments(CORPUS_WORDS, 120, seed=1))
LABELLED = LabelledComments(examples(comments(OFFICE_WORDS, 160, seed=2)), examples(comments(OFFICE_WORDS, 60, seed=3)))


@pytest.fixture(scope="module")
def current() -> Model:
    return fit([("simak", CORPUS)], RULES, SEED)


@pytest.fixture(scope="module")
def proposal(current: Model) -> Proposal:
    """Of a present model that learnt from one more corpus, which the candidate does not get."""
    outside = replace(current.card, sources=(*current.card.sources, replace(current.card.sources[0], name="smsa")))
    return retrain(replace(current, card=outside), [("simak", CORPUS)], LABELLED, RULES, SEED)


def test_a_candidate_that_learnt_the_words_of_the_office_is_better(proposal: Proposal, current: Model):
    assert proposal.better
    assert proposal.candidate is not None
    assert proposal.comparison is not None
    assert [(source.name, source.rows) for source in proposal.candidate.card.sources] == [
        ("simak", 120),
        ("kantor", 160),
    ]
    assert proposal.candidate.card.version != current.card.version
    assert proposal.comparison.after > proposal.comparison.before + 0.3
    assert proposal.comparison.likely == 1.0
    assert [head.flag for head in proposal.comparison.heads] == [Flag.NEEDS_RESPONSE, Flag.URGENT, Flag.HOAX_SUSPECT]
    assert (proposal.learnt, proposal.held_out) == (160, 60)


def test_with_the_same_labels_once_more_there_is_nothing_new(proposal: Proposal):
    assert proposal.candidate is not None
    again = retrain(proposal.candidate, [("simak", CORPUS)], LABELLED, RULES, SEED)
    assert (again.better, again.candidate) == (False, None)
    assert "Tidak ada yang baru" in again.findings[0]


def test_labels_by_chance_are_no_progress(current: Model):
    chance = np.random.default_rng(5)

    def shuffled(part: Examples) -> Examples:
        return replace(part, flags=part.flags[chance.permutation(len(part.texts))], digest="acak")

    noise = LabelledComments(shuffled(LABELLED.learnable), shuffled(LABELLED.held_out))
    found = retrain(current, [("simak", CORPUS)], noise, RULES, SEED)
    assert found.candidate is not None
    assert not found.better


def test_a_corpus_the_candidate_no_longer_learns_from_is_named(proposal: Proposal):
    assert proposal.left_out == ("smsa",)


def test_with_few_labels_nothing_is_trained_and_what_is_missing_is_said(current: Model):
    few = LabelledComments(LABELLED.learnable, taken(LABELLED.held_out, range(12)))
    found = retrain(current, [("simak", CORPUS)], few, RULES, SEED)
    assert (found.candidate, found.comparison, found.better) == (None, None, False)
    assert f"12 komentar yang dinilai; perlu sedikitnya {FEWEST_HELD_OUT}" in found.findings[0]
    assert any("3 komentar dengan tanda “Mendesak”" in why for why in found.findings)


def test_an_office_that_never_corrected_anything_is_told(current: Model):
    nothing = LabelledComments(taken(LABELLED.learnable, []), taken(LABELLED.held_out, []))
    assert "Belum ada komentar kantor" in lacking(nothing)[0]
    assert not retrain(current, [("simak", CORPUS)], nothing, RULES, SEED).better


def test_a_model_is_not_better_than_itself(current: Model):
    found = compare(current, current, prepare(LABELLED.held_out, RULES), SEED)
    assert found.before == found.after
    assert found.likely == 0.0
    assert objections(found)


def test_a_gain_that_may_be_luck_is_no_progress():
    head = HeadComparison(Flag.URGENT, 60, 15, 0.80, 0.81, 0.9, 0.9, mended=1, broken=0)
    unsure = Comparison((head,), 0.80, 0.81, likely=0.64)
    assert "mungkin kebetulan" in objections(unsure)[0]
    assert objections(replace(unsure, likely=0.97)) == ()


def test_a_better_mean_does_not_pay_for_missed_urgent_comments():
    worse = HeadComparison(Flag.URGENT, 60, 15, 0.80, 0.85, 14 / 15, 13 / 15, mended=5, broken=1)
    assert "lebih sering terlewat" in objections(Comparison((worse,), 0.80, 0.85, likely=1.0))[0]


def test_a_flag_nobody_labelled_is_not_counted():
    flags = LABELLED.held_out.flags.copy()
    flags[:, 2] = UNKNOWN
    assert counted(replace(LABELLED.held_out, flags=flags)) == (Flag.NEEDS_RESPONSE, Flag.URGENT)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=40))
def test_macro_f1_is_what_everybody_calls_so(pairs: list[tuple[bool, bool]]):
    truth, on = (np.array(side) for side in zip(*pairs, strict=True))
    expected = f1_score(truth, on, labels=[True, False], average="macro", zero_division=0)
    assert macro_f1(truth, on, np.ones((1, len(pairs))))[0] == pytest.approx(expected)
