"""What a case of content or a removal is about, as the screens *Kasus* and *Konten* show it."""

from __future__ import annotations

from datetime import datetime, timedelta

import streamlit as st

from console import runtime
from console.screens import words
from console.screens.pieces import badge, copyable, heading, labelled, page_link, row
from console.screens.visitor import Visitor
from responses.kinds import CaseState, SopPurpose, Subject
from responses.models import CaseFile
from responses.views.case import CaseView, TargetView
from responses.views.content import published_in

SUBJECT_BADGES = {
    Subject.CONTENT: (":material/campaign:", "violet"),
    Subject.REMOVAL: (":material/delete_sweep:", "orange"),
}


def kind_badges(case: CaseFile) -> None:
    """What kind of case it is, where that is no ordinary reply; whether its clock stands still."""
    if case.purpose is SopPurpose.URGENT:
        badge(SopPurpose.URGENT.label, ":material/warning:", "red")
    if case.subject in SUBJECT_BADGES:
        badge(case.purpose.label, *SUBJECT_BADGES[case.subject])
    if case.category:
        badge(case.category.label, ":material/label:", "gray")
    if case.paused_at is not None and case.state is CaseState.OPEN:
        badge("Waktu dihentikan sementara", ":material/pause_circle:", "orange")
    if case.division:
        badge(case.division.label, ":material/groups:", "gray")


def title(text: str, key: str) -> None:
    """What a piece of content is called, as the first thing an eye finds."""
    with st.container(key=f"judul_{key}"):
        st.text(text)


def needed(at: datetime, visitor: Visitor) -> None:
    """By when the content is needed, with the time left."""
    left = at - visitor.now
    minutes = int(abs(left) / timedelta(minutes=1))
    told = f"{words.span(minutes)} lagi" if left > timedelta() else f"lewat {words.span(minutes)}"
    when = words.brief(at, visitor.office.timezone, visitor.now)
    badge(f"diperlukan {when} ({told})", ":material/event:", "gray" if left > timedelta() else "red")


def about(view: CaseView, visitor: Visitor) -> None:
    """The request, or what is to be removed; nothing for a reply, which has its comments."""
    if view.case.subject is Subject.REPLY:
        return
    with st.container(key="kasus_perihal", border=True, gap="small"):
        heading("Permintaan konten" if view.case.subject is Subject.CONTENT else "Yang dihapus atau diarsipkan")
        title(view.case.title, "perihal")
        if view.case.legal_product:
            labelled("Jenis produk hukum", view.case.legal_product.label)
        if view.case.needed_by:
            with row("kasus_perlu"):
                needed(view.case.needed_by, visitor)
        if view.case.subject is Subject.CONTENT:
            labelled("Akun tujuan", "\n".join(map(_place, view.targets)))
        else:
            _removed(view)


def _place(found: TargetView) -> str:
    title = f"{found.account.title} ({found.account.platform.label})"
    return f"{title} · {found.account.url}" if found.account.url else title


def _removed(view: CaseView) -> None:
    known = [found.target.removes_id for found in view.targets if found.target.removes_id is not None]
    with runtime.current().database.read() as session:
        origins = published_in(session, known)
    for found in view.targets:
        with row(f"kasus_hapus_{found.target.id}"):
            st.text(f"{found.account.title} ({found.account.platform.label})")
            if origin := origins.get(found.target.removes_id or 0):
                page_link("kasus", f"Tayang lewat kasus {origin[1]}", {"id": origin[0]}, ":material/folder_open:")
            elif found.target.removes_id is None:
                badge("Tidak tercatat tayang lewat Simak", ":material/link:", "gray")
        copyable(found.target.permalink, "Tautan publikasi")
