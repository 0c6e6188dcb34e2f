"""One decision on a telephone: what was said, what would be answered, and the two taps that decide it."""

from __future__ import annotations

import streamlit as st

from console.screens import comment_parts, file_parts, guard_parts, pieces, words
from console.screens.action_panel import own_text_note, read_hash
from console.screens.answer_parts import answer
from console.screens.deeds import act, done, show_refusal, told
from console.screens.diff_parts import changes
from console.screens.guard_parts import Shown
from console.screens.input_parts import forget, reason_of
from console.screens.interrupts_panel import going_on
from console.screens.pieces import QUICK_REASONS, badge, copyable, heading, labelled, note, page_link
from console.screens.step_words import answers_at_once, done_words, guarded, yes_label
from console.screens.urgent_parts import make_urgent
from console.screens.visitor import Visitor
from responses import cases, drafts, guarding
from responses.cases import Move
from responses.kinds import Effect, Need, SopPurpose
from responses.sop import Step
from responses.views.case import CaseView
from responses.views.tasks import Task

_ASKED = "confirm_yes"


def card(task: Task, view: CaseView, visitor: Visitor) -> None:
    """Draw the card of a case that waits for this person's decision."""
    step = view.step
    if step is None:
        return
    with st.container(key=f"kartu_{task.case_id}", border=True, gap="small"):
        _head(task, visitor)
        st.text(step.title)
        going_on(view, visitor)
        _about(task, view, visitor)
        _report(view)
        if answers_at_once(step):
            show_refusal(place_of(task.case_id))
            if view.case.paused_at is None:
                answer(view, step, visitor, place_of(task.case_id))
        else:
            _text(view, step, visitor)
            own_text_note(view, step, visitor)
            _decision(view, step, visitor)
        make_urgent(view, visitor, place_of(task.case_id))
        page_link("kasus", "Buka kasus lengkap", {"id": task.case_id}, ":material/folder_open:")


def place_of(case_id: int) -> str:
    """Where the refusals of a card are shown."""
    return f"setuju_{case_id}"


def _head(task: Task, visitor: Visitor) -> None:
    with pieces.row(f"kartu_kepala_{task.case_id}"):
        heading(f"Kasus {task.number}")
        if task.purpose is SopPurpose.URGENT:
            badge(SopPurpose.URGENT.label, ":material/warning:", "red")
        if task.paused_at is None:
            pieces.deadline((task.due_at, task.same_day_due_at), task.started_at, visitor.office.timezone, visitor.now)


def _about(task: Task, view: CaseView, visitor: Visitor) -> None:
    if view.case.title:
        st.text(view.case.title)
        places = ", ".join(one.account.title for one in view.targets)
        note(" · ".join(part for part in (task.purpose.label, places) if part))
    for comment in view.comments:
        place = comment_parts.Place(f"p{task.case_id}_{comment.comment.id}", visitor.office.timezone, visitor.now)
        comment_parts.changed_warning(comment, place)
        comment_parts.comment(comment, place, details=False)


def _report(view: CaseView) -> None:
    if not view.inputs:
        return
    with st.expander("Laporan dan perintah", key=f"laporan_{view.case.id}", icon=":material/description:"):
        for title, _name, text in view.inputs:
            labelled(title, text)


def _text(view: CaseView, step: Step, visitor: Visitor) -> None:
    draft = view.draft
    if draft is None:
        return
    with st.container(key=f"naskah_{view.case.id}", gap="xsmall"):
        note(f"Naskah, versi {draft.number}")
        st.text(draft.text)
        file_parts.show(drafts.files_of(draft), f"kartu_{view.case.id}")
        when = words.brief(draft.created_at, visitor.office.timezone, visitor.now)
        st.text(f"Ditulis {draft.author_name} · {when}")
        for consent in view.consents:
            if not consent.void:
                given = words.brief(consent.given_at, visitor.office.timezone, visitor.now)
                st.text(f"✓ Disetujui {consent.person_name}, {consent.role} · {given}")
    changes(view, visitor, f"kartu_{view.case.id}")
    if Effect.RATIFY in step.effects:
        for publication in view.publications:
            if publication.permalink:
                copyable(publication.permalink, "Sudah tayang di")


def _decision(view: CaseView, step: Step, visitor: Visitor) -> None:
    case_id = view.case.id
    show_refusal(place_of(case_id))
    if step.needs or view.case.paused_at is not None:
        label = "Tulis dan kirim" if Need.DRAF in step.needs else "Lengkapi dan putuskan"
        page_link("kasus", label if step.needs else "Buka kasus", {"id": case_id}, ":material/edit:")
        return
    shown = (
        guard_parts.read(view, view.draft.text, visitor, f"kartu_{case_id}") if guarded(step) and view.draft else None
    )
    if st.session_state.get(_ASKED) == (case_id, view.case.seq):
        _confirm(view, step, shown)
        return
    if step.no:
        _why(case_id)
    with st.container(key=f"keputusan_{case_id}", horizontal=True, gap="small"):
        if step.no:
            with st.container(key=f"kembalikan_{case_id}"):
                st.button(
                    "Kembalikan", icon=":material/undo:", width="stretch",
                    key=f"kembalikan_{case_id}_{view.case.seq}", on_click=_no, args=(view,),
                )  # fmt: skip
        with st.container(key=f"setuju_{case_id}"):
            st.button(
                yes_label(step), type="primary", icon=":material/check:", width="stretch",
                key=f"setuju_{case_id}_{view.case.seq}", on_click=_ask, args=(view, shown),
            )  # fmt: skip


def _why(case_id: int) -> None:
    with st.container(key=f"pilih_{case_id}"):
        st.pills("Bila dikembalikan, mengapa?", QUICK_REASONS, key=f"pilih_setuju_{case_id}")
    with st.container(key=f"alasan_{case_id}"):
        st.text_input(
            "Alasan lain", key=f"input_setuju_{case_id}", placeholder="Alasan lain atau keterangan",
            label_visibility="collapsed", persist_state="session",
        )  # fmt: skip


def _confirm(view: CaseView, step: Step, shown: Shown | None) -> None:
    case_id = view.case.id
    read = "seperti yang dibaca publik" if Effect.RATIFY in step.effects else "seperti yang akan dibaca publik"
    note(f"Naskah di atas persis {read}. Lanjutkan?")
    with st.container(key=f"keputusan_{case_id}", horizontal=True, gap="small"):
        with st.container(key=f"batal_{case_id}"):
            st.button("Belum", width="stretch", key=f"batal_{case_id}_{view.case.seq}", on_click=_unask)
        with st.container(key=f"setuju_ya_{case_id}"):
            st.button(
                f"Ya, {yes_label(step).lower()}", type="primary", icon=":material/check:", width="stretch",
                key=f"setuju_ya_{case_id}_{view.case.seq}", on_click=_yes, args=(view, step, shown),
            )  # fmt: skip


def _ask(view: CaseView, shown: Shown | None) -> None:
    """Ask once more, after what the guard wants to be read was read."""
    with told(place_of(view.case.id)):
        if shown is not None:
            guarding.enforce(shown.found, guard_parts.acknowledged(shown, shown.text))
        st.session_state[_ASKED] = (view.case.id, view.case.seq)


def _unask() -> None:
    st.session_state.pop(_ASKED, None)


def _yes(view: CaseView, step: Step, shown: Shown | None) -> None:
    _unask()
    ticked = guard_parts.acknowledged(shown, shown.text) if shown else frozenset()
    move = Move(view.case.seq, yes=True, seen_sha256=read_hash(view), acknowledged=ticked)
    with told(place_of(view.case.id)):
        act(lambda session, desk: cases.act(session, desk, view.case.id, move))
        done(f"Kasus {view.case.number} {done_words(step)}")
        _leave_link()


def _no(view: CaseView) -> None:
    place = place_of(view.case.id)
    keys = (f"pilih_setuju_{view.case.id}", f"input_setuju_{view.case.id}")
    reason = reason_of(*keys)
    with told(place):
        act(lambda session, desk: cases.act(session, desk, view.case.id, Move(view.case.seq, yes=False, note=reason)))
        done(f"Kasus {view.case.number} dikembalikan dengan alasan.")
        _leave_link()
    forget(place, *keys)


def _leave_link() -> None:
    """The address named a case that is decided now."""
    st.query_params.pop("id", None)
