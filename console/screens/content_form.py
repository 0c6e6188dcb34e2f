"""Asking for content: what kind, for where, by when, and the first step of its procedure, as the SOP says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import streamlit as st

from console import runtime
from console.screens import file_parts, guard_parts
from console.screens.deeds import act, done, refused_at, show_refusal, told
from console.screens.guard_parts import Shown
from console.screens.pieces import heading, note, page_link
from console.screens.visitor import Visitor
from ingest.accounts import list_accounts
from ingest.models import Account
from responses import content, dates, guarding, movement
from responses.content import MAX_TITLE, Request
from responses.desk import desk_of
from responses.errors import MissingInputError
from responses.guard.check import blocking
from responses.kinds import Clock, ContentCategory, Effect, LegalProduct, Need, SopPurpose
from responses.office_check import staff_of
from responses.sop import Step
from responses.views.content import Way

PLACE = "konten"
_TURN, _SENT = "konten_giliran", "konten_terkirim"
_SUGGESTED = {
    SopPurpose.CONTENT: ContentCategory.NEWS,
    SopPurpose.EDUCATION: ContentCategory.EDUCATION_ELECTORAL,
    SopPurpose.ANNOUNCEMENT: ContentCategory.ANNOUNCEMENT,
    SopPurpose.WEBSITE: ContentCategory.NEWS,
}
"""The category most content of a purpose has; for the others a person chooses."""


@dataclass(frozen=True, slots=True)
class _Form:
    """One request being written. ``turn`` gives every request fields of its own."""

    way: Way
    turn: int

    @property
    def step(self) -> Step:
        return self.way.sop.steps[0]

    def key(self, name: str) -> str:
        return f"konten_{name}_{self.turn}"

    @property
    def category(self) -> str:
        """Its own for each purpose, because each suggests another one."""
        return self.key(f"kategori_{self.way.purpose.value}")


def form(visitor: Visitor, ways: Sequence[Way]) -> None:
    """Choose what kind of content; see who does what; write the request, where one's role begins it."""
    _told_of_the_last()
    way = _kind(ways, visitor)
    asked = _Form(way, int(st.session_state.setdefault(_TURN, 0)))
    left, right = st.columns([1.6, 1], gap="medium")
    with right, st.container(key="konten_alur", gap="small"):
        procedure(way, visitor)
    with left, st.container(key="konten_isian", gap="small"):
        if visitor.holds(asked.step.roles):
            _fields(asked, visitor)
        else:
            note("Permintaan ini dimulai oleh pemegang peran langkah pertama. Sampaikan bahan Anda kepada mereka.")


def procedure(way: Way, visitor: Visitor) -> None:
    """Who begins, and the steps that follow."""
    heading(way.sop.title)
    st.text(f"{way.sop.source.office}, {way.sop.source.decree}")
    first = way.sop.steps[0]
    with runtime.current().database.read() as session:
        staff = staff_of(session, visitor.office.id, now=visitor.now)
    who = ", ".join(one.name for one in staff if one.holds(first.roles))
    st.text(f"Dimulai oleh {movement.names(first.roles)}: {who or 'belum ada pemegang peran'}")
    with st.container(key=f"langkah_{way.purpose.value}", gap="xsmall"):
        for number, step in enumerate(way.sop.steps, 1):
            st.text(f"{number}. {step.title}")
            note(f"{movement.names(step.roles)}{minutes(step)}")


def minutes(step: Step) -> str:
    """The printed minutes of a step, as they follow its role."""
    if step.minutes is None:
        return ""
    return f" · {step.minutes} {'menit kerja' if step.clock is Clock.OFFICE else 'menit'}"


def first_inputs(needs: Sequence[Need], prefix: str) -> None:
    """The written inputs of a first step, files left out."""
    for need in written(needs):
        with st.container(key=f"{prefix}_{need.value}"):
            st.text_area(
                need.label, key=f"{prefix}_{need.value}_input", height=220 if need is Need.DRAF else 110,
                persist_state="session",
            )  # fmt: skip


def typed_inputs(needs: Sequence[Need], prefix: str) -> dict[str, str]:
    """What was written into ``first_inputs``."""
    return {need.value: typed(f"{prefix}_{need.value}_input") for need in written(needs)}


def written(needs: Sequence[Need]) -> tuple[Need, ...]:
    """The inputs a person types."""
    return tuple(need for need in needs if need is not Need.BERKAS)


def typed(key: str) -> str:
    """What stands in a field."""
    return str(st.session_state.get(key) or "").strip()


def forget(prefix: str, needs: Sequence[Need], *keys: str) -> None:
    """Empty what was sent."""
    for key in (*(f"{prefix}_{need.value}_input" for need in written(needs)), *keys):
        st.session_state.pop(key, None)


def _kind(ways: Sequence[Way], visitor: Visitor) -> Way:
    purposes = [way.purpose for way in ways]
    own = next((way.purpose for way in ways if visitor.holds(way.sop.steps[0].roles)), purposes[0])
    chosen = st.pills(
        "Jenis permintaan", purposes, format_func=lambda purpose: purpose.label, key="konten_jenis",
        default=own, required=True,
    )  # fmt: skip
    return next((way for way in ways if way.purpose is chosen), ways[0])


def _told_of_the_last() -> None:
    """After sending: where the request is now."""
    if sent := st.session_state.pop(_SENT, None):
        case_id, number = sent
        with st.container(key="konten_terkirim", horizontal=True, gap="small", vertical_alignment="center"):
            st.text(f"Permintaan terkirim sebagai kasus {number}.")
            page_link("kasus", "Buka kasus", {"id": case_id}, ":material/folder_open:")


def _fields(asked: _Form, visitor: Visitor) -> None:
    with runtime.current().database.read() as session:
        accounts = list_accounts(session, visitor.office.id)
    show_refusal(PLACE)
    _what(asked)
    _where_and_when(asked, accounts, visitor)
    note(f"Langkah pertama: {asked.step.title}")
    first_inputs(asked.step.needs, asked.key("input"))
    if _takes_files(asked.step):
        needed = Need.BERKAS in asked.step.needs
        label = Need.BERKAS.label if needed else "Berkas (bila ada): foto, video, atau dokumen"
        file_parts.upload_field(asked.key("berkas"), (), label=label)
    shown = _guard(asked, visitor) if Effect.DRAFT in asked.step.effects else None
    _button(asked, shown, visitor)


def _what(asked: _Form) -> None:
    st.text_input("Judul", key=asked.key("judul"), max_chars=MAX_TITLE, persist_state="session")
    suggested = _SUGGESTED.get(asked.way.purpose)
    categories = list(ContentCategory)
    category = st.selectbox(
        "Kategori", categories, index=categories.index(suggested) if suggested else None, key=asked.category,
        format_func=lambda one: one.label, placeholder="Pilih kategori", persist_state="session",
    )  # fmt: skip
    if category is ContentCategory.ANNOUNCEMENT:
        st.selectbox(
            "Jenis produk hukum", list(LegalProduct), index=None, key=asked.key("produk"),
            format_func=lambda one: one.label, placeholder="Pilih jenis produk hukum", persist_state="session",
        )  # fmt: skip


def _where_and_when(asked: _Form, accounts: Sequence[Account], visitor: Visitor) -> None:
    titles = {account.id: f"{account.title} ({account.platform.label})" for account in accounts}
    st.multiselect(
        "Akun tujuan", list(titles), format_func=lambda account_id: titles[account_id], key=asked.key("akun"),
        placeholder="Pilih satu atau beberapa akun", persist_state="session",
    )  # fmt: skip
    zone = dates.zone_label(visitor.now, visitor.office.timezone)
    st.datetime_input(
        f"Diperlukan paling lambat ({zone}, boleh kosong)", value=None, key=asked.key("perlu"), format="DD/MM/YYYY",
        persist_state="session",
    )  # fmt: skip


def _takes_files(step: Step) -> bool:
    return Need.DRAF in step.needs or Need.BERKAS in step.needs


def _guard(asked: _Form, visitor: Visitor) -> Shown:
    text = typed_inputs((Need.DRAF,), asked.key("input"))[Need.DRAF.value]
    account_ids = st.session_state.get(asked.key("akun")) or []
    with runtime.current().database.read() as session:
        desk = desk_of(session, visitor.office.id, visitor.user.person_id, now=visitor.now)
        found = guarding.findings_for(session, desk, account_ids, text) if text else ()
    return guard_parts.show(found, text, PLACE)


def _button(asked: _Form, shown: Shown | None, visitor: Visitor) -> None:
    with st.container(key="act_minta"):
        st.button(
            "Kirim permintaan", type="primary", icon=":material/send:", width="stretch",
            key=f"act_minta_{asked.turn}_{asked.way.purpose.value}", on_click=_send, args=(asked, shown, visitor),
            disabled=shown is not None and bool(blocking(shown.found)),
        )  # fmt: skip


def _send(asked: _Form, shown: Shown | None, visitor: Visitor) -> None:
    inputs = typed_inputs(asked.step.needs, asked.key("input"))
    acknowledged = guard_parts.acknowledged(shown, inputs.get(Need.DRAF.value, ""))
    with told(PLACE):
        request = _request(asked, visitor)
        files = file_parts.chosen(asked.key("berkas"), ())
        case = act(
            lambda session, desk: content.open_request(session, desk, request, inputs, files, acknowledged=acknowledged)
        )
        done(f"Kasus {case.number} dibuka: {case.title}")
        st.session_state[_SENT] = (case.id, case.number)
    if not refused_at(PLACE):
        names = ("judul", "produk", "akun", "perlu", "berkas_diperiksa")
        forget(asked.key("input"), asked.step.needs, asked.category, *map(asked.key, names))
        st.session_state[_TURN] = asked.turn + 1


def _request(asked: _Form, visitor: Visitor) -> Request:
    category: ContentCategory | None = st.session_state.get(asked.category)
    if category is None:
        raise MissingInputError("Kategori wajib dipilih.")
    needed: datetime | None = st.session_state.get(asked.key("perlu"))
    announcement = category is ContentCategory.ANNOUNCEMENT
    return Request(
        asked.way.purpose, typed(asked.key("judul")), category, tuple(st.session_state.get(asked.key("akun")) or ()),
        legal_product=st.session_state.get(asked.key("produk")) if announcement else None,
        needed_by=needed.replace(tzinfo=ZoneInfo(visitor.office.timezone)).astimezone(UTC) if needed else None,
    )  # fmt: skip
