"""A comment in its place: the post, the thread, what was said, and what is known about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from console import runtime
from console.screens import cluster_parts, known_claims, label_form, verdict_parts, words
from console.screens.marked_component import show_marked
from console.screens.pieces import badge, copyable, labelled, note, row
from console.screens.visitor import Visitor
from ingest.kinds import CommentStatus
from ingest.models import Comment
from responses import dates
from responses.views.case import CommentView
from responses.views.claims import of_comment
from responses.views.company import company_of

MAX_SHOWN = 1_500
"""Characters of a comment that are shown at once; the rest is one click away."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when a comment is looked at; ``key`` sets it apart from others on the same screen."""

    key: str
    timezone: str
    now: datetime
    spot: str = ""
    """Names the place where one comment after the other is shown, so that the browser need not build it anew."""

    @property
    def part(self) -> str:
        """What the parts that are drawn here go by."""
        return self.spot or self.key


def comment(view: CommentView, place: Place, *, details: bool = True) -> None:
    """The comment with what it was written under, and the reasons folded away unless there are ``details``."""
    with st.container(key=f"comment_{place.key}", gap="small"):
        _origin(view, place)
        _parent(view, place)
        _card(view, place, marked=details)
        if details:
            verdict_parts.why(view, place.part, details=True)
            return
        with st.expander("Mengapa ditandai", key=f"reasons_box_{place.key}", icon=":material/flag:"):
            verdict_parts.why(view, place.part, details=False)


def examined(view: CommentView, place: Place, visitor: Visitor) -> None:
    """The comment with everything known about it: reasons, known claims, who wrote the same, and its neighbours.

    Whoever may correct the verdict or judge a claim can do so here.
    """
    with runtime.current().database.read() as session:
        claims = of_comment(session, view.comment.id)
        company = company_of(session, view.comment.id, now=visitor.now)
    comment(view, place)
    known_claims.known_claims(claims, view.comment.id, visitor)
    cluster_parts.alike(company, view.comment.id, visitor)
    label_form.form(view, visitor)
    _thread(view, place)
    if view.comment.permalink:
        copyable(view.comment.permalink, "Tautan komentar (salin; jangan dibuka dari komputer yang tidak aman)")


def changed_warning(view: CommentView, place: Place) -> None:
    """Say that the commenter changed the text after the case was opened, and show what was read then."""
    if not view.changed_since:
        return
    with st.container(key=f"changed_{place.key}", border=True):
        badge("Komentar berubah sejak kasus dibuka", ":material/edit_note:", "orange")
        labelled("Yang dibaca saat kasus dibuka:", view.read_text)


def _origin(view: CommentView, place: Place) -> None:
    with row(f"origin_{place.key}"):
        verdict_parts.flags(view)
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


def _card(view: CommentView, place: Place, *, marked: bool) -> None:
    said = view.comment
    with st.container(key=f"said_{place.key}", gap="xsmall"):
        with row(f"author_{place.key}"):
            st.text(said.author_name or "(tanpa nama)")
            note(dates.moment(said.posted_at, place.timezone))
            if said.edited_at:
                badge("Disunting penulisnya", ":material/edit:", "gray")
            if said.status is not CommentStatus.VISIBLE:
                badge(said.status.label, ":material/visibility_off:", "gray")
        _long_text(view, place, marked=marked)
    verdict_parts.line(view)


def _long_text(view: CommentView, place: Place, *, marked: bool) -> None:
    text = view.comment.text
    shown = text if len(text) <= MAX_SHOWN else text[:MAX_SHOWN] + "…"
    if marked and (marks := verdict_parts.marks(view)):
        show_marked(shown, marks, key=f"teks_{place.part}")
    else:
        st.text(shown)
    if len(text) > MAX_SHOWN:
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
