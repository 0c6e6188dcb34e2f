"""What interrupts a case: its clock stands still, another division is concerned, it becomes urgent."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st
from sqlalchemy.orm import Session

from console.screens import words
from console.screens.deeds import act, done, told
from console.screens.input_parts import forget, typed
from console.screens.pieces import badge, note, page_link
from console.screens.urgent_parts import make_urgent
from console.screens.visitor import Visitor
from responses import cases
from responses.desk import Desk
from responses.errors import MissingInputError
from responses.kinds import CaseState, Clock, Division, Effect, EventKind, PauseReason, Role, Subject
from responses.models import CaseFile
from responses.views.case import CaseView

K = TypeVar("K", PauseReason, Division)


def going_on(view: CaseView, visitor: Visitor) -> None:
    """What is unusual about the case now: its clock stands still, whom it concerns, which case it replaced."""
    if view.case.paused_at is not None:
        with st.container(key="dihentikan", border=True, gap="xxsmall"):
            since = words.brief(view.case.paused_at, visitor.office.timezone, visitor.now)
            badge(f"Waktu dihentikan sejak {since}", ":material/pause_circle:", "orange")
            last = next((row for row in reversed(view.timeline) if row.kind is EventKind.CASE_PAUSED), None)
            if last is not None:
                st.text(f"{last.note}\n{last.who} ({last.role})")
    if view.case.division is not None:
        note(f"Divisi terkait: {view.case.division.label}")
    for other, label in ((view.successor, "Dilanjutkan dalam kasus"), (view.predecessor, "Menggantikan kasus")):
        if other is not None:
            page_link("kasus", f"{label} {other[1]}", {"id": other[0]}, ":material/alt_route:")


def interrupts(view: CaseView, visitor: Visitor, place: str) -> None:
    """What this person may do besides the step itself; refusals are shown at ``place``."""
    if view.case.state is not CaseState.OPEN or view.step is None:
        return
    if view.case.paused_at is not None:
        if _may_hold(view, visitor):
            _resume(view, place)
    elif _may_pause(view, visitor):
        _pause(view, place)
    if _may_redirect(view, visitor):
        _division(view, place)
    make_urgent(view, visitor, place)


def _may_hold(view: CaseView, visitor: Visitor) -> bool:
    own = view.step and visitor.actor.authority_for(view.step.roles, view.case.division)
    return bool(own) or visitor.holds(view.sop.may_decline)


def _may_pause(view: CaseView, visitor: Visitor) -> bool:
    assert view.step is not None, "asked only for a case that is open"
    return view.step.clock is Clock.OFFICE and Effect.PROVE not in view.step.effects and _may_hold(view, visitor)


def _may_redirect(view: CaseView, visitor: Visitor) -> bool:
    """Whether the division concerned matters in this case, and this person may name another one."""
    assert view.step is not None, "asked only for a case that is open"
    concerned = view.case.subject is Subject.REPLY and Role.DIVISI_TERKAIT in view.sop.roles
    return concerned and visitor.holds((*view.step.roles, *view.sop.steps[0].roles, *view.sop.may_decline))


def _pause(view: CaseView, place: str) -> None:
    subject = view.case.id
    with st.expander("Hentikan waktu sementara", icon=":material/pause_circle:", key=f"jeda_box_{subject}"):
        note("Hanya untuk sebab berikut. Sebab dan keterangannya tercatat, dan batas waktu dihitung lagi dari sisanya.")
        st.selectbox(
            "Sebab", list(PauseReason), index=None, key=f"pilih_jeda_{subject}", placeholder="Pilih sebab",
            format_func=lambda reason: reason.label,
        )  # fmt: skip
        st.text_input("Keterangan", key=f"input_jeda_{subject}", persist_state="session")
        with st.container(key=f"act_jeda_{subject}"):
            st.button(
                "Hentikan waktu", icon=":material/pause:", width="stretch",
                key=f"act_jeda_{subject}_{view.case.seq}", on_click=_paused, args=(view, place),
            )  # fmt: skip


def _resume(view: CaseView, place: str) -> None:
    subject = view.case.id
    st.text_input("Catatan (bila perlu)", key=f"input_lanjut_{subject}")
    with st.container(key=f"act_lanjut_{subject}"):
        st.button(
            "Jalankan kembali waktu", type="primary", icon=":material/play_arrow:", width="stretch",
            key=f"act_lanjut_{subject}_{view.case.seq}", on_click=_resumed, args=(view, place),
        )  # fmt: skip


def _division(view: CaseView, place: str) -> None:
    subject = view.case.id
    others = [division for division in Division if division is not view.case.division]
    with st.expander("Ubah divisi terkait", icon=":material/account_tree:", key=f"divisi_box_{subject}"):
        st.selectbox(
            "Divisi terkait", others, index=None, key=f"pilih_divisi_{subject}", placeholder="Pilih divisi",
            format_func=lambda division: division.label,
        )  # fmt: skip
        st.text_input("Alasan", key=f"input_divisi_{subject}", persist_state="session")
        with st.container(key=f"act_divisi_{subject}"):
            st.button(
                "Ubah divisi", icon=":material/save:", width="stretch",
                key=f"act_divisi_{subject}_{view.case.seq}", on_click=_redirected, args=(view, place),
            )  # fmt: skip


def _paused(view: CaseView, place: str) -> None:
    keys = (f"pilih_jeda_{view.case.id}", f"input_jeda_{view.case.id}")
    reason, why = st.session_state.get(keys[0]), typed(keys[1])

    def deed(session: Session, desk: Desk) -> CaseFile:
        return cases.pause(session, desk, view.case.id, _chosen(PauseReason, reason), why, expected=view.case.seq)

    _do(deed, place, f"Waktu kasus {view.case.number} dihentikan sementara.", keys)


def _resumed(view: CaseView, place: str) -> None:
    key = f"input_lanjut_{view.case.id}"
    why = typed(key)

    def deed(session: Session, desk: Desk) -> CaseFile:
        return cases.resume(session, desk, view.case.id, why, expected=view.case.seq)

    _do(deed, place, f"Waktu kasus {view.case.number} berjalan kembali.", (key,))


def _redirected(view: CaseView, place: str) -> None:
    keys = (f"pilih_divisi_{view.case.id}", f"input_divisi_{view.case.id}")
    wanted, why = st.session_state.get(keys[0]), typed(keys[1])

    def deed(session: Session, desk: Desk) -> CaseFile:
        return cases.change_division(
            session, desk, view.case.id, _chosen(Division, wanted), why, expected=view.case.seq
        )

    _do(deed, place, f"Divisi terkait kasus {view.case.number} diubah.", keys)


def _chosen(kind: type[K], value: object) -> K:
    if not isinstance(value, kind):
        raise MissingInputError("Pilih dahulu salah satu dari daftar.")
    return value


def _do(deed: Callable[[Session, Desk], CaseFile], place: str, news: str, keys: tuple[str, ...]) -> None:
    with told(place):
        act(deed)
        done(news)
    forget(place, *keys)
