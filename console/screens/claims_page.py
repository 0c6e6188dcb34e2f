"""*Klaim*: what is said about elections again and again, how it stands, and which comments repeat it."""

from __future__ import annotations

import streamlit as st

from classify.kinds import ClaimVerdict
from console import runtime
from console.screens import claim_detail, claim_forms, claim_import, claim_judging, pieces, words
from console.screens.claim_parts import verdict_badge
from console.screens.deeds import steady
from console.screens.input_parts import typed
from console.screens.pieces import badge, note
from console.screens.visitor import Visitor
from ingest.kinds import Kind
from responses.claims import JUDGES, KEEPERS
from responses.views import claims
from responses.views.claims import ClaimPage, ClaimRow

PAGE = 25
_PART, _STARTS = "klaim_bagian", "klaim_halaman"
_SEARCH, _VERDICT, _WHOLE = "klaim_cari", "klaim_penilaian_saring", "klaim_semua_klaim"


class Part(Kind):
    """The parts of the screen."""

    JUDGING = "judging", "Perlu diperiksa"
    LIST = "list", "Daftar klaim"
    ADD = "add", "Tambah klaim"
    IMPORT = "import", "Impor berkas"


@steady
def show(visitor: Visitor) -> None:
    """The claim that the address names, or the part that was chosen."""
    claim_id = pieces.number_in_query("id")
    if claim_id is not None:
        st.button("Semua klaim", key="klaim_kembali", icon=":material/arrow_back:", type="tertiary", on_click=_leave)
        claim_detail.detail(visitor, claim_id)
        return
    part = _part(visitor)
    if part is Part.JUDGING:
        claim_judging.show()
    elif part is Part.LIST:
        _list(visitor)
    elif part is Part.ADD:
        claim_forms.add_form(visitor)
    else:
        claim_import.form(visitor)


def _part(visitor: Visitor) -> Part:
    """What was chosen, of what this person may use: whoever judges begins with what waits."""
    parts = list(Part) if visitor.holds(KEEPERS) else [Part.JUDGING, Part.LIST]
    if st.session_state.get(_PART) not in parts:
        st.session_state.pop(_PART, None)
    chosen = st.segmented_control(
        "Bagian layar klaim", parts, default=Part.JUDGING if visitor.holds(JUDGES) else Part.LIST, required=True,
        format_func=lambda part: part.label, key=_PART, label_visibility="collapsed", persist_state="session",
    )  # fmt: skip
    return Part(chosen)


def _list(visitor: Visitor) -> None:
    _filters()
    page = _page(visitor)
    if not page.rows:
        _nothing()
    with st.container(key="daftar_klaim", gap=None):
        for found in page.rows:
            _row(found)
    _pager(page)


def _filters() -> None:
    search, verdict, whole = st.columns([2.4, 1, 1], gap="small", vertical_alignment="bottom")
    with search:
        st.text_input(
            "Cari", key=_SEARCH, placeholder="Kata dalam klaim, rumusan, atau penerbit", type="search",
            on_change=_from_the_start, persist_state="session",
        )  # fmt: skip
    with verdict:
        st.selectbox(
            "Penilaian", list(ClaimVerdict), index=None, key=_VERDICT, format_func=lambda one: one.label,
            placeholder="Semua penilaian", on_change=_from_the_start, persist_state="session",
        )  # fmt: skip
    with whole, st.container(key="klaim_saring_semua"):
        st.toggle("Juga yang tidak dicari lagi", key=_WHOLE, on_change=_from_the_start, persist_state="session")


def _from_the_start() -> None:
    st.session_state.pop(_STARTS, None)


def _page(visitor: Visitor) -> ClaimPage:
    active = None if st.session_state.get(_WHOLE) else True
    with runtime.current().database.read() as session:
        return claims.page(
            session, visitor.office.id, search=typed(_SEARCH), verdict=st.session_state.get(_VERDICT),
            active=active, after=_starts()[-1], limit=PAGE,
        )  # fmt: skip


def _starts() -> tuple[int | None, ...]:
    starts: tuple[int | None, ...] = st.session_state.get(_STARTS, (None,))
    return starts


def _nothing() -> None:
    if typed(_SEARCH) or st.session_state.get(_VERDICT):
        st.text("Tidak ada klaim yang cocok. Kurangi kata yang dicari, atau pilih semua penilaian.")
    else:
        st.text("Daftar klaim kantor ini masih kosong.")
        note("Catat klaim satu per satu, atau impor berkas dari penerbit pemeriksa fakta.")


def _row(found: ClaimRow) -> None:
    with st.container(key=f"baris_klaim_{found.claim_id}", gap=None):
        with pieces.row(f"kepala_klaim_{found.claim_id}"):
            st.button(
                f"Klaim {found.claim_id}", key=f"klaim_{found.claim_id}", type="tertiary", on_click=_open,
                args=(found.claim_id,),
            )  # fmt: skip
            verdict_badge(found.verdict)
            if found.suggested:
                badge(f"{words.counted(found.suggested)} perlu diperiksa", ":material/hourglass_empty:", "orange")
            if found.confirmed:
                badge(f"{words.counted(found.confirmed)} dipastikan", ":material/done_all:", "blue")
            if found.clarified:
                badge("Ada klarifikasi kantor", ":material/campaign:", "gray")
            if not found.active:
                badge("Tidak dicari lagi", ":material/search_off:", "gray")
            note(found.origin.label)
        st.text(found.text)
        if found.publisher:
            st.text(f"Penerbit: {found.publisher}")


def _pager(page: ClaimPage) -> None:
    starts = _starts()
    if len(starts) == 1 and page.following is None:
        return
    with st.container(key="klaim_pager", horizontal=True, horizontal_alignment="distribute"):
        st.button(
            "Sebelumnya", key="klaim_sebelumnya", icon=":material/chevron_left:", type="tertiary",
            disabled=len(starts) == 1, on_click=_turn, args=(starts[:-1],),
        )  # fmt: skip
        note(f"Halaman {len(starts)}")
        st.button(
            "Berikutnya", key="klaim_berikutnya", icon=":material/chevron_right:", icon_position="right",
            type="tertiary", disabled=page.following is None, on_click=_turn, args=((*starts, page.following),),
        )  # fmt: skip


def _turn(starts: tuple[int | None, ...]) -> None:
    st.session_state[_STARTS] = starts


def _open(claim_id: int) -> None:
    st.query_params["id"] = str(claim_id)


def _leave() -> None:
    st.query_params.pop("id", None)
    claim_detail.leave()
