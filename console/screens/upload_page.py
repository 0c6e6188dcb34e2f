"""*Unggah*: replies a person must post and prove, replies to look into, what is on its way, and what is public."""

from __future__ import annotations

import streamlit as st
from sqlalchemy.orm import Session

from console import runtime
from console.screens import words
from console.screens.deeds import act, done, refused_at, show_refusal, steady, told
from console.screens.freshness import watch
from console.screens.pieces import badge, copyable, heading, labelled, note, page_link, publication_state, row
from console.screens.publication_parts import screenshot
from console.screens.visitor import Visitor
from responses import by_hand, proofs
from responses.by_hand import HandProof
from responses.errors import MissingInputError
from responses.inbox import TRIAGE_ROLES
from responses.kinds import PublicationState
from responses.views.publications import PublicationRow, counts, publications

PICTURES = ("png", "jpg", "jpeg", "webp")
MEGABYTES = proofs.MAX_BYTES // 1024 // 1024
RECENT = 20
MANUAL = (PublicationState.NEEDS_MANUAL_POST,)
CHECK = (PublicationState.NEEDS_REVIEW, PublicationState.REFUSED)
MOVING = (PublicationState.READY, PublicationState.SENDING)
PUBLIC = (PublicationState.PUBLISHED,)


@steady
def show(visitor: Visitor) -> None:
    """The four parts, what needs a person first."""
    office_id = visitor.office.id
    with runtime.current().database.read() as session:
        total = counts(session, office_id)
        manual, check, moving = (publications(session, office_id, states) for states in (MANUAL, CHECK, MOVING))
        public = publications(session, office_id, PUBLIC, limit=RECENT)
    watch(_states, total, TRIAGE_ROLES, "Daftar berubah, tampilkan")
    _part("Perlu ditayangkan manual", _sum(total, MANUAL))
    for found in manual:
        _manual(found, visitor)
    _part("Perlu diperiksa", _sum(total, CHECK))
    for found in check:
        _check(found, visitor)
    _part("Sedang atau siap ditayangkan", _sum(total, MOVING))
    for found in moving:
        _line(found, visitor)
    _part("Tayang", _sum(total, PUBLIC))
    for found in public:
        _proven(found, visitor)


def _states(session: Session, visitor: Visitor) -> object:
    return counts(session, visitor.office.id)


def _sum(total: dict[PublicationState, int], states: tuple[PublicationState, ...]) -> int:
    return sum(total.get(state, 0) for state in states)


def _part(title: str, count: int) -> None:
    heading(f"{title} ({count})")
    if not count:
        note("Tidak ada.")


def _manual(found: PublicationRow, visitor: Visitor) -> None:
    with st.container(key=f"unggah_{found.publication_id}", border=True, gap="small"):
        _about(found, visitor)
        _form(found)


def _check(found: PublicationRow, visitor: Visitor) -> None:
    key = found.publication_id
    with st.container(key=f"periksa_{key}", border=True, gap="small"):
        _about(found, visitor)
        if found.last_error:
            labelled(f"Yang terjadi (percobaan ke-{found.tries})", found.last_error)
        with st.container(key=f"unggah_ulang_{key}"):
            st.button(
                "Coba tayangkan lagi", icon=":material/refresh:", key=f"unggah_ulang_{key}_{found.tries}",
                on_click=_retry, args=(key,),
            )  # fmt: skip
        with st.expander("Sudah ditayangkan orang? Kirim buktinya", key=f"bukti_box_{key}"):
            _form(found)


def _about(found: PublicationRow, visitor: Visitor) -> None:
    show_refusal(_place(found.publication_id))
    with row(f"unggah_kepala_{found.publication_id}"):
        publication_state(found.state, found.proof)
        page_link("kasus", f"Kasus {found.case_number}", {"id": found.case_id}, ":material/folder_open:")
        st.text(f"{found.account} · diperintahkan {words.ago(found.ordered_at, visitor.now)}")
    labelled("Komentar", f"{found.comment_author or '(tanpa nama)'}: {found.comment_excerpt}")
    left, right = st.columns([1.4, 1], gap="small")
    with left:
        copyable(found.text, "Tanggapan: salin persis")
    if found.comment_permalink:
        with right:
            copyable(found.comment_permalink, "Tautan komentar yang dijawab")


def _form(found: PublicationRow) -> None:
    key = found.publication_id
    link, file = f"unggah_link_{key}", f"unggah_file_{key}"
    with st.form(f"unggah_form_{key}", border=False):
        left, right = st.columns(2, gap="small")
        left.text_input(
            "Tautan tanggapan yang sudah tayang", key=link, placeholder="https://", persist_state="session"
        )  # fmt: skip
        right.file_uploader(
            f"Tangkapan layar (PNG, JPEG, atau WebP; paling besar {MEGABYTES} MB)", type=PICTURES, key=file,
            max_upload_size=MEGABYTES,
        )  # fmt: skip
        with st.container(key=f"unggah_kirim_{key}"):
            st.form_submit_button(
                "Kirim bukti", type="primary", icon=":material/task_alt:", key=f"unggah_bukti_{key}",
                on_click=_prove, args=(key,),
            )  # fmt: skip


def _line(found: PublicationRow, visitor: Visitor) -> None:
    with row(f"jalan_{found.publication_id}"):
        publication_state(found.state, found.proof)
        page_link("kasus", f"Kasus {found.case_number}", {"id": found.case_id}, ":material/folder_open:")
        tries = f" · percobaan ke-{found.tries}" if found.tries else ""
        when = words.ago(found.ordered_at, visitor.now)
        st.text(f"{found.account} · kepada {found.comment_author or '(tanpa nama)'} · {when}{tries}")
        if found.last_error:
            st.text(found.last_error)


def _proven(found: PublicationRow, visitor: Visitor) -> None:
    key = found.publication_id
    with st.container(key=f"tampil_{key}", border=True, gap="xsmall"):
        with row(f"tampil_kepala_{key}"):
            publication_state(found.state, found.proof)
            page_link("kasus", f"Kasus {found.case_number}", {"id": found.case_id}, ":material/folder_open:")
            st.text(f"{found.account} · kepada {found.comment_author or '(tanpa nama)'}")
        if found.published_at:
            st.text(f"{words.moment(found.published_at, visitor.office.timezone)} · oleh {found.posted_by}")
        if found.permalink:
            st.code(found.permalink, language=None, wrap_lines=True)
        else:
            badge("Tanpa tautan", ":material/link_off:", "gray")
        if found.screenshot_sha256:
            screenshot(found.screenshot_sha256, f"bukti_{key}")


def _prove(publication_id: int) -> None:
    place, link = _place(publication_id), f"unggah_link_{publication_id}"
    uploaded = st.session_state.get(f"unggah_file_{publication_id}")
    with told(place):
        if uploaded is None:
            raise MissingInputError("Tangkapan layar wajib diunggah bersama tautannya.")
        # before the transaction: a large picture takes a while to decode, and nobody should wait for that
        proof = HandProof(str(st.session_state.get(link) or ""), proofs.check(uploaded.getvalue()))
        folder = runtime.current().settings.proofs
        act(lambda session, desk: by_hand.post_by_hand(session, desk, publication_id, proof, folder=folder))
        done("Bukti tersimpan; tanggapan tercatat tayang.")
    if not refused_at(place):
        st.session_state.pop(link, None)


def _retry(publication_id: int) -> None:
    with told(_place(publication_id)):
        act(lambda session, desk: by_hand.retry(session, desk, publication_id))
        done("Simak akan mencoba menayangkan lagi.")


def _place(publication_id: int) -> str:
    return f"unggah_{publication_id}"
