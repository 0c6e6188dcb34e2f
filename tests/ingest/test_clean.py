from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.clean import MAX_TEXT, clean, clean_line, escape_original, unescape_original

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=300)
NASTY = st.text(
    st.sampled_from(
        "a e\n\r\t \\0u\x00\x1b\x85\u0301\u0302\u0327\u0489\u200b\u200d\ufeff\u202e\u2066\ud83d\ude00\udc80é각ᄀ"
    ),
    max_size=60,
)


@given(ANY_TEXT | NASTY, st.integers(2, 40) | st.just(MAX_TEXT))
def test_cleaning_twice_changes_nothing_and_the_result_can_be_stored(text: str, limit: int) -> None:
    once = clean(text, limit)
    assert clean(once, limit) == once
    assert len(once) <= limit
    assert "\x00" not in once
    assert once.encode("utf-8").decode("utf-8") == once
    assert unicodedata.is_normalized("NFC", once)


@given(ANY_TEXT | NASTY, st.integers(2, 40))
def test_a_cleaned_line_is_one_line_within_its_limit(text: str, limit: int) -> None:
    line = clean_line(text, limit)
    assert len(line) <= limit
    assert not set("\n\r\t") & set(line)
    assert clean_line(line, limit) == line


@given(ANY_TEXT | NASTY)
def test_every_original_comes_back_exactly_as_it_was(text: str) -> None:
    stored = escape_original(text)
    assert unescape_original(stored) == text
    assert "\x00" not in stored
    stored.encode("utf-8")


@pytest.mark.parametrize(
    ("dirty", "expected"),
    [
        ("TPS\u202e ayas\u202c", "TPS ayas"),
        ("a\x00b\x1b[31mc", "ab[31mc"),
        ("satu\r\ndua\u2028tiga", "satu\ndua\ntiga"),
        ("satu\n \n\t\n\n\ndua   ", "satu\n\ndua"),
        ("Z" + "\u0301" * 50 + "algo", "Ź\u0301\u0301\u0301algo"),
        ("Z" + "\u0301\u200b" * 50 + "x", "Ź\u200b\u0301\u200b\u0301\u200b\u0301\u200bx"),
        ("te\u200b\u200b\u200b\ufeffks", "te\u200bks"),
        ("\ud83d\ude00 baik", "😀 baik"),
        ("rusak \ud83d baik", "rusak \ufffd baik"),
        ("keluarga 👨\u200d👩\u200d👧", "keluarga 👨\u200d👩\u200d👧"),
        ("cafe\u0301", "café"),
    ],
)
def test_what_only_tricks_the_eye_is_taken_out(dirty: str, expected: str) -> None:
    assert clean(dirty) == expected


def test_a_text_without_end_is_cut_with_an_ellipsis() -> None:
    assert clean("panjang " * 1_000_000)[-8:] == "panjang…"
    assert len(clean("x" * (MAX_TEXT + 1))) == MAX_TEXT
    assert clean("x" * MAX_TEXT) == "x" * MAX_TEXT


def test_megabytes_of_blanks_before_the_text_still_say_that_something_was_cut() -> None:
    assert clean(" " * 5_000_000 + "x") == "…"
