"""From an ordinary case to an urgent one: a reason, one button, and the way on."""

from __future__ import annotations

import streamlit as st

from console import runtime
from console.screens.deeds import act, done, told
from console.screens.input_parts import forget, reason_of
from console.screens.pieces import note
from console.screens.visitor import Visitor
from responses import opening, sops
from responses.errors import NotFoundError
from responses.kinds import SopPurpose
from responses.views.case import CaseView

URGENT_REASONS = (
    "Kabar keliru menyebar cepat",
    "Menyangkut hak pilih hari ini",
    "Ancaman keselamatan atau ketertiban",
    "Gangguan layanan pemungutan suara",
)
"""Quick reasons why something is urgent; the words of whoever declares it come besides."""


def make_urgent(view: CaseView, visitor: Visitor, place: str) -> None:
    """The way from an ordinary case to an urgent one, for those who may say that it is urgent."""
    if not _may_make_urgent(view, visitor):
        return
    subject = view.case.id
    with st.expander("Jadikan mendesak", icon=":material/bolt:", key=f"jadi_mendesak_box_{subject}"):
        note("Dijawab seketika oleh Pembina atau divisi terkait, lalu disahkan. Kasus ini diteruskan di sana.")
        with st.container(key=f"pilih_jadi_mendesak_{subject}_box"):
            st.pills("Alasan keadaan mendesak", URGENT_REASONS, key=f"pilih_jadi_mendesak_{subject}")
        st.text_input(
            "Keterangan", key=f"input_jadi_mendesak_{subject}", placeholder="Alasan lain atau keterangan",
            label_visibility="collapsed", persist_state="session",
        )  # fmt: skip
        with st.container(key=f"act_jadi_mendesak_{subject}"):
            st.button(
                "Jadikan mendesak", icon=":material/bolt:", width="stretch",
                key=f"act_jadi_mendesak_{subject}_{view.case.seq}", on_click=_made_urgent, args=(view, place),
            )  # fmt: skip


def _may_make_urgent(view: CaseView, visitor: Visitor) -> bool:
    if view.case.purpose not in (SopPurpose.ORDINARY, SopPurpose.HOAX) or view.publications or view.step is None:
        return False
    try:
        with runtime.current().database.read() as session:
            urgent = sops.chosen(session, visitor.office.id, SopPurpose.URGENT)[1]
    except NotFoundError:
        return False
    return visitor.holds((*urgent.steps[0].roles, *view.step.roles, *view.sop.may_decline))


def _made_urgent(view: CaseView, place: str) -> None:
    keys = (f"pilih_jadi_mendesak_{view.case.id}", f"input_jadi_mendesak_{view.case.id}")
    why = reason_of(*keys)
    with told(place):
        made = act(lambda session, desk: opening.make_urgent(session, desk, view.case.id, why, expected=view.case.seq))
        done(f"Kasus {view.case.number} dilanjutkan sebagai kasus mendesak {made.number}.")
        if "id" in st.query_params:
            st.query_params["id"] = str(made.id)
    forget(place, *keys)
