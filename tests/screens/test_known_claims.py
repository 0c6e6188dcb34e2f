"""The registered claims of a comment, judged where the comment is read."""

from __future__ import annotations

import pytest

from classify.kinds import MatchState
from classify.models import ClaimMatch
from responses import claims
from tests.screens.judging import claimed, in_company, judged
from tests.screens.showing import Screens, has_button, press, texts, toasts
from tests.screens.test_hostile_text import HOSTILE, SAFE, holders

CLAIM = "Tujuh kontainer surat suara sudah dicoblos."


def state_of(screens: Screens, match_id: int) -> MatchState:
    with screens.world.database.read() as session:
        return session.get_one(ClaimMatch, match_id).state


def test_a_claim_is_shown_with_grade_likeness_evidence_and_publisher(screens: Screens):
    claimed(screens, judged(screens, "7 kontainer sudah dicoblos"), CLAIM)
    shown = texts(screens.open("dewi", "antrean"))
    for said in (CLAIM, "Salah", "Sangat mirip (kemiripan 74%)", "“kontainer”", "Pemeriksa Fakta · [SALAH]"):
        assert said in shown


@pytest.mark.parametrize(
    ("name", "state"), [("ya", MatchState.CONFIRMED), ("bukan", MatchState.REJECTED)]
)  # fmt: skip
def test_one_press_says_whether_it_is_the_claim_and_the_other_stays_possible(
    screens: Screens, name: str, state: MatchState
):
    match_id = claimed(screens, judged(screens, "7 kontainer"), CLAIM)
    screen = press(screens.open("dewi", "antrean"), f"act_klaim_{name}_")
    assert state_of(screens, match_id) is state
    assert "Dicatat" in toasts(screen)
    assert "Diputuskan oleh Anda" in texts(screen)
    assert [has_button(screen, f"act_klaim_{one}_") for one in ("ya", "bukan")] == [name == "bukan", name == "ya"]


def test_a_decision_somebody_else_made_first_is_told_kindly(screens: Screens):
    match_id = claimed(screens, judged(screens, "7 kontainer"), CLAIM)
    screen = screens.open("dewi", "antrean")
    with screens.world.database.write() as session:
        desk = screens.world.desk(session, "hasan")
        claims.reject(session, desk.office_id, match_id, by=desk.actor, now=desk.now)
    screen = press(screen, "act_klaim_ya_")
    assert "sudah diputuskan orang lain" in toasts(screen)
    assert "Diputuskan oleh Hasan Basri" in texts(screen)
    assert state_of(screens, match_id) is MatchState.REJECTED


def test_a_claim_of_the_first_comment_is_shown_for_those_who_repeat_it(screens: Screens):
    first, second = judged(screens, "7 kontainer!"), judged(screens, "7 kontainer!!")
    in_company(screens.world, [first, second])
    claimed(screens, first, CLAIM)
    case_id = screens.world.report(second)
    shown = texts(screens.open("hasan", "kasus", id=case_id))
    assert CLAIM in shown
    assert "berlaku untuk semuanya" in shown


def test_whoever_may_not_judge_reads_the_claim_without_buttons(screens: Screens):
    comment_id = judged(screens, "7 kontainer")
    claimed(screens, comment_id, CLAIM)
    screen = screens.open("raka", "kasus", id=screens.world.report(comment_id))
    assert CLAIM in texts(screen)
    assert not has_button(screen, "act_klaim_")


def test_a_hostile_claim_is_text(screens: Screens):
    claimed(screens, judged(screens, "7 kontainer"), HOSTILE, terms=[HOSTILE])
    found = holders(screens.open("dewi", "antrean"))
    assert set(found) <= SAFE, found
    assert found["text"] == 2
