"""*Prosedur*: the procedures an office chose, as on paper: head, legal basis, the drawn flow and the table of steps."""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import date

import streamlit as st
from sqlalchemy import select

from console import runtime
from console.screens import pieces
from console.screens.deeds import plain, steady
from console.screens.flow_component import minutes_of, show_flow
from console.screens.pieces import badge, heading, note, page_link
from console.screens.visitor import Visitor
from responses import dates, movement, sops
from responses.errors import NotFoundError
from responses.kinds import SopPurpose
from responses.models import CaseFile, OfficeSop
from responses.sop import Sop, Step

_COLUMNS = ("No.", "Kegiatan", "Pelaksana", "Kelengkapan", "Waktu", "Output", "Isian di Simak")


@dataclass(frozen=True, slots=True)
class _Opened:
    """A procedure on the screen, and the case it was opened from."""

    sop: Sop
    case: CaseFile | None = None

    @property
    def step(self) -> str | None:
        return self.case.step if self.case else None


@steady
def show(visitor: Visitor) -> None:
    """The procedure of the case in the address, or the one chosen from the office's list."""
    case_id = pieces.number_in_query("kasus")
    if case_id is not None:
        st.button(
            "Semua prosedur kantor", key="prosedur_semua", icon=":material/arrow_back:", type="tertiary", on_click=_all
        )
        _procedure(_of_case(visitor, case_id))
        return
    chosen = _chosen(visitor)
    if not chosen:
        note("Kantor ini belum memilih prosedur. Hubungi pengelola sistem.")
        return
    purpose = st.selectbox(
        "Prosedur untuk",
        list(chosen),
        format_func=lambda one: f"{one.label}: {chosen[one].title}",
        key="prosedur_pilih",
    )
    _procedure(_Opened(chosen[purpose]))


def _all() -> None:
    st.query_params.pop("kasus", None)


def _chosen(visitor: Visitor) -> dict[SopPurpose, Sop]:
    """What the office chose, in the order of the purposes."""
    query = select(OfficeSop).where(OfficeSop.office_id == visitor.office.id)
    with runtime.current().database.read() as session:
        found = {row.purpose: sops.of_release(session, row.sop_release_id) for row in session.scalars(query)}
    return {purpose: found[purpose] for purpose in SopPurpose if purpose in found}


def _of_case(visitor: Visitor, case_id: int) -> _Opened:
    with runtime.current().database.read() as session:
        case = session.get(CaseFile, case_id)
        if case is None or case.office_id != visitor.office.id:
            raise NotFoundError("Kasus itu tidak ada di kantor ini.")
        return _Opened(sops.of_release(session, case.sop_release_id), case)


def _procedure(opened: _Opened) -> None:
    sop = opened.sop
    with st.container(key="prosedur", gap="medium"):
        _head(opened)
        left, right = st.columns([1, 1.35], gap="large")
        with left, st.container(key="prosedur_alur", gap="small"):
            heading("Bagan alur")
            show_flow(sop, opened.step, begun=opened.case is not None, key=f"alur_{sop.key}_{opened.step}")
            if sop.may_decline:
                note(
                    f"Dapat ditutup dengan alasan oleh {movement.names(sop.may_decline)} sebelum diperintahkan tayang."
                )
        with right, st.container(key="prosedur_tabel", gap="small"):
            heading("Langkah dan mutu baku")
            st.html(_table(opened))
            _printed(sop)


def _head(opened: _Opened) -> None:
    sop = opened.sop
    with st.container(key="prosedur_kepala", gap="xxsmall"):
        st.markdown(f"#### {plain(sop.title)}")
        decided = dates.printed(date.fromisoformat(sop.source.date))
        st.text(f"{sop.source.office}\nNomor {sop.source.decree}, {decided} · versi {sop.version}")
        if sop.source.note:
            st.text(sop.source.note)
        if opened.case is not None:
            with pieces.row("prosedur_kasus"):
                badge(f"Kasus {opened.case.number}", ":material/folder_open:", "blue")
                page_link("kasus", "Kembali ke kasus", {"id": opened.case.id}, ":material/arrow_back:")
        minutes = f"Jumlah waktu baku {sop.minutes} menit" if sop.minutes else "Tanpa waktu baku tercetak"
        same_day = "; tayang pada hari yang sama" if sop.same_day else ""
        note(f"{minutes}{same_day}.")


def _printed(sop: Sop) -> None:
    printed = sop.printed
    parts = (
        ("Dasar hukum", printed.legal_basis),
        ("Kualifikasi pelaksana", printed.qualifications),
        ("Peralatan dan perlengkapan", printed.equipment),
        ("Keterkaitan", printed.related),
        ("Peringatan", (printed.warning,) if printed.warning else ()),
        ("Pencatatan dan pendataan", (printed.records,) if printed.records else ()),
    )
    for title, lines in parts:
        if lines:
            with st.expander(f"{title} ({len(lines)})" if len(lines) > 1 else title):
                for number, line in enumerate(lines, 1):
                    st.text(f"{number}. {line}" if len(lines) > 1 else line)


def _table(opened: _Opened) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in _COLUMNS)
    rows = "".join(_row(number, step, opened) for number, step in enumerate(opened.sop.steps, 1))
    return f'<div class="prosedur"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _row(number: int, step: Step, opened: _Opened) -> str:
    needs = ", ".join(need.label for need in step.needs)
    cells = (
        str(number), step.title, movement.names(step.roles), step.requires, minutes_of(step), step.gives, needs,
    )  # fmt: skip
    here = ' class="kini"' if step.key == opened.step else ""
    return f"<tr{here}>" + "".join(f"<td>{html.escape(cell) or '–'}</td>" for cell in cells) + "</tr>"
