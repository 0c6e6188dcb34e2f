"""The fields a step asks for, built from the needs of the SOP; what was typed outlives a refusal and another page."""

from __future__ import annotations

import streamlit as st

from console.screens.deeds import refused_at
from console.screens.pieces import copyable
from responses.kinds import Need, Subject
from responses.sop import Step
from responses.views.case import CaseView

PLACE = "kasus"


def field(need: Need, view: CaseView, step: Step) -> None:
    """One written input that is no text of a draft."""
    with st.container(key=f"input_{need.value}"):
        st.text_area(need.label, key=input_key(need, view, step), height=120, persist_state="session")


def input_key(need: Need, view: CaseView, step: Step) -> str:
    """Where an input is kept; that of a text and its files changes with the version it starts from."""
    number = f"_{view.case.draft_number or 0}" if need in (Need.DRAF, Need.BERKAS) else ""
    return f"input_{need.value}_{view.case.id}_{step.key}{number}"


def written_needs(step: Step) -> tuple[Need, ...]:
    """The inputs of a step that are typed, files left out."""
    return tuple(need for need in step.needs if need is not Need.BERKAS)


def takes_files(view: CaseView, step: Step) -> bool:
    """Whether files may go with the text of this step: with content always, otherwise where the SOP asks for them."""
    wanted = view.case.subject is Subject.CONTENT and Need.DRAF in step.needs
    return wanted or Need.BERKAS in step.needs


def typed(key: str) -> str:
    """What stands in a field."""
    return str(st.session_state.get(key) or "").strip()


def reason_of(*keys: str) -> str:
    """A quick reason and further words as one sentence."""
    return ". ".join(text for text in map(typed, keys) if text)


def forget(place: str, *keys: str) -> None:
    """Empty what was sent; what was refused stays in the fields."""
    if refused_at(place):
        return
    for key in keys:
        st.session_state.pop(key, None)


def kept_key(view: CaseView) -> str:
    """Where the last thing sent for a case is kept until it is known to be saved."""
    return f"unsaved_{view.case.id}"


def unsaved(view: CaseView, needs: tuple[Need, ...]) -> None:
    """What somebody wrote for a step that went on without him: it stays on his screen to be copied."""
    lost: dict[Need, str] = st.session_state.get(kept_key(view), {})
    for need, text in lost.items():
        if need not in needs:
            copyable(text, f"Belum tersimpan, salin bila masih diperlukan · {need.label}")
