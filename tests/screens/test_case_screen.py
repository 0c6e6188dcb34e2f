"""One case on the screen: the panel of the present step, whoever looks at it."""

from __future__ import annotations

from responses.kinds import CaseState, EventKind, PublicationState
from tests.screens.showing import Screens, has_button, press, texts, toasts, write, written

DRAFT = "Yth. Ibu Siti, TPS Ibu di Balai Desa Sukamaju."


def drafted(screens: Screens) -> int:
    """A case whose draft waits for its approval."""
    case_id = screens.world.report(screens.world.comment())
    screens.world.act(case_id, "sari", perintah="Mohon dijawab.")
    screens.world.act(case_id, "raka", draf=DRAFT)
    return case_id


def test_the_journey_of_a_case_by_the_panel_of_each_role(screens: Screens):
    case_id = screens.world.report(screens.world.comment())
    sari = screens.open("sari", "kasus", id=case_id)
    write(sari, "input_perintah_", "Mohon dijawab.")
    assert "selesai" in toasts(press(sari, "act_ya_"))
    raka = screens.open("raka", "kasus", id=case_id)
    write(raka, "input_draf_", DRAFT)
    assert "Menunggu" in texts(press(raka, "act_ya_"))
    sari = screens.open("sari", "kasus", id=case_id)
    write(sari, f"input_alasan_{case_id}", "Sebutkan alamat balai desa.")
    press(sari, "act_kembalikan_")
    raka = screens.open("raka", "kasus", id=case_id)
    assert written(raka, "input_draf_") == DRAFT
    write(raka, "input_draf_", f"{DRAFT} Jalan Melati 4.")
    press(raka, "act_ya_")
    press(screens.open("sari", "kasus", id=case_id), "act_ya_")
    publication = screens.world.publications(case_id)[0]
    assert publication.text == f"{DRAFT} Jalan Melati 4."
    assert publication.state is PublicationState.NEEDS_MANUAL_POST


def test_who_must_act_is_named_when_it_is_somebody_else(screens: Screens):
    case_id = screens.world.report(screens.world.comment())
    screen = screens.open("raka", "kasus", id=case_id)
    assert "Langkah ini dikerjakan Pimpinan redaksi atau Wakil pimpinan redaksi." in texts(screen)
    assert not has_button(screen, "act_ya_")


def test_sending_back_needs_a_reason(screens: Screens):
    case_id = drafted(screens)
    screen = press(screens.open("sari", "kasus", id=case_id), "act_kembalikan_")
    assert "Alasan pengembalian wajib diisi." in texts(screen)
    assert screens.world.case(case_id).step == "koreksi"


def test_the_second_click_is_told_kindly_and_acts_once(screens: Screens):
    case_id = drafted(screens)
    screen = screens.open("sari", "kasus", id=case_id)
    screens.world.act(case_id, "bima")
    before = screens.events()
    screen = press(screen, "act_ya_")
    assert "sudah berubah sejak Anda membukanya" in toasts(screen)
    assert screens.events() == before
    assert len(screens.world.publications(case_id)) == 1


def test_a_text_whose_step_went_on_stays_on_the_screen_to_be_copied(screens: Screens):
    case_id = screens.world.report(screens.world.comment())
    screen = screens.open("sari", "kasus", id=case_id)
    write(screen, "input_perintah_", "Perintah yang panjang sekali.")
    screens.world.act(case_id, "bima", perintah="Sudah saya perintahkan.")
    screen = press(screen, "act_ya_")
    assert "Perintah yang panjang sekali." in [code.value for code in screen.code]
    assert "Belum tersimpan" in texts(screen)


def test_changing_the_text_makes_a_version_that_its_writer_cannot_approve(screens: Screens):
    case_id = drafted(screens)
    screen = screens.open("sari", "kasus", id=case_id)
    write(screen, "input_ubah_", f"{DRAFT} Terima kasih.")
    screen = press(screen, "act_ubah_")
    assert "versi 2" in texts(screen)
    assert "orang lain yang menyetujuinya" in texts(screen)
    screen = press(screen, "act_ya_")
    assert "Penulis naskah tidak dapat menyetujui naskahnya sendiri." in texts(screen)


def test_a_case_is_closed_without_a_reply_only_with_a_reason(screens: Screens):
    case_id = drafted(screens)
    screen = press(screens.open("sari", "kasus", id=case_id), "act_tutup_")
    assert "Alasan wajib diisi." in texts(screen)
    write(screen, "input_alasan_tutup_", "Sudah terjawab di kolom lain.")
    press(screen, "act_tutup_")
    assert screens.world.case(case_id).state is CaseState.DECLINED
    assert not has_button(screens.open("raka", "kasus", id=case_id), "act_tutup_")


def test_the_history_names_every_event_with_person_and_role(screens: Screens):
    case_id = drafted(screens)
    shown = texts(screens.open("dewi", "kasus", id=case_id))
    assert EventKind.CASE_OPENED.label in shown
    assert "Raka Pratama (Pelaksana redaksi)" in shown
    assert "Senin, 16 November 2026 09.00 WIB" in shown


def test_a_case_of_nobody_is_a_sentence_and_no_trace(screens: Screens):
    assert "Kasus itu tidak ada di kantor ini." in texts(screens.open("sari", "kasus", id=999))


def test_an_address_that_is_no_number_shows_the_list(screens: Screens):
    screen = screens.open("sari", "kasus", id="1;drop")
    assert "Tugas saya (0)" in [tab.label for tab in screen.tabs]


def test_own_tasks_stand_under_the_name_of_the_action_with_the_nearest_deadline(screens: Screens):
    case_id = drafted(screens)
    screens.world.later(minutes=20)
    screen = screens.open("sari", "kasus")
    assert "**Perlu disetujui (1)**" in texts(screen)
    assert "terlambat 5 menit" in texts(screen)
    screen = press(screen, f"kasus_{case_id}")
    assert DRAFT in texts(screen)
