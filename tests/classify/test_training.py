"""Training is repeatable, honest about unseen comments, and better than guessing by a stated margin."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from classify.assessment import Flag
from classify.evaluate import evaluate, out_of_fold
from classify.examples import CORPUS_FILE, CorpusError, Examples
from classify.features import features, word_column, word_grams
from classify.fitting import Cost, choose_threshold
from classify.model import FLAGS, load_model
from classify.normalise import load_normaliser
from classify.train import MODEL_NAME, train

# Measured out of fold by the model alone (precision, recall): 0.73/0.92, 0.32/0.86, 0.49/0.70.
FLOORS = {Flag.NEEDS_RESPONSE: (0.65, 0.87), Flag.URGENT: (0.50, 0.40), Flag.HOAX_SUSPECT: (0.38, 0.60)}


@pytest.fixture
def small_corpus(tmp_path: Path) -> Path:
    path = tmp_path / "kecil.csv"
    lines = CORPUS_FILE.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:200]), encoding="utf-8")
    return path


def test_the_same_corpus_and_seed_give_the_same_file(tmp_path: Path, small_corpus: Path):
    first, second = (train(small_corpus, tmp_path / name, seed=3) for name in ("a", "b"))
    assert first == second
    assert (tmp_path / "a" / MODEL_NAME).read_bytes() == (tmp_path / "b" / MODEL_NAME).read_bytes()


def test_another_corpus_gives_another_version(tmp_path: Path, small_corpus: Path):
    before = train(small_corpus, tmp_path, seed=3)
    small_corpus.write_text(small_corpus.read_text(encoding="utf-8") + "satu lagi,0,0,0\n", encoding="utf-8")
    assert train(small_corpus, tmp_path, seed=3).version != before.version


def test_a_corpus_that_cannot_be_used_leaves_the_old_model(tmp_path: Path, small_corpus: Path):
    kept = train(small_corpus, tmp_path, seed=3)
    small_corpus.write_text("text\nhalo\n")
    with pytest.raises(CorpusError):
        train(small_corpus, tmp_path, seed=3)
    assert load_model(tmp_path / MODEL_NAME).card == kept


def test_on_unseen_comments_every_flag_keeps_its_floor(model_path: Path):
    card = load_model(model_path).card
    assert card.corpus_rows >= 700
    for figures in card.metrics:
        precision, recall = FLOORS[Flag(figures.flag)]
        # flagging everything would reach a precision of the flag's share
        assert figures.precision > max(precision, 1.4 * figures.support / card.corpus_rows)
        assert figures.recall > recall


def test_the_card_carries_what_an_evaluation_finds(model_path: Path):
    assert load_model(model_path).card.metrics == evaluate(CORPUS_FILE, seed=7).flags


def test_nearly_equal_comments_are_never_on_both_sides_of_a_fold():
    texts = [f"{text} min" for text in ("kapan kpps dibuka", "surat suara habis di tps", "mantap kerjanya")] * 10
    labels = np.array([[1, 0, 0], [1, 1, 1], [0, 0, 0]] * 10, dtype=np.int8)
    others = [f"komentar {word}" for word in ("alfa", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel")]
    labels = np.vstack([labels, np.array([[1, 1, 1], [0, 0, 0]] * 4, dtype=np.int8)])
    examples = Examples((*texts, *others), labels, "uji")
    folds = out_of_fold(examples, features([load_normaliser()(text) for text in examples.texts]), seed=1).fold
    for start in range(3):
        assert len(set(folds[start:30:3].tolist())) == 1


def test_a_dear_miss_lowers_the_threshold():
    shares, labels = np.array([0.1, 0.2, 0.3, 0.9]), np.array([0, 1, 0, 1], dtype=np.int8)
    dear = choose_threshold(shares, labels, Cost(missed=10, false_alarm=1))
    cheap = choose_threshold(shares, labels, Cost(missed=0.5, false_alarm=1))
    assert dear == pytest.approx(0.15)
    assert cheap == pytest.approx(0.6)


@pytest.mark.parametrize("text", ["tps", "surat suara habis", "di mana tps saya ?"])
def test_a_word_is_looked_up_in_the_column_the_vectorizer_gave_it(text: str):
    row = features([load_normaliser()(text)])
    columns = set(row.indices.tolist())
    assert {word_column(gram) for gram in word_grams(load_normaliser()(text).text)} <= columns


def test_every_flag_has_figures(model_path: Path):
    assert [figures.flag for figures in load_model(model_path).card.metrics] == [flag.value for flag in FLAGS]
