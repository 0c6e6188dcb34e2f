"""Changing a claim and writing down a new one on the screen *Klaim*."""

from __future__ import annotations

from datetime import date

from classify.kinds import ClaimOrigin, ClaimVerdict
from console.screens.claims_page import Part
from tests.responses.test_claims import CARDBOARD, change
from tests.screens.claims_office import claim, opened, stored, suggestion
from tests.screens.content_office import field
from tests.screens.showing import Screens, button, has_button, press, texts, toasts, write, written


def held(screens: Screens):
    """The only claim of the registry."""
    (row,) = stored(screens).values()
    return row


def test_a_change_is_stored_and_a_changed_verdict_shows_what_to_look_at(screens: Screens):
    claim_id = claim(screens)
    found = suggestion(screens, claim_id)
    screens.world.report(found)
    screen = screens.open("dewi", "klaim", id=claim_id)
    field(screen, "selectbox", "klaim_penilaian_").set_value(ClaimVerdict.SEBAGIAN_BENAR)
    write(screen, "klaim_klarifikasi_", "Kotak suara disegel.")
    write(screen, "klaim_tautan_", "https://kpu.example/segel")
    write(screen, "klaim_rumusan_", "kotak kardus dituker\n\n  kardus gampang jebol ")
    screen = press(screen, "act_ubah_klaim_")
    row = held(screens)
    assert (row.verdict, row.clarification, row.clarification_url, row.version, row.active) == (
        ClaimVerdict.SEBAGIAN_BENAR, "Kotak suara disegel.", "https://kpu.example/segel", 2, True,
    )  # fmt: skip
    assert row.wordings == ["kotak kardus dituker", "kardus gampang jebol"]
    shown = texts(screen)
    assert "berubah dari “Salah” menjadi “Sebagian benar”. Bukalah 1 kasus" in shown
    assert "berubah dari" not in texts(press(screen, "klaim_kembali"))
    screens.world.verify()


def test_a_change_that_leaves_the_verdict_says_nothing_of_what_it_touches(screens: Screens):
    screen = screens.open("dewi", "klaim", id=claim(screens))
    field(screen, "checkbox", "klaim_aktif_").set_value(False)
    screen = press(screen, "act_ubah_klaim_")
    assert not held(screens).active
    assert "berubah dari" not in texts(screen)
    assert "Tidak dicari lagi" in texts(screen)


def test_saving_without_a_change_stores_nothing(screens: Screens):
    screen = screens.open("dewi", "klaim", id=claim(screens))
    before = screens.events()
    assert "Tidak ada yang berubah" in toasts(press(screen, "act_ubah_klaim_"))
    assert screens.events() == before


def test_what_cannot_be_kept_is_refused_and_stays_in_its_field(screens: Screens):
    screen = screens.open("dewi", "klaim", id=claim(screens))
    write(screen, "klaim_klarifikasi_", "Kotak suara disegel.")
    write(screen, "klaim_tautan_", "javascript:alert(1)")
    screen = press(screen, "act_ubah_klaim_")
    assert "Tautan klarifikasi: Alamat harus diawali http:// atau https://." in texts(screen)
    assert written(screen, "klaim_klarifikasi_") == "Kotak suara disegel."
    assert held(screens).version == 1


def test_of_two_people_the_second_sees_the_change_keeps_what_he_typed_and_chooses(screens: Screens):
    claim_id = claim(screens)
    screen = screens.open("dewi", "klaim", id=claim_id)
    write(screen, "klaim_klarifikasi_", "Kata Dewi.")
    screen = screen.run()
    change(screens.world, claim_id, who="sari")
    screen = press(screen, "act_ubah_klaim_")
    assert "diubah oleh Sari Wulandari" in texts(screen)
    assert "Menyesatkan" in texts(screen)
    assert written(screen, "klaim_klarifikasi_") == "Kata Dewi."
    assert button(screen, "act_ubah_klaim_").disabled
    screen = press(press(screen, "klaim_pertahankan_"), "act_ubah_klaim_")
    row = held(screens)
    assert (row.clarification, row.verdict, row.version) == ("Kata Dewi.", ClaimVerdict.SALAH, 3)


def test_the_newest_state_can_be_taken_instead_of_what_was_typed(screens: Screens):
    claim_id = claim(screens)
    screen = screens.open("dewi", "klaim", id=claim_id)
    write(screen, "klaim_klarifikasi_", "Kata Dewi.")
    screen = screen.run()
    change(screens.world, claim_id, who="sari")
    screen = press(screen.run(), "klaim_terbaru_")
    assert written(screen, "klaim_klarifikasi_") == "Kotak suara disegel."
    assert not button(screen, "act_ubah_klaim_").disabled


def test_a_form_nobody_typed_in_follows_the_change_of_another(screens: Screens):
    claim_id = claim(screens)
    screen = screens.open("dewi", "klaim", id=claim_id)
    change(screens.world, claim_id, who="sari")
    screen = screen.run()
    assert written(screen, "klaim_klarifikasi_") == "Kotak suara disegel."
    assert not has_button(screen, "klaim_terbaru_")


def test_a_claim_is_written_down_by_hand_and_opened(screens: Screens):
    screen = opened(screens, "tono", Part.ADD)
    write(screen, "klaim_tambah_teks_", CARDBOARD.text)
    field(screen, "selectbox", "klaim_tambah_penilaian_").set_value(ClaimVerdict.SALAH)
    write(screen, "klaim_tambah_penerbit_", "Periksa Arunika")
    write(screen, "klaim_tambah_alamat_", CARDBOARD.url)
    write(screen, "klaim_tambah_rumusan_", "kardus gampang dituker\nkotak kardus isinya ditukar")
    field(screen, "date_input", "klaim_tambah_beredar_").set_value(date(2026, 11, 2))
    screen = press(screen.run(), "act_tambah_klaim_")
    row = held(screens)
    assert (row.text, row.verdict, row.origin, row.claimed_on) == (
        CARDBOARD.text, ClaimVerdict.SALAH, ClaimOrigin.HAND, date(2026, 11, 2)
    )  # fmt: skip
    assert len(row.wordings) == 2
    assert screen.query_params["id"] == str(row.id)
    assert "Dicatat petugas" in texts(screen)
    assert written(press(screen, "klaim_kembali"), "klaim_tambah_teks_") == ""


def test_a_claim_without_a_verdict_or_twice_is_refused_and_what_was_typed_stays(screens: Screens):
    claim(screens)
    screen = opened(screens, "tono", Part.ADD)
    write(screen, "klaim_tambah_teks_", CARDBOARD.text)
    write(screen, "klaim_tambah_alamat_", CARDBOARD.url)
    screen = press(screen.run(), "act_tambah_klaim_")
    assert "Penilaian wajib dipilih." in texts(screen)
    field(screen, "selectbox", "klaim_tambah_penilaian_").set_value(ClaimVerdict.SALAH)
    screen = press(screen.run(), "act_tambah_klaim_")
    assert "sudah ada di daftar" in texts(screen)
    assert written(screen, "klaim_tambah_teks_") == CARDBOARD.text
    assert len(stored(screens)) == 1
