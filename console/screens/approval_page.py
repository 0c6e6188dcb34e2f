"""*Persetujuan*: a card for each decision, made for a telephone: read, then two taps."""

from __future__ import annotations

import streamlit as st
from sqlalchemy.orm import Session

from console import runtime
from console.screens import comment_parts, pieces, words
from console.screens.action_panel import own_text_note, read_hash, yes_label
from console.screens.deeds import act, done, refused_at, show_refusal, steady, told
from console.screens.diff_component import show_difference
from console.screens.freshness import watch
from console.screens.pieces import QUICK_REASONS, badge, heading, labelled, note, page_link
from console.screens.visitor import Visitor
from responses import cases
from responses.cases import Move
from responses.desk import desk_of
from responses.kinds import Effect, Need, Role, SopPurpose
from responses.sop import Step
from responses.views.case import CaseView, case_view
from responses.views.tasks import Task, tasks_of

DECIDING = (Role.PIMPINAN_REDAKSI, Role.WAPEMRED, Role.PEMBINA, Role.DIVISI_TERKAIT)
"""Whose steps consent, order to publish or ratify."""
EFFECTS = (Effect.CONSENT, Effect.PUBLISH, Effect.RATIFY)
SHOWN = 12
"""Cards drawn at once; the next ones follow when these are decided."""
_ASKED = "confirm_yes"


@steady
def show(visitor: Visitor) -> None:
    """Every decision that waits for this person, the one the address names first."""
    wanted = pieces.number_in_query("id")
    with runtime.current().database.read() as session:
        desk = desk_of(session, visitor.office.id, visitor.user.person_id, now=visitor.now)
        tasks = tasks_of(session, desk, effects=EFFECTS)
        ordered = sorted(tasks, key=lambda task: task.case_id != wanted)
        views = [case_view(session, visitor.office.id, task.case_id) for task in ordered[:SHOWN]]
    with st.container(key="persetujuan", gap="medium"):
        watch(_waiting, _places(tasks), DECIDING, "Daftar keputusan berubah, tampilkan")
        _gone(wanted, tasks)
        note(f"{len(tasks)} menunggu keputusan Anda" if tasks else "Tidak ada yang menunggu keputusan Anda.")
        for task, view in zip(ordered, views, strict=False):
            _card(task, view, visitor)
        if len(tasks) > SHOWN:
            note(f"dan {len(tasks) - SHOWN} lagi setelah ini")


def _waiting(session: Session, visitor: Visitor) -> object:
    desk = desk_of(session, visitor.office.id, visitor.user.person_id, now=visitor.now)
    return _places(tasks_of(session, desk, effects=EFFECTS))


def _places(tasks: tuple[Task, ...]) -> frozenset[tuple[int, str]]:
    return frozenset((task.case_id, task.step) for task in tasks)


def _gone(wanted: int | None, tasks: tuple[Task, ...]) -> None:
    """A link from a message whose decision was made meanwhile says where the case is."""
    if wanted is None or any(task.case_id == wanted for task in tasks):
        return
    show_refusal(_place(wanted))
    with st.container(key="persetujuan_lewat", border=True):
        st.text("Kasus pada tautan ini tidak (lagi) menunggu keputusan Anda.")
        page_link("kasus", "Buka kasus itu", {"id": wanted}, ":material/folder_open:")


def _card(task: Task, view: CaseView, visitor: Visitor) -> None:
    step = view.step
    if step is None:
        return
    with st.container(key=f"kartu_{task.case_id}", border=True, gap="small"):
        with pieces.row(f"kartu_kepala_{task.case_id}"):
            heading(f"Kasus {task.number}")
            if task.purpose is SopPurpose.URGENT:
                badge(SopPurpose.URGENT.label, ":material/warning:", "red")
            pieces.deadline((task.due_at, task.same_day_due_at), visitor.office.timezone, visitor.now)
        st.text(step.title)
        for comment in view.comments:
            place = comment_parts.Place(f"p{task.case_id}_{comment.comment.id}", visitor.office.timezone, visitor.now)
            comment_parts.changed_warning(comment, place)
            comment_parts.comment(comment, place, details=False)
        _report(view)
        _draft(view, visitor)
        own_text_note(view, step, visitor)
        _decision(view, step)
        page_link("kasus", "Buka kasus lengkap", {"id": task.case_id}, ":material/folder_open:")


def _report(view: CaseView) -> None:
    with st.expander("Laporan dan perintah", key=f"laporan_{view.case.id}", icon=":material/description:"):
        for title, _name, text in view.inputs:
            labelled(title, text)


def _draft(view: CaseView, visitor: Visitor) -> None:
    draft = view.draft
    if draft is None:
        return
    with st.container(key=f"naskah_{view.case.id}", gap="xsmall"):
        note(f"Naskah tanggapan, versi {draft.number}")
        st.text(draft.text)
        when = words.brief(draft.created_at, visitor.office.timezone, visitor.now)
        st.text(f"Ditulis {draft.author_name} · {when}")
        for consent in view.consents:
            if not consent.void:
                given = words.brief(consent.given_at, visitor.office.timezone, visitor.now)
                st.text(f"✓ Disetujui {consent.person_name}, {consent.role} · {given}")
        before = next((old for old in view.drafts if old.number == draft.number - 1), None)
        if before is not None:
            with st.expander(f"Perubahan dari versi {before.number}", key=f"beda_box_{view.case.id}"):
                show_difference(before.text, draft.text, key=f"beda_{view.case.id}")


def _decision(view: CaseView, step: Step) -> None:
    case_id = view.case.id
    show_refusal(_place(case_id))
    if Need.DRAF in step.needs:
        page_link("kasus", "Tulis tanggapan", {"id": case_id}, ":material/edit:")
        return
    if st.session_state.get(_ASKED) == (case_id, view.case.seq):
        _confirm(view, step)
        return
    if step.no:
        with st.container(key=f"pilih_{case_id}"):
            st.pills("Bila dikembalikan, mengapa?", QUICK_REASONS, key=f"pilih_setuju_{case_id}")
        with st.container(key=f"alasan_{case_id}"):
            st.text_input(
                "Alasan lain", key=f"input_setuju_{case_id}", placeholder="Alasan lain atau keterangan",
                label_visibility="collapsed", persist_state="session",
            )  # fmt: skip
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
                key=f"setuju_{case_id}_{view.case.seq}", on_click=_ask, args=(view,),
            )  # fmt: skip


def _confirm(view: CaseView, step: Step) -> None:
    case_id = view.case.id
    note("Naskah di atas persis seperti yang akan dibaca publik. Lanjutkan?")
    with st.container(key=f"keputusan_{case_id}", horizontal=True, gap="small"):
        with st.container(key=f"batal_{case_id}"):
            st.button("Belum", width="stretch", key=f"batal_{case_id}_{view.case.seq}", on_click=_unask)
        with st.container(key=f"setuju_ya_{case_id}"):
            st.button(
                f"Ya, {yes_label(step).lower()}", type="primary", icon=":material/check:", width="stretch",
                key=f"setuju_ya_{case_id}_{view.case.seq}", on_click=_yes, args=(view,),
            )  # fmt: skip


def _ask(view: CaseView) -> None:
    st.session_state[_ASKED] = (view.case.id, view.case.seq)


def _unask() -> None:
    st.session_state.pop(_ASKED, None)


def _yes(view: CaseView) -> None:
    _unask()
    move = Move(view.case.seq, yes=True, seen_sha256=read_hash(view))
    with told(_place(view.case.id)):
        act(lambda session, desk: cases.act(session, desk, view.case.id, move))
        done(f"Kasus {view.case.number} disetujui.")
        _leave_link()


def _no(view: CaseView) -> None:
    place = _place(view.case.id)
    keys = (f"pilih_setuju_{view.case.id}", f"input_setuju_{view.case.id}")
    reason = ". ".join(str(st.session_state.get(key) or "").strip() for key in keys if st.session_state.get(key))
    with told(place):
        act(lambda session, desk: cases.act(session, desk, view.case.id, Move(view.case.seq, yes=False, note=reason)))
        done(f"Kasus {view.case.number} dikembalikan dengan alasan.")
        _leave_link()
    if not refused_at(place):
        for key in keys:
            st.session_state.pop(key, None)


def _leave_link() -> None:
    """The address named a case that is decided now."""
    st.query_params.pop("id", None)


def _place(case_id: int) -> str:
    return f"setuju_{case_id}"
