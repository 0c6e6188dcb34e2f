"""*Perlu diperiksa*: a comment on one side, the claim it may repeat on the other, and two buttons."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from classify.kinds import MatchState
from classify.models import Claim, ClaimMatch
from console import runtime
from console.screens import claim_shelf, comment_parts, words
from console.screens.claim_parts import as_published, state_badge, sureness, terms, verdict_badge
from console.screens.claim_shelf import Matches, Shelf
from console.screens.deeds import act, refused_at, show_news, show_refusal, steady, told
from console.screens.pieces import badge, heading, labelled, note, page_link, row
from console.screens.queue_component import Chip, Line, picked, queue_list
from console.screens.visitor import Visitor, required
from responses import claims
from responses.claims import JUDGES
from responses.kinds import Role
from responses.views.case import CommentView, comment_view
from responses.views.claims import Suggestion, open_suggestions

PLACE = "klaim_periksa"
LIST = "klaim_usulan"
_LAST = "klaim_putusan_terakhir"
_ROLES = tuple(Role)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """One suggestion with everything that is read to judge it."""

    found: Suggestion
    match: ClaimMatch | None
    claim: Claim
    view: CommentView


def show() -> None:
    """What waits for a person, and the way to what came since."""
    _arrivals()
    _board()


@st.fragment(run_every="10s")
@steady
def _arrivals() -> None:
    """How many suggestions came since the list was asked for; it never moves the list."""
    visitor = required(_ROLES, active=False)
    shelf = claim_shelf.kept(visitor.office.id)
    if shelf is None or shelf.following is not None:
        return
    with runtime.current().database.read() as session:
        new = open_suggestions(session, visitor.office.id, after=shelf.newest, limit=claim_shelf.PAGE)
    many = f"lebih dari {len(new.rows)}" if new.following else str(len(new.rows))
    if new.rows and st.button(
        f"{many} usulan baru, tampilkan", key="klaim_baru", icon=":material/refresh:", type="tertiary"
    ):  # fmt: skip
        claim_shelf.forget()
        st.rerun(scope="app")


@st.fragment
@steady
def _board() -> None:
    visitor = required(_ROLES)
    with runtime.current().database.read() as session:
        shelf = claim_shelf.keep(claim_shelf.kept(visitor.office.id) or claim_shelf.fresh(session, visitor.office.id))
        matches = claim_shelf.matches_of(session, shelf.rows)
        chosen = None
        if found := shelf.chosen:
            claim = claims.get(session, visitor.office.id, found.claim_id)
            view = comment_view(session, visitor.office.id, found.comment_id)
            chosen = _Chosen(found, claim_shelf.match_of(matches, found), claim, view)
    show_news()
    with st.container(key="klaim_papan"):
        if chosen is None:
            _nothing(shelf)
        else:
            _columns(visitor, shelf, matches, chosen)


def _nothing(shelf: Shelf) -> None:
    show_refusal(PLACE)
    _last()
    st.text("Tidak ada usulan yang menunggu diperiksa.")
    note("Usulan muncul dengan sendirinya bila komentar yang terkumpul mirip dengan klaim di daftar.")
    if not shelf.first:
        _pager(shelf)


def _columns(visitor: Visitor, shelf: Shelf, matches: Matches, chosen: _Chosen) -> None:
    left, right = st.columns([1, 1.7], gap="small")
    with left, st.container(key="klaim_kiri", gap="small"):
        lines = [_line(found, matches, visitor) for found in shelf.rows]
        queue_list(lines, shelf.selected, shelf.picks, key=LIST, on_pick=_pick)
        _pager(shelf)
    with right, st.container(key="klaim_kanan", gap="small"):
        if shelf.open:
            # the style shows the detail instead of the list on a telephone where it finds this button
            st.button(
                "Kembali ke daftar", icon=":material/arrow_back:", key="klaim_ke_usulan", type="tertiary",
                on_click=_back,
            )  # fmt: skip
        _evidence(chosen, visitor)
        with st.container(key=f"keputusan_klaim_{chosen.found.match_id}", gap="xsmall"):
            show_refusal(PLACE)
            _last()
            _decision(chosen, visitor)


def _line(found: Suggestion, matches: Matches, visitor: Visitor) -> Line:
    sure = Chip("hoax", "Sangat mirip") if found.flagged else Chip("response", "Mungkin sama")
    many = (Chip("unassessed", f"{words.counted(found.comments)} komentar"),) if found.comments > 1 else ()
    decided = _decided(claim_shelf.match_of(matches, found), visitor)
    return Line(
        id=found.match_id, chips=(sure, *many), meta=f"{found.verdict.label}: {found.claim}",
        when=words.ago(found.created_at, visitor.now), text=found.excerpt, decided=decided, past=bool(decided),
    )  # fmt: skip


def _decided(match: ClaimMatch | None, visitor: Visitor) -> str:
    if match is None:
        return "Tidak menunggu lagi"
    if match.state is MatchState.SUGGESTED:
        return ""
    return f"{match.state.label} · {'Anda' if match.decided_by == visitor.user.name else match.decided_by}"


def _evidence(chosen: _Chosen, visitor: Visitor) -> None:
    found, claim = chosen.found, chosen.claim
    with row(f"kepala_usulan_{found.match_id}"):
        badge(sureness(found.score, flagged=found.flagged), ":material/compare_arrows:", "blue")
        if found.comments > 1:
            badge(f"Berlaku untuk {words.counted(found.comments)} komentar senada", ":material/forum:", "gray")
    heading("Komentar")
    place = comment_parts.Place(f"klaim_{found.match_id}", visitor.office.timezone, visitor.now)
    comment_parts.comment(chosen.view, place, details=False)
    labelled("Kata komentar yang cocok", terms(found.terms))
    heading("Klaim yang mungkin diulang")
    with st.container(key=f"naskah_usulan_{found.match_id}", gap="xsmall"):
        with row(f"kepala_klaim_usulan_{found.match_id}"):
            verdict_badge(claim.verdict)
            page_link("klaim", f"Buka klaim {claim.id}", {"id": claim.id}, ":material/arrow_forward:")
        st.text(claim.text)
        labelled("Penilaian menurut penerbit", as_published(claim))
        if claim.publisher:
            labelled("Penerbit", claim.publisher)
        if claim.clarification:
            labelled("Klarifikasi kantor", claim.clarification)


def _decision(chosen: _Chosen, visitor: Visitor) -> None:
    match = chosen.match
    if match is None:
        note("Usulan ini tidak berlaku lagi karena komentar atau klaimnya berubah. Tidak ada yang perlu diputuskan.")
        return
    if match.state is not MatchState.SUGGESTED:
        with row(f"klaim_putusan_{chosen.found.match_id}"):
            state_badge(match.state)
            st.text(f"Diputuskan oleh {'Anda' if match.decided_by == visitor.user.name else match.decided_by}")
    if not visitor.holds(JUDGES):
        note(f"Diputuskan oleh {', '.join(role.label for role in JUDGES)}.")
        return
    with st.container(key=f"klaim_tombol_{chosen.found.match_id}", horizontal=True, gap="small"):
        if match.state is not MatchState.CONFIRMED:
            _button("Ya, klaim ini", "ya", match, ":material/check:")
        if match.state is not MatchState.REJECTED:
            _button("Bukan klaim ini", "bukan", match, ":material/close:")


def _last() -> None:
    """What was decided a moment ago, above the buttons for the next one."""
    if said := st.session_state.pop(_LAST, ""):
        note(said)


def _button(label: str, name: str, match: ClaimMatch, icon: str) -> None:
    st.button(
        label, icon=icon, key=f"act_klaim_{name}_{match.id}", width="stretch", shortcut=name[0],
        type="primary" if name == "ya" else "secondary", on_click=_judge, args=(match.id, match.state),
        kwargs={"yes": name == "ya"},
    )  # fmt: skip


def _judge(match_id: int, expected: MatchState, *, yes: bool) -> None:
    decide = claims.confirm if yes else claims.reject
    with told(PLACE):
        act(
            lambda session, desk: decide(
                session, desk.office_id, match_id, expected=expected, by=desk.actor, now=desk.now
            )
        )
        # no toast: it would lie over the buttons for the next one
        st.session_state[_LAST] = "Tercatat: mengulang klaim." if yes else "Tercatat: bukan klaim itu."
    _go_on()


def _go_on() -> None:
    """To the next that still waits; a refused decision stays where it is, with its reason."""
    shelf = claim_shelf.on_screen()
    if refused_at(PLACE) or shelf is None:
        return
    with told(PLACE), runtime.current().database.read() as session:
        onward = claim_shelf.after_decision(shelf, claim_shelf.matches_of(session, shelf.rows))
        claim_shelf.keep(onward or claim_shelf.fresh(session, shelf.office_id, shelf.picks))


def _pager(shelf: Shelf) -> None:
    if shelf.first and shelf.following is None:
        return
    with st.container(key="klaim_usulan_pager", horizontal=True, horizontal_alignment="distribute"):
        st.button(
            "Sebelumnya", key="klaim_usulan_sebelumnya", icon=":material/chevron_left:", type="tertiary",
            disabled=shelf.first, on_click=_turn, kwargs={"forward": False},
        )  # fmt: skip
        note(f"Halaman {len(shelf.starts)}")
        st.button(
            "Berikutnya", key="klaim_usulan_berikutnya", icon=":material/chevron_right:", icon_position="right",
            type="tertiary", disabled=shelf.following is None, on_click=_turn, kwargs={"forward": True},
        )  # fmt: skip


def _pick() -> None:
    shelf = claim_shelf.on_screen()
    pick = picked(LIST)
    if shelf and pick and pick.comment_id in {found.match_id for found in shelf.rows}:
        claim_shelf.keep(replace(shelf, selected=pick.comment_id, picks=pick.number, open=True))


def _back() -> None:
    if shelf := claim_shelf.on_screen():
        claim_shelf.keep(replace(shelf, open=False))


@steady
def _turn(*, forward: bool) -> None:
    visitor = required(_ROLES)
    shelf = claim_shelf.kept(visitor.office.id)
    if shelf is None or (forward and shelf.following is None) or (not forward and shelf.first):
        return
    with runtime.current().database.read() as session:
        claim_shelf.keep(claim_shelf.turned(session, shelf, forward=forward))
