"""What the person at the queue may do with one comment: report it, report it as urgent, or ignore it."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from console import runtime
from console.screens import triage_state
from console.screens.deeds import act, done, refused_at, show_refusal, told
from console.screens.input_parts import reason_of, typed
from console.screens.pieces import badge, heading, note, page_link
from console.screens.urgent_parts import URGENT_REASONS
from console.screens.visitor import Visitor
from responses import inbox, movement, opening, sops
from responses.errors import NotFoundError
from responses.kinds import InboxState, Need, SopPurpose
from responses.models import CaseFile
from responses.sop import Step
from responses.views import queue
from responses.views.case import CommentView
from responses.views.queue import QueueRow

PLACE = "antrean"
REASONS = ("Spam atau iklan", "Tidak terkait KPU", "Sudah terjawab", "Hanya sapaan atau dukungan", "Ujaran tanpa isi")
_DONE = {
    SopPurpose.ORDINARY: "dibuka; laporan Anda sudah dikirim.",
    SopPurpose.URGENT: "dibuka lewat jalur mendesak; laporan Anda sudah dikirim.",
    SopPurpose.HOAX: "dibuka untuk klarifikasi; laporan Anda sudah dikirim.",
}


@dataclass(frozen=True, slots=True)
class Way:
    """One way to open a case: the first step of the procedure the office chose, or why this person has none."""

    purpose: SopPurpose
    step: Step | None
    closed: str


def actions(visitor: Visitor, chosen: QueueRow, view: CommentView) -> None:
    """The panel of one comment."""
    show_refusal(PLACE)
    if chosen.state is not InboxState.WAITING:
        _decided(chosen, visitor)
        if chosen.state is InboxState.IN_CASE:
            return
    ordinary, urgent = (_way(visitor, purpose) for purpose in (SopPurpose.ORDINARY, SopPurpose.URGENT))
    flagged = bool(view.counts and view.counts.urgent) and urgent.step is not None
    _report(chosen, ordinary, urgent, first=not flagged)
    if view.counts and view.counts.hoax_suspect:
        _hoax(chosen, _way(visitor, SopPurpose.HOAX), ordinary)
    _urgent(chosen, urgent, first=flagged)
    if chosen.state is InboxState.WAITING:
        _ignore(chosen)
    else:
        _return(chosen)


def _decided(chosen: QueueRow, visitor: Visitor) -> None:
    badge(chosen.state.label, ":material/how_to_reg:", "gray")
    if chosen.decided_by:
        st.text("Diputuskan oleh " + ("Anda" if chosen.decided_by == visitor.user.name else chosen.decided_by))
    if chosen.case_id is not None:
        page_link("kasus", f"Buka kasus {chosen.case_number}", {"id": chosen.case_id}, ":material/folder_open:")


def _way(visitor: Visitor, purpose: SopPurpose) -> Way:
    try:
        with runtime.current().database.read() as session:
            step = sops.chosen(session, visitor.office.id, purpose)[1].steps[0]
    except NotFoundError as refusal:
        return Way(purpose, None, str(refusal))
    if not visitor.holds(step.roles):
        return Way(purpose, None, f"{purpose.label}: langkah pertama adalah wewenang {movement.names(step.roles)}.")
    return Way(purpose, step, "")


def _report(chosen: QueueRow, ordinary: Way, urgent: Way, *, first: bool) -> None:
    heading("Perlu ditanggapi")
    if ordinary.step or urgent.step:
        _written(Need.LAPORAN, chosen.comment_id, height=96)
    if ordinary.step is None:
        note(ordinary.closed)
        return
    _other_needs(ordinary.step, chosen.comment_id)
    with st.container(key="act_laporkan"):
        st.button(
            "Laporkan", type="primary" if first else "secondary", icon=":material/send:", width="stretch",
            key=f"act_laporkan_{chosen.comment_id}", on_click=_open, args=(chosen.comment_id, ordinary),
        )  # fmt: skip


def _hoax(chosen: QueueRow, hoax: Way, ordinary: Way) -> None:
    """The clarification of a suspected hoax, in an office that has a procedure for it."""
    if hoax.step is None:
        return
    drawn = ordinary.step.needs if ordinary.step else ()
    _other_needs(hoax.step, chosen.comment_id, without=drawn)
    with st.container(key="act_klarifikasi"):
        st.button(
            "Laporkan untuk klarifikasi hoaks", icon=":material/gpp_maybe:", width="stretch",
            key=f"act_klarifikasi_{chosen.comment_id}", on_click=_open, args=(chosen.comment_id, hoax),
        )  # fmt: skip


def _urgent(chosen: QueueRow, urgent: Way, *, first: bool) -> None:
    if urgent.step is None:
        note(urgent.closed)
        return
    box = f"mendesak_box_{chosen.comment_id}"
    with st.expander("Keadaan mendesak", icon=":material/warning:", expanded=first, key=box):
        note("Dijawab seketika, lalu disahkan. Bila laporan di atas kosong, alasan ini menjadi laporannya.")
        _why_urgent(chosen.comment_id)
        _other_needs(urgent.step, chosen.comment_id)
        with st.container(key="act_mendesak"):
            st.button(
                "Laporkan sebagai mendesak", icon=":material/bolt:", width="stretch",
                type="primary" if first else "secondary",
                key=f"act_mendesak_{chosen.comment_id}", on_click=_open, args=(chosen.comment_id, urgent),
            )  # fmt: skip


def _why_urgent(comment_id: int) -> None:
    with st.container(key="pilih_mendesak"):
        st.pills(Need.ALASAN_MENDESAK.label, URGENT_REASONS, key=f"pilih_mendesak_{comment_id}")
    with st.container(key="input_alasan_mendesak"):
        st.text_input(
            "Keterangan", key=_input(Need.ALASAN_MENDESAK, comment_id), placeholder="Alasan lain atau keterangan",
            label_visibility="collapsed", persist_state="session",
        )  # fmt: skip


def _other_needs(step: Step, comment_id: int, *, without: tuple[Need, ...] = ()) -> None:
    for need in step.needs:
        if need not in (Need.LAPORAN, Need.ALASAN_MENDESAK, *without):
            _written(need, comment_id, height=80)


def _written(need: Need, comment_id: int, *, height: int) -> None:
    with st.container(key=f"input_{need.value}"):
        st.text_area(need.label, key=_input(need, comment_id), height=height, persist_state="session")


def _ignore(chosen: QueueRow) -> None:
    heading("Tidak perlu ditanggapi")
    _why(chosen.comment_id, "abaikan")
    with st.container(key="act_abaikan"):
        st.button(
            "Abaikan", icon=":material/do_not_disturb_on:", width="stretch",
            key=f"act_abaikan_{chosen.comment_id}", on_click=_ignored, args=(chosen.comment_id,),
        )  # fmt: skip


def _return(chosen: QueueRow) -> None:
    heading("Kembalikan ke antrean")
    with st.container(key="input_alasan_kembali"):
        st.text_input("Alasan", key=f"input_alasan_kembali_{chosen.comment_id}")
    with st.container(key="act_kembali_antre"):
        st.button(
            "Kembalikan", icon=":material/undo:", width="stretch",
            key=f"act_kembali_antre_{chosen.comment_id}", on_click=_returned, args=(chosen.comment_id,),
        )  # fmt: skip


def _why(comment_id: int, name: str) -> None:
    with st.container(key=f"pilih_{name}"):
        st.pills("Alasan", REASONS, key=f"pilih_{name}_{comment_id}")
    with st.container(key=f"input_{name}"):
        st.text_input(
            "Alasan lain", key=f"input_{name}_{comment_id}", placeholder="Alasan lain atau keterangan",
            label_visibility="collapsed",
        )  # fmt: skip


def _open(comment_id: int, way: Way) -> None:
    assert way.step is not None, "the button is only drawn for a way that is open"
    inputs = _inputs(comment_id, way.step)
    with told(PLACE):
        case: CaseFile = act(
            lambda session, desk: opening.open_case(session, desk, [comment_id], way.purpose, inputs)
        )  # fmt: skip
        done(f"Kasus {case.number} {_DONE[way.purpose]}")
        for need in way.step.needs:
            st.session_state.pop(_input(need, comment_id), None)
    _go_on()


def _inputs(comment_id: int, step: Step) -> dict[str, str]:
    """What the first step is given; the reason why it is urgent is a report as well, where nobody wrote another."""
    keys: dict[Need, tuple[str, ...]] = {need: (_input(need, comment_id),) for need in step.needs}
    urgent = (f"pilih_mendesak_{comment_id}", _input(Need.ALASAN_MENDESAK, comment_id))
    if Need.ALASAN_MENDESAK in keys:
        keys[Need.ALASAN_MENDESAK] = urgent
        if Need.LAPORAN in keys and not typed(_input(Need.LAPORAN, comment_id)):
            keys[Need.LAPORAN] = urgent
    return {need.value: reason_of(*where) for need, where in keys.items()}


def _ignored(comment_id: int) -> None:
    reasons = (st.session_state.get(f"pilih_abaikan_{comment_id}") or "", typed(f"input_abaikan_{comment_id}"))
    why = ": ".join(reason for reason in reasons if reason)
    with told(PLACE):
        act(lambda session, desk: inbox.ignore(session, desk, [comment_id], why))
        done("Komentar diabaikan; alasannya tercatat.")
    _go_on()


def _returned(comment_id: int) -> None:
    why = typed(f"input_alasan_kembali_{comment_id}")
    with told(PLACE):
        act(lambda session, desk: inbox.reopen(session, desk, [comment_id], why))
        done("Komentar kembali ke antrean.")
    _go_on()


def _go_on() -> None:
    """To the next comment that still waits; a refused decision stays where it is."""
    shelf = triage_state.on_screen()
    if refused_at(PLACE) or shelf is None:
        return
    with told(PLACE), runtime.current().database.read() as session:
        rows = queue.rows_of(session, shelf.office_id, shelf.ids)
        onward = triage_state.after_decision(shelf, rows)
        triage_state.keep(onward or triage_state.fresh(session, shelf.office_id, shelf.tab, shelf.picks))


def _input(need: Need, comment_id: int) -> str:
    return f"input_{need.value}_{comment_id}"
