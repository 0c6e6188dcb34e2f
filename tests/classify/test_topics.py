"""Comments are sorted by topic: those written for the table, and those nobody wrote for it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from classify.errors import ClassifierError
from classify.kinds import Topic
from classify.topics import TOPICS_FILE, load_topics, topic_of

PARTS = tomllib.loads((Path(__file__).parent / "topic_examples.toml").read_text("utf-8"))


def named(text: str) -> str:
    return topic_of(text) or ""


def right(part: str) -> int:
    return sum(named(text) == topic for text, topic in PARTS[part])


@pytest.mark.parametrize(("text", "topic"), PARTS["tune"], ids=[text[:40] for text, _topic in PARTS["tune"]])
def test_every_comment_of_the_tuned_part_has_its_topic(text: str, topic: str):
    assert named(text) == topic


def test_comments_never_used_for_tuning_are_sorted_nearly_as_well():
    assert len(PARTS["held_out"]) + len(PARTS["tune"]) >= 60
    assert right("held_out") >= 0.9 * len(PARTS["held_out"])


def test_of_comments_nobody_wrote_for_the_table_more_than_half_are_right():
    assert right("corpus") > 0.5 * len(PARTS["corpus"])


def test_every_topic_has_a_comment_and_every_label_is_a_topic():
    labels = {topic for examples in PARTS.values() for _text, topic in examples if topic}
    assert labels == {topic.value for topic in Topic}


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("saya blm dpt undangan", Topic.PEMUNGUTAN),
        ("saya blm masuk dpt", Topic.DATA_PEMILIH),
        ("apk caleg di pohon depan sekolah", Topic.KAMPANYE),
        ("ppk kecamatan kapan dibuka pendaftarannya", Topic.BADAN_ADHOC),
        ("ppk yang menang lelang itu siapa", Topic.LOGISTIK),
        ("cekdptonline error mulu", Topic.SISTEM_INFORMASI),
    ],
)
def test_a_word_of_two_meanings_is_read_by_its_neighbours(text: str, topic: Topic):
    assert topic_of(text) is topic


@pytest.mark.parametrize("text", ["", "   ", "🙏🙏", "\ud800", "ok", "投票所はどこ"])
def test_a_text_without_a_topic_has_none(text: str):
    assert topic_of(text) is None


def test_rules_without_some_topic_or_with_a_broken_pattern_are_refused(tmp_path: Path):
    shipped = TOPICS_FILE.read_text("utf-8")
    broken = tmp_path / "topics.toml"
    broken.write_text(shipped.replace('key = "hasil"', 'key = "honor"'), "utf-8")
    with pytest.raises(ClassifierError, match=r"topics\.toml: .*missing hasil"):
        load_topics(broken)
    broken.write_text(shipped.replace('["dukcapil", 2.5]', '["(dukcapil", 2.5]'), "utf-8")
    with pytest.raises(ClassifierError, match="topic 'kependudukan'"):
        load_topics(broken)
