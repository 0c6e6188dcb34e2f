"""Noticing that what is on a screen is no longer so, without moving anything under somebody's hand."""

from __future__ import annotations

from collections.abc import Callable, Collection

import streamlit as st
from sqlalchemy.orm import Session

from console import runtime
from console.screens.deeds import steady
from console.screens.visitor import Visitor, required
from responses.kinds import Role

Look = Callable[[Session, Visitor], object]
"""Reads, cheaply, a value that changes whenever the screen would."""


@st.fragment(run_every="10s")
@steady
def watch(look: Look, shown: object, roles: Collection[Role], label: str) -> None:
    """Offer to show the newest state as soon as ``look`` differs from what is ``shown``."""
    visitor = required(roles, active=False)
    with runtime.current().database.read() as session:
        changed = look(session, visitor) != shown
    if changed and st.button(label, key="segarkan", icon=":material/refresh:", type="tertiary"):
        st.rerun(scope="app")
