"""Public corpora are measured on rows the learner had not seen; a copy of a row never helps."""

from __future__ import annotations

from pathlib import Path

import pytest

from classify.benchmarks import hate, sentiment
from classify.examples import CorpusError

GOOD = ["enak", "mantap", "puas", "senang", "bagus", "ramah", "cepat", "bersih"]
BAD = ["buruk", "kecewa", "jelek", "kotor", "lambat", "basi", "mahal", "rusak"]
THINGS = ["makanan", "layanan", "kamar", "aplikasi", "petugas", "antrean", "pesanan", "kantor"]


def corpus(path: Path, things: list[str]) -> Path:
    rows = [f"{thing} di sini {word} sekali,positive" for thing in things for word in GOOD]
    rows += [f"{thing} di sini {word} sekali,negative" for thing in things for word in BAD]
    rows += [f"jam berapa {thing} nomor {number},neutral" for thing in things for number in range(8)]
    path.write_text("text,label\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_sentiment_is_learnt_on_one_part_and_judged_on_the_other(tmp_path: Path):
    found = sentiment([corpus(tmp_path / "latih.csv", THINGS[:5])], corpus(tmp_path / "uji.csv", THINGS[5:]), seed=1)
    assert found.rows == 3 * 24
    assert found.macro_f1 > 0.9


def test_without_labels_of_sentiment_there_is_nothing_to_measure(tmp_path: Path):
    path = tmp_path / "benci.csv"
    path.write_text("Tweet,HS,Abusive\nhalo,0,0\n")
    with pytest.raises(CorpusError, match="without labels"):
        sentiment([path], corpus(tmp_path / "uji.csv", THINGS), seed=1)


def test_random_labels_of_copied_texts_are_not_learnt(tmp_path: Path):
    """Each text stands there twice with the same random label: only a split through the pairs would look good."""
    rows = []
    for number, thing in enumerate(f"{first} {second}" for first in THINGS * 3 for second in GOOD + BAD):
        rows += [f"{thing} {number * 7919 % 1009} kata,{number * 31 % 7 % 2},{number * 17 % 5 % 2}"] * 2
    path = tmp_path / "acak.csv"
    path.write_text("Tweet,HS,Abusive\n" + "\n".join(rows) + "\n", encoding="utf-8")
    for figures in hate(path, seed=3):
        assert figures.rows == len(rows)
        assert figures.macro_f1 < 0.7


def test_another_file_than_the_hate_corpus_is_refused(tmp_path: Path):
    with pytest.raises(CorpusError, match="Tweet, HS and Abusive"):
        hate(corpus(tmp_path / "lain.csv", THINGS), seed=1)
