"""Ordering publications to be removed or archived: those Simak proved, and any other link on an account."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from sqlalchemy.orm import Session

from console import runtime
from console.screens import words
from console.screens.content_form import first_inputs, forget, procedure, typed, typed_inputs
from console.screens.deeds import act, done, refused_at, show_refusal, told
from console.screens.pieces import note, page_link
from console.screens.visitor import Visitor
from ingest.accounts import list_accounts
from responses import content
from responses.content import MAX_TITLE, Removal
from responses.desk import Desk
from responses.errors import MissingInputError
from responses.models import CaseFile
from responses.views.content import Public, Way, known_as, public

PLACE = "hapus"
_CHOSEN, _TITLE, _LINKS, _ACCOUNT = "hapus_pilihan", "hapus_judul", "hapus_tautan", "hapus_akun"
_SENT = "hapus_terkirim"


def form(visitor: Visitor, way: Way) -> None:
    """Choose, say why, send; or read who may."""
    _told_of_the_last()
    left, right = st.columns([1.6, 1], gap="medium")
    with right, st.container(key="hapus_alur", gap="small"):
        procedure(way, visitor)
    with left, st.container(key="hapus_isian", gap="small"):
        if visitor.holds(way.sop.steps[0].roles):
            _fields(way, visitor)
        else:
            note("Penghapusan dimulai oleh pemegang peran langkah pertama. Sampaikan usul Anda kepada mereka.")


def begin(found: Public) -> None:
    """Fill the form with one publication; a callback of the list of what is public."""
    st.session_state[_CHOSEN] = [found.publication.id]
    st.session_state[_TITLE] = f"Penghapusan: {found.case.title}"[:MAX_TITLE]


def _told_of_the_last() -> None:
    if sent := st.session_state.pop(_SENT, None):
        case_id, number = sent
        with st.container(key="hapus_terkirim", horizontal=True, gap="small", vertical_alignment="center"):
            st.text(f"Perintah penghapusan terkirim sebagai kasus {number}.")
            page_link("kasus", "Buka kasus", {"id": case_id}, ":material/folder_open:")


def _fields(way: Way, visitor: Visitor) -> None:
    with runtime.current().database.read() as session:
        known = {found.publication.id: found for found in public(session, visitor.office.id) if not found.removing}
        accounts = {account.id: account.title for account in list_accounts(session, visitor.office.id)}
    show_refusal(PLACE)
    _which(known, visitor)
    with st.expander("Publikasi yang tidak tercatat di Simak", icon=":material/link:", key="hapus_lain"):
        st.selectbox(
            "Akun", list(accounts), index=None, key=_ACCOUNT, placeholder="Pilih akun",
            format_func=lambda account_id: accounts[account_id], persist_state="session",
        )  # fmt: skip
        st.text_area("Tautan publikasi, satu per baris", key=_LINKS, height=90, persist_state="session")
    st.text_input("Judul", key=_TITLE, max_chars=MAX_TITLE, persist_state="session")
    step = way.sop.steps[0]
    note(f"Langkah pertama: {step.title}")
    first_inputs(step.needs, "hapus_input")
    with st.container(key="act_hapus"):
        st.button(
            "Perintahkan penghapusan", type="primary", icon=":material/delete_sweep:", width="stretch",
            key="act_hapus_kirim", on_click=_send, args=(way, known),
        )  # fmt: skip


def _which(known: dict[int, Public], visitor: Visitor) -> None:
    # a publication somebody else ordered to be removed meanwhile can no longer be chosen
    st.session_state[_CHOSEN] = [one for one in st.session_state.get(_CHOSEN, []) if one in known]
    st.multiselect(
        "Publikasi yang dihapus atau diarsipkan", list(known), key=_CHOSEN, persist_state="session",
        format_func=lambda one: _named(known[one], visitor), placeholder="Pilih publikasi yang tercatat tayang",
    )  # fmt: skip


def _named(found: Public, visitor: Visitor) -> str:
    at = found.publication.published_at
    when = f" · {words.brief(at, visitor.office.timezone, visitor.now)}" if at else ""
    return f"{found.case.title} · {found.account.title}{when}"


def _send(way: Way, known: dict[int, Public]) -> None:
    needs = way.sop.steps[0].needs
    inputs, title = typed_inputs(needs, "hapus_input"), typed(_TITLE)
    chosen = [known[one] for one in st.session_state.get(_CHOSEN, ())]
    with told(PLACE):
        account_id, links = _other_links()

        def order(session: Session, desk: Desk) -> CaseFile:
            removals = [_known(found) for found in chosen]
            removals += [_linked(session, desk, account_id, link) for link in links]
            return content.open_removal(session, desk, title, removals, inputs)

        case = act(order)
        done(f"Kasus {case.number} dibuka: {case.title}")
        st.session_state[_SENT] = (case.id, case.number)
    if not refused_at(PLACE):
        forget("hapus_input", needs, _CHOSEN, _TITLE, _LINKS, _ACCOUNT)


def _other_links() -> tuple[int, Sequence[str]]:
    links, account_id = typed(_LINKS).split(), st.session_state.get(_ACCOUNT)
    if links and account_id is None:
        raise MissingInputError("Pilih akun tempat tautan itu tayang.")
    return account_id or 0, links


def _known(found: Public) -> Removal:
    return Removal(found.account.id, found.publication.permalink, found.publication.id)


def _linked(session: Session, desk: Desk, account_id: int, link: str) -> Removal:
    """A typed link; when Simak proved it after all, the removal belongs to that publication."""
    return Removal(account_id, link, known_as(session, desk.office_id, account_id, link))
