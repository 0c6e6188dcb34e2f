"""Small pieces the screens share. Badges and captions take only our own words; anything else goes through st.text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import streamlit as st

from console.screens import words
from console.screens.deeds import plain
from responses.kinds import Proof, PublicationState

PAGES = "pages"
"""Where ``main`` keeps this visitor's pages, by path."""
QUICK_REASONS = (
    "Nada perlu lebih ramah",
    "Dasar aturan belum disebut",
    "Fakta perlu diperiksa lagi",
    "Terlalu panjang",
    "Memuat data pribadi",
)
_PROOFS = {
    Proof.NONE: (":material/hourglass_empty:", "gray"),
    Proof.CLAIMED: (":material/task:", "blue"),
    Proof.VERIFIED: (":material/verified:", "green"),
}
_STATES = {
    PublicationState.READY: (":material/schedule_send:", "blue"),
    PublicationState.SENDING: (":material/sync:", "blue"),
    PublicationState.PUBLISHED: (":material/public:", "green"),
    PublicationState.NEEDS_MANUAL_POST: (":material/back_hand:", "orange"),
    PublicationState.NEEDS_REVIEW: (":material/troubleshoot:", "orange"),
    PublicationState.REFUSED: (":material/block:", "red"),
    PublicationState.WITHDRAWN: (":material/cancel:", "gray"),
    PublicationState.REMOVED: (":material/delete:", "green"),
}


def badge(label: str, icon: str, color: str) -> None:
    """A state in words, icon and colour; ``label`` is ours."""
    st.badge(plain(label), icon=icon, color=color)  # type: ignore[arg-type]  # the colours above


def note(text: str) -> None:
    """A quiet line of our own words."""
    st.caption(plain(text), width="content")


def heading(text: str) -> None:
    """The name of a part of a screen; ours."""
    st.markdown(f"**{plain(text)}**")


def labelled(label: str, text: str) -> None:
    """Somebody's text under our label."""
    with st.container(gap=None):
        note(label)
        st.text(text)


def row(key: str) -> st.delta_generator.DeltaGenerator:
    """A line whose parts stand side by side and wrap on a telephone."""
    return st.container(key=key, horizontal=True, gap="small", vertical_alignment="center")


def deadline(dues: Iterable[datetime | None], since: datetime | None, timezone: str, now: datetime) -> None:
    """The nearest deadline as clock time, or how late it is; where the SOP prints no minutes, how long it waits."""
    known = [due for due in dues if due]
    if not known:
        waiting = f"menunggu {words.span(int((now - since).total_seconds() // 60))}" if since else "tanpa batas waktu"
        badge(waiting, ":material/schedule:", "gray")
        return
    nearest = min(known)
    late = nearest < now
    icon, color = (":material/alarm:", "red") if late else (":material/schedule:", "gray")
    badge(words.deadline(nearest, timezone, now), icon, color)


def publication_state(state: PublicationState, proof: Proof) -> None:
    """Where a reply stands and, once it is public, how sure that is."""
    badge(state.label, *_STATES[state])
    if state is PublicationState.PUBLISHED:
        badge(proof.label, *_PROOFS[proof])


def copyable(text: str, label: str) -> None:
    """Text to copy exactly, shown as plain text with a copy button."""
    with st.container(gap="xxsmall"):
        note(label)
        st.code(text, language=None, wrap_lines=True)


def page_link(path: str, label: str, query: Mapping[str, str | int], icon: str) -> None:
    """A link to another screen, where this visitor may open it."""
    page = st.session_state.get(PAGES, {}).get(path)
    if page is not None:
        parameters = {name: str(value) for name, value in query.items()}
        st.page_link(page, label=plain(label), icon=icon, query_params=parameters)


def number_in_query(name: str) -> int | None:
    """A number from the address, or None when it is missing or none."""
    value = st.query_params.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 16 else None
