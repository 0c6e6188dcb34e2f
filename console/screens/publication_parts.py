"""One reply on its way to the public or already there, as the screens *Kasus* and *Unggah* show it."""

from __future__ import annotations

import streamlit as st

from console import runtime
from console.screens import words
from console.screens.deeds import act, done, refused_at, show_refusal, told
from console.screens.pieces import copyable, note, publication_state, row
from console.screens.visitor import Visitor
from responses import by_hand, proofs
from responses.by_hand import WAITING_FOR_A_PERSON
from responses.errors import NotFoundError
from responses.models import Attachment, Publication
from responses.views.case import CaseView


def reply(publication: Publication, author: str, view: CaseView, visitor: Visitor) -> None:
    """A reply of a case with its proof; who may decline may also give it up."""
    key = publication.id
    with st.container(key=f"tayang_{key}", border=True, gap="small"):
        with row(f"tayang_kepala_{key}"):
            publication_state(publication.state, publication.proof)
            st.text(f"kepada {author or '(tanpa nama)'} · naskah versi {publication.draft_number}")
        if publication.published_at:
            when = words.moment(publication.published_at, visitor.office.timezone)
            st.text(f"Tayang {when} oleh {publication.posted_by}")
        if publication.permalink:
            copyable(publication.permalink, "Tautan tanggapan")
        if publication.last_error:
            st.text(publication.last_error)
        if publication.attachment_id is not None:
            screenshot(_sha256(publication.attachment_id), f"bukti_{key}")
        if publication.state in WAITING_FOR_A_PERSON and visitor.holds(view.sop.may_decline):
            _give_up(publication)


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


def _give_up(publication: Publication) -> None:
    key = f"input_batal_{publication.id}"
    show_refusal(f"batal_{publication.id}")
    with st.expander("Batalkan penayangan", icon=":material/cancel:", key=f"batal_box_{publication.id}"):
        st.text_input("Alasan", key=key)
        st.button("Batalkan penayangan", key=f"act_batal_{publication.id}", on_click=_withdraw, args=(publication.id,))


def _withdraw(publication_id: int) -> None:
    place, key = f"batal_{publication_id}", f"input_batal_{publication_id}"
    why = str(st.session_state.get(key) or "")
    with told(place):
        act(lambda session, desk: by_hand.withdraw(session, desk, publication_id, why))
        done("Penayangan dibatalkan; alasannya tercatat.")
    if not refused_at(place):
        st.session_state.pop(key, None)
