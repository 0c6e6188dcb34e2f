"""Praise, blame and the words that turn them round, read from a list anybody can check."""

from __future__ import annotations

from pathlib import Path

import pytest

from classify.tone import TONE_FILE, load_tone

TONE = load_tone()


@pytest.mark.parametrize(
    ("word", "praise"),
    [("bagus", 1), ("bagusnya", 1), ("dipuji", 1), ("buruk", -1), ("terburuk", -1), ("tps", 0)],
)
def test_a_word_praises_blames_or_does_neither(word: str, praise: int):
    assert TONE.praise(word) == praise


@pytest.mark.parametrize(
    ("text", "directions"),
    [
        ("tidak takut lagi", [0, -1, 1]),
        ("tidak terlalu mahal", [0, -1, -1]),
        ("bukan tidak mungkin", [0, 0, -1]),
        ("ramah", [1]),
    ],
)
def test_a_negator_turns_the_next_word_that_says_something(text: str, directions: list[int]):
    assert TONE.directions(text.split()) == directions


def test_the_last_contrast_begins_the_last_clause():
    assert TONE.last_clause(["bagus", "tapi", "lambat", "tapi", "ramah"]) == 3
    assert TONE.last_clause(["bagus"]) == 0


def test_a_word_that_is_both_praise_and_blame_is_refused(tmp_path: Path):
    path = tmp_path / "tone.toml"
    path.write_text(TONE_FILE.read_text(encoding="utf-8").replace('negative = """', 'negative = """\nbagus'), "utf-8")
    with pytest.raises(ValueError, match=r"tone\.toml: both praise and blame: bagus"):
        load_tone(path)


def test_words_for_groups_are_no_insult():
    assert [TONE.insults(word) for word in ("goblok", "anjingnya", "kristen", "tps")] == [True, True, False, False]
    assert [TONE.names_group(word) for word in ("goblok", "kristen", "tps")] == [False, True, False]
