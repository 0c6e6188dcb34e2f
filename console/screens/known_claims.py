"""The registered claims a comment may repeat: how each stands, what the likeness rests on, and whether it is one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from classify.kinds import MatchState
from console.screens.claim_parts import UNREAD, state_badge, sureness, terms, verdict_badge
from console.screens.deeds import act, done, show_refusal, told
from console.screens.pieces import badge, heading, labelled, note, page_link, row
from console.screens.visitor import Visitor
from responses import claims
from responses.claims import JUDGES
from responses.views.claims import CommentClaim

PLACE = "klaim_komentar"


def known_claims(found: Sequence[CommentClaim], comment_id: int, visitor: Visitor) -> None:
    """The claims found for a comment; nothing where there are none."""
    if not found:
        return
    with st.container(key=f"klaim_dikenal_{comment_id}", gap="small"):
        heading("Klaim terdaftar yang mirip")
        show_refusal(PLACE)
        if found[0].comment_id != comment_id:
            note("Ditemukan pada kiriman serupa yang pertama; putusan Anda berlaku untuk semuanya.")
        for one in found:
            _claim(one, visitor)


def _claim(one: CommentClaim, visitor: Visitor) -> None:
    with st.container(key=f"naskah_klaim_{one.match_id}", gap="xsmall"):
        with row(f"kepala_klaim_{one.match_id}"):
            verdict_badge(one.verdict)
            badge(sureness(one.score, flagged=one.flagged), ":material/compare_arrows:", "blue")
            if one.state is not MatchState.SUGGESTED:
                state_badge(one.state)
        st.text(one.text)
        if one.state is MatchState.REJECTED:
            _decision(one, visitor)
            return
        labelled("Kata komentar yang cocok", terms(one.terms))
        published = (one.publisher, one.verdict_published or UNREAD)
        labelled("Penilaian menurut penerbit", " · ".join(part for part in published if part))
        if one.clarification:
            labelled("Klarifikasi kantor", one.clarification)
        _decision(one, visitor)
        page_link("klaim", "Buka klaim", {"id": one.claim_id}, ":material/arrow_forward:")


def _decision(one: CommentClaim, visitor: Visitor) -> None:
    if one.decided_by:
        note(f"Diputuskan oleh {'Anda' if one.decided_by == visitor.user.name else one.decided_by}")
    if not visitor.holds(JUDGES):
        return
    with st.container(key=f"putusan_klaim_{one.match_id}", horizontal=True, gap="small"):
        if one.state is not MatchState.CONFIRMED:
            _button("Ya, klaim ini", ":material/check:", one, yes=True)
        if one.state is not MatchState.REJECTED:
            _button("Bukan klaim ini", ":material/close:", one, yes=False)


def _button(label: str, icon: str, one: CommentClaim, *, yes: bool) -> None:
    name = "ya" if yes else "bukan"
    st.button(
        label, icon=icon, key=f"act_klaim_{name}_{one.match_id}", on_click=partial(_judge, one, yes=yes),
        help="Tercatat atas nama Anda; dapat diubah kemudian.",
    )  # fmt: skip


def _judge(one: CommentClaim, *, yes: bool) -> None:
    decide = claims.confirm if yes else claims.reject
    with told(PLACE):
        act(
            lambda session, desk: decide(
                session, desk.office_id, one.match_id, expected=one.state, by=desk.actor, now=desk.now
            )
        )
        done("Dicatat: komentar ini mengulang klaim." if yes else "Dicatat: komentar ini bukan klaim itu.")
