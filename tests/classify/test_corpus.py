"""The corpus is varied, labelled within its own guide, and kept apart from the demo."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from classify.examples import CORPUS_FILE, CorpusError, clusters, near_duplicates, read_examples
from classify.topics import Topic

DEMO = Path(__file__).parents[2] / "console" / "demo"
HEADER = "text,needs_response,urgent,hoax_suspect\n"


def demo(name: str) -> list[dict[str, str]]:
    with (DEMO / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_two_comments_that_say_nearly_the_same_are_found():
    texts = ["min kapan kpps dibuka lagi ya", "min kapan kpps dibuka lagi yaa", "honor belum cair"]
    assert near_duplicates(texts) == [(texts[0], texts[1])]


def test_nearly_equal_comments_are_one_cluster():
    numbers = clusters(["tps tutup jam berapa min", "tps tutup jam berapa ya min", "semangat bapak ibu"])
    assert numbers[0] == numbers[1] != numbers[2]


def test_the_corpus_has_no_near_duplicates():
    examples = read_examples()
    assert len(examples.texts) >= 4000
    assert near_duplicates(examples.texts) == []


def test_the_corpus_has_enough_of_every_flag_and_of_none():
    shares = read_examples().labels.mean(axis=0)
    assert shares == pytest.approx([0.50, 0.10, 0.11], abs=0.02)


LABELS = {
    "channel": {"website", "facebook", "instagram", "x", "youtube", "tiktok"},
    "stage": {
        "none", "planning", "adhoc", "voter_list", "parties", "nomination", "campaign", "quiet", "voting", "counting",
        "dispute",
    },
    "topic": {"none", *(topic.value for topic in Topic)},
    "kind": {"question", "complaint", "suggestion", "praise", "none"},
    "sentiment": {"positive", "neutral", "negative"},
    **{flag: {"0", "1"} for flag in ("needs_response", "urgent", "hoax_suspect", "abusive", "sara", "spam")},
}  # fmt: skip


def rows() -> list[dict[str, str]]:
    with CORPUS_FILE.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.parametrize("column", sorted(LABELS))
def test_every_label_is_one_of_the_guide_and_every_one_occurs(column: str):
    assert {row[column] for row in rows()} == LABELS[column]


def test_spam_waits_for_nobody_unless_it_takes_the_offices_name():
    waiting = [row for row in rows() if row["spam"] == "1" and row["needs_response"] == "1"]
    assert len(waiting) <= 5


def test_no_demo_comment_is_nearly_one_the_model_learnt_from():
    known = set(read_examples().texts)
    pairs = near_duplicates([*known, *(row["text"] for row in demo("comments.csv"))])
    assert [pair for pair in pairs if not known.isdisjoint(pair)] == []


def test_every_demo_comment_stands_under_a_post_and_a_comment_that_exist():
    posts = {row["native_id"] for row in demo("posts.csv")}
    seen: dict[str, str] = {}
    for row in demo("comments.csv"):
        assert row["post_key"] in posts
        assert not row["parent"] or seen[row["parent"]] == row["post_key"]
        assert float(row["posted_hours_ago"]) > 0
        assert row["native_id"] not in seen
        seen[row["native_id"]] = row["post_key"]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ("halo,0,2,0\n", "row 1: every label must be 0 or 1"),
        ("halo,0,0,0\n  ,0,0,0\n", "row 2: the text is empty"),
        ("halo,0,1,0\n", "always needs a response"),
        ("halo,1,0\n", "every label must be 0 or 1"),
    ],
)
def test_a_bad_row_is_refused_by_its_number(tmp_path: Path, rows: str, why: str):
    path = tmp_path / "comments.csv"
    path.write_text(HEADER + rows)
    with pytest.raises(CorpusError, match=why):
        read_examples(path)


def test_a_corpus_without_a_label_column_is_refused(tmp_path: Path):
    path = tmp_path / "comments.csv"
    path.write_text("text,urgent\nhalo,0\n")
    with pytest.raises(CorpusError, match="hoax_suspect"):
        read_examples(path)


def test_a_text_with_a_line_break_is_one_row(tmp_path: Path):
    path = tmp_path / "comments.csv"
    path.write_text(HEADER + '"dua\nbaris",1,0,0\n')
    examples = read_examples(path)
    assert examples.texts == ("dua\nbaris",)
    assert np.array_equal(examples.labels, [[1, 0, 0]])


def test_the_corpus_is_where_the_product_looks_for_it():
    assert CORPUS_FILE.is_file()
