"""Feeds of fact checkers: the verdict is taken out of the title, and nothing is lost without a word."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from classify.claims.imported import ClaimFileError, Imported
from classify.claims.rss import read, take_apart
from classify.kinds import ClaimVerdict

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)


def item(title: str, link: str = "https://periksa.example/1", more: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


def feed(*items: str) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Periksa Fakta Arunika</title>'
    return f"{head}{''.join(items)}</channel></rss>".encode()


def read_feed(*items: str) -> Imported:
    return read(feed(*items), now=NOW)


@pytest.mark.parametrize(
    ("title", "claim", "verdict"),
    [
        ("[SALAH] Kotak suara ditukar", "Kotak suara ditukar", ClaimVerdict.SALAH),
        ("[salah]: Kotak suara ditukar", "Kotak suara ditukar", ClaimVerdict.SALAH),
        ("[HOAKS] Pemilu dibatalkan", "Pemilu dibatalkan", ClaimVerdict.SALAH),
        ("[MENYESATKAN] Satu KK seribu orang", "Satu KK seribu orang", ClaimVerdict.MENYESATKAN),
        ("[KLARIFIKASI] Video kotak kosong", "Video kotak kosong", ClaimVerdict.BELUM_TERBUKTI),
        ("(SEBAGIAN BENAR) Data di luar negeri", "Data di luar negeri", ClaimVerdict.SEBAGIAN_BENAR),
        ("[CEK FAKTA] [SALAH] Tinta beracun", "Tinta beracun", ClaimVerdict.SALAH),
        ("Cek Fakta: Tidak Benar Tinta Beracun", "Tinta Beracun", ClaimVerdict.SALAH),
        ("Cek Fakta: Hoaks Jadwal Pilkada Dimajukan", "Jadwal Pilkada Dimajukan", ClaimVerdict.SALAH),
        ("Keliru, Server Sirekap di Singapura", "Server Sirekap di Singapura", ClaimVerdict.SALAH),
        ("Sesat: Foto Antrean TPS 2019", "Foto Antrean TPS 2019", ClaimVerdict.MENYESATKAN),
        ("[Fakta atau Hoaks] Benarkah TPS tutup?", "Benarkah TPS tutup?", ClaimVerdict.BELUM_TERBUKTI),
    ],
)
def test_the_verdict_is_taken_out_of_the_title(title: str, claim: str, verdict: ClaimVerdict):
    taken = take_apart(title)
    assert taken.graded is not None
    assert (taken.claim, taken.graded.verdict, taken.refused) == (claim, verdict, "")


def test_a_claim_keeps_word_publisher_address_and_the_day_in_jakarta():
    (claim,) = read_feed(
        item("[SALAH] KPU &amp; Bawaslu bubar", more="<pubDate>Wed, 10 Jan 2024 20:00:00 GMT</pubDate>")
    ).claims
    assert (claim.text, claim.verdict, claim.verdict_published) == ("KPU & Bawaslu bubar", ClaimVerdict.SALAH, "SALAH")
    assert (claim.publisher, claim.url) == ("Periksa Fakta Arunika", "https://periksa.example/1")
    assert claim.published_on == date(2024, 1, 11)


def test_an_unknown_verdict_is_unproven_and_named():
    found = read_feed(item("[ANEH BETUL] Kotak suara terbang"))
    assert [claim.verdict for claim in found.claims] == [ClaimVerdict.BELUM_TERBUKTI]
    assert "ANEH BETUL" in found.remarks[0].text
    assert found.claims[0].verdict_published == "ANEH BETUL"


def test_posts_that_check_nothing_are_refused_one_by_one():
    found = read_feed(item("[EDUKASI] Cara memeriksa foto"), item("Kami menerima penghargaan"), item(""))
    assert found.claims == ()
    assert [note.where for note in found.refused] == ["butir 1", "butir 2", "butir 3"]
    assert "EDUKASI" in found.refused[0].text


def test_the_category_tells_the_verdict_where_the_title_does_not():
    (claim,) = read_feed(item("KPU pindah kantor", more="<category>Berita</category><category>Hoaks</category>")).claims
    assert (claim.text, claim.verdict, claim.verdict_published) == ("KPU pindah kantor", ClaimVerdict.SALAH, "Hoaks")


def test_an_address_or_date_that_cannot_be_used_is_emptied_and_said():
    found = read_feed(item("[SALAH] Satu", "javascript:alert(1)", "<pubDate>besok pagi</pubDate>"))
    assert (found.claims[0].url, found.claims[0].published_on) == ("", None)
    assert [note.where for note in found.remarks] == ["butir 1", "butir 1"]


def test_a_date_of_the_future_is_not_believed():
    found = read_feed(item("[SALAH] Satu", more="<pubDate>Wed, 10 Jan 2035 01:00:00 +0700</pubDate>"))
    assert found.claims[0].published_on is None
    assert "masa depan" in found.remarks[0].text


def test_atom_is_read_as_well():
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Cek</title><entry><title>[SALAH] Satu</title>'
        '<link href="https://periksa.example/a"/><updated>2024-02-20T00:00:00Z</updated></entry></feed>'
    )
    (claim,) = read(atom.encode(), now=NOW).claims
    assert (claim.url, claim.published_on) == ("https://periksa.example/a", date(2024, 2, 20))


def test_the_same_entry_twice_is_taken_once():
    found = read_feed(item("[SALAH] Satu"), item("[SALAH] Satu"))
    assert (len(found.claims), found.refused[0].where) == (1, "butir 2")


def test_the_key_stays_when_the_verdict_changes():
    first, second = (read_feed(item(title)).claims[0] for title in ("[SALAH] Satu.", "[KLARIFIKASI] Satu"))
    assert first.key == second.key


def test_a_feed_that_breaks_off_gives_its_whole_entries_and_refuses_the_last():
    whole = feed(item("[SALAH] Satu"), item("[SALAH] Dua", "https://periksa.example/2"))
    found = read(whole[: whole.index(b"<link>https://periksa.example/2")], now=NOW)
    assert [claim.text for claim in found.claims] == ["Satu"]
    assert "terputus" in found.refused[0].text


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "kosong"),
        (b"<!doctype html><html><body>404</body></html>", "halaman HTML"),
        (b'{"claims": []}', "bukan umpan"),
        (b"\x00\xff\xfe", "bukan umpan"),
        (b" " * 5 + b"x" * 20_000_001, "20 MB"),
    ],
)
def test_what_is_no_feed_is_refused_with_the_reason(data: bytes, why: str):
    with pytest.raises(ClaimFileError, match=why):
        read(data, now=NOW)


def test_entities_that_multiply_are_not_expanded():
    bomb = '<!DOCTYPE r [<!ENTITY a "hahahahaha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>'
    found = read(bomb.encode() + feed(item("[SALAH] Satu &c;")).split(b"?>", 1)[1], now=NOW)
    assert all(len(claim.text) < 100 for claim in found.claims)


def test_a_text_without_end_is_refused():
    found = read_feed(item("[SALAH] " + "kata " * 50_000))
    assert (found.claims, "karakter" in found.refused[0].text) == ((), True)
