"""Training is repeatable, honest about unseen comments, and better than guessing by a stated margin."""

from __future__ import annotations

import csv
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from classify.examples import CORPUS_FILE, CorpusError, Examples
from classify.features import features
from classify.kinds import FLAGS, QUESTIONS, Flag
from classify.model import load_model
from classify.normalise import load_normaliser
from classify.train import MODEL_NAME, train
from classify.unseen import out_of_fold
from tests.support.trained import SHORT

FLOORS = {
    Flag.NEEDS_RESPONSE: 0.75, Flag.URGENT: 0.82, Flag.HOAX_SUSPECT: 0.76, Flag.ABUSIVE: 0.72, Flag.SARA: 0.85,
    Flag.SPAM: 0.85,
}  # fmt: skip
"""Recall at five false alarms in a hundred, out of fold, some points below what was measured."""
LESS_FROM_A_THIRD = 0.12


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
    whole = card.rows >= 4000
    assert whole or SHORT
    for figures in card.figures[0].flags:
        assert figures.recall_at_five > FLOORS[Flag(figures.flag)] - (0 if whole else LESS_FROM_A_THIRD)


def test_the_card_has_figures_of_every_head_out_of_fold_and_on_the_holdout(model_path: Path):
    for figures in load_model(model_path).card.figures:
        assert [flag.flag for flag in figures.flags] == [flag.value for flag in FLAGS]
        assert [choice.question for choice in figures.choices] == [question.value for question in QUESTIONS]
    assert [figures.name for figures in load_model(model_path).card.figures] == ["lima lipatan", "data uji"]


def test_probabilities_mean_what_they_say(model_path: Path):
    for figures in load_model(model_path).card.figures[0].flags:
        share = figures.positives / figures.rows
        assert figures.brier < share * (1 - share)  # what guessing the share every time would cost


def test_nearly_equal_comments_are_never_on_both_sides_of_a_fold():
    texts = [f"{text} min" for text in ("kapan kpps dibuka", "surat suara habis di tps", "mantap kerjanya")] * 10
    labels = np.array([[1, 0, 0], [1, 1, 1], [0, 0, 0]] * 10, dtype=np.int8)
    others = [f"komentar {word}" for word in ("alfa", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel")]
    labels = np.vstack([labels, np.array([[1, 1, 1], [0, 0, 0]] * 4, dtype=np.int8)])
    labels = np.hstack([labels, np.zeros((len(labels), 3), dtype=np.int8)])
    unknown = np.full((len(labels), len(QUESTIONS)), -1, dtype=np.int8)
    examples = Examples((*texts, *others), labels, unknown, "uji")
    folds = out_of_fold(examples, features([load_normaliser()(text) for text in examples.texts]), seed=1).fold
    for start in range(3):
        assert len(set(folds[start:30:3].tolist())) == 1
