"""*Unggah*: what a person must post or remove and prove, what to look into, what is on its way, what is proven."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from sqlalchemy.orm import Session

from console import runtime
from console.screens import content_parts, file_parts, words
from console.screens.deeds import act, done, refused_at, show_refusal, steady, told
from console.screens.freshness import watch
from console.screens.pieces import badge, copyable, heading, labelled, note, page_link, publication_state, row
from console.screens.publication_parts import screenshot
from console.screens.visitor import Visitor
from responses import by_hand, dates, movement, proofs
from responses.by_hand import HandProof
from responses.errors import MissingInputError
from responses.kinds import PublicationAction, PublicationState, Role
from responses.materials import Material
from responses.views.content import files_of, provers, provers_of
from responses.views.publications import PublicationRow, counts, publications

PICTURES = ("png", "jpg", "jpeg", "webp")
MEGABYTES = proofs.MAX_BYTES // 1024 // 1024
RECENT = 20
_NAMELESS = "(tanpa nama)"
MANUAL = (PublicationState.NEEDS_MANUAL_POST,)
CHECK = (PublicationState.NEEDS_REVIEW, PublicationState.REFUSED)
MOVING = (PublicationState.READY, PublicationState.SENDING)
PROVEN = (PublicationState.PUBLISHED, PublicationState.REMOVED)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """What a person has to do, with the files that go with it and the roles that may prove it."""

    row: PublicationRow
    files: tuple[Material, ...]
    roles: tuple[Role, ...]

    @property
    def words(self) -> _Words:
        if self.row.action is PublicationAction.REMOVE:
            return _REMOVAL
        return _CONTENT if self.row.title else _REPLY


@dataclass(frozen=True, slots=True)
class _Words:
    """What is said of a reply, of content, and of a removal."""

    copy: str
    link: str
    picture: str
    button: str
    done: str


_REPLY = _Words(
    "Tanggapan: salin persis", "Tautan tanggapan yang sudah tayang", "Tangkapan layar", "Kirim bukti",
    "Bukti tersimpan; tanggapan tercatat tayang.",
)  # fmt: skip
_CONTENT = _Words(
    "Naskah: salin persis", "Tautan konten yang sudah tayang", "Tangkapan layar", "Kirim bukti",
    "Bukti tersimpan; konten tercatat tayang.",
)  # fmt: skip
_REMOVAL = _Words(
    "Perintah", "Tautan publikasi yang dihapus atau diarsipkan", "Tangkapan layar bahwa sudah tidak tampil",
    "Sudah dihapus/diarsipkan", "Bukti tersimpan; publikasi tercatat terhapus atau terarsip.",
)  # fmt: skip


def opens_for(visitor: Visitor) -> tuple[Role, ...]:
    """Who may open the screen: whoever proves something by a procedure this office uses."""
    with runtime.current().database.read() as session:
        proving = provers(session, visitor.office.id)
    return tuple(role for role in Role if role in proving)


@steady
def show(visitor: Visitor) -> None:
    """The four parts, what needs a person first."""
    office_id = visitor.office.id
    with runtime.current().database.read() as session:
        total = counts(session, office_id)
        manual, check = (_waiting(session, office_id, states) for states in (MANUAL, CHECK))
        moving = publications(session, office_id, MOVING)
        proven = publications(session, office_id, PROVEN, limit=RECENT)
    watch(_states, total, opens_for(visitor), "Daftar berubah, tampilkan")
    _part("Perlu dikerjakan manual", _sum(total, MANUAL))
    for waiting in manual:
        _manual(waiting, visitor)
    _part("Perlu diperiksa", _sum(total, CHECK))
    for waiting in check:
        _check(waiting, visitor)
    _part("Sedang atau siap ditayangkan", _sum(total, MOVING))
    for found in moving:
        _line(found, visitor)
    _part("Tayang, terhapus, atau terarsip", _sum(total, PROVEN))
    for found in proven:
        _proven(found, visitor)


def _waiting(session: Session, office_id: int, states: tuple[PublicationState, ...]) -> list[_Waiting]:
    rows = publications(session, office_id, states)
    files = files_of(session, [row.publication_id for row in rows if row.action is PublicationAction.POST])
    roles = provers_of(session, [row.case_id for row in rows])
    return [_Waiting(row, files.get(row.publication_id, ()), roles[row.case_id]) for row in rows]


def _states(session: Session, visitor: Visitor) -> object:
    return counts(session, visitor.office.id)


def _sum(total: dict[PublicationState, int], states: tuple[PublicationState, ...]) -> int:
    return sum(total.get(state, 0) for state in states)


def _part(title: str, count: int) -> None:
    heading(f"{title} ({count})")
    if not count:
        note("Tidak ada.")


def _manual(waiting: _Waiting, visitor: Visitor) -> None:
    with st.container(key=f"unggah_{waiting.row.publication_id}", border=True, gap="small"):
        _about(waiting, visitor)
        _form(waiting, visitor)


def _check(waiting: _Waiting, visitor: Visitor) -> None:
    found, key = waiting.row, waiting.row.publication_id
    with st.container(key=f"periksa_{key}", border=True, gap="small"):
        _about(waiting, visitor)
        if found.last_error:
            labelled(f"Yang terjadi (percobaan ke-{found.tries})", found.last_error)
        with st.container(key=f"unggah_ulang_{key}"):
            st.button(
                "Coba tayangkan lagi", icon=":material/refresh:", key=f"unggah_ulang_{key}_{found.tries}",
                on_click=_retry, args=(key,),
            )  # fmt: skip
        with st.expander("Sudah ditayangkan orang? Kirim buktinya", key=f"bukti_box_{key}"):
            _form(waiting, visitor)


def _about(waiting: _Waiting, visitor: Visitor) -> None:
    found = waiting.row
    show_refusal(_place(found.publication_id))
    with row(f"unggah_kepala_{found.publication_id}"):
        _state(found)
        page_link("kasus", f"Kasus {found.case_number}", {"id": found.case_id}, ":material/folder_open:")
        st.text(f"{found.account} · diperintahkan {words.ago(found.ordered_at, visitor.now)}")
    if found.title:
        content_parts.title(found.title, f"unggah_{found.publication_id}")
    else:
        labelled("Komentar", f"{found.comment_author or _NAMELESS}: {found.comment_excerpt}")
    if found.action is PublicationAction.REMOVE:
        copyable(found.target_permalink, "Publikasi yang dihapus atau diarsipkan")
        st.link_button("Buka publikasi", found.target_permalink, icon=":material/open_in_new:")
    else:
        _to_post(waiting)


def _to_post(waiting: _Waiting) -> None:
    found = waiting.row
    left, right = st.columns([1.4, 1], gap="small")
    with left:
        copyable(found.text, waiting.words.copy)
    with right:
        if found.comment_permalink:
            copyable(found.comment_permalink, "Tautan komentar yang dijawab")
        if waiting.files:
            note(f"Berkas yang diunggah bersama naskah ({len(waiting.files)})")
            file_parts.show(waiting.files, f"unggah_{found.publication_id}")


def _state(found: PublicationRow) -> None:
    if found.action is PublicationAction.REMOVE and found.state is PublicationState.NEEDS_MANUAL_POST:
        badge("Perlu dihapus atau diarsipkan", ":material/delete_sweep:", "orange")
    else:
        publication_state(found.state, found.proof)


def _form(waiting: _Waiting, visitor: Visitor) -> None:
    if not visitor.holds(waiting.roles):
        note(f"Dikerjakan dan dibuktikan oleh {movement.names(waiting.roles)}.")
        return
    key, said = waiting.row.publication_id, waiting.words
    link, file = f"unggah_link_{key}", f"unggah_file_{key}"
    with st.form(f"unggah_form_{key}", border=False):
        left, right = st.columns(2, gap="small")
        left.text_input(
            said.link, value=waiting.row.target_permalink, key=link, placeholder="https://", persist_state="session"
        )  # fmt: skip
        right.file_uploader(
            f"{said.picture} (PNG, JPEG, atau WebP; paling besar {MEGABYTES} MB)", type=PICTURES, key=file,
            max_upload_size=MEGABYTES,
        )  # fmt: skip
        with st.container(key=f"unggah_kirim_{key}"):
            st.form_submit_button(
                said.button, type="primary", icon=":material/task_alt:", key=f"unggah_bukti_{key}",
                on_click=_prove, args=(key, said.done),
            )  # fmt: skip


def _line(found: PublicationRow, visitor: Visitor) -> None:
    with row(f"jalan_{found.publication_id}"):
        publication_state(found.state, found.proof)
        page_link("kasus", f"Kasus {found.case_number}", {"id": found.case_id}, ":material/folder_open:")
        tries = f" · percobaan ke-{found.tries}" if found.tries else ""
        when = words.ago(found.ordered_at, visitor.now)
        st.text(f"{_whereto(found)} · {when}{tries}")
        if found.last_error:
            st.text(found.last_error)


def _proven(found: PublicationRow, visitor: Visitor) -> None:
    key = found.publication_id
    with st.container(key=f"tampil_{key}", border=True, gap="xsmall"):
        with row(f"tampil_kepala_{key}"):
            publication_state(found.state, found.proof)
            page_link("kasus", f"Kasus {found.case_number}", {"id": found.case_id}, ":material/folder_open:")
            st.text(_whereto(found))
        if found.published_at:
            st.text(f"{dates.moment(found.published_at, visitor.office.timezone)} · oleh {found.posted_by}")
        if found.permalink:
            st.code(found.permalink, language=None, wrap_lines=True)
        else:
            badge("Tanpa tautan", ":material/link_off:", "gray")
        if found.screenshot_sha256:
            screenshot(found.screenshot_sha256, f"bukti_{key}")


def _whereto(found: PublicationRow) -> str:
    return f"{found.account} · {found.title or f'kepada {found.comment_author or _NAMELESS}'}"


def _prove(publication_id: int, news: str) -> None:
    place, link = _place(publication_id), f"unggah_link_{publication_id}"
    uploaded = st.session_state.get(f"unggah_file_{publication_id}")
    with told(place):
        if uploaded is None:
            raise MissingInputError("Tangkapan layar wajib diunggah bersama tautannya.")
        # before the transaction: a large picture takes a while to decode, and nobody should wait for that
        proof = HandProof(str(st.session_state.get(link) or ""), proofs.check(uploaded.getvalue()))
        folder = runtime.current().settings.proofs
        act(lambda session, desk: by_hand.post_by_hand(session, desk, publication_id, proof, folder=folder))
        done(news)
    if not refused_at(place):
        st.session_state.pop(link, None)


def _retry(publication_id: int) -> None:
    with told(_place(publication_id)):
        act(lambda session, desk: by_hand.retry(session, desk, publication_id))
        done("Simak akan mencoba menayangkan lagi.")


def _place(publication_id: int) -> str:
    return f"unggah_{publication_id}"
