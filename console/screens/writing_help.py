"""Help with writing: the office's own approved replies to similar comments, its templates and its FAQ, one click each.

A click never takes away what was typed: the text goes below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from console import runtime
from console.screens import lease_parts, words
from console.screens.deeds import done, plain
from console.screens.pieces import note, row
from console.screens.visitor import Visitor
from responses import suggestions, templates
from responses.suggestions import Origin, Suggestion
from responses.template_models import ReplyText
from responses.views.case import CaseView

CHIPS = 4
"""Texts offered beside the field."""
MAX_LABEL = 38
_ICONS = {Origin.REPLY: ":material/history:", Origin.FAQ: ":material/quiz:", Origin.TEMPLATE: ":material/article:"}


@dataclass(frozen=True, slots=True)
class _Field:
    """Where a click puts the text. ``case_id`` is given where beginning to write takes the case."""

    key: str
    place: str
    case_id: int | None


def offer(view: CaseView, visitor: Visitor, key: str, place: str, *, takes: bool) -> None:
    """Draw what may help to fill the field of that key; ``takes`` where a click begins an urgent answer."""
    said = "\n".join(comment.read_text for comment in view.comments)
    if not said:
        return
    with runtime.current().database.read() as session:
        alike = suggestions.suggest(session, visitor.office.id, said)
        stored = templates.texts(session, visitor.office.id)
    if not alike and not stored:
        return
    field = _Field(key, place, view.case.id if takes else None)
    values = _values(view, visitor)
    if alike:
        _chips(alike, field, values, visitor)
    with st.expander("Bantuan menulis", icon=":material/lightbulb:", key=f"bantuan_box_{place}"):
        for number, one in enumerate(one for one in alike if one.origin is Origin.REPLY):
            _reply(number, one, field, visitor)
        if stored:
            _stored(stored, field, values)


def _chips(alike: Sequence[Suggestion], field: _Field, values: dict[str, str], visitor: Visitor) -> None:
    """What fits this comment best, one click each."""
    with row(f"bantuan_{field.place}"):
        for number, one in enumerate(alike[:CHIPS]):
            st.button(
                plain(_short(_label(one, visitor))), icon=_ICONS[one.origin], key=f"bantu_{number}_{field.place}",
                on_click=_insert, args=(field, _text_of(one, values)),
            )  # fmt: skip


def _reply(number: int, one: Suggestion, field: _Field, visitor: Visitor) -> None:
    with st.container(key=f"jawaban_{number}_{field.place}", gap="xxsmall", border=True):
        when = words.brief(one.at, visitor.office.timezone, visitor.now)
        note(f"Kasus {one.case_number} · tayang {when} · {one.similarity:.0%} mirip")
        st.text(f"Untuk komentar: {one.excerpt}")
        st.text(one.text)
        st.button(
            "Pakai", icon=":material/playlist_add:", key=f"pakai_jawaban_{number}_{field.place}", on_click=_insert,
            args=(field, one.text),
        )  # fmt: skip


def _stored(stored: Sequence[ReplyText], field: _Field, values: dict[str, str]) -> None:
    """Every template and FAQ, found by typing a part of its title; drawing all of them would slow the page."""
    by_key = {text.key: text for text in stored}
    chosen = st.selectbox(
        "Templat dan tanya jawab", list(by_key), index=None, key=f"pilih_templat_{field.place}",
        placeholder="Cari judulnya", format_func=lambda key: f"{by_key[key].title} · {by_key[key].kind.label}",
    )  # fmt: skip
    if chosen is None:
        return
    text = by_key[chosen]
    filled = templates.fill(text.body, values | {"tautan": text.link})
    with st.container(key=f"templat_{field.place}", gap="xxsmall", border=True):
        if text.question:
            st.text(text.question)
        st.text(filled)
        st.button(
            "Pakai", icon=":material/playlist_add:", key=f"pakai_templat_{field.place}", on_click=_insert,
            args=(field, filled),
        )  # fmt: skip


def _insert(field: _Field, text: str) -> None:
    before = str(st.session_state.get(field.key) or "").rstrip()
    if text not in before:
        st.session_state[field.key] = f"{before}\n\n{text}" if before else text
        if before:
            done("Teks ditambahkan di bawah tulisan Anda.")
    if field.case_id is not None:
        lease_parts.take(field.case_id, field.place)


def _values(view: CaseView, visitor: Visitor) -> dict[str, str]:
    """What the variables of a template become; a name only where one person is answered."""
    name = view.comments[0].comment.author_name if len(view.comments) == 1 else ""
    return {"nama": name or "", "kantor": visitor.office.name}


def _text_of(one: Suggestion, values: dict[str, str]) -> str:
    return one.text if one.origin is Origin.REPLY else templates.fill(one.text, values | {"tautan": one.link})


def _label(one: Suggestion, visitor: Visitor) -> str:
    if one.origin is not Origin.REPLY:
        return one.title
    return f"{one.similarity:.0%} mirip · {words.brief(one.at, visitor.office.timezone, visitor.now)}"


def _short(label: str) -> str:
    return label if len(label) <= MAX_LABEL else f"{label[: MAX_LABEL - 1].rstrip()}…"
