"""Deciding on a comment at the queue."""

from __future__ import annotations

import pytest

from console.screens.triage_state import Tab
from ingest.models import Comment
from responses import inbox
from responses.kinds import InboxState, SopPurpose
from responses.models import CaseFile, InboxItem
from tests.screens.showing import Screens, broken, has_button, lines, press, texts, toasts, write, written


def state_of(screens: Screens, comment_id: int) -> InboxState:
    with screens.world.database.read() as session:
        return session.get_one(InboxItem, comment_id).state


def ignore_as(screens: Screens, who: str, comment_id: int) -> None:
    with screens.world.database.write() as session:
        inbox.ignore(session, screens.world.desk(session, who), [comment_id], "Spam")


def test_a_report_opens_a_case_and_the_next_comment_follows(screens: Screens):
    first, second = screens.world.comment("Komentar pertama"), screens.world.comment("Komentar kedua")
    screen = screens.open("dewi", "antrean")
    write(screen, "input_laporan_", "Warga bertanya lokasi TPS.")
    screen = press(screen, f"act_laporkan_{first}")
    assert "Kasus 2026-0001 dibuka" in toasts(screen)
    assert state_of(screens, first) is InboxState.IN_CASE
    assert "Komentar kedua" in texts(screen)
    assert has_button(screen, f"act_laporkan_{second}")


def test_a_refused_report_says_why_and_keeps_what_was_typed(screens: Screens):
    comment_id = screens.world.comment(urgent=True)
    screen = screens.open("dewi", "antrean")
    write(screen, "input_laporan_", "Mohon segera dijawab.")
    screen = press(screen, "act_mendesak_")
    assert "Alasan keadaan mendesak wajib diisi." in texts(screen)
    assert written(screen, "input_laporan_") == "Mohon segera dijawab."
    assert state_of(screens, comment_id) is InboxState.WAITING
    write(screen, "input_alasan_mendesak_", "Kabar bohong menyebar cepat.")
    screen = press(screen, "act_mendesak_")
    with screens.world.database.read() as session:
        assert session.query(CaseFile).one().purpose is SopPurpose.URGENT


def test_ignoring_needs_a_reason(screens: Screens):
    comment_id = screens.world.comment()
    screen = press(screens.open("dewi", "antrean"), "act_abaikan_")
    assert "Alasan wajib diisi." in texts(screen)
    assert state_of(screens, comment_id) is InboxState.WAITING
    next(one for one in screen.pills if str(one.key).startswith("pilih_abaikan")).set_value("Spam atau iklan")
    press(screen, "act_abaikan_")
    assert state_of(screens, comment_id) is InboxState.IGNORED


def test_an_ignored_comment_can_be_returned_with_a_reason(screens: Screens):
    comment_id = screens.world.comment()
    ignore_as(screens, "dewi", comment_id)
    screen = screens.open("dewi", "antrean")
    screen.segmented_control[0].set_value(Tab.IGNORED).run()
    write(screen, "input_alasan_kembali_", "Ternyata pertanyaan sungguhan.")
    press(screen, "act_kembali_antre_")
    assert state_of(screens, comment_id) is InboxState.WAITING


def test_a_decision_that_somebody_else_made_first_is_told_kindly(screens: Screens):
    comment_id = screens.world.comment()
    screen = screens.open("dewi", "antrean")
    write(screen, "input_abaikan_", "Spam")
    ignore_as(screens, "dewi", comment_id)
    before = screens.events()
    screen = press(screen, "act_abaikan_")
    assert "sudah diputuskan orang lain" in toasts(screen)
    assert screens.events() == before
    assert not has_button(screen, "act_abaikan_")


def test_new_arrivals_are_counted_but_never_move_the_list(screens: Screens):
    screens.world.comment("Sudah ada")
    screen = screens.open("dewi", "antrean")
    screens.world.comment("Baru dan mendesak", urgent=True)
    screen = screen.run()
    assert "Baru dan mendesak" not in lines(screen)
    assert "1 baru, tampilkan" in [one.label for one in screen.button]
    screen = press(screen, "antrean_baru")
    assert lines(screen).index("Baru dan mendesak") < lines(screen).index("Sudah ada")


def test_a_comment_decided_by_somebody_else_stays_in_place_with_his_name(screens: Screens):
    screens.world.comment("Satu")
    second = screens.world.comment("Dua")
    screen = screens.open("dewi", "antrean")
    screens.world.report(second)
    screen = screen.run()
    assert "Kasus 2026-0001" in lines(screen)
    assert lines(screen).index("Satu") < lines(screen).index("Dua") < lines(screen).index("Kasus 2026-0001")


def test_the_next_page_begins_where_the_last_one_ended(screens: Screens):
    for number in range(27):
        screens.world.comment(f"Komentar nomor {number:02d}")
    screen = screens.open("dewi", "antrean")
    assert "Komentar nomor 24" in lines(screen)
    assert "Komentar nomor 25" not in lines(screen)
    screen = press(screen, "antrean_berikutnya")
    assert "Komentar nomor 25" in lines(screen)
    assert "Komentar nomor 24" not in lines(screen)
    assert "Komentar nomor 00" in lines(press(screen, "antrean_sebelumnya"))


def test_a_database_that_cannot_write_says_that_nothing_is_lost(screens: Screens, monkeypatch: pytest.MonkeyPatch):
    comment_id = screens.world.comment()
    screen = screens.open("dewi", "antrean")
    write(screen, "input_laporan_", "Laporan yang panjang.")
    monkeypatch.setattr("responses.opening.open_case", broken)
    screen = press(screen, "act_laporkan_")
    assert "Belum tersimpan" in texts(screen)
    assert written(screen, "input_laporan_") == "Laporan yang panjang."
    assert state_of(screens, comment_id) is InboxState.WAITING


def test_what_nothing_could_judge_says_so(screens: Screens):
    comment_id = screens.world.comment()
    screens.forget_verdict(comment_id)
    screen = screens.open("dewi", "antrean")
    assert "Belum dinilai" in texts(screen)
    assert "Nilailah sendiri" in texts(screen)
    with screens.world.database.read() as session:
        assert session.get_one(Comment, comment_id).text in texts(screen)
