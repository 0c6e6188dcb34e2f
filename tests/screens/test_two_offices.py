"""Somebody who works for two offices sees one at a time."""

from __future__ import annotations

from tests.screens.showing import Screens, go, texts


def test_the_other_office_is_chosen_in_the_account_and_nothing_follows_from_the_first(screens: Screens):
    screens.world.comment("Komentar untuk Arunika")
    other = screens.second_office("dewi")
    screen = screens.open("dewi", "antrean")
    assert "Komentar untuk Arunika" in texts(screen)
    screen.radio[0].set_value(other).run()
    screen = go(screen, "antrean")
    assert "KPU Kota Bahari" in texts(screen)
    assert "Komentar untuk Arunika" not in texts(screen)
