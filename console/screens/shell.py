"""What surrounds every screen: the style, the bar with the office and the account, and the end of a session."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from console.screens.deeds import plain
from console.screens.pieces import note
from console.screens.visitor import OFFICE, Visitor

ASSETS = Path(__file__).parents[1] / "assets"
_STYLE = Path(__file__).parent / "style.css"
_KEPT = frozenset({OFFICE, "session_key"})


def frame() -> None:
    """Title, icon and style of the page."""
    st.set_page_config(page_title="Simak", page_icon=str(ASSETS / "simak.png"), layout="wide")
    st.logo(str(ASSETS / "simak.png"), size="medium")
    st.html(_STYLE)


def bar(visitor: Visitor) -> None:
    """The line at the top: which office, whether its data are only an example, and who is here."""
    with st.container(key="account_bar", horizontal=True, gap="small", vertical_alignment="center"):
        if visitor.office.is_demo:
            with st.container(key="demo_ribbon", width="content"):
                st.text("DATA CONTOH")
        with st.container(key="office_name", width="content"):
            st.text(visitor.office.name)
        with st.popover("Akun", icon=":material/account_circle:", key="akun", type="tertiary"):
            _account(visitor)


def ended() -> None:
    """What is left when the session is over."""
    with st.container(key="session_ended", border=True):
        st.text("Sesi Anda sudah berakhir. Yang sudah tersimpan tetap utuh.")
        st.html('<a href="/masuk" target="_self">Masuk lagi</a>')


def not_yours(visitor: Visitor, title: str, roles: Sequence[str]) -> None:
    """For the address of a screen that belongs to other roles."""
    with st.container(key="bukan_peran"):
        st.text(f"Layar {title} tersedia bagi {', '.join(roles)}.")
        note(f"Peran Anda di {visitor.office.name}: {_roles(visitor)}. Gunakan menu di atas untuk layar Anda.")


def _account(visitor: Visitor) -> None:
    st.text(f"{visitor.user.name}\n{visitor.user.username}")
    for held in visitor.actor.authorities:
        st.text(str(held))
    if len(visitor.offices) > 1:
        names = {office.id: office.name for office in visitor.offices}
        ids = list(names)
        st.radio(
            "Kantor", ids, index=ids.index(visitor.office.id), key="pilih_kantor",
            format_func=lambda office_id: plain(names[office_id]), on_change=_change_office,
        )  # fmt: skip
    else:
        st.text(visitor.office.name)
    st.html('<a href="/keluar" target="_self" class="keluar">Keluar</a>')


def _change_office() -> None:
    """Begin anew in the other office: nothing typed or chosen in one may reach the other."""
    chosen = st.session_state.get("pilih_kantor")
    for key in [key for key in st.session_state if key not in _KEPT]:
        del st.session_state[key]
    st.session_state[OFFICE] = chosen
    st.query_params.clear()


def _roles(visitor: Visitor) -> str:
    return ", ".join(str(held) for held in visitor.actor.authorities) or "tanpa peran"
