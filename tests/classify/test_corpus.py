"""The corpus is varied, labelled within its own guide, and kept apart from the demo."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from classify.examples import CORPUS_FILE, HOLDOUT_FILE, CorpusError, clusters, near_duplicates, read_examples
from classify.kinds import Topic
from classify.normalise import load_normaliser

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


def test_no_two_comments_of_corpus_holdout_and_demo_say_nearly_the_same():
    corpus, holdout = read_examples().texts, read_examples(HOLDOUT_FILE).texts
    assert len(corpus) >= 4000
    assert len(holdout) >= 700
    assert near_duplicates([*corpus, *holdout, *(row["text"] for row in demo("comments.csv"))]) == []


@pytest.mark.parametrize("path", [CORPUS_FILE, HOLDOUT_FILE])
def test_every_flag_has_examples_with_and_without_it(path: Path):
    shares = read_examples(path).flags.mean(axis=0)
    assert shares.min() > 0.01
    assert shares.max() < 0.7


def test_the_words_of_the_corpus_keep_growing(record_property: Callable[[str, object], None]):
    """Templates run out of words: twice as many comments would bring hardly any new ones."""
    normalise, seen, growth = load_normaliser(), set(), []
    texts = list(read_examples().texts)
    np.random.default_rng(1).shuffle(texts)
    for text in texts:
        seen.update(normalise(text).words)
        growth.append(len(seen))
    half, whole = growth[len(growth) // 2], growth[-1]
    record_property("vocabulary", whole)
    # measured 1.51; a corpus of a hundred templates with slots stays below 1.1
    assert whole / half > 1.35
    assert whole / len(texts) > 1.2


def test_a_corpus_of_templates_would_be_noticed():
    places, matters = range(60), ("TPS {0} belum buka min", "honor KPPS TPS {0} kapan cair", "antrean TPS {0} panjang")
    texts = [matter.format(place) for place in places for matter in matters]
    assert near_duplicates(texts)


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


def rows(path: Path = CORPUS_FILE) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.parametrize("path", [CORPUS_FILE, HOLDOUT_FILE])
@pytest.mark.parametrize("column", sorted(LABELS))
def test_every_label_is_one_of_the_guide_and_every_one_occurs(column: str, path: Path):
    assert {row[column] for row in rows(path)} == LABELS[column]


def test_spam_waits_for_nobody_unless_it_takes_the_offices_name():
    waiting = [row for row in rows() if row["spam"] == "1" and row["needs_response"] == "1"]
    assert len(waiting) <= 10


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
    assert np.array_equal(examples.flags, [[1, 0, 0, -1, -1, -1]])
    assert np.array_equal(examples.choices, [[-1, -1, -1]])


def test_the_corpus_is_where_the_product_looks_for_it():
    assert CORPUS_FILE.is_file()
