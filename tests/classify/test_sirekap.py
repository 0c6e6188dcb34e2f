"""Figures on labelled reviews that are only known by their hashes, from a made-up file of them."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from classify.assessment import Assessment, Choice, Reason, Score
from classify.classifier import UnavailableClassifier
from classify.examples import CorpusError
from classify.kinds import Sentiment
from classify.sirekap import KEYWORDS, LABELS_FILE, measure, read_labelled
from ingest.kinds import AssessState

REVIEWS = {
    "kenapa gak bisa login": (1, "negative", 1, 1),
    "foto selalu ditolak aplikasi": (1, "negative", 1, 0),
    "mantap, lanjutkan": (0, "positive", 0, 0),
    "tolong lah": (0, "neutral", 0, 0),
}


@dataclass
class Faultfinder:
    """Holds that every text with "gak" or "ditolak" needs a response and is negative, and says nothing of others."""

    model_version: str = "uji"
    trouble: str = ""

    def assess(self, texts: Sequence[str]) -> list[Assessment]:
        return [self._one("gak" in text or "ditolak" in text) for text in texts]

    def raised(self, assessment: Assessment, by: float, reason: Reason) -> Assessment:
        return assessment

    def _one(self, fault: bool) -> Assessment:
        (blank,) = UnavailableClassifier("uji").assess([""])
        sentiment = Choice(Sentiment.NEGATIVE, 0.9) if fault else blank.sentiment
        return replace(
            blank, state=AssessState.DONE, needs_response=Score(on=fault, probability=None), sentiment=sentiment
        )


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    path = tmp_path / "labels.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["sha256", "needs_response", "sentiment", "first", "second"])
        rows.writerows([hashlib.sha256(text.encode()).hexdigest(), *given] for text, given in REVIEWS.items())
    return path


def reviews_of(folder: Path, texts: Sequence[str]) -> Path:
    path = folder / "reviews.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["review_text", "rating"], *([text, 1] for text in texts)])
    return path


def test_classifier_and_keyword_rule_are_measured_on_the_same_reviews(tmp_path: Path, labels: Path):
    found = measure(reviews_of(tmp_path, ["tidak berlabel", *REVIEWS, *REVIEWS]), Faultfinder(), labels)
    assert (found.missing, found.classifier.rows, found.keywords.rows) == (0, 4, 4)
    assert found.classifier.macro_f1 == 1
    assert (found.keywords.precision, found.keywords.recall) == (0.5, 0.5)
    assert found.sentiment.accuracy == 0.75  # "mantap" counts as neutral
    assert found.agreement == 0.5


def test_reviews_that_are_not_in_the_file_are_counted(tmp_path: Path, labels: Path):
    rows, missing = read_labelled(reviews_of(tmp_path, ["mantap, lanjutkan", "mantap, lanjutkan "]), labels)
    assert [row.text for row in rows] == ["mantap, lanjutkan"]
    assert missing == 3


@pytest.mark.parametrize("content", ["review_text\nhalo\n", "text\nhalo\n", "", '"'])
def test_a_file_without_any_labelled_review_is_refused(tmp_path: Path, labels: Path, content: str):
    path = tmp_path / "lain.csv"
    path.write_text(content)
    with pytest.raises(CorpusError, match=r"lain\.csv"):
        measure(path, Faultfinder(), labels)


def test_the_labels_hold_hashes_and_no_text():
    with LABELS_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len({row["sha256"] for row in rows}) == 300
    assert all(len(row["sha256"]) == 64 and int(row["sha256"], 16) for row in rows)
    assert {row["sentiment"] for row in rows} == set(Sentiment)
    assert {row[name] for row in rows for name in ("needs_response", "first", "second")} == {"0", "1"}


@pytest.mark.parametrize(
    ("text", "asks"), [("gimana ini", True), ("ga bisa masuk", True), ("sudah?", True), ("bagus", False)]
)
def test_the_keyword_rule_is_a_plain_one(text: str, asks: bool):
    assert bool(KEYWORDS.search(text)) is asks
