"""The urgent answer, on a card and in the case: write, send, confirm. One person answers; another ratifies later."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from sqlalchemy.orm import Session

from console.screens import guard_parts
from console.screens.deeds import act, done, told
from console.screens.guard_parts import Shown
from console.screens.input_parts import forget, input_key, typed
from console.screens.pieces import note
from console.screens.step_words import done_words, yes_label
from console.screens.visitor import Visitor
from console.screens.writing_parts import draft_field
from responses import cases, guarding, leases, movement
from responses.cases import Move
from responses.desk import Desk
from responses.guard.check import Finding
from responses.kinds import Need
from responses.sop import Step
from responses.views.case import CaseView

_ASKED = "confirm_answer"


@dataclass(frozen=True, slots=True)
class _Asked:
    """The answer somebody wants to send: exactly this text, with the findings he took note of."""

    case_id: int
    seq: int
    text: str
    acknowledged: frozenset[str]


def answer(view: CaseView, step: Step, visitor: Visitor, place: str, *, height: int = 160) -> None:
    """The field and its button, or the question whether it is really to be sent."""
    case_id, seq = view.case.id, view.case.seq
    asked = st.session_state.get(_ASKED)
    if isinstance(asked, _Asked) and (asked.case_id, asked.seq) == (case_id, seq):
        _confirm(asked, view, step, place)
        return
    shown = draft_field(view, step, visitor, place, height=height)
    if shown is None:
        return
    with st.container(key=f"kirim_{case_id}"):
        st.button(
            yes_label(step), type="primary", icon=":material/bolt:", width="stretch",
            key=f"kirim_{case_id}_{seq}", on_click=_ask, args=(view, step, shown, place),
        )  # fmt: skip


def _confirm(asked: _Asked, view: CaseView, step: Step, place: str) -> None:
    case_id = asked.case_id
    with st.container(key=f"naskah_{case_id}"):
        st.text(asked.text)
    note("Publik akan membaca naskah ini persis seperti di atas; orang lain mengesahkannya setelah tayang. Lanjutkan?")
    with st.container(key=f"keputusan_{case_id}", horizontal=True, gap="small"):
        with st.container(key=f"batal_{case_id}"):
            st.button("Belum", width="stretch", key=f"batal_{case_id}_{asked.seq}", on_click=_unask)
        with st.container(key=f"kirim_ya_{case_id}"):
            st.button(
                f"Ya, {yes_label(step).lower()}", type="primary", icon=":material/check:", width="stretch",
                key=f"kirim_ya_{case_id}_{asked.seq}", on_click=_send, args=(asked, view, step, place),
            )  # fmt: skip


def _ask(view: CaseView, step: Step, shown: Shown, place: str) -> None:
    """Check all that can be checked before the question, so that a yes to it is not refused."""
    text = typed(input_key(Need.DRAF, view, step))
    ticked = guard_parts.acknowledged(shown, text)
    with told(place):
        movement.require(text, f"{Need.DRAF.label} wajib diisi.")
        found = act(lambda session, desk: _taken(session, desk, view, text))
        guarding.enforce(found, ticked)
        st.session_state[_ASKED] = _Asked(view.case.id, view.case.seq, text, ticked)


def _taken(session: Session, desk: Desk, view: CaseView, text: str) -> tuple[Finding, ...]:
    leases.take(session, desk, view.case.id)
    return guarding.findings(session, desk, view.case, text)


def _unask() -> None:
    st.session_state.pop(_ASKED, None)


def _send(asked: _Asked, view: CaseView, step: Step, place: str) -> None:
    _unask()
    move = Move(asked.seq, yes=True, inputs={Need.DRAF.value: asked.text}, acknowledged=asked.acknowledged)
    with told(place):
        act(lambda session, desk: cases.act(session, desk, asked.case_id, move))
        done(f"Kasus {view.case.number}: {done_words(step)}")
    forget(place, input_key(Need.DRAF, view, step))
