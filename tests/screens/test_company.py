"""*Kiriman serupa*: many who write the same are shown as such, in the list and beside the comment."""

from __future__ import annotations

from datetime import timedelta

from responses.views.company import company_of
from tests.screens.judging import in_company, judged
from tests.screens.showing import Screens, lines, texts


def written(screens: Screens, count: int) -> list[int]:
    return [judged(screens, f"Hasil diubah, viralkan {number}") for number in range(count)]


def test_a_burst_is_named_with_the_first_who_wrote_it(screens: Screens):
    comments = written(screens, 7)
    in_company(screens.world, comments)
    case_id = screens.world.report(comments[2])
    screens.world.later(minutes=10)
    shown = texts(screens.open("sari", "kasus", id=case_id))
    assert "7 akun menulis kalimat yang hampir sama dalam 6 menit" in shown
    assert "Hasil diubah, viralkan 4" in shown
    assert "dan 2 komentar lain." in shown
    assert "komentar ini · kasus 2026-0001" in shown


def test_few_who_write_the_same_are_counted_without_alarm(screens: Screens):
    comments = written(screens, 3)
    in_company(screens.world, comments)
    shown = texts(screens.open("dewi", "antrean"))
    assert "Seluruhnya 3 komentar dari 3 akun dalam 2 menit." in shown
    assert "hampir sama" not in shown


def test_the_list_says_how_many_write_the_same(screens: Screens):
    in_company(screens.world, written(screens, 3))
    assert "3 kiriman serupa" in lines(screens.open("dewi", "antrean"))


def test_a_comment_nobody_repeats_says_nothing(screens: Screens):
    comment_id = judged(screens, "Sendiri saja")
    screen = screens.open("dewi", "antrean")
    assert "Kiriman serupa" not in texts(screen)
    assert "kiriman serupa" not in lines(screen)
    with screens.world.database.read() as session:
        assert company_of(session, comment_id, now=screens.world.now) is None


def test_an_old_burst_is_still_a_burst(screens: Screens):
    comments = written(screens, 6)
    in_company(screens.world, comments)
    with screens.world.database.read() as session:
        company = company_of(session, comments[0], now=screens.world.now + timedelta(days=9))
    assert company is not None
    assert company.burst is not None
    assert company.lasted == timedelta(minutes=5)
