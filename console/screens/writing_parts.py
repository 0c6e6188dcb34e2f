"""Writing a text: who is at it, what helps, the field itself, and what the guard says of it while it is written."""

from __future__ import annotations

import streamlit as st

from console.screens import guard_parts, lease_parts, writing_help
from console.screens.guard_parts import Shown
from console.screens.input_parts import input_key, typed
from console.screens.pieces import copyable
from console.screens.step_words import answers_at_once
from console.screens.visitor import Visitor
from responses.kinds import Need
from responses.sop import Step
from responses.views.case import CaseView


def draft_field(view: CaseView, step: Step, visitor: Visitor, place: str, *, height: int = 220) -> Shown | None:
    """Draw all that writing needs. Gives what the guard showed, or None while somebody else is answering."""
    key = input_key(Need.DRAF, view, step)
    at_once = answers_at_once(step)
    if lease_parts.line(view.case.id, visitor, place, answers=at_once):
        if typed(key):
            copyable(typed(key), "Tulisan Anda, belum dikirim")
        return None
    st.session_state.setdefault(key, view.draft.text if view.draft else "")
    writing_help.offer(view, visitor, key, place, takes=at_once)
    with st.container(key=f"input_draf_{place}" if at_once else "input_draf"):
        st.text_area(
            Need.DRAF.label, key=key, height=height, persist_state="session",
            on_change=lease_parts.take if at_once else None, args=(view.case.id, place),
        )  # fmt: skip
    return guard_parts.read(view, typed(key), visitor, f"naskah_{place}")
