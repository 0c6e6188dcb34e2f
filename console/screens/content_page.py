"""*Konten*: ask for content, see what is under way and what is public, and order publications to be removed."""

from __future__ import annotations

from itertools import groupby

import streamlit as st
from sqlalchemy.orm import Session

from console import runtime
from console.screens import content_form, pieces, removal_form
from console.screens.case_detail import PARTICIPANTS
from console.screens.content_parts import kind_badges, needed, title
from console.screens.deeds import steady
from console.screens.freshness import watch
from console.screens.pieces import badge, copyable, heading, note, page_link
from console.screens.publication_parts import screenshot
from console.screens.visitor import Visitor
from responses import dates, movement
from responses.kinds import Subject
from responses.views.content import Public, Running, Way, public, running, ways

ASK, RUNNING, PUBLIC, REMOVE = "Minta konten", "Konten berjalan", "Sudah tayang", "Hapus atau arsipkan"
_TABS = "konten_tab"


@steady
def show(visitor: Visitor) -> None:
    """The parts this office can use by the procedures it chose."""
    with runtime.current().database.read() as session:
        every = ways(session, visitor.office.id)
    wanted = tuple(way for way in every if way.purpose.subject is Subject.CONTENT)
    removal = next((way for way in every if way.purpose.subject is Subject.REMOVAL), None)
    if not every:
        _nothing_chosen()
        return
    labels = [*([ASK] if wanted else []), RUNNING, PUBLIC, *([REMOVE] if removal else [])]
    parts = dict(zip(labels, st.tabs(labels, key=_TABS, on_change="rerun"), strict=True))
    if wanted:
        with parts[ASK]:
            content_form.form(visitor, wanted)
    with parts[RUNNING]:
        _running(visitor)
    with parts[PUBLIC]:
        _public(visitor, removal)
    if removal:
        with parts[REMOVE]:
            removal_form.form(visitor, removal)


def _nothing_chosen() -> None:
    with st.container(key="konten_kosong"):
        st.text("Kantor ini belum memilih SOP untuk konten, berkas, situs web, atau penghapusan.")
        note("Pengelola sistem memilihnya di bagian [sop] berkas office.toml. Daftar SOP: simak sop list.")


def _running(visitor: Visitor) -> None:
    with runtime.current().database.read() as session:
        rows = running(session, visitor.office.id)
    watch(_places, _now(rows), PARTICIPANTS, "Daftar konten berubah, tampilkan")
    if not rows:
        note("Tidak ada konten atau penghapusan yang sedang berjalan.")
    for found in rows:
        _row(found, visitor)


def _places(session: Session, visitor: Visitor) -> object:
    return _now(running(session, visitor.office.id))


def _now(rows: tuple[Running, ...]) -> frozenset[tuple[int, int]]:
    return frozenset((found.case.id, found.case.seq) for found in rows)


def _row(found: Running, visitor: Visitor) -> None:
    case = found.case
    with st.container(key=f"konten_baris_{case.id}", border=True, gap="xsmall"):
        with pieces.row(f"konten_kepala_{case.id}"):
            page_link("kasus", f"Kasus {case.number}", {"id": case.id}, ":material/folder_open:")
            kind_badges(case)
        title(case.title, f"berjalan_{case.id}")
        st.text(f"Menunggu {movement.names(found.step.roles)}: {found.step.title}")
        with pieces.row(f"konten_batas_{case.id}"):
            if case.paused_at is None:
                pieces.deadline(
                    (case.step_due_at, case.same_day_due_at), case.step_started_at, visitor.office.timezone, visitor.now
                )
            if case.needed_by:
                needed(case.needed_by, visitor)
            note(", ".join(found.accounts))


def _public(visitor: Visitor, removal: Way | None) -> None:
    with runtime.current().database.read() as session:
        rows = public(session, visitor.office.id)
    if not rows:
        note("Belum ada konten yang terbukti tayang.")
    may_remove = removal is not None and visitor.holds(removal.sop.steps[0].roles)
    ordered = sorted(rows, key=lambda found: found.account.title)
    for account, found in groupby(ordered, key=lambda found: (found.account.title, found.account.platform.label)):
        heading(" · ".join(account))
        for one in found:
            _posted(one, visitor, may_remove=may_remove)


def _posted(found: Public, visitor: Visitor, *, may_remove: bool) -> None:
    row, key = found.publication, found.publication.id
    with st.container(key=f"konten_tayang_{key}", border=True, gap="xsmall"):
        with pieces.row(f"konten_tayang_kepala_{key}"):
            page_link("kasus", f"Kasus {found.case.number}", {"id": found.case.id}, ":material/folder_open:")
            if found.case.category:
                badge(found.case.category.label, ":material/label:", "gray")
            if found.removing:
                _removing(found)
            else:
                pieces.publication_state(row.state, row.proof)
        title(found.case.title, f"tayang_{key}")
        if row.published_at:
            st.text(f"{dates.moment(row.published_at, visitor.office.timezone)} · oleh {row.posted_by}")
        copyable(row.permalink, "Tautan publikasi")
        if found.screenshot_sha256:
            screenshot(found.screenshot_sha256, f"konten_bukti_{key}")
        if may_remove and not found.removing:
            st.button(
                "Hapus/arsipkan", icon=":material/delete_sweep:", key=f"konten_hapus_{key}", on_click=_remove,
                args=(found,),
            )  # fmt: skip


def _removing(found: Public) -> None:
    assert found.removing is not None, "asked for only where there is one"
    if found.removing.done:
        badge("Terhapus atau terarsip", ":material/delete:", "gray")
    else:
        badge("Penghapusan berjalan", ":material/delete_sweep:", "orange")
    label = f"lewat kasus {found.removing.number}"
    page_link("kasus", label, {"id": found.removing.case_id}, ":material/delete_sweep:")


def _remove(found: Public) -> None:
    removal_form.begin(found)
    st.session_state[_TABS] = REMOVE
