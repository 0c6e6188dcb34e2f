"""Who is answering a case right now, in sight of everybody, so that no two people write the same answer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import streamlit as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from console import runtime
from console.screens import words
from console.screens.deeds import act, told
from console.screens.pieces import badge, note
from console.screens.visitor import Visitor
from responses import leases
from responses.models import CaseLease


def held(session: Session, case_ids: Collection[int], now: datetime) -> dict[int, str]:
    """Who has which of these cases now, by name."""
    query = select(CaseLease.case_id, CaseLease.person_name).where(
        CaseLease.case_id.in_(case_ids), CaseLease.until > now
    )  # fmt: skip
    return dict(session.execute(query).all())


def line(case_id: int, visitor: Visitor, place: str, *, answers: bool) -> bool:
    """Draw who has the case; ``answers`` offers to take it. Says whether somebody else has it."""
    with runtime.current().database.read() as session:
        lease = leases.holder(session, case_id, visitor.now)
    if lease is None and not answers:
        return False
    other = lease is not None and lease.person_id != visitor.user.person_id
    with st.container(key=f"giliran_{place}", horizontal=True, gap="small", vertical_alignment="center"):
        if lease is None:
            st.button(
                "Saya jawab", icon=":material/front_hand:", key=f"ambil_{place}", on_click=take, args=(case_id, place)
            )  # fmt: skip
            note("atau langsung menulis")
        else:
            _taken(lease, visitor, other=other)
    return other


def _taken(lease: CaseLease, visitor: Visitor, *, other: bool) -> None:
    """One line for whoever answers: were it higher than the button before it, a tap on *Kirim* would miss."""
    until = words.brief(lease.until, visitor.office.timezone, visitor.now)
    if not other:
        badge(f"Anda menjawab sampai {until}", ":material/edit_square:", "green")
        return
    badge("Sedang dijawab", ":material/edit_square:", "orange")
    st.text(f"oleh {lease.person_name} sampai {until}")


def take(case_id: int, place: str) -> None:
    """Take the case, or keep it longer; a refusal is shown at ``place``."""
    with told(place):
        act(lambda session, desk: leases.take(session, desk, case_id))
