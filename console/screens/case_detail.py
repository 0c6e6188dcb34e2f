"""One case whole: the comments, the texts, the consents, the replies, where the SOP stands, and all that happened."""

from __future__ import annotations

from functools import partial

import streamlit as st
from sqlalchemy.orm import Session

from console import runtime
from console.screens import comment_parts, content_parts, file_parts, words
from console.screens.action_panel import panel
from console.screens.diff_component import show_difference
from console.screens.freshness import watch
from console.screens.pieces import badge, heading, labelled, note, row
from console.screens.publication_parts import publication
from console.screens.steps_line import steps_line
from console.screens.visitor import Visitor
from ingest.kinds import Kind
from responses import dates, sops
from responses.drafts import files_of
from responses.guard.rules import book_for
from responses.guard.store import guard_of
from responses.kinds import CaseState, EventKind, Need, Role, Subject
from responses.models import CaseFile, Consent, DraftVersion
from responses.views.case import CaseView, TimelineRow, case_view

_ACTING = {role for sop, _text in sops.shelf().values() for role in (*sop.roles, *sop.may_decline)}
PARTICIPANTS = tuple(role for role in Role if role in _ACTING)
"""Everybody who acts in some procedure that comes with Simak."""
_STATE_BADGES = {
    CaseState.OPEN: (":material/pending_actions:", "blue"),
    CaseState.DONE: (":material/task_alt:", "green"),
    CaseState.DECLINED: (":material/cancel:", "gray"),
    CaseState.MADE_URGENT: (":material/arrow_forward:", "gray"),
}


def detail(visitor: Visitor, case_id: int) -> None:
    """The case, with the panel of its present step."""
    with runtime.current().database.read() as session:
        view = case_view(session, visitor.office.id, case_id)
    watch(partial(_newest, case_id), view.case.seq, PARTICIPANTS, "Kasus ini baru saja berubah, tampilkan")
    _head(view, visitor)
    left, right = st.columns([1.6, 1], gap="medium")
    with left, st.container(key="kasus_isi", gap="medium"):
        for comment in view.comments:
            place = comment_parts.Place(f"k{comment.comment.id}", visitor.office.timezone, visitor.now)
            comment_parts.changed_warning(comment, place)
            if len(view.comments) == 1:
                comment_parts.examined(comment, place, visitor)
            else:
                comment_parts.comment(comment, place, details=False)
        content_parts.about(view, visitor)
        _inputs(view)
        _drafts(view, visitor)
    with right, st.container(key="kasus_tindakan", gap="small"):
        panel(view, visitor)
        steps_line(view, visitor)
    with st.container(key="kasus_bawah", gap="medium"):
        _replies(view, visitor)
        _history(view, visitor)


def _newest(case_id: int, session: Session, _visitor: Visitor) -> object:
    return session.get_one(CaseFile, case_id).seq


def _head(view: CaseView, visitor: Visitor) -> None:
    with row("kasus_kepala"):
        st.markdown(f"#### Kasus {view.case.number}", width="content")
        badge(view.case.state.label, *_STATE_BADGES[view.case.state])
        content_parts.kind_badges(view.case)
        opened = dates.moment(view.case.opened_at, visitor.office.timezone)
        st.text(f"{view.sop.title} · {view.sop.source.office} · dibuka {opened}")


def _inputs(view: CaseView) -> None:
    if not view.inputs:
        return
    with st.container(key="kasus_isian", gap="small"):
        heading("Isian langkah sebelumnya")
        for title, name, text in view.inputs:
            labelled(f"{title} · {_need_label(name)}", text)


def _need_label(name: str) -> str:
    found: dict[str, Kind] = {need.value: need for need in Need}
    return found[name].label if name in found else name


def _drafts(view: CaseView, visitor: Visitor) -> None:
    if view.draft is None:
        return
    with st.container(key="kasus_naskah", border=True, gap="small"):
        what = "tanggapan" if view.case.subject is Subject.REPLY else "konten"
        heading(f"Naskah {what}, versi {view.draft.number}")
        st.text(view.draft.text)
        file_parts.show(files_of(view.draft), f"naskah_{view.draft.number}")
        st.text(_written_by(view.draft, visitor))
        _consents(view, visitor)
        earlier = [draft for draft in view.drafts if draft.number < view.draft.number]
        if earlier:
            _changes(earlier, view.draft, visitor)


def _changes(earlier: list[DraftVersion], draft: DraftVersion, visitor: Visitor) -> None:
    with st.expander("Perubahan dari versi sebelumnya", key="kasus_perubahan", icon=":material/difference:"):
        later = draft
        for before in reversed(earlier):
            note(f"Versi {before.number} menjadi versi {later.number}")
            if before.text == later.text:
                note("Teksnya sama.")
            else:
                show_difference(before.text, later.text, key=f"beda_{before.number}")
            _changed_files(before, later)
            st.text(_written_by(before, visitor))
            later = before


def _changed_files(before: DraftVersion, later: DraftVersion) -> None:
    """What was attached between two versions, and what was left out."""
    old, new = files_of(before), files_of(later)
    known, standing = {file.sha256 for file in old}, {file.sha256 for file in new}
    if added := [file.name for file in new if file.sha256 not in known]:
        labelled("Berkas ditambah", ", ".join(added))
    if dropped := tuple(file for file in old if file.sha256 not in standing):
        note("Berkas tidak disertakan lagi")
        file_parts.show(dropped, f"versi_{before.number}")


def _written_by(draft: DraftVersion, visitor: Visitor) -> str:
    when = words.brief(draft.created_at, visitor.office.timezone, visitor.now)
    return f"Ditulis {draft.author_name} · {when} · {len(draft.text)} karakter"


def _consents(view: CaseView, visitor: Visitor) -> None:
    for consent in view.consents:
        _consent(consent, visitor)
    if not any(not consent.void for consent in view.consents):
        note("Belum ada persetujuan yang berlaku atas naskah ini.")


def _consent(consent: Consent, visitor: Visitor) -> None:
    with row(f"persetujuan_{consent.id}"):
        if consent.void:
            badge("Gugur", ":material/cancel:", "gray")
        else:
            badge("Setuju", ":material/verified_user:", "green")
        when = words.brief(consent.given_at, visitor.office.timezone, visitor.now)
        st.text(f"{consent.person_name} · {consent.role} · {when}")


def _replies(view: CaseView, visitor: Visitor) -> None:
    if not view.publications:
        return
    heading("Penghapusan" if view.case.subject is Subject.REMOVAL else "Penayangan")
    authors = {
        comment.comment.id: f"kepada {comment.comment.author_name or '(tanpa nama)'}" for comment in view.comments
    }
    accounts = {found.target.id: f"di {found.account.title}" for found in view.targets}
    for row_of in view.publications:
        where = authors.get(row_of.comment_id or 0) or accounts.get(row_of.target_id or 0, "")
        publication(row_of, where, view, visitor)


def _history(view: CaseView, visitor: Visitor) -> None:
    with st.expander(f"Riwayat lengkap ({len(view.timeline)})", icon=":material/history:", key="kasus_riwayat"):
        for event in reversed(view.timeline):
            st.text(_told(event, visitor))
        _acknowledged(view, visitor)


def _acknowledged(view: CaseView, visitor: Visitor) -> None:
    if not view.acknowledged:
        return
    with runtime.current().database.read() as session:
        book = book_for(guard_of(session, visitor.office.id))
    titles = {rule.key: rule.title for rule in book.rules}
    heading("Catatan pemeriksaan naskah yang sudah dibaca")
    for step, who, rule in view.acknowledged:
        st.text(" · ".join(part for part in (titles.get(rule, rule), who, step) if part))


def _told(event: TimelineRow, visitor: Visitor) -> str:
    first = f"{dates.moment(event.at, visitor.office.timezone)} · {event.kind.label}"
    about = [event.step_title] if event.step_title and event.kind is not EventKind.CASE_OPENED else []
    parts = [*about, words.lateness(event.late_minutes), f"{event.who} ({event.role})"]
    lines = [first, " · ".join(part for part in parts if part), event.note, event.permalink]
    return "\n".join(line for line in lines if line)
