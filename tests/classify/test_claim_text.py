"""A headline and a comment are read the same way, however the comment is spelt."""

from __future__ import annotations

from pathlib import Path

import pytest

from classify.claim_numbers import numbers
from classify.claim_passages import MOST_PASSAGES, passages
from classify.claim_spelling import Speller
from classify.claim_stem import Roots
from classify.claim_synonyms import load_synonyms
from classify.claim_text import MOST_WORDS, Reader, default_reader


@pytest.fixture(scope="module")
def reader() -> Reader:
    return default_reader()


@pytest.fixture(scope="module")
def roots() -> Roots:
    return Roots()


def keys(reader: Reader, text: str) -> list[str]:
    return [term.key for term in reader(text).terms]


def groups(reader: Reader, text: str) -> set[int]:
    return {meaning.group for meaning in reader(text).meanings}


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("mengundurkan", "undur"), ("mengvndurkan", "undur"), ("kecurangan", "curang"), ("dibatalin", "batal"),
        ("nyebarin", "sebar"), ("nyoblosin", "coblos"), ("ngancem", "ancam"), ("nipu", "tipu"), ("jvd1", "judi"),
        ("kecoblos", "coblos"), ("ngapusin", "hapus"), ("napi", "napi"), ("gibran", "gibran"),
        ("perolehan", "peroleh"), ("2024", "2024"), ("zzqqx", "zzqqx"),
    ],
)  # fmt: skip
def test_a_word_has_one_root_however_it_is_affixed_or_disguised(roots: Roots, word: str, root: str):
    assert roots(word) == root


def test_only_so_many_roots_are_kept_in_memory():
    roots = Roots(most_kept=3)
    assert [roots(word) for word in ("memilih", "dicoblos", "kecurangan", "dibatalkan", "memilih")] == [
        "pilih", "coblos", "curang", "batal", "pilih",
    ]  # fmt: skip
    assert len(roots._kept) <= 3


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Rp600 ribu", "#600000"), ("600rb", "#600000"), ("600.000", "#600000"), ("enam ratus ribu", "#600000"),
        ("58,30 persen", "#58.3"), ("01", "#1"), ("sebelas", "#11"), ("tujuh belas", "#17"), ("2T", "#2000000000000"),
        ("dua puluh lima", "#25"), ("sarebu tilu ratus", "#1300"), ("1.300", "#1300"), ("3thn", "#3"),
    ],
)  # fmt: skip
def test_one_number_is_one_number_however_it_is_written(reader: Reader, text: str, plain: str):
    assert keys(reader, text)[0] == plain


def test_numbers_that_only_stand_side_by_side_stay_apart():
    assert [number.plain for number in numbers(["01", "02", "5", "m"], [" ", " ", " "])] == ["1", "2", "5"]


def test_synonyms_of_one_and_of_several_words_mean_the_same(reader: Reader):
    assert groups(reader, "dicoret") & groups(reader, "didiskualifikasi")
    assert groups(reader, "menandatangani") & groups(reader, "teken")
    assert groups(reader, "kertas pemilu") & groups(reader, "surat suara")
    assert not groups(reader, "kardus") & groups(reader, "vaksin")


def test_question_words_and_what_frames_a_headline_say_nothing(reader: Reader):
    assert keys(reader, "[SALAH] Video beredar: apakah benar, min?") == []


def test_a_line_of_one_word_is_refused_with_its_place(tmp_path: Path):
    path = tmp_path / "sinonim.toml"
    path.write_text('ignored = ["apa"]\nuang = ["duit"]\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"sinonim\.toml: 'duit' in 'uang'"):
        load_synonyms(lambda phrase: (phrase,), [path])


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("pmrnth", ("perintah",)), ("pelabuhn", ("labuh",)), ("kontaner", ("kontainer",)),
        ("suarapalsu", ("suara", "palsu")), ("suara", ("suara",)), ("xyzxyz", ("xyzxyz",)), ("pl", ("pl",)),
    ],
)  # fmt: skip
def test_an_unknown_word_is_held_to_mean_a_known_one_near_it(word: str, meant: tuple[str, ...]):
    known = {
        "pemerintah": "perintah",
        "pelabuhan": "labuh",
        "kontainer": "kontainer",
        "suara": "suara",
        "palsu": "palsu",
    }
    assert Speller(known)(word) == meant


def test_the_words_of_a_registry_are_what_unknown_words_may_mean(reader: Reader):
    informed = reader.knowing(reader.vocabulary([reader("Narendra menang")]))
    assert keys(informed, "Narendraa") == ["narendra"]
    assert keys(reader, "Narendraa") == ["narendraa"]


def test_the_writers_own_words_are_given_back(reader: Reader):
    reading = reader("katanya 7 peti  kemas M3NGVNDURK4N diri")
    assert [reading.written(term.first, term.last) for term in reading.terms] == [
        "7", "peti", "kemas", "M3NGVNDURK4N", "diri",
    ]  # fmt: skip
    assert reading.span(2, 3) == (10, 21)


def test_every_sentence_of_a_comment_is_a_passage_and_so_are_pieces_of_a_long_one(reader: Reader):
    text = "Antri tiga jam di kelurahan panas sekali. Kotak suara kardus sengaja dipilih panitia. Capek."
    found = passages(reader(text))
    assert [[term.key for term in part.terms][-1] for part in found] == ["capek", "panas", "panitia"]
    assert len(passages(reader(" ".join(f"kata{at} lain{at}" for at in range(30))))) > 2
    assert len(passages(reader("kotak suara kardus dipilih panitia. " * 60))) <= MOST_PASSAGES + 1


@pytest.mark.parametrize(
    "text", ["", "🗳️", "\u200b" * 10_000, "؟ مرحبا", "1 2 3", "a" * 1_000_000, "\ud800 x", "?!" * 500]
)
def test_any_text_can_be_read(reader: Reader, text: str):
    reading = reader(text)
    assert reading.content <= MOST_WORDS
    assert passages(reading)[0] is reading
