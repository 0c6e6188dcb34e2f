"""*Koreksi penilaian*: what a person says where the verdict is wrong, and what becomes of the queue."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from classify.effective import Head
from classify.kinds import Flag, Intent, Question
from classify.models import HumanLabel
from console.screens.label_form import Answers, Moved, said
from ingest.models import Comment, CommentVersion
from tests.screens.judging import judged
from tests.screens.showing import Screens, has_button, lines, press, texts, toasts

NOTHING = dict.fromkeys(Question)
U, N, S = Flag.URGENT, Flag.NEEDS_RESPONSE, Flag.SPAM


def opened(screens: Screens, comment_id: int) -> AppTest:
    screen = screens.open("dewi", "antrean")
    screen.session_state[f"koreksi_{comment_id}"] = True
    return screen.run()


def flags_field(screen: AppTest) -> Any:
    return next(one for one in screen.pills if str(one.key).startswith("koreksi_tanda_"))


def kept(screens: Screens) -> dict[str, str]:
    with screens.world.database.read() as session:
        return {row.head: row.value for row in session.scalars(select(HumanLabel))}


@pytest.mark.parametrize(
    ("before", "chosen", "expected"),
    [
        ({N}, {N}, {}),
        ({N}, {N, S}, {S: "1"}),
        ({N, S}, {N}, {S: "0"}),
        (set(), {U}, {U: "1", N: "1"}),
        ({U, N}, {U}, {N: "0", U: "1"}),
    ],
)
def test_only_what_was_changed_is_said(before: set[Flag], chosen: set[Flag], expected: dict[Head, str]):
    found = said(
        Answers(frozenset(before), NOTHING), Answers(frozenset(chosen), NOTHING), everything=False, undecided=False
    )
    assert found == expected


def test_whoever_checked_everything_says_all_of_it_but_never_what_has_no_answer():
    same = Answers(frozenset({N}), NOTHING | {Question.INTENT: Intent.QUESTION})
    found = said(same, same, everything=True, undecided=False)
    assert found == {flag: str(int(flag is N)) for flag in Flag} | {Question.INTENT: Intent.QUESTION}


def test_saving_an_unsure_verdict_as_it_is_decides_it():
    same = Answers(frozenset(), NOTHING)
    assert said(same, same, everything=False, undecided=True) == {N: "0"}


@pytest.mark.parametrize(
    ("moved", "sentence"),
    [
        (Moved(3, 0), "kini paling atas, di antara yang mendesak"),
        (Moved(4, 4), "tetap di bagian Lainnya"),
        (Moved(0, None), "tidak berubah karena sudah diputuskan"),
    ],
)
def test_what_happened_to_the_queue_is_said(moved: Moved, sentence: str):
    assert sentence in moved.sentence


def test_the_form_begins_with_what_counts_and_saves_what_was_changed(screens: Screens):
    comment_id = judged(screens, "Slot gacor", intent=Intent.NONE)
    screen = opened(screens, comment_id)
    assert flags_field(screen).value == [N]
    flags_field(screen).set_value([S])
    screen = press(screen, "act_koreksi_")
    assert "Dalam antrean komentar ini kini di bagian Lainnya." in toasts(screen)
    assert kept(screens) == {"needs_response": "0", "spam": "1", "urgent": "0"}
    assert "Dikoreksi petugas" in texts(screen)
    assert "Kini di bagian Lainnya" in lines(screen)
    assert flags_field(screen).value == [S]


def test_a_contradiction_is_refused_with_a_reason_and_nothing_is_kept(screens: Screens):
    comment_id = judged(screens, "Tolong", urgent=True)
    screen = opened(screens, comment_id)
    flags_field(screen).set_value([U])
    screen = press(screen, "act_koreksi_")
    assert "Komentar mendesak selalu memerlukan tanggapan" in texts(screen)
    assert kept(screens) == {}


def test_saving_without_a_change_asks_for_one(screens: Screens):
    screen = press(opened(screens, judged(screens, "Tolong")), "act_koreksi_")
    assert "Pilih sedikitnya satu penilaian" in texts(screen)


def test_a_comment_that_was_edited_meanwhile_is_read_again_first(screens: Screens):
    comment_id = judged(screens, "Tolong")
    screen = opened(screens, comment_id)
    flags_field(screen).set_value([N, S])
    with screens.world.database.write() as session:
        comment = session.get_one(Comment, comment_id)
        comment.text, comment.version = "Tidak jadi", 2
        old = session.scalars(select(CommentVersion).where(CommentVersion.comment_id == comment_id)).one()
        session.add(
            CommentVersion(
                office_id=old.office_id, comment_id=comment_id, number=2, text="Tidak jadi", original="Tidak jadi",
                sha256="1" * 64, status=old.status, seen_at=old.seen_at, assess=old.assess,
            )
        )  # fmt: skip
    screen = press(screen, "act_koreksi_")
    assert "disunting penulisnya sejak Anda membacanya" in toasts(screen)
    assert kept(screens) == {}


def test_whoever_may_not_correct_does_not_see_the_form(screens: Screens):
    case_id = screens.world.report(judged(screens, "Tolong"))
    boxes = [box.label for box in screens.open("raka", "kasus", id=case_id).expander]
    assert "Koreksi penilaian" not in boxes
    boxes = [box.label for box in screens.open("sari", "kasus", id=case_id).expander]
    assert "Koreksi penilaian" in boxes
    assert not has_button(screens.open("raka", "kasus", id=case_id), "act_koreksi_")
