"""*Impor berkas*: a file of claims is recognised, shown before it is stored, and stored as it was shown."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from classify.claims.imported import ClaimFileError
from classify.kinds import ClaimOrigin
from console.screens import claim_trial
from console.screens.claim_trial import recognised
from console.screens.claims_page import Part
from tests.responses.test_claims import change
from tests.screens.claims_office import TABLE, claim, opened, stored, suggestion
from tests.screens.content_office import field
from tests.screens.showing import Screens, broken, has_button, press, texts
from tests.support.world import MONDAY_NINE

REVIEW = {
    "@type": "ClaimReview",
    "claimReviewed": "Kotak suara kardus mudah ditukar.",
    "url": "https://periksa.example/1",
}
FEED = b'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title></channel></rss>'


@pytest.mark.parametrize(
    ("data", "origin"),
    [
        (FEED, ClaimOrigin.RSS),
        (b'\xef\xbb\xbf\n<feed xmlns="http://www.w3.org/2005/Atom"></feed>', ClaimOrigin.RSS),
        (b"<!doctype html><html><head><script type='application/ld+json'>{}</script>", ClaimOrigin.CLAIM_REVIEW),
        (json.dumps([REVIEW]).encode(), ClaimOrigin.CLAIM_REVIEW),
        (b'{"claims": [{"text": "x", "claimReview": []}]}', ClaimOrigin.FACT_CHECK),
        (b"{}", ClaimOrigin.FACT_CHECK),
        (TABLE.encode(), ClaimOrigin.CSV),
        (TABLE.encode("utf-16"), ClaimOrigin.CSV),
        (b"", ClaimOrigin.CSV),
    ],
)
def test_a_format_is_recognised_by_what_stands_in_the_file(data: bytes, origin: ClaimOrigin):
    assert recognised(data) is origin


def test_a_file_with_too_many_claims_is_refused_as_a_whole(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(claim_trial, "MOST", 1)
    table = "id,text\na,Kotak suara kardus.\nb,Surat suara rusak.\n"
    with pytest.raises(ClaimFileError, match=r"2 klaim; dari layar paling banyak 1\. Tidak ada yang disimpan"):
        claim_trial.read(table.encode(), None, MONDAY_NINE)


def chosen(screens: Screens, table: str = TABLE, name: str = "klaim.csv") -> AppTest:
    """The part with a file chosen."""
    screen = opened(screens, "dewi", Part.IMPORT)
    field(screen, "file_uploader", "klaim_berkas_").set_value((name, table.encode(), "text/csv"))
    return screen.run()


def test_a_file_is_shown_before_anything_is_stored_and_then_stored(screens: Screens):
    before = screens.events()
    screen = chosen(screens)
    shown = texts(screen)
    for expected in ("Pratinjau: Tabel CSV", "1 baru", "0 berubah", "1 ditolak", "baris 3: Isi klaim kosong.",
                     "Kotak suara dibuka di gudang."):  # fmt: skip
        assert expected in shown
    assert (stored(screens), screens.events()) == ({}, before)
    screen = press(screen, "act_impor_klaim_")
    assert "klaim.csv: 1 klaim baru, 0 berubah, 0 tetap, 0 dibiarkan." in texts(screen)
    assert set(stored(screens)) == {"u-1"}
    assert not has_button(screen, "act_impor_klaim_")
    assert "klaim.csv" not in texts(press(screen, "klaim_tersimpan_tutup"))
    screens.world.verify()


def test_the_same_file_again_has_nothing_to_store(screens: Screens):
    press(chosen(screens), "act_impor_klaim_")
    screen = chosen(screens)
    assert "1 tetap" in texts(screen)
    assert "Tidak ada yang perlu disimpan" in texts(screen)
    assert not has_button(screen, "act_impor_klaim_")


def test_a_changed_verdict_is_shown_before_and_leads_to_what_it_touches_after(screens: Screens):
    press(chosen(screens), "act_impor_klaim_")
    suggestion(screens, stored(screens)["u-1"].id)
    screen = chosen(screens, TABLE.replace("gudang.,salah", "gudang.,menyesatkan"))
    shown = texts(screen)
    assert "1 berubah" in shown
    assert "menjadi" in shown
    assert shown.index("Salah") < shown.index("Menyesatkan")
    shown = texts(press(screen, "act_impor_klaim_"))
    assert "Penilaian klaim berikut berubah." in shown
    assert "0 kasus, 1 komentar terdampak" in shown


def test_what_a_person_decided_is_left_and_the_preview_says_why(screens: Screens):
    press(chosen(screens), "act_impor_klaim_")
    change(screens.world, stored(screens)["u-1"].id)
    shown = texts(chosen(screens))
    assert "1 dibiarkan" in shown
    assert "putusan petugas tetap berlaku" in shown


@pytest.mark.parametrize("table", ["", "nama;isi\na;b\n", "\x00\x01"])
def test_a_file_that_is_no_list_of_claims_says_so(screens: Screens, table: str):
    screen = chosen(screens, table)
    assert "Tidak dapat dibaca" in texts(screen)
    assert not has_button(screen, "act_impor_klaim_")


def test_a_format_chosen_by_hand_is_used_instead_of_the_recognised_one(screens: Screens):
    screen = chosen(screens)
    field(screen, "selectbox", "klaim_impor_bentuk").set_value(ClaimOrigin.FACT_CHECK)
    assert "JSON rusak" in texts(screen.run())


def test_a_database_that_refuses_keeps_the_file_to_be_stored_later(
    screens: Screens, monkeypatch: pytest.MonkeyPatch
):  # fmt: skip
    claim(screens)
    screen = chosen(screens)
    monkeypatch.setattr("console.screens.claim_import.import_many", broken)
    screen = press(screen, "act_impor_klaim_")
    assert "Belum tersimpan" in texts(screen)
    assert has_button(screen, "act_impor_klaim_")
    assert "u-1" not in stored(screens)
