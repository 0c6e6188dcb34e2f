"""What changed in a text since somebody last read it, word by word."""

from __future__ import annotations

import streamlit as st

from console.screens import words
from console.screens.diff_component import show_difference
from console.screens.pieces import note
from console.screens.visitor import Visitor
from responses.models import DraftVersion
from responses.views.case import CaseView, last_read


def changes(view: CaseView, visitor: Visitor, key: str) -> None:
    """The change since the version this person last decided on or wrote, and the newest change where that differs."""
    draft = view.draft
    if draft is None:
        return
    known = last_read(view, visitor.user.person_id)
    if known is not None and known.number < draft.number:
        title = f"Perubahan sejak versi {known.number} yang terakhir Anda baca"
        _box(known, draft, visitor, f"sejak_{key}", title, expanded=True)
    before = next((old for old in view.drafts if old.number == draft.number - 1), None)
    if before is not None and (known is None or before.number > known.number):
        _box(before, draft, visitor, f"beda_{key}", f"Perubahan dari versi {before.number}", expanded=False)


def _box(
    before: DraftVersion, after: DraftVersion, visitor: Visitor, key: str, title: str, *, expanded: bool
) -> None:  # fmt: skip
    with st.expander(title, key=f"{key}_box", icon=":material/difference:", expanded=expanded):
        if before.text == after.text:
            note("Teksnya sama; yang berubah hanya berkasnya.")
            return
        show_difference(before.text, after.text, key=key)
        when = words.brief(after.created_at, visitor.office.timezone, visitor.now)
        st.text(f"Versi {after.number} ditulis {after.author_name} · {when}")
