"""A comment in its place: the post, the thread, what was said, and why it was flagged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from classify.assessment import Flag
from classify.models import Verdict
from console.screens import words
from console.screens.pieces import badge, copyable, heading, labelled, note, row
from ingest.kinds import AssessState, CommentStatus
from ingest.models import Comment
from responses import dates
from responses.views.case import CommentView

FLAG_BADGES = {
    Flag.URGENT: (":material/warning:", "red"),
    Flag.HOAX_SUSPECT: (":material/gpp_maybe:", "orange"),
    Flag.NEEDS_RESPONSE: (":material/chat:", "blue"),
}
MAX_SHOWN = 1_500
"""Characters of a comment that are shown at once; the rest is one click away."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when a comment is looked at; ``key`` sets it apart from others on the same screen."""

    key: str
    timezone: str
    now: datetime


def comment(view: CommentView, place: Place, *, details: bool = True) -> None:
    """The comment with what it was written under; ``details`` adds thread, link and probabilities."""
    with st.container(key=f"comment_{place.key}", gap="small"):
        _origin(view, place)
        _parent(view, place)
        _card(view, place)
        if details:
            _flagged_because(view.verdict, place)
            _thread(view, place)
            if view.comment.permalink:
                copyable(view.comment.permalink, "Tautan komentar (salin; jangan dibuka dari komputer yang tidak aman)")
        else:
            with st.expander("Mengapa ditandai", key=f"reasons_box_{place.key}", icon=":material/flag:"):
                _reasons(view.verdict, probabilities=False)


def changed_warning(view: CommentView, place: Place) -> None:
    """Say that the commenter changed the text after the case was opened, and show what was read then."""
    if not view.changed_since:
        return
    with st.container(key=f"changed_{place.key}", border=True):
        badge("Komentar berubah sejak kasus dibuka", ":material/edit_note:", "orange")
        labelled("Yang dibaca saat kasus dibuka:", view.read_text)


def flags(verdict: Verdict | None) -> None:
    """What the classifier says, as icon and words."""
    if verdict is None or verdict.state is not AssessState.DONE:
        badge("Belum dinilai", ":material/pending:", "gray")
        return
    for flag in _flags_on(verdict):
        badge(flag.label, *FLAG_BADGES[flag])
    if not _flags_on(verdict):
        badge("Tidak ditandai", ":material/check:", "gray")


def _flagged_because(verdict: Verdict | None, place: Place) -> None:
    """The reasons behind the flags with the words they rest on, and how sure the model is."""
    with st.container(key=f"reasons_{place.key}", gap="xsmall"):
        heading("Mengapa ditandai")
        _reasons(verdict, probabilities=True)


def _reasons(verdict: Verdict | None, *, probabilities: bool) -> None:
    if verdict is None or verdict.state is not AssessState.DONE:
        note("Pengklasifikasi belum dapat menilai komentar ini. Nilailah sendiri.")
        return
    for reason in verdict.reasons:
        st.text(f"{Flag(reason['flag']).label}: {reason['text']}{_terms(reason.get('terms', ()))}")
    if not verdict.reasons:
        note("Tidak ada alasan khusus.")
    if probabilities:
        note("Kemungkinan: " + "; ".join(_probabilities(verdict)))


def _origin(view: CommentView, place: Place) -> None:
    with row(f"origin_{place.key}"):
        flags(view.verdict)
        note(view.account.platform.label)
        st.text(view.account.title)
    if view.post and (view.post.title or view.post.text):
        with st.container(key=f"post_{place.key}", gap=None):
            labelled("Ditulis pada unggahan", view.post.title or view.post.text[:200])


def _parent(view: CommentView, place: Place) -> None:
    parent = next((other for other in view.thread if other.native_id == view.comment.parent_native_id), None)
    if parent is not None:
        with st.container(key=f"parent_{place.key}", gap=None):
            note("Membalas")
            _said(parent, place)


def _card(view: CommentView, place: Place) -> None:
    said = view.comment
    with st.container(key=f"said_{place.key}", gap="xsmall"):
        with row(f"author_{place.key}"):
            st.text(said.author_name or "(tanpa nama)")
            note(dates.moment(said.posted_at, place.timezone))
            if said.edited_at:
                badge("Disunting penulisnya", ":material/edit:", "gray")
            if said.status is not CommentStatus.VISIBLE:
                badge(said.status.label, ":material/visibility_off:", "gray")
        _long_text(said.text, place)


def _long_text(text: str, place: Place) -> None:
    if len(text) <= MAX_SHOWN:
        st.text(text)
        return
    st.text(text[:MAX_SHOWN] + "…")
    with st.expander("Tampilkan lengkap", key=f"whole_{place.key}"):
        st.text(text)


def _thread(view: CommentView, place: Place) -> None:
    others = [other for other in view.thread if other.id != view.comment.id]
    if not others:
        return
    with st.expander(f"Komentar lain pada unggahan ini ({len(others)})", key=f"thread_{place.key}"):
        for other in others:
            _said(other, place)


def _said(other: Comment, place: Place) -> None:
    who = "Kantor ini" if other.is_own else other.author_name or "(tanpa nama)"
    st.text(f"{who} · {words.brief(other.posted_at, place.timezone, place.now)}\n{other.text[:MAX_SHOWN]}")


def _flags_on(verdict: Verdict) -> list[Flag]:
    on = {
        Flag.URGENT: verdict.urgent,
        Flag.HOAX_SUSPECT: verdict.hoax_suspect,
        Flag.NEEDS_RESPONSE: verdict.needs_response,
    }
    return [flag for flag, is_on in on.items() if is_on]


def _terms(terms: object) -> str:
    listed = [str(term) for term in terms] if isinstance(terms, list | tuple) else []
    return f" ({', '.join(f'“{term}”' for term in listed)})" if listed else ""


def _probabilities(verdict: Verdict) -> list[str]:
    scores = (
        (Flag.NEEDS_RESPONSE, verdict.p_needs_response),
        (Flag.URGENT, verdict.p_urgent),
        (Flag.HOAX_SUSPECT, verdict.p_hoax_suspect),
    )
    return [f"{flag.label.lower()} {words.likelihood(probability)}" for flag, probability in scores]
