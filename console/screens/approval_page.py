"""*Persetujuan*: a card for each decision, made for a telephone: read, then two taps."""

from __future__ import annotations

import streamlit as st
from sqlalchemy.orm import Session

from console import runtime
from console.screens import lease_parts, pieces
from console.screens.approval_card import card, place_of
from console.screens.deeds import show_refusal, steady
from console.screens.freshness import watch
from console.screens.pieces import note, page_link
from console.screens.visitor import Visitor
from responses.desk import desk_of
from responses.kinds import Effect, Role
from responses.views.case import case_view
from responses.views.tasks import Task, tasks_of

DECIDING = (
    Role.PIMPINAN_REDAKSI, Role.WAPEMRED, Role.PEMBINA, Role.DIVISI_TERKAIT, Role.REDAKTUR, Role.SEKRETARIS,
    Role.KASUBBAG, Role.KASUBBAG_HUKUM, Role.DIVISI_HUKUM, Role.SUBKOORDINATOR, Role.KABAG_HTH, Role.KOMISIONER,
)  # fmt: skip
"""Whose steps consent, order to publish or ratify."""
EFFECTS = (Effect.CONSENT, Effect.PUBLISH, Effect.RATIFY)
SHOWN = 12
"""Cards drawn at once; the next ones follow when these are decided."""


@steady
def show(visitor: Visitor) -> None:
    """Every decision that waits for this person, the one the address names first."""
    wanted = pieces.number_in_query("id")
    with runtime.current().database.read() as session:
        desk = desk_of(session, visitor.office.id, visitor.user.person_id, now=visitor.now)
        tasks = tasks_of(session, desk, effects=EFFECTS)
        ordered = sorted(tasks, key=lambda task: task.case_id != wanted)
        views = [case_view(session, visitor.office.id, task.case_id) for task in ordered[:SHOWN]]
        shown = _places(session, tasks, visitor)
    with st.container(key="persetujuan", gap="medium"):
        watch(_waiting, shown, DECIDING, "Daftar keputusan berubah, tampilkan")
        _gone(wanted, tasks)
        note(f"{len(tasks)} menunggu keputusan Anda" if tasks else "Tidak ada yang menunggu keputusan Anda.")
        for task, view in zip(ordered, views, strict=False):
            card(task, view, visitor)
        if len(tasks) > SHOWN:
            note(f"dan {len(tasks) - SHOWN} lagi setelah ini")


def _waiting(session: Session, visitor: Visitor) -> object:
    desk = desk_of(session, visitor.office.id, visitor.user.person_id, now=visitor.now)
    return _places(session, tasks_of(session, desk, effects=EFFECTS), visitor)


def _places(session: Session, tasks: tuple[Task, ...], visitor: Visitor) -> frozenset[tuple[int, str, str]]:
    """Where each case stands, and who is answering it: what the list says must change when this does."""
    answering = lease_parts.held(session, [task.case_id for task in tasks], visitor.now)
    return frozenset((task.case_id, task.step, answering.get(task.case_id, "")) for task in tasks)


def _gone(wanted: int | None, tasks: tuple[Task, ...]) -> None:
    """A link from a message whose decision was made meanwhile says where the case is."""
    if wanted is None or any(task.case_id == wanted for task in tasks):
        return
    show_refusal(place_of(wanted))
    with st.container(key="persetujuan_lewat", border=True):
        st.text("Kasus pada tautan ini tidak (lagi) menunggu keputusan Anda.")
        page_link("kasus", "Buka kasus itu", {"id": wanted}, ":material/folder_open:")
