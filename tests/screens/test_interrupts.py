"""What interrupts a case, on the screen: its clock stands still for a reason, another division is concerned."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from responses.kinds import Division, PauseReason, Role, SopPurpose, Standing
from responses.models import Person
from responses.people import grant
from responses.state import SIMAK
from tests.screens.showing import Screens, has_button, press, texts, toasts, write
from tests.screens.test_case_screen import drafted


def select(screen: AppTest, key: str, value: object) -> None:
    next(one for one in screen.selectbox if str(one.key).startswith(key)).set_value(value)


def paused(screens: Screens) -> int:
    case_id = drafted(screens)
    screen = screens.open("sari", "kasus", id=case_id)
    select(screen, "pilih_jeda_", PauseReason.PLENARY)
    write(screen, "input_jeda_", "Pleno dijadwalkan siang ini.")
    assert "dihentikan sementara" in toasts(press(screen, "act_jeda_"))
    return case_id


def test_a_pause_needs_a_reason_from_the_list_and_words(screens: Screens):
    case_id = drafted(screens)
    screen = press(screens.open("sari", "kasus", id=case_id), "act_jeda_")
    assert "Pilih dahulu salah satu dari daftar." in texts(screen)
    select(screen, "pilih_jeda_", PauseReason.PLENARY)
    screen = press(screen, "act_jeda_")
    assert "Keterangan penghentian waktu wajib diisi." in texts(screen)
    assert screens.world.case(case_id).paused_at is None


def test_everybody_reads_that_the_clock_stands_still_and_why_and_nobody_can_go_on(screens: Screens):
    case_id = paused(screens)
    for who in ("bima", "raka"):
        screen = screens.open(who, "kasus", id=case_id)
        assert "Waktu dihentikan sejak 09.00 WIB" in texts(screen)
        assert f"{PauseReason.PLENARY.label}: Pleno dijadwalkan siang ini." in texts(screen)
        assert not has_button(screen, "act_ya_")
    card = screens.open("sari", "persetujuan")
    assert "Waktu dihentikan sejak" in texts(card)
    assert not has_button(card, f"setuju_{case_id}_")


def test_the_clock_runs_on_with_what_was_left_and_the_line_tells_the_pause(screens: Screens):
    case_id = paused(screens)
    screens.world.later(hours=2)
    screen = press(screens.open("sari", "kasus", id=case_id), "act_lanjut_")
    assert "berjalan kembali" in toasts(screen)
    assert "Waktu pernah dihentikan 2 jam" in texts(screen)
    assert has_button(screen, "act_ya_")
    screens.world.later(minutes=5)
    shown = texts(press(screen, "act_ya_"))
    assert "Selesai 11.05 WIB · batas 11.15 WIB · 10 menit lebih awal" in shown
    assert "Waktu pernah dihentikan 2 jam" in shown


def test_the_line_tells_what_was_promised_and_for_whom_somebody_stood_in(screens: Screens):
    with screens.world.database.write() as session:
        raka = session.get_one(Person, screens.world.people["raka"])
        grant(
            session, screens.world.office_id, raka, Role.PIMPINAN_REDAKSI, by=SIMAK, now=screens.world.now,
            standing=Standing.PLH, acting_for="Sari Wulandari",
        )  # fmt: skip
    case_id = screens.world.report(screens.world.comment())
    screens.world.later(minutes=25)
    screens.world.act(case_id, "raka", perintah="Mohon dijawab.")
    shown = texts(screens.open("dewi", "kasus", id=case_id))
    assert "Selesai 09.25 WIB · batas 09.10 WIB · terlambat 15 menit" in shown
    assert "Raka Pratama, Plh. Pimpinan redaksi (untuk Sari Wulandari)" in shown


def test_an_urgent_clock_is_never_stopped(screens: Screens):
    case_id = screens.world.report(screens.world.comment(), purpose=SopPurpose.URGENT)
    assert not has_button(screens.open("hasan", "kasus", id=case_id), "act_jeda_")


def test_another_division_is_named_with_a_reason_and_then_that_division_decides(screens: Screens):
    case_id = screens.world.report(screens.world.comment(), purpose=SopPurpose.URGENT)
    screen = screens.open("dewi", "kasus", id=case_id)
    select(screen, "pilih_divisi_", Division.RENDATIN)
    screen = press(screen, "act_divisi_")
    assert "Alasan perubahan divisi wajib diisi." in texts(screen)
    write(screen, "input_divisi_", "Menyangkut data pemilih.")
    screen = press(screen, "act_divisi_")
    assert "diubah" in toasts(screen)
    assert screens.world.case(case_id).division is Division.RENDATIN
    assert f"Divisi terkait: {Division.RENDATIN.label}" in texts(screen)
    assert not has_button(screens.open("raka", "kasus", id=case_id), "act_divisi_")
