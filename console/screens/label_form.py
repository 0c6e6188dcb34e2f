"""*Koreksi penilaian*: what a person says of a comment where the verdict is wrong or unsure. People win."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import streamlit as st
from sqlalchemy.orm import Session

from classify.effective import Head
from classify.kinds import NO_TOPIC, Flag, Intent, Question, Sentiment, Topic
from console.screens.deeds import act, done, show_refusal, told
from console.screens.pieces import note
from console.screens.verdict_parts import FLAG_BADGES
from console.screens.visitor import Visitor
from responses import labels
from responses.desk import Desk
from responses.kinds import InboxState
from responses.models import InboxItem
from responses.views.case import CommentView

PLACE = "koreksi"
_NAMES: Mapping[Question, Mapping[str, str]] = {
    Question.INTENT: {one.value: one.label for one in Intent},
    Question.SENTIMENT: {one.value: one.label for one in Sentiment},
    Question.TOPIC: {one.value: one.label for one in Topic} | {NO_TOPIC: "Di luar daftar topik"},
}
_PLACES = {
    0: "paling atas, di antara yang mendesak",
    1: "di antara yang terduga hoaks",
    2: "di antara yang belum dinilai",
    3: "di antara yang perlu tanggapan atau perlu dibaca",
    4: "di bagian Lainnya",
}


@dataclass(frozen=True, slots=True)
class Answers:
    """What is said of one comment: the flags that are on, and an answer for each question or None."""

    flags: frozenset[Flag]
    questions: Mapping[Question, str | None]

    def of(self, head: Head) -> str | None:
        """The answer as a label has it."""
        return self.questions[head] if isinstance(head, Question) else str(int(head in self.flags))


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a comment stood in the queue and where it stands now; ``after`` None when it does not wait there."""

    before: int
    after: int | None

    @property
    def sentence(self) -> str:
        """What happened to the queue."""
        if self.after is None:
            return "Koreksi tersimpan. Tempat komentar ini tidak berubah karena sudah diputuskan."
        how = "tetap" if self.after == self.before else "kini"
        return f"Koreksi tersimpan. Dalam antrean komentar ini {how} {_PLACES[self.after]}."


def form(view: CommentView, visitor: Visitor) -> None:
    """The form, for those who may correct and once there is a verdict to correct."""
    if view.verdict is None or not visitor.holds(labels.CORRECTORS):
        return
    # what was filled in belongs to one text and to what counted then: the next begins with what counts then
    key = f"{view.comment.id}_{view.comment.version}_{view.verdict.id}_{len(view.labels)}"
    box = st.expander(
        "Koreksi penilaian", key=f"koreksi_{view.comment.id}", icon=":material/rate_review:", on_change="rerun"
    )  # fmt: skip
    with box:
        show_refusal(PLACE)
        if box.open:
            _fields(view, now_of(view), key)


def now_of(view: CommentView) -> Answers:
    """What counts now, as the form begins with it."""
    counts, verdict = view.counts, view.verdict
    assert counts is not None and verdict is not None, "the form is only drawn for a comment with a verdict"  # noqa: PT018
    known_topic = verdict.p_topic is not None or Question.TOPIC in counts.by_person
    topic = counts.topic or (NO_TOPIC if known_topic else None)
    return Answers(
        frozenset(flag for flag in Flag if getattr(counts, flag.value)),
        {Question.INTENT: counts.intent, Question.SENTIMENT: counts.sentiment, Question.TOPIC: topic},
    )


def said(before: Answers, chosen: Answers, *, everything: bool, undecided: bool) -> dict[Head, str]:
    """What a person says by saving the form: what he changed, or with ``everything`` all of it.

    Where the verdict was ``undecided`` the need for a response is always said: leaving it as it stands decides it, too.
    A response that is taken away while "urgent" stays contradicts itself: both are said, so that it is refused.
    """
    if Flag.URGENT in chosen.flags - before.flags:
        chosen = Answers(chosen.flags | {Flag.NEEDS_RESPONSE}, chosen.questions)
    heads: tuple[Head, ...] = (*Flag, *Question)
    found = {
        head: value for head in heads
        if (value := chosen.of(head)) is not None and (everything or value != before.of(head))
    }  # fmt: skip
    if undecided:
        found[Flag.NEEDS_RESPONSE] = str(chosen.of(Flag.NEEDS_RESPONSE))
    if found.get(Flag.NEEDS_RESPONSE) == "0" and Flag.URGENT in chosen.flags:
        found[Flag.URGENT] = "1"
    return found


def _fields(view: CommentView, now: Answers, key: str) -> None:
    counts = view.counts
    unsure = counts is not None and (counts.to_read or not counts.assessed)
    with st.form(f"koreksi_isian_{key}", border=False):
        if unsure:
            note("Simak tidak yakin. Menyimpan formulir ini menetapkan perlu tidaknya tanggapan, juga tanpa perubahan.")
        st.pills(
            "Tanda yang berlaku", list(FLAG_BADGES), selection_mode="multi", key=f"koreksi_tanda_{key}",
            default=[flag for flag in FLAG_BADGES if flag in now.flags], format_func=lambda flag: flag.label,
        )  # fmt: skip
        for question in Question:
            _question(question, now.questions[question], key)
        st.checkbox("Semua isian sudah saya periksa, juga yang tidak saya ubah", key=f"koreksi_semua_{key}")
        st.form_submit_button(
            "Simpan koreksi", key=f"act_koreksi_{key}", icon=":material/save:", width="stretch",
            on_click=partial(_save, view.comment.id, view.comment.version, now, key, undecided=unsure),
        )  # fmt: skip


def _question(question: Question, now: str | None, key: str) -> None:
    answers = list(question.answers)
    st.selectbox(
        question.label, answers, index=answers.index(now) if now in answers else None,
        key=f"koreksi_{question.value}_{key}", placeholder="Belum dinilai", format_func=_NAMES[question].__getitem__,
    )  # fmt: skip


def _save(comment_id: int, version: int, now: Answers, key: str, *, undecided: bool) -> None:
    chosen = Answers(
        frozenset(st.session_state.get(f"koreksi_tanda_{key}") or ()),
        {question: st.session_state.get(f"koreksi_{question.value}_{key}") for question in Question},
    )
    everything = bool(st.session_state.get(f"koreksi_semua_{key}"))
    what = said(now, chosen, everything=everything, undecided=undecided)
    with told(PLACE):
        moved = act(lambda session, desk: _correct(session, desk, comment_id, what, version))
        done(moved.sentence)


def _correct(session: Session, desk: Desk, comment_id: int, what: labels.Said, version: int) -> Moved:
    item = session.get(InboxItem, comment_id)
    before = item.rank if item else 0
    labels.correct(session, desk, comment_id, what, seen_version=version)
    item = session.get_one(InboxItem, comment_id)
    return Moved(before, item.rank if item.state is InboxState.WAITING else None)
