"""*Perlu diperiksa*: a person says whether a comment repeats a claim; the list stands still and leads on."""

from __future__ import annotations

import pytest

from classify.kinds import MatchState
from classify.models import ClaimMatch
from console.screens import claim_shelf
from console.screens.claims_page import Part
from responses.kinds import EventKind
from tests.responses.test_claims import CARDBOARD, decide, kinds, matched
from tests.responses.test_claims_views import cluster
from tests.screens.claims_office import claim, match, opened, suggestion
from tests.screens.showing import Screens, broken, button, has_button, lines, press, texts


@pytest.fixture
def waiting(screens: Screens) -> list[int]:
    """Three comments that may repeat one claim."""
    claim_id = claim(screens)
    return [suggestion(screens, claim_id, f"kotak kardus nomor {number}") for number in range(3)]


def test_the_evidence_stands_beside_the_claim(screens: Screens, waiting: list[int]):
    cluster(screens.world, match(screens, waiting[0]).comment_id, screens.world.comment("sama"))
    screen = screens.open("sari", "klaim")
    shown = texts(screen)
    for expected in (
        "Sangat mirip (kemiripan 61%)", "Berlaku untuk 2 komentar senada", "kotak kardus nomor 0", "“kardus”",
        CARDBOARD.text, "Salah", "Periksa Arunika",
    ):  # fmt: skip
        assert expected in shown
    assert "2 komentar" in lines(screen)


def test_yes_and_no_are_stored_and_lead_to_the_next_while_the_list_stands_still(screens: Screens, waiting: list[int]):
    screen = screens.open("sari", "klaim")
    assert [button(screen, f"act_klaim_{name}_").proto.shortcut for name in ("ya", "bukan")] == ["y", "b"]
    screen = press(screen, "act_klaim_ya_")
    assert "Tercatat: mengulang klaim." in texts(screen)
    assert "kotak kardus nomor 1" in texts(screen)
    assert all(f"kotak kardus nomor {number}" in lines(screen) for number in range(3))
    assert lines(screen).count("Dipastikan cocok") == 1
    screen = press(screen, "act_klaim_bukan_")
    assert "kotak kardus nomor 2" in texts(screen)
    assert [match(screens, one).state for one in waiting] == [
        MatchState.CONFIRMED, MatchState.REJECTED, MatchState.SUGGESTED
    ]  # fmt: skip
    assert kinds(screens.world)[-2:] == [EventKind.CLAIM_CONFIRMED, EventKind.CLAIM_REJECTED]
    screens.world.verify()


def test_after_the_last_one_the_screen_says_that_nothing_waits(screens: Screens, waiting: list[int]):
    screen = screens.open("sari", "klaim")
    for _ in waiting:
        screen = press(screen, "act_klaim_ya_")
    assert "Tidak ada usulan yang menunggu diperiksa." in texts(screen)
    assert not has_button(screen, "act_klaim_")


def test_what_came_meanwhile_never_moves_the_list_until_it_is_asked_for(screens: Screens, waiting: list[int]):
    screen = screens.open("sari", "klaim")
    suggestion(screens, match(screens, waiting[0]).claim_id, "baru saja masuk")
    screen = screen.run()
    assert "baru saja masuk" not in lines(screen)
    screen = press(screen, "klaim_baru")
    assert "baru saja masuk" in lines(screen.run())


def test_a_page_is_turned_forth_and_back(screens: Screens, waiting: list[int], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(claim_shelf, "PAGE", 2)
    screen = press(screens.open("sari", "klaim"), "klaim_usulan_berikutnya")
    assert "kotak kardus nomor 2" in texts(screen)
    assert button(screen, "klaim_usulan_berikutnya").disabled
    assert "kotak kardus nomor 0" in texts(press(screen, "klaim_usulan_sebelumnya"))


def test_whoever_does_not_judge_reads_who_does(screens: Screens, waiting: list[int]):
    screen = opened(screens, "raka", Part.JUDGING)
    assert "Diputuskan oleh Admin medsos" in texts(screen)
    assert not has_button(screen, "act_klaim_")


def test_what_somebody_else_decided_first_stays_as_it_is_and_is_shown(screens: Screens, waiting: list[int]):
    screen = screens.open("sari", "klaim")
    decide(screens.world, waiting[0], who="dewi", yes=False)
    screen = press(screen, "act_klaim_ya_")
    assert "sudah diputuskan orang lain" in texts(screen)
    assert "Diputuskan oleh Dewi Anggraini" in texts(screen)
    assert match(screens, waiting[0]).state is MatchState.REJECTED
    screen = press(screen, "act_klaim_ya_")
    assert match(screens, waiting[0]).state is MatchState.CONFIRMED
    assert "kotak kardus nomor 1" in texts(screen)


def test_a_suggestion_that_no_longer_fits_is_not_asked_about(screens: Screens, waiting: list[int]):
    screen = screens.open("sari", "klaim")
    with screens.world.database.write() as session:
        session.delete(session.get_one(ClaimMatch, waiting[0]))
    screen = screen.run()
    assert "tidak berlaku lagi" in texts(screen)
    assert not has_button(screen, "act_klaim_")


def test_a_comment_that_was_judged_again_meanwhile_is_decided_by_its_newer_match(screens: Screens, waiting: list[int]):
    screen = screens.open("sari", "klaim")
    old = match(screens, waiting[0])
    with screens.world.database.write() as session:
        session.delete(session.get_one(ClaimMatch, old.id))
    newer = matched(screens.world, old.claim_id, old.comment_id)
    press(screen.run(), "act_klaim_ya_")
    assert match(screens, newer).state is MatchState.CONFIRMED


def test_a_database_that_refuses_leaves_the_suggestion_where_it_was(
    screens: Screens, waiting: list[int], monkeypatch: pytest.MonkeyPatch
):
    screen = screens.open("sari", "klaim")
    monkeypatch.setattr("responses.claims.confirm", broken)
    screen = press(screen, "act_klaim_ya_")
    assert "Belum tersimpan" in texts(screen)
    assert "kotak kardus nomor 0" in texts(screen)
    assert match(screens, waiting[0]).state is MatchState.SUGGESTED
