"""Help with writing: what the office said before and its templates, one click each, and nothing typed is lost."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from responses import templates
from responses.kinds import SopPurpose
from responses.state import SIMAK
from responses.template_models import TextKind
from responses.templates import NewText
from tests.screens.showing import Screens, button, has_button, press, texts, toasts, write, written
from tests.screens.test_guard_on_screen import drafting

QUESTION = "Min, TPS saya pindah ke mana ya? Nama saya tidak ada di TPS lama."
REPLY = "Silakan periksa lokasi TPS di laman resmi KPU atau tanyakan kepada PPS setempat."


@pytest.fixture
def office(screens: Screens) -> Screens:
    """An office that answered such a question once, and has a template."""
    case_id = screens.world.approved_case(screens.world.comment(QUESTION), text=REPLY)
    screens.post_by_hand(case_id)
    new = NewText(
        "terima-kasih", TextKind.TEMPLATE, "Terima kasih", "Terima kasih, {nama}. Salam dari {kantor}. {topik}"
    )
    with screens.world.database.write() as session:
        templates.add(session, screens.world.office_id, new, by=SIMAK, now=screens.world.now)
    return screens


def drafting_again(screens: Screens) -> int:
    case_id = screens.world.report(screens.world.comment(QUESTION))
    screens.world.act(case_id, "sari", perintah="Mohon dijawab.")
    return case_id


def with_template(screen: AppTest) -> AppTest:
    next(one for one in screen.selectbox if str(one.key).startswith("pilih_templat")).set_value("terima-kasih")
    return screen.run()


def test_a_reply_that_was_approved_for_a_similar_comment_is_offered_with_likeness_and_date(office: Screens):
    screen = office.open("raka", "kasus", id=drafting_again(office))
    shown = texts(screen)
    assert REPLY in shown
    assert "Kasus 2026-0001 · tayang 09.00 WIB · 100% mirip" in shown
    assert button(screen, "bantu_0_").label.replace("\\", "") == "100% mirip · 09.00 WIB"


def test_a_click_fills_the_empty_field(office: Screens):
    screen = press(office.open("raka", "kasus", id=drafting_again(office)), "bantu_0_")
    assert written(screen, "input_draf_") == REPLY


def test_a_click_never_takes_away_what_was_typed(office: Screens):
    screen = office.open("raka", "kasus", id=drafting_again(office))
    write(screen, "input_draf_", "Yth. Ibu Siti,")
    screen = press(screen, "pakai_jawaban_0_")
    assert written(screen, "input_draf_") == f"Yth. Ibu Siti,\n\n{REPLY}"
    assert "ditambahkan di bawah" in toasts(screen)
    screen = press(screen, "pakai_jawaban_0_")
    assert written(screen, "input_draf_").count(REPLY) == 1


def test_a_template_is_filled_and_what_could_not_be_filled_keeps_it_from_being_sent(office: Screens):
    case_id = drafting_again(office)
    screen = with_template(office.open("raka", "kasus", id=case_id))
    screen = press(screen, "pakai_templat_")
    assert written(screen, "input_draf_").startswith("Terima kasih, Siti Warga. Salam dari KPU Kabupaten Arunika.")
    assert "###topik###" in written(screen, "input_draf_")
    screen = press(screen, "act_ya_")
    assert "Naskah belum dapat dikirim" in texts(screen)
    assert office.world.case(case_id).step == "draf"


def test_help_on_the_urgent_card_begins_the_answer(office: Screens):
    office.world.report(office.world.comment(QUESTION), purpose=SopPurpose.URGENT)
    screen = press(office.open("hasan", "persetujuan"), "bantu_0_")
    assert written(screen, "input_draf_") == REPLY
    assert "Anda menjawab sampai" in texts(screen)


def test_an_office_that_never_answered_is_offered_nothing(screens: Screens):
    screen = screens.open("raka", "kasus", id=drafting(screens))
    assert not has_button(screen, "bantu_")
    assert not [one for one in screen.selectbox if str(one.key).startswith("pilih_templat")]
