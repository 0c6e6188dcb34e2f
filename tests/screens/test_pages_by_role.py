"""Who sees which page, and what happens when the right to see it ends."""

from __future__ import annotations

import pytest

from responses.kinds import Role
from tests.screens.showing import Screens, go, pages, press, texts, write

SEEN = {
    "dewi": {"antrean", "kasus", "konten", "unggah", "klaim", "prosedur"},
    "raka": {"kasus", "konten", "klaim", "prosedur"},
    "sari": {"persetujuan", "kasus", "konten", "klaim", "prosedur"},
    "bima": {"persetujuan", "kasus", "konten", "klaim", "prosedur"},
    "hasan": {"persetujuan", "kasus", "konten", "klaim", "prosedur"},
    "lina": {"persetujuan", "kasus", "konten", "klaim", "prosedur"},
    "tono": {"klaim", "prosedur"},
}


@pytest.mark.parametrize("who", SEEN)
def test_each_role_sees_its_own_pages_only(screens: Screens, who: str):
    screen = screens.open(who)
    assert not screen.exception
    assert pages(screen) == SEEN[who]


def test_a_page_of_another_role_is_not_reached_by_its_address(screens: Screens):
    screens.world.comment("Hanya untuk antrean")
    screen = screens.open("raka", "antrean")
    assert "Hanya untuk antrean" not in texts(screen)
    assert "Layar Antrean tersedia bagi Admin medsos, Administrator." in texts(screen)
    assert not [button for button in screen.button if str(button.key).startswith("act_")]


def test_who_decides_nothing_still_reads_the_procedures(screens: Screens):
    assert "Komentar dan pertanyaan di media sosial" in texts(screens.open("tono", "prosedur"))


def test_a_role_given_while_the_page_is_open_appears_on_the_next_run(screens: Screens):
    screen = screens.open("raka")
    screens.world.grant("raka", Role.ADMIN_MEDSOS)
    assert pages(go(screen, "kasus")) == {"antrean", "kasus", "konten", "unggah", "klaim", "prosedur"}


def test_nobody_is_shown_nothing_but_the_way_to_log_in(screens: Screens):
    screens.world.comment("Rahasia antrean")
    screen = screens.open("dewi", "antrean")
    screens.end_session("dewi")
    screen = screen.run()
    assert "Sesi Anda sudah berakhir" in texts(screen)
    assert "Rahasia antrean" not in texts(screen)


def test_a_click_after_the_session_ended_changes_nothing(screens: Screens):
    screens.world.comment()
    screen = screens.open("dewi", "antrean")
    write(screen, "input_abaikan_", "Spam")
    before = screens.events()
    screens.end_session("dewi")
    press(screen, "act_abaikan_")
    assert screens.events() == before


def test_the_account_names_the_roles_and_the_ribbon_says_that_data_are_an_example(screens: Screens):
    shown = texts(screens.open("dewi"))
    assert "Admin medsos" in shown
    assert "Administrator" in shown
    assert "DATA CONTOH" not in shown
    screens.make_demo()
    assert "DATA CONTOH" in texts(screens.open("dewi"))
