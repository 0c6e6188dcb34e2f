"""Outside corpora of known forms are read, what they do not say stays unknown, and bad rows are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from classify.corpora import read_corpus
from classify.examples import CORPUS_FILE, CorpusError
from classify.fitting import UNKNOWN
from classify.kinds import Flag, Question

JSON_LINES = """{"text": "enak sekali", "label": "positive"}
{"text": "biasa", "label": "neutral"}
{"text": "buruk", "label": "negative"}
"""


def written(tmp_path: Path, content: str, name: str = "korpus.csv", encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode(encoding))
    return path


def sentiments(path: Path) -> list[str]:
    return [Question.SENTIMENT.answers[at] for at in read_corpus(path).answers(Question.SENTIMENT)]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("text,label\nenak sekali,positive\nbiasa,neutral\nburuk,negative\n", "smsa.csv"),
        ("enak sekali\tpositive\nbiasa\tneutral\nburuk\tnegative\n", "smsa.tsv"),
        ("Tweet;Sentiment\nenak sekali;Positif\nbiasa;NETRAL\nburuk;negatif\n", "lain.csv"),
        ("\ufefftext,label\nenak sekali,positive\n\nbiasa,neutral\nburuk,negative\n", "bom.csv"),
        (JSON_LINES, "baris.jsonl"),
    ],
)  # fmt: skip
def test_sentiment_is_read_from_every_common_form(tmp_path: Path, content: str, name: str):
    path = written(tmp_path, content, name)
    assert sentiments(path) == ["positive", "neutral", "negative"]
    assert read_corpus(path).texts[0] == "enak sekali"
    assert (read_corpus(path).flags == UNKNOWN).all()
    assert (read_corpus(path).answers(Question.TOPIC) == UNKNOWN).all()


def test_abuse_and_hate_by_origin_are_read_and_the_rest_stays_unknown(tmp_path: Path):
    head = "Tweet,HS,Abusive,HS_Religion,HS_Race,HS_Other"
    content = f"{head}\nhalo,0,0,0,0,0\nkasar,0,1,0,0,0\nbenci,1,0,1,0,0\nlain,1,0,0,0,1\n"
    examples = read_corpus(written(tmp_path, content, encoding="latin-1"))
    assert examples.flagged(Flag.ABUSIVE).tolist() == [0, 1, 0, 0]
    assert examples.flagged(Flag.SARA).tolist() == [0, 0, 1, 0]
    assert (examples.flagged(Flag.URGENT) == UNKNOWN).all()


def test_letters_of_another_encoding_lose_nothing(tmp_path: Path):
    path = written(tmp_path, "text,label\ncafé enak,positive\n", encoding="latin-1")
    assert read_corpus(path).texts == ("café enak",)


def test_our_own_corpus_is_read_with_every_head():
    examples = read_corpus(CORPUS_FILE)
    assert (examples.flags != UNKNOWN).all()
    assert (examples.choices != UNKNOWN).all()


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        ("", "kosong.csv", "is empty"),
        ("text,label\n", "kepala.csv", "no rows"),
        ("text,label\nhalo,senang\n", "label.csv", "row 1: 'senang' is no label"),
        ("text,label\nhalo,positive\n,negative\n", "teks.csv", "row 2: no text"),
        ("Tweet,HS,Abusive\nhalo,0,ya\n", "bit.csv", "row 1: abusive must be 0 or 1"),
        ('{"text": "halo", "label": "positive"}\n{rusak\n', "rusak.jsonl", "line 2: no JSON"),
        ("[1, 2]\n", "daftar.jsonl", "line 1: a JSON object"),
    ],
)
def test_a_bad_file_is_refused_with_its_name_and_place(tmp_path: Path, content: str, name: str, why: str):
    with pytest.raises(CorpusError, match=f"{name}: .*{why}"):
        read_corpus(written(tmp_path, content, name))
