"""What is believed of a comment and why, as it is shown in the queue and in a case."""

from __future__ import annotations

import pytest

from classify.assessment import Reason
from classify.kinds import Flag, Intent, ReasonSource, Sentiment, Topic
from console.screens import verdict_parts
from ingest.kinds import AssessState
from ingest.models import Comment
from responses import labels
from tests.screens.judging import judged, seen
from tests.screens.showing import Screens, lines, texts
from tests.screens.test_hostile_text import HOSTILE, SAFE, holders

RULE = Reason(Flag.URGENT, ReasonSource.RULE, "Menyebut batas hari ini", ("hari ini",), ((9, 17),))
MODEL = Reason(Flag.NEEDS_RESPONSE, ReasonSource.MODEL, "Mirip komentar yang menunggu tanggapan", ("min",), ((0, 3),))
EXAMPLE = Reason(Flag.URGENT, ReasonSource.EXAMPLE, "Contoh berlabel yang serupa (44%): “besok coblosan”")
TEXT = "min TPS? hari ini tutup"


def correct(screens: Screens, comment_id: int, said: labels.Said) -> None:
    with screens.world.database.write() as session:
        labels.correct(session, screens.world.desk(session, "dewi"), comment_id, said, seen_version=1)


def test_reasons_stand_under_their_flag_with_source_and_words(screens: Screens):
    judged(screens, TEXT, RULE, MODEL, EXAMPLE, urgent=True, p_urgent=0.97)
    shown = lines(screens.open("dewi", "antrean"))
    assert shown.index("hampir pasti") < shown.index("Menyebut batas hari ini") < shown.index("Mirip komentar")
    for said in ("Aturan", "Contoh berlabel", "yang serupa (44%)", "hari ini", "Dinilai oleh test"):
        assert said in shown


def test_words_are_marked_for_what_counts_rules_before_the_model(screens: Screens):
    comment_id = judged(screens, TEXT, MODEL, RULE, urgent=True)
    assert [mark.kind for mark in verdict_parts.marks(seen(screens, comment_id))] == ["urgent", "needs_response word"]
    correct(screens, comment_id, {Flag.URGENT: "0"})
    assert [mark.kind for mark in verdict_parts.marks(seen(screens, comment_id))] == ["needs_response word"]


def test_an_edited_text_is_not_marked_with_the_places_of_the_old_one(screens: Screens):
    comment_id = judged(screens, TEXT, RULE, urgent=True)
    with screens.world.database.write() as session:
        session.get_one(Comment, comment_id).text = "Terima kasih."
    view = seen(screens, comment_id)
    assert verdict_parts.marks(view) == ()
    assert "teks lama" in "".join(verdict_parts.notices(view))


def test_kind_mood_and_topic_are_one_line_with_how_sure_each_is(screens: Screens):
    judged(
        screens, TEXT, intent=Intent.QUESTION, p_intent=0.85, sentiment=Sentiment.NEUTRAL, p_sentiment=0.5,
        topic=Topic.DATA_PEMILIH, p_topic=0.99,
    )  # fmt: skip
    shown = texts(screens.open("dewi", "antrean"))
    assert "Jenis: Pertanyaan (sangat mungkin) · Sentimen: Netral (belum pasti)" in shown
    assert "pindah memilih → Divisi Perencanaan, Data, dan Informasi (hampir pasti)" in shown


@pytest.mark.parametrize(
    ("topic", "shown"),
    [(Topic.PELANGGARAN, "→ di luar KPU: Bawaslu"), (None, "Topik: di luar daftar topik (mungkin)")],
)
def test_what_no_division_owns_says_where_it_belongs(screens: Screens, topic: Topic | None, shown: str):
    judged(screens, TEXT, topic=topic, p_topic=0.7)
    assert shown in texts(screens.open("dewi", "antrean"))


def test_what_people_decided_wins_and_is_named(screens: Screens):
    comment_id = judged(screens, TEXT, RULE, urgent=True, spam=False, topic=Topic.HASIL, p_topic=0.9)
    correct(screens, comment_id, {Flag.URGENT: "0", Flag.ABUSIVE: "1"})
    shown = texts(screens.open("dewi", "antrean"))
    assert "Dikoreksi petugas: bukan mendesak, kasar." in shown
    assert "Yang ditetapkan petugas berlaku" in shown
    view = seen(screens, comment_id)
    assert view.counts is not None
    assert verdict_parts.flags_on(view.counts, manners=False) == [Flag.NEEDS_RESPONSE]
    assert verdict_parts.flags_on(view.counts, manners=True) == [Flag.ABUSIVE]


def test_what_only_rules_judged_says_so(screens: Screens):
    hint = Reason(Flag.NEEDS_RESPONSE, ReasonSource.SYSTEM, "Belum dinilai model, hanya aturan: berkas rusak.")
    judged(screens, TEXT, RULE, hint, urgent=True, state=AssessState.UNASSESSED, p_needs_response=None, p_urgent=None)
    screen = screens.open("dewi", "antrean")
    for said in ("Belum dinilai", "Nilailah sendiri", "hanya aturan: berkas rusak."):
        assert said in texts(screen)
    assert "Menyebut batas hari ini" in lines(screen)


def test_a_verdict_without_the_model_never_looks_like_one_with_it(screens: Screens):
    comment_id = judged(screens, "👍", p_needs_response=None)
    assert verdict_parts.notices(seen(screens, comment_id)) == [
        "Hanya aturan yang menilai komentar ini; model tidak dipakai."
    ]


def test_what_a_person_should_read_is_said_on_the_list_and_beside_it(screens: Screens):
    judged(screens, TEXT, to_read=True, spam=True, abusive=True, sara=True)
    screen = screens.open("dewi", "antrean")
    for label in ("Perlu dibaca", "Spam", "Kasar", "SARA"):
        assert label in lines(screen)
        assert label in texts(screen)


def test_a_case_shows_the_same_reasons(screens: Screens):
    case_id = screens.world.report(judged(screens, TEXT, RULE, urgent=True))
    screen = screens.open("sari", "kasus", id=case_id)
    assert "Mengapa ditandai" in texts(screen)
    assert "Menyebut batas hari ini" in lines(screen)


def test_a_hostile_comment_stays_text_when_it_is_marked_and_quoted(screens: Screens):
    hostile = Reason(Flag.URGENT, ReasonSource.RULE, f"Alasan {HOSTILE}", (HOSTILE,), ((0, 30),))
    judged(screens, HOSTILE, hostile, urgent=True)
    found = holders(screens.open("dewi", "antrean"))
    assert set(found) <= SAFE, found
    assert found["bidi_component"] == 3  # the list, the text with its marks, the reasons
