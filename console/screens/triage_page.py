"""*Antrean*: the list on the left, the comment in the middle, the decision on the right."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from classify.kinds import Flag
from console import runtime
from console.screens import comment_parts, triage_state, words
from console.screens.deeds import show_news, show_refusal, steady
from console.screens.pieces import badge, note, row
from console.screens.queue_component import Chip, Line, picked, queue_list
from console.screens.triage_actions import PLACE, actions
from console.screens.triage_state import Shelf, Tab
from console.screens.verdict_parts import TO_READ
from console.screens.visitor import Visitor, required
from ingest.kinds import CommentStatus
from responses.inbox import TRIAGE_ROLES
from responses.kinds import InboxState
from responses.views import queue
from responses.views.case import CommentView, comment_view
from responses.views.queue import QueueRow
from responses.views.sources import troubles

_BACK = ":material/arrow_back:"
LIST, TAB = "antrean_list", "antrean_tab"


def show(_visitor: Visitor) -> None:
    """The whole screen."""
    with row("antrean_head"):
        _tabs()
        _counter()
    _sources()
    _board()


@st.fragment(run_every="30s")
@steady
def _sources() -> None:
    """What the office does not hear now, so that an empty list is never taken for a quiet public."""
    visitor = required(TRIAGE_ROLES, active=False)
    with runtime.current().database.read() as session:
        found = troubles(session, visitor.office.id)
    for number, trouble in enumerate(found):
        with st.container(key=f"sumber_gangguan_{number}", horizontal=True, gap="small", border=True):
            badge("Tidak terkumpul", ":material/cloud_off:", "red")
            since = trouble.last_success_at
            last = f" Terakhir berhasil {words.ago(since, visitor.now)}." if since else " Belum pernah berhasil."
            st.text(f"{trouble.account}: {trouble.sentence}{last}", width="stretch")


def _tabs() -> None:
    st.segmented_control(
        "Bagian antrean", list(Tab), default=Tab.FLAGGED, required=True, format_func=lambda tab: tab.label,
        key=TAB, label_visibility="collapsed", on_change=_change_tab,
    )  # fmt: skip


def _change_tab() -> None:
    triage_state.forget()


@st.fragment(run_every="5s")
@steady
def _counter() -> None:
    """What waits, and how many came since the list was asked for; it never moves the list."""
    visitor = required(TRIAGE_ROLES, active=False)
    shelf = triage_state.kept(visitor.office.id)
    with runtime.current().database.read() as session:
        counts = queue.counts(session, visitor.office.id)
        newest = queue.newest_id(session, visitor.office.id)
        seen = shelf.newest if shelf else newest
        new = queue.arrived_since(session, visitor.office.id, seen) if newest > seen else 0
    with row("antrean_counter"):
        note(_counted(counts, visitor))
        label = f"{words.counted(new)} baru, tampilkan"
        if new and st.button(label, key="antrean_baru", icon=":material/refresh:", type="tertiary"):
            triage_state.forget()
            st.rerun(scope="app")


def _counted(counts: queue.QueueCounts, visitor: Visitor) -> str:
    parts = [f"{words.counted(counts.flagged)} perlu ditriase"]
    if counts.urgent:
        parts.append(f"{words.counted(counts.urgent)} mendesak")
    if counts.unassessed:
        parts.append(f"{words.counted(counts.unassessed)} belum dinilai")
    parts.append(f"{words.counted(counts.others)} lainnya")
    if counts.oldest_flagged_at:
        parts.append(f"tertua {words.ago(counts.oldest_flagged_at, visitor.now)}")
    return " · ".join(parts)


@st.fragment
@steady
def _board() -> None:
    visitor = required(TRIAGE_ROLES)
    tab = Tab(st.session_state.get(TAB) or Tab.FLAGGED)
    with runtime.current().database.read() as session:
        shelf = triage_state.kept(visitor.office.id) or triage_state.fresh(session, visitor.office.id, tab)
        triage_state.keep(shelf)
        rows = queue.rows_of(session, visitor.office.id, shelf.ids)
        chosen = next((found for found in rows if found.comment_id == shelf.selected), None)
        view = comment_view(session, visitor.office.id, chosen.comment_id) if chosen else None
    show_news()
    with st.container(key="antrean_board"):
        _columns(visitor, shelf, rows, chosen, view)


def _columns(
    visitor: Visitor, shelf: Shelf, rows: tuple[QueueRow, ...], chosen: QueueRow | None, view: CommentView | None
) -> None:
    if not rows:
        show_refusal(PLACE)
        note("Tidak ada komentar di bagian ini. Yang baru muncul dengan sendirinya setelah terkumpul dan dinilai.")
        if not shelf.first:
            _pager(shelf)
        return
    left, middle, right = st.columns([1.15, 1.5, 1.1], gap="small")
    with left, st.container(key="antrean_left", gap="small"):
        queue_list(
            [_line(found, visitor, shelf.tab) for found in rows], shelf.selected, shelf.picks, key=LIST, on_pick=_pick
        )
        _pager(shelf)
    if chosen is None or view is None:
        with middle:
            show_refusal(PLACE)
            note("Tidak ada komentar di bagian ini.")
        return
    with middle, st.container(key="antrean_detail", gap="small"):
        if shelf.open:
            # the style shows the detail instead of the list on a telephone where it finds this button
            st.button("Kembali ke daftar", icon=_BACK, key="antrean_kembali", type="tertiary", on_click=_back)
        place = comment_parts.Place(f"q{chosen.comment_id}", visitor.office.timezone, visitor.now, spot="q")
        comment_parts.examined(view, place, visitor)
    with right, st.container(key="antrean_actions", gap="small"):
        actions(visitor, chosen, view)


def _pager(shelf: Shelf) -> None:
    pager = st.container(
        key="antrean_pager", horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    )  # fmt: skip
    with pager:
        st.button(
            "Sebelumnya", key="antrean_sebelumnya", icon=":material/chevron_left:", type="tertiary",
            disabled=shelf.first, on_click=_turn, kwargs={"forward": False},
        )  # fmt: skip
        note(f"Halaman {len(shelf.starts)}")
        st.button(
            "Berikutnya", key="antrean_berikutnya", icon=":material/chevron_right:", icon_position="right",
            type="tertiary", disabled=shelf.following is None, on_click=_turn, kwargs={"forward": True},
        )  # fmt: skip


def _pick() -> None:
    shelf = triage_state.on_screen()
    pick = picked(LIST)
    if shelf and pick and pick.comment_id in shelf.ids:
        triage_state.keep(replace(shelf, selected=pick.comment_id, picks=pick.number, open=True))


def _back() -> None:
    if shelf := triage_state.on_screen():
        triage_state.keep(replace(shelf, open=False))


@steady
def _turn(*, forward: bool) -> None:
    visitor = required(TRIAGE_ROLES)
    shelf = triage_state.kept(visitor.office.id)
    if shelf is None or (forward and shelf.following is None) or (not forward and shelf.first):
        return
    with runtime.current().database.read() as session:
        triage_state.keep(triage_state.turned(session, shelf, forward=forward))


def _line(found: QueueRow, visitor: Visitor, tab: Tab) -> Line:
    return Line(
        id=found.comment_id,
        chips=_chips(found),
        meta=f"{found.author or '(tanpa nama)'} · {found.account}",
        when=words.ago(found.detected_at, runtime.utc_now()),
        text=found.excerpt,
        decided=_decided(found, visitor, tab),
        past=found.state is not tab.state,
    )


def _chips(found: QueueRow) -> tuple[Chip, ...]:
    known = (
        (found.urgent, Chip("urgent", Flag.URGENT.label)),
        (found.hoax_suspect, Chip("hoax", Flag.HOAX_SUSPECT.label)),
        (not found.assessed, Chip("unassessed", "Belum dinilai")),
        (found.needs_response, Chip("response", Flag.NEEDS_RESPONSE.label)),
        (found.to_read, Chip("read", TO_READ)),
        (found.abusive, Chip("abusive", Flag.ABUSIVE.label)),
        (found.sara, Chip("sara", "SARA")),
        (found.spam, Chip("spam", Flag.SPAM.label)),
        (found.status is not CommentStatus.VISIBLE, Chip("hidden", found.status.label)),
        (found.alike > 1, Chip("alike", f"×{found.alike}", f"{found.alike} kiriman serupa")),
    )
    return tuple(chip for shown, chip in known if shown)


def _decided(found: QueueRow, visitor: Visitor, tab: Tab) -> str:
    if found.state is InboxState.WAITING:
        if tab.state is not InboxState.WAITING:
            return "Kembali ke antrean"
        now = Tab.FLAGGED if found.rank < queue.FLAGGED_RANKS else Tab.OTHERS
        return "" if now is tab else f"Kini di bagian {now.label}"
    who = "Anda" if found.decided_by == visitor.user.name else found.decided_by
    what = f"Kasus {found.case_number}" if found.case_number else found.state.label
    return f"{what} · {who}" if who else what
