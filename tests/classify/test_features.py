"""A text becomes the same row everywhere: hashed words, what a negator turns round, marks, and shares of each word."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from classify.columns import SIZES, pieces_of
from classify.features import FEATURES, features, shares, word_column
from classify.normalise import load_normaliser

NORMALISE = load_normaliser()
EDGES = np.cumsum([0, *SIZES])


def row(text: str) -> csr_matrix:
    return features([NORMALISE(text)])


def alike(left: str, right: str) -> float:
    return float((row(left) @ row(right).T).toarray()[0, 0])


def test_a_row_is_the_same_alone_and_among_others():
    texts = ["min kapan pps dibuka", "", "honor belum cair!!", "🙏"]
    together = features([NORMALISE(text) for text in texts])
    assert together.shape == (4, FEATURES)
    for at, text in enumerate(texts):
        assert (together[at] != row(text)).nnz == 0


def test_every_block_that_has_something_is_of_length_one():
    whole = row("Adminnya ramah tapi antreannya tidak tertib, gimana nih?").toarray().ravel()
    lengths = [np.linalg.norm(whole[start:end]) for start, end in pairwise(EDGES)]
    assert lengths == pytest.approx([1.0] * len(SIZES), abs=1e-5)


def test_a_text_without_words_has_an_empty_row():
    assert features([NORMALISE(text) for text in ("", "  ", "\u200b" * 9)]).nnz == 0
    assert features([]).shape == (0, FEATURES)


def test_a_word_is_found_in_its_column_once_however_often_it_is_written():
    once, thrice = row("curang"), row("curang curang curang")
    assert once[0, word_column("curang")] == pytest.approx(1.0)
    assert 0 < thrice[0, word_column("curang")] < 1.0
    assert thrice[0, word_column("curang curang")] > 0


def test_a_negator_turns_the_next_word_round_and_passes_over_fillers():
    assert alike("tidak terlalu mahal", "mahal") < alike("sih terlalu mahal", "mahal")
    assert alike("tidak mahal lagi bagus", "bagus") > 0
    columns = pieces_of(NORMALISE("tidak mahal")).words[1]
    assert (columns < 0).any()
    assert (columns >= 0).any()
    assert (pieces_of(NORMALISE("mahal")).words[0] >= 0).all()


def test_the_words_after_a_contrast_are_counted_once_more():
    assert len(pieces_of(NORMALISE("ramah tapi lambat sekali")).last) == 3
    assert pieces_of(NORMALISE("ramah dan cepat")).last == []


def test_marks_that_normalising_drops_are_still_seen():
    plain = row("kapan dibuka")
    for marked in ("kapan dibuka?", "KAPAN DIBUKA", "kapan dibuka...", "kapaaan dibuka"):
        assert (row(marked) != plain).nnz


def test_the_shares_of_the_words_add_up_to_what_the_words_score():
    text = NORMALISE("dmn tps nya min tidak ketemu, padahal dekat")
    weights = np.random.default_rng(3).normal(size=FEATURES)
    weights[EDGES[-3] :] = 0
    assert len(shares(text, weights)) == len(text.words)
    assert shares(text, weights).sum() == pytest.approx(float((features([text]) @ weights)[0]), abs=0.5)


def test_a_word_that_is_told_apart_has_the_largest_share():
    text = NORMALISE("kapan honor cair min")
    weights = np.zeros(FEATURES)
    weights[word_column("honor")] = 1.0
    assert shares(text, weights).argmax() == text.words.index("honor")
    weights[word_column("honor")] = 0.0
    weights[word_column("honor cair")] = 1.0
    found = shares(text, weights)
    assert found[1] == found[2] > 0 == found[0] == found[3]


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=60))
@settings(max_examples=100, deadline=None)
def test_no_text_breaks_the_features(text: str):
    read = NORMALISE(text)
    assert np.isfinite(features([read]).data).all()
    assert len(shares(read, np.ones(FEATURES))) == len(read.words)


def test_features_are_made_without_scikit_learn():
    code = "import classify.features, sys; print('sklearn' in sys.modules)"
    asked = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert asked.stdout.strip() == "False"
