"""One text on its way to the public or already there, or its removal, as the screens *Kasus* and *Unggah* show it."""

from __future__ import annotations

import streamlit as st

from console import runtime
from console.screens.deeds import act, done, refused_at, show_refusal, told
from console.screens.pieces import copyable, note, publication_state, row
from console.screens.visitor import Visitor
from responses import by_hand, dates, proofs
from responses.by_hand import WAITING_FOR_A_PERSON
from responses.errors import NotFoundError
from responses.kinds import PublicationAction
from responses.models import Attachment, Publication
from responses.views.case import CaseView

_WHAT = {PublicationAction.POST: "penayangan", PublicationAction.REMOVE: "penghapusan"}


def publication(found: Publication, where: str, view: CaseView, visitor: Visitor) -> None:
    """A publication of a case with its proof; who may decline may also give it up."""
    key, removes = found.id, found.action is PublicationAction.REMOVE
    with st.container(key=f"tayang_{key}", border=True, gap="small"):
        with row(f"tayang_kepala_{key}"):
            publication_state(found.state, found.proof)
            st.text(where if removes else f"{where} · naskah versi {found.draft_number}")
        if found.published_at:
            when = dates.moment(found.published_at, visitor.office.timezone)
            st.text(f"{'Dihapus atau diarsipkan' if removes else 'Tayang'} {when} oleh {found.posted_by}")
        if found.permalink:
            copyable(found.permalink, "Tautan publikasi" if found.comment_id is None else "Tautan tanggapan")
        if found.last_error:
            st.text(found.last_error)
        if found.attachment_id is not None:
            screenshot(_sha256(found.attachment_id), f"bukti_{key}")
        if found.state in WAITING_FOR_A_PERSON and visitor.holds(view.sop.may_decline):
            _give_up(found)


def screenshot(sha256: str, key: str) -> None:
    """The picture of that hash, once somebody asks for it."""
    if not st.toggle("Lihat tangkapan layar", key=key):
        return
    try:
        st.image(proofs.read(runtime.current().settings.proofs, sha256))
        note(f"Sidik berkas {sha256[:16]}")
    except NotFoundError as refusal:
        st.text(str(refusal))


def _sha256(attachment_id: int) -> str:
    with runtime.current().database.read() as session:
        return session.get_one(Attachment, attachment_id).sha256


def _give_up(found: Publication) -> None:
    key, what = f"input_batal_{found.id}", _WHAT[found.action]
    show_refusal(f"batal_{found.id}")
    with st.expander(f"Batalkan {what}", icon=":material/cancel:", key=f"batal_box_{found.id}"):
        st.text_input("Alasan", key=key)
        st.button(f"Batalkan {what}", key=f"act_batal_{found.id}", on_click=_withdraw, args=(found.id, what))


def _withdraw(publication_id: int, what: str) -> None:
    place, key = f"batal_{publication_id}", f"input_batal_{publication_id}"
    why = str(st.session_state.get(key) or "")
    with told(place):
        act(lambda session, desk: by_hand.withdraw(session, desk, publication_id, why))
        done(f"{what.capitalize()} dibatalkan; alasannya tercatat.")
    if not refused_at(place):
        st.session_state.pop(key, None)
