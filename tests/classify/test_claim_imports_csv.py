"""Claims from a CSV file: delimiters and encodings are found, bad rows are named by their line."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.claims.imported import ClaimFileError, Imported
from classify.claims.table import read
from classify.kinds import ClaimVerdict

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
FULL = (
    "id;text;wordings;verdict;verdict_published;publisher;url;claimed_on;published_on;clarification;clarification_url\n"
    "a1;TPS tutup jam dua;tps tutup jam 2|coblosan sampe jam 14;menyesatkan;Sesat;Periksa;https://p.example/1;"
    '2024-02-13;2024-02-14;"TPS tutup pukul 13.00; datanglah lebih awal.";https://kpu.go.id\n'
)


def read_text(text: str, encoding: str = "utf-8") -> Imported:
    return read(text.encode(encoding), now=NOW)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_column_is_read_in_any_encoding(encoding: str):
    (claim,) = read_text(FULL, encoding).claims
    assert (claim.key, claim.text, claim.verdict) == ("a1", "TPS tutup jam dua", ClaimVerdict.MENYESATKAN)
    assert claim.wordings == ("tps tutup jam 2", "coblosan sampe jam 14")
    assert (claim.verdict_published, claim.publisher, claim.url) == ("Sesat", "Periksa", "https://p.example/1")
    assert (claim.claimed_on, claim.published_on) == (date(2024, 2, 13), date(2024, 2, 14))
    assert claim.clarification == "TPS tutup pukul 13.00; datanglah lebih awal."
    assert claim.clarification_url == "https://kpu.go.id"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_id_and_text_are_enough_and_the_delimiter_is_found(delimiter: str):
    found = read_text(f"\n ID {delimiter} Text \n1{delimiter}Satu klaim\n\n2{delimiter}Dua klaim\n")
    assert [(claim.key, claim.text) for claim in found.claims] == [("1", "Satu klaim"), ("2", "Dua klaim")]
    assert {claim.verdict for claim in found.claims} == {ClaimVerdict.BELUM_TERBUKTI}
    assert (found.refused, found.remarks) == ((), ())


def test_a_verdict_may_be_a_published_word_and_an_unknown_one_is_named():
    found = read_text("id,text,verdict\n1,Satu klaim,Hoaks\n2,Dua klaim,Mbuh\n3,Tiga klaim,sebagian_benar\n")
    assert [claim.verdict for claim in found.claims] == [
        ClaimVerdict.SALAH, ClaimVerdict.BELUM_TERBUKTI, ClaimVerdict.SEBAGIAN_BENAR,
    ]  # fmt: skip
    assert [claim.verdict_published for claim in found.claims] == ["Hoaks", "Mbuh", ""]
    assert [(note.where, "Mbuh" in note.text) for note in found.remarks] == [("baris 3", True)]


def test_bad_rows_are_named_by_their_line_and_the_others_are_read():
    rows = (
        "1,Satu klaim,", "2,,", "3,Tiga klaim,http:/salah", "1,Nomor ganda,", ",Tanpa nomor,", "6,Enam,a,b,c",
        '7,"Dua\nbaris",', '8,"rusak" kutip,', "9,Sembilan,", f"10,{'x' * 2_001},",
    )  # fmt: skip
    found = read_text("id,text,url\n" + "\n".join(rows) + "\n")
    assert [claim.key for claim in found.claims] == ["1", "7", "9"]
    assert [note.where for note in found.refused] == [
        "baris 3", "baris 4", "baris 5", "baris 6", "baris 7", "baris 10", "baris 12",
    ]  # fmt: skip


@pytest.mark.parametrize("day", ["03/04/2019", "kemarin", "2035-01-01", "1019-01-01"])
def test_a_day_that_cannot_be_is_refused_and_never_guessed(day: str):
    found = read_text(f"id,text,published_on\n1,Satu klaim,{day}\n")
    assert (found.claims, len(found.refused)) == ((), 1)


def test_a_time_without_a_zone_is_read_in_jakarta():
    (claim,) = read_text("id,text,published_on\n1,Satu klaim,2024-02-14 23:30\n").claims
    assert claim.published_on == date(2024, 2, 14)


def test_an_old_spreadsheet_is_read_as_windows_writes_it():
    assert read("id,text\n1,Klaim “kotak” José\n".encode("cp1252"), now=NOW).claims[0].text == "Klaim “kotak” José"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"nomor,isi\n1,a\n", "Kolom id dan text"),
        (b"id,isi\n1,a\n", "Kolom text tidak ada"),
        (b"PK\x03\x04\x00\x00", "bukan CSV"),
        (b"\n\n \n", "kosong"),
        (b'"', "Kolom id dan text"),
    ],
)
def test_what_is_no_table_of_claims_is_refused_with_the_reason(data: bytes, why: str):
    with pytest.raises(ClaimFileError, match=why):
        read(data, now=NOW)


@given(st.text(max_size=200))
def test_any_cell_is_taken_or_refused(text: str):
    quoted = text.replace('"', '""')
    found = read(f'id,text\n1,"{quoted}"\n'.encode("utf-8", "surrogatepass"), now=NOW) if "\x00" not in text else None
    assert found is None or len(found.claims) + len(found.refused) == 1
