"""The urgent way on the screen: reported with one chip, answered on the card by one at a time, ratified after."""

from __future__ import annotations

from console.screens.urgent_parts import URGENT_REASONS
from responses import leases
from responses.kinds import CaseState, InboxState, Need, PublicationState, Role, SopPurpose
from responses.models import CaseFile
from tests.screens.showing import Screens, go, has_button, press, texts, toasts, write, written
from tests.screens.test_case_screen import drafted
from tests.screens.test_triage import state_of

ANSWER = "Informasi itu tidak benar. Pemungutan suara berlangsung satu hari untuk semua warga."


def urgent(screens: Screens) -> int:
    return screens.world.report(screens.world.comment(urgent=True), purpose=SopPurpose.URGENT)


def take(screens: Screens, who: str, case_id: int) -> None:
    with screens.world.database.write() as session:
        leases.take(session, screens.world.desk(session, who), case_id)


def the_urgent_case(screens: Screens) -> CaseFile:
    with screens.world.database.read() as session:
        return session.query(CaseFile).filter(CaseFile.purpose == SopPurpose.URGENT).one()


def test_one_chip_is_reason_and_report_of_an_urgent_comment(screens: Screens):
    comment_id = screens.world.comment(urgent=True)
    screen = screens.open("dewi", "antrean")
    next(one for one in screen.pills if str(one.key).startswith("pilih_mendesak")).set_value(URGENT_REASONS[0])
    screen = press(screen, "act_mendesak_")
    assert "jalur mendesak" in toasts(screen)
    assert state_of(screens, comment_id) is InboxState.IN_CASE
    shown = texts(screens.open("hasan", "kasus", id=the_urgent_case(screens).id))
    assert shown.count(URGENT_REASONS[0]) >= len((Need.LAPORAN, Need.ALASAN_MENDESAK))


def test_words_of_ones_own_come_after_the_chip_and_a_report_stays_a_report(screens: Screens):
    screens.world.comment(urgent=True)
    screen = screens.open("dewi", "antrean")
    write(screen, "input_laporan_", "Gambar jadwal palsu beredar.")
    next(one for one in screen.pills if str(one.key).startswith("pilih_mendesak")).set_value(URGENT_REASONS[0])
    write(screen, "input_alasan_mendesak_", "sudah 200 kali dibagikan")
    press(screen, "act_mendesak_")
    shown = texts(screens.open("hasan", "kasus", id=the_urgent_case(screens).id))
    assert f"{URGENT_REASONS[0]}. sudah 200 kali dibagikan" in shown
    assert "Gambar jadwal palsu beredar." in shown


def test_the_answer_is_written_on_the_card_and_published_after_one_question(screens: Screens):
    case_id = urgent(screens)
    screen = screens.open("hasan", "persetujuan")
    write(screen, "input_draf_", ANSWER)
    screen = press(screen, f"kirim_{case_id}_")
    assert screens.world.publications(case_id) == []
    assert ANSWER in texts(screen)
    screen = press(screen, f"kirim_ya_{case_id}_")
    assert "diperintahkan tayang" in toasts(screen)
    (row,) = screens.world.publications(case_id)
    assert row.text == ANSWER
    assert row.state is PublicationState.NEEDS_MANUAL_POST


def test_an_empty_answer_is_refused_before_the_question(screens: Screens):
    case_id = urgent(screens)
    screen = press(screens.open("hasan", "persetujuan"), f"kirim_{case_id}_")
    assert "Naskah wajib diisi." in texts(screen)
    assert not has_button(screen, f"kirim_ya_{case_id}_")


def test_the_question_can_be_left_and_the_text_is_still_there(screens: Screens):
    case_id = urgent(screens)
    screen = screens.open("hasan", "persetujuan")
    write(screen, "input_draf_", ANSWER)
    screen = press(press(screen, f"kirim_{case_id}_"), f"batal_{case_id}_")
    assert written(screen, "input_draf_") == ANSWER


def test_beginning_to_write_takes_the_case_and_a_colleague_sees_it(screens: Screens):
    case_id = urgent(screens)
    screen = screens.open("hasan", "persetujuan")
    write(screen, "input_draf_", ANSWER)
    assert "Anda menjawab sampai 09.10 WIB" in texts(screen.run())
    lina = screens.open("lina", "persetujuan")
    assert "oleh Hasan Basri sampai 09.10 WIB" in texts(lina)
    assert not has_button(lina, f"kirim_{case_id}_")
    assert not lina.text_area


def test_an_answer_begun_by_two_people_is_refused_to_the_second_and_kept_on_his_screen(screens: Screens):
    case_id = urgent(screens)
    lina = screens.open("lina", "persetujuan")
    take(screens, "hasan", case_id)
    write(lina, "input_draf_", "Tulisan Lina.")
    lina = lina.run()
    assert "sedang dikerjakan Hasan Basri" in texts(lina)
    assert "Tulisan Lina." in [code.value for code in lina.code]
    assert screens.world.publications(case_id) == []


def test_the_send_button_of_a_stale_screen_is_refused_kindly(screens: Screens):
    case_id = urgent(screens)
    lina = screens.open("lina", "persetujuan")
    write(lina, "input_draf_", ANSWER)
    lina = press(lina, f"kirim_{case_id}_")
    screens.world.later(minutes=11)
    take(screens, "hasan", case_id)
    lina = press(lina, f"kirim_ya_{case_id}_")
    assert "sedang dikerjakan Hasan Basri" in toasts(lina)
    assert screens.world.publications(case_id) == []


def test_a_case_left_alone_can_be_taken_over_when_the_time_is_over(screens: Screens):
    case_id = urgent(screens)
    take(screens, "hasan", case_id)
    screens.world.later(minutes=11)
    screen = press(screens.open("lina", "persetujuan"), "ambil_")
    assert "Anda menjawab sampai" in texts(screen)
    write(screen, "input_draf_", ANSWER)
    press(press(screen, f"kirim_{case_id}_"), f"kirim_ya_{case_id}_")
    assert len(screens.world.publications(case_id)) == 1


def test_urgent_cases_stand_on_top_of_the_approvals(screens: Screens):
    drafted(screens)
    screens.world.grant("sari", Role.PEMBINA)
    case_id = urgent(screens)
    screen = screens.open("sari", "persetujuan")
    shown = texts(screen)
    assert shown.index("Menjawab seketika") < shown.index("Mengoreksi draf dan memberi persetujuan")
    assert has_button(screen, f"kirim_{case_id}_")


def test_the_answer_is_ratified_on_a_card_with_its_link(screens: Screens):
    case_id = urgent(screens)
    screens.world.act(case_id, "hasan", draf=ANSWER)
    screens.post_by_hand(case_id)
    screen = screens.open("lina", "persetujuan")
    assert "https://kab-arunika.example/tps/#comment-77" in [code.value for code in screen.code]
    screen = press(press(screen, f"setuju_{case_id}_"), f"setuju_ya_{case_id}_")
    assert "disahkan" in toasts(screen)
    assert screens.world.case(case_id).state is CaseState.DONE


def test_an_ordinary_case_is_made_urgent_on_the_card(screens: Screens):
    case_id = drafted(screens)
    screen = screens.open("sari", "persetujuan", id=case_id)
    screen = press(screen, "act_jadi_mendesak_")
    assert "Alasan keadaan mendesak wajib diisi." in texts(screen)
    next(one for one in screen.pills if str(one.key).startswith("pilih_jadi_")).set_value(URGENT_REASONS[1])
    screen = press(screen, "act_jadi_mendesak_")
    assert "dilanjutkan sebagai kasus mendesak" in toasts(screen)
    assert screens.world.case(case_id).state is CaseState.MADE_URGENT
    assert "Menjawab seketika" in texts(screens.open("hasan", "persetujuan"))


def test_the_case_screen_goes_on_with_the_urgent_case(screens: Screens):
    case_id = drafted(screens)
    screen = screens.open("sari", "kasus", id=case_id)
    write(screen, "input_jadi_mendesak_", "Antrean memanjang di tiga TPS.")
    screen = press(screen, "act_jadi_mendesak_")
    made = the_urgent_case(screens)
    assert screen.query_params["id"] in (str(made.id), [str(made.id)])
    assert "Antrean memanjang di tiga TPS." in texts(screen)
    before = screens.open("sari", "kasus", id=case_id)
    assert not has_button(before, "act_jadi_mendesak_")


def test_who_may_not_say_that_a_case_is_urgent_is_not_asked(screens: Screens):
    case_id = drafted(screens)
    assert not has_button(screens.open("raka", "kasus", id=case_id), "act_jadi_mendesak_")


def test_what_was_begun_on_the_card_goes_on_in_the_case(screens: Screens):
    case_id = urgent(screens)
    screen = screens.open("hasan", "persetujuan")
    write(screen, "input_draf_", ANSWER)
    screen = screen.run()
    screen.query_params["id"] = str(case_id)
    screen = go(screen, "kasus")
    assert written(screen, "input_draf_") == ANSWER
    screen = press(press(screen, f"kirim_{case_id}_"), f"kirim_ya_{case_id}_")
    assert "diperintahkan tayang" in toasts(screen)
    assert [row.text for row in screens.world.publications(case_id)] == [ANSWER]
