"""The panel of the present step, built from what the SOP says of it: what it needs, does, and where its "no" leads."""

from __future__ import annotations

import streamlit as st

from console.screens import file_parts, guard_parts, lease_parts
from console.screens.answer_parts import answer
from console.screens.back_parts import decline, revise, send_back
from console.screens.deeds import act, done, show_refusal, told
from console.screens.diff_parts import changes
from console.screens.guard_parts import Shown
from console.screens.input_parts import (
    PLACE,
    field,
    forget,
    input_key,
    kept_key,
    takes_files,
    typed,
    unsaved,
    written_needs,
)
from console.screens.interrupts_panel import going_on, interrupts
from console.screens.papers_panel import papers
from console.screens.pieces import badge, heading, note, page_link
from console.screens.step_words import agrees, answers_at_once, guarded, revisable, yes_label
from console.screens.visitor import Visitor
from console.screens.writing_parts import draft_field
from responses import cases, drafts, movement
from responses.cases import Move
from responses.inbox import TRIAGE_ROLES
from responses.kinds import CaseState, Effect, Need, PublicationState, Role, Subject
from responses.sop import Step
from responses.views.case import CaseView


def panel(view: CaseView, visitor: Visitor) -> None:
    """What this person may do with the case now, or who must do it; and the papers of the case."""
    _actions(view, visitor)
    papers(view, visitor)


def _actions(view: CaseView, visitor: Visitor) -> None:
    with st.container(key="panel", border=True, gap="small"):
        show_refusal(PLACE)
        step = view.step
        if step is None:
            heading("Kasus selesai" if view.case.state is CaseState.DONE else view.case.state.label)
            going_on(view, visitor)
            unsaved(view, ())
            return
        heading(step.title)
        going_on(view, visitor)
        _step(view, step, visitor)
        if visitor.holds(view.sop.may_decline) and not view.publications and view.case.paused_at is None:
            decline(view)
        interrupts(view, visitor, PLACE)


def own_text_note(view: CaseView, step: Step, visitor: Visitor) -> None:
    """Tell the writer of a text beforehand that somebody else must agree to it."""
    asked = {Effect.CONSENT, Effect.RATIFY} & set(step.effects)
    if asked and view.draft and view.draft.author_id == visitor.user.person_id:
        badge("Naskah ini Anda tulis sendiri; orang lain yang menyetujuinya", ":material/group:", "orange")


def read_hash(view: CaseView) -> str:
    """The hash of the text on the screen; it is what a consent names."""
    return view.draft.sha256 if view.draft else ""


def _step(view: CaseView, step: Step, visitor: Visitor) -> None:
    if Effect.PROVE in step.effects:
        _waiting_for_proof(view, visitor)
    elif view.case.paused_at is not None:
        note("Langkah ini dapat dilanjutkan setelah waktunya dijalankan kembali.")
        unsaved(view, ())
    elif visitor.actor.authority_for(step.roles, view.case.division) is None:
        badge("Menunggu", ":material/hourglass_top:", "gray")
        division = view.case.division if Role.DIVISI_TERKAIT in step.roles else None
        concerned = f" ({division.label})" if division else ""
        st.text(f"Langkah ini dikerjakan {movement.names(step.roles)}{concerned}.")
        lease_parts.line(view.case.id, visitor, PLACE, answers=False)
        unsaved(view, ())
    elif answers_at_once(step):
        answer(view, step, visitor, PLACE)
        unsaved(view, step.needs)
    else:
        _own_step(view, step, visitor)


def _waiting_for_proof(view: CaseView, visitor: Visitor) -> None:
    removal = view.case.subject is Subject.REMOVAL
    by_hand = any(row.state is PublicationState.NEEDS_MANUAL_POST for row in view.publications)
    if removal:
        note("Publikasi ini dihapus atau diarsipkan oleh orang di platformnya, lalu dibuktikan dengan tangkapan layar.")
    elif by_hand:
        note("Naskah ini harus ditayangkan oleh orang, lalu dibuktikan dengan tautan dan tangkapan layar.")
    else:
        note("Simak sedang menayangkan tanggapan. Kasus selesai sendiri setelah setiap tanggapan terbukti tayang.")
    if visitor.holds((*TRIAGE_ROLES, *(view.step.roles if view.step else ()))):
        page_link("unggah", "Buka layar Unggah", {}, ":material/upload:")


def _own_step(view: CaseView, step: Step, visitor: Visitor) -> None:
    shown = _fields(view, step, visitor)
    unsaved(view, step.needs)
    if agrees(step):
        changes(view, visitor, f"kasus_{view.case.id}")
    if guarded(step) and view.draft:
        shown = guard_parts.read(view, view.draft.text, visitor, PLACE)
    if Effect.PUBLISH in step.effects:
        note("Menyetujui berarti memerintahkan penayangan naskah yang persis seperti di layar ini.")
    own_text_note(view, step, visitor)
    key, subject = "act_ya", f"{view.case.id}_{view.case.seq}"
    with st.container(key=key):
        st.button(
            yes_label(step), type="primary", icon=":material/check:", width="stretch",
            key=f"{key}_{subject}", on_click=_yes, args=(view, step, shown),
        )  # fmt: skip
    if step.no:
        send_back(view, step.no)
    if revisable(step) and view.draft:
        revise(view, visitor)


def _fields(view: CaseView, step: Step, visitor: Visitor) -> Shown | None:
    """The inputs of the step; gives what the guard showed of a text that is written here."""
    shown = None
    for need in written_needs(step):
        if need is Need.DRAF:
            shown = draft_field(view, step, visitor, PLACE)
        else:
            field(need, view, step)
    if takes_files(view, step):
        file_parts.upload_field(input_key(Need.BERKAS, view, step), drafts.files_of(view.draft))
    return shown


def _yes(view: CaseView, step: Step, shown: Shown | None) -> None:
    keys = {need: input_key(need, view, step) for need in written_needs(step)}
    written = {need: typed(key) for need, key in keys.items()}
    text = written.get(Need.DRAF, view.draft.text if view.draft else "")
    st.session_state[kept_key(view)] = {need: said for need, said in written.items() if said}
    with told(PLACE):
        berkas = input_key(Need.BERKAS, view, step)
        files = file_parts.chosen(berkas, drafts.files_of(view.draft)) if takes_files(view, step) else ()
        move = Move(
            view.case.seq, yes=True, inputs={need.value: said for need, said in written.items()},
            seen_sha256=read_hash(view), files=files, acknowledged=guard_parts.acknowledged(shown, text),
        )  # fmt: skip
        act(lambda session, desk: cases.act(session, desk, view.case.id, move))
        done(f"Kasus {view.case.number}: “{step.title}” selesai.")
    forget(PLACE, kept_key(view), *keys.values())
