"""Training is repeatable, honest about unseen comments, and better than guessing by a stated margin."""

from __future__ import annotations

import csv
from itertools import islice
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

# Measured out of fold by the model alone with three seeds: 0.83/0.93, from 0.62/0.85 to 0.73/0.81, 0.64/0.80.
FLOORS = {Flag.NEEDS_RESPONSE: (0.79, 0.90), Flag.URGENT: (0.56, 0.76), Flag.HOAX_SUSPECT: (0.58, 0.74)}


@pytest.fixture
def small_corpus(tmp_path: Path) -> Path:
    path = tmp_path / "kecil.csv"
    with CORPUS_FILE.open(encoding="utf-8", newline="") as whole, path.open("w", encoding="utf-8", newline="") as part:
        csv.writer(part).writerows(islice(csv.reader(whole), 200))
    return path


def test_the_same_corpus_and_seed_give_the_same_file(tmp_path: Path, small_corpus: Path):
    first, second = (train(small_corpus, tmp_path / name, seed=3) for name in ("a", "b"))
    assert first == second
    assert (tmp_path / "a" / MODEL_NAME).read_bytes() == (tmp_path / "b" / MODEL_NAME).read_bytes()


def test_another_corpus_gives_another_version(tmp_path: Path, small_corpus: Path):
    before = train(small_corpus, tmp_path, seed=3)
    with small_corpus.open(encoding="utf-8", newline="") as before_it:
        header, *rows = csv.reader(before_it)
    with small_corpus.open("w", encoding="utf-8", newline="") as after_it:
        csv.writer(after_it).writerows([header, *rows, ["satu lagi", *rows[0][1:]]])
    assert train(small_corpus, tmp_path, seed=3).version != before.version


def test_a_corpus_that_cannot_be_used_leaves_the_old_model(tmp_path: Path, small_corpus: Path):
    kept = train(small_corpus, tmp_path, seed=3)
    small_corpus.write_text("text\nhalo\n")
    with pytest.raises(CorpusError):
        train(small_corpus, tmp_path, seed=3)
    assert load_model(tmp_path / MODEL_NAME).card == kept


def test_on_unseen_comments_every_flag_keeps_its_floor(model_path: Path):
    card = load_model(model_path).card
    assert card.corpus_rows >= 4000
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
