"""Pieces of the screen *Klaim*: how a claim stands, how sure a match is, what a claim touches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from classify.kinds import ClaimOrigin, ClaimVerdict, MatchState
from classify.models import Claim
from console.screens import words
from console.screens.pieces import badge, heading, note, page_link, row
from console.screens.visitor import Visitor
from responses.views.claims import AffectedComment

SHOWN = 20
"""Comments a claim touches that are shown at once; the others are one switch away."""
UNREAD_SEED = (
    "Tidak ada sumber yang dibaca untuk klaim ini: ia dicatat hanya agar dikenali bila beredar. “Belum terbukti” di "
    "sini bukan penilaian; carilah sumber yang dapat dipercaya sebelum menyatakan sesuatu tentangnya."
)
UNREAD = "Belum ada penilaian penerbit yang tercatat."
_VERDICTS = {
    ClaimVerdict.SALAH: (":material/cancel:", "red"),
    ClaimVerdict.MENYESATKAN: (":material/warning:", "orange"),
    ClaimVerdict.SEBAGIAN_BENAR: (":material/contrast:", "blue"),
    ClaimVerdict.BENAR: (":material/check_circle:", "green"),
    ClaimVerdict.BELUM_TERBUKTI: (":material/help:", "gray"),
}
_STATES = {
    MatchState.SUGGESTED: (":material/hourglass_empty:", "gray"),
    MatchState.CONFIRMED: (":material/done_all:", "blue"),
    MatchState.REJECTED: (":material/block:", "gray"),
}


@dataclass(frozen=True, slots=True)
class VerdictChanged:
    """A verdict that was changed on this screen, so that what it touches is looked at again."""

    claim_id: int
    before: ClaimVerdict
    after: ClaimVerdict


def verdict_badge(verdict: ClaimVerdict) -> None:
    """The grade of a claim as icon, colour and word."""
    badge(verdict.label, *_VERDICTS[verdict])


def state_badge(state: MatchState) -> None:
    """What a person said of a match."""
    badge(state.label, *_STATES[state])


def sureness(score: float, *, flagged: bool) -> str:
    """How much a comment resembles a claim, in words with the number behind them."""
    return f"{'Sangat mirip' if flagged else 'Mungkin sama'} (kemiripan {score:.0%})"


def terms(found: Sequence[str]) -> str:
    """The writer's own words the match rests on."""
    return (
        ", ".join(f"“{term}”" for term in dict.fromkeys(found))
        or "tidak ada kata tertentu; kemiripan kalimat secara keseluruhan"
    )


def as_published(claim: Claim) -> str:
    """The verdict in the publisher's word, or that nobody's verdict was read."""
    if claim.verdict_published:
        return claim.verdict_published
    return UNREAD_SEED if claim.origin is ClaimOrigin.SEED else UNREAD


def affected(rows: Sequence[AffectedComment], visitor: Visitor, changed: VerdictChanged | None) -> None:
    """The cases and comments a claim touches; after a change of its verdict, what is to be done about them."""
    comments = tuple({found.comment_id: found for found in rows}.values())
    cases = tuple({found.case_id: found for found in rows if found.case_id is not None}.values())
    with st.container(key="klaim_terdampak", gap="small"):
        heading("Terdampak bila penilaian berubah")
        if changed:
            with st.container(key="catatan_penilaian", gap="xsmall"):
                st.text(what_to_do(changed, len(cases), len(comments)))
        if not comments:
            note("Belum ada komentar atau kasus yang dicocokkan dengan klaim ini.")
            return
        note(
            f"{len(cases)} kasus, {words.counted(len(comments))} komentar; yang diputuskan bukan klaim ini tidak ikut."
        )
        for found in cases:
            _case(found)
        _comments(comments, visitor)


def what_to_do(changed: VerdictChanged, cases: int, comments: int) -> str:
    """A plain sentence on what follows from a changed verdict."""
    said = f"Penilaian klaim ini berubah dari “{changed.before.label}” menjadi “{changed.after.label}”."
    if not comments:
        return f"{said} Tidak ada komentar atau kasus yang terdampak; tidak ada yang perlu dikerjakan."
    if not cases:
        return (
            f"{said} {comments} komentar di bawah terdampak, dan belum ada kasusnya: cukup dilihat kembali di Antrean."
        )
    return (
        f"{said} Bukalah {cases} kasus di bawah satu per satu: sesuaikan naskah yang belum tayang, dan bila "
        "tanggapannya sudah tayang dengan penilaian lama, sampaikan kepada pimpinan redaksi agar diluruskan."
    )


def _case(found: AffectedComment) -> None:
    with row(f"klaim_kasus_{found.case_id}"):
        badge(f"Kasus {found.case_number}", ":material/folder_open:", "blue")
        if found.case_state:
            note(found.case_state.label)
        page_link("kasus", "Buka kasus", {"id": found.case_id or 0}, ":material/arrow_forward:")


def _comments(comments: Sequence[AffectedComment], visitor: Visitor) -> None:
    more = len(comments) - SHOWN
    whole = more > 0 and st.toggle(f"Tampilkan semua, juga {words.counted(more)} lainnya", key="klaim_semua")
    for found in comments if whole else comments[:SHOWN]:
        with st.container(key=f"terdampak_{found.match_id}_{found.comment_id}", gap=None):
            with row(f"kepala_terdampak_{found.match_id}_{found.comment_id}"):
                state_badge(found.state)
                if found.comment_id != found.head_comment_id:
                    note("lewat komentar senada")
                note(f"{found.platform.label} · {words.brief(found.posted_at, visitor.office.timezone, visitor.now)}")
            st.text(f"{found.author or '(tanpa nama)'}: {' '.join(found.excerpt.split())}")
