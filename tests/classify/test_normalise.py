"""Slang, tricks and broken characters become plain words that still know what was written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classify.normalise import MAX_CHARACTERS, load_normaliser

NORMALISE = load_normaliser()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("min cek dpt dmn ya", "admin cek dpt di mana ya"),
        ("ga dpt undangan", "tidak dapat undangan"),
        ("blm dpt c6", "belum dapat undangan"),
        ("namaku ada di dpt", "nama ada di dpt"),
        ("apk di pohon depan sekolah", "alat_peraga di pohon depan sekolah"),
        ("kirim apk lewat wa", "kirim apk lewat whatsapp"),
        ("lelang dimenangkan ppk yang sama", "lelang dimenangkan pejabat_pembuat_komitmen yang sama"),
        ("ppk kecamatan kami", "ppk kecamatan kami"),
        ("MANTAAAAAP", "mantap"),
        ("S3RV3R d1tukar k0tak", "server ditukar kotak"),
        ("50rb 10ribu a5 tps12", "50rb 10ribu a5 tps12"),
        ("jalan2 orang2nya", "jalan orang"),
        ("g a c o r s.l.o.t", "gacorslot"),
        ("𝐆𝐀𝐂𝐎𝐑 parah", "gacor parah"),
        ("z̷͑a̸l̶g̵o", "zalgo"),
        ("cu\u200brang", "curang"),
        ("\ud800halo\x00", "halo"),
    ],
)
def test_what_is_written_is_read_as(written: str, read: str):
    assert NORMALISE(written).text == read


def test_a_match_gives_back_the_words_of_the_writer():
    text = NORMALISE("Kpn sih KPPS-nya dibukaaa?")
    start = text.text.index("kapan")
    assert text.term(start, start + len("kapan")) == "Kpn"
    assert text.term(start, text.text.index("dibuka") + 6) == "Kpn sih KPPS-nya dibukaaa"


def test_one_word_read_as_two_gives_back_the_one():
    text = NORMALISE("dmn tpsnya")
    assert text.term(3, 7) == "dmn"


def test_an_endless_text_is_read_to_its_limit():
    assert len(NORMALISE("ab " * 500_000).clean) <= MAX_CHARACTERS


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=80))
@settings(max_examples=200, deadline=None)
def test_no_text_breaks_the_spans(text: str):
    read = NORMALISE(text)
    assert len(read.words) == len(read.spans)
    assert all(read.word(at) for at in range(len(read.words)))
    assert not read.text or read.term(0, len(read.text))


def test_a_spelling_given_twice_is_refused(tmp_path: Path):
    path = tmp_path / "slang.toml"
    path.write_text('[words]\n"tidak" = ["ga"]\n"juga" = ["ga"]\n')
    with pytest.raises(ValueError, match="'ga' is given for 'tidak' and for 'juga'"):
        load_normaliser(path)
