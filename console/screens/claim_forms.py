"""Changing a claim and writing down a new one; what was typed outlives a refusal and another person's change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import streamlit as st

from classify.claims import fields
from classify.claims.imported import ImportedClaim
from classify.kinds import ClaimVerdict
from classify.models import Claim
from console.screens import words
from console.screens.claim_parts import VerdictChanged
from console.screens.deeds import act, done, refused_at, show_refusal, told
from console.screens.input_parts import typed
from console.screens.pieces import heading, note
from console.screens.visitor import Visitor
from responses import claims
from responses.claims import ClaimChange
from responses.errors import MissingInputError

CHANGE, ADD = "klaim_ubah", "klaim_tambah"
_CHANGED, _TURN = "klaim_penilaian_berubah", "klaim_tambah_giliran"
_EARLIEST = date(1999, 1, 1)
"""The year of the first election the present KPU held; nothing older is said of it."""


@dataclass(frozen=True, slots=True)
class _Base:
    """What a change starts from. ``turn`` gives every change fields of its own."""

    claim_id: int
    version: int
    held: ClaimChange
    turn: int = 0

    def key(self, name: str) -> str:
        return f"klaim_{name}_{self.claim_id}_{self.turn}"


def change_form(claim: Claim, visitor: Visitor) -> None:
    """Verdict, clarification, wordings, and whether it is looked for, as the office wants to hold them."""
    base = _base(claim)
    heading("Ubah klaim")
    show_refusal(CHANGE)
    if base.version != claim.version:
        _changed_meanwhile(claim, base, visitor)
    held = base.held
    st.selectbox(
        "Penilaian", list(ClaimVerdict), index=list(ClaimVerdict).index(held.verdict), key=base.key("penilaian"),
        format_func=lambda one: one.label, persist_state="session",
    )  # fmt: skip
    _clarification(base.key("klarifikasi"), base.key("tautan"), held)
    _wordings(base.key("rumusan"), held.wordings)
    st.checkbox(
        "Dicari dalam komentar", value=held.active, key=base.key("aktif"), persist_state="session",
        help="Klaim yang tidak dicari lagi tetap tersimpan dengan riwayatnya.",
    )  # fmt: skip
    with st.container(key="act_ubah_klaim"):
        st.button(
            "Simpan perubahan", type="primary", icon=":material/save:", width="stretch",
            key=f"act_ubah_klaim_{claim.id}_{base.version}_{base.turn}", disabled=base.version != claim.version,
            on_click=_change, args=(base,),
        )  # fmt: skip


def just_changed(claim_id: int) -> VerdictChanged | None:
    """The verdict of this claim that was changed on this screen a moment ago."""
    found = st.session_state.get(_CHANGED)
    return found if isinstance(found, VerdictChanged) and found.claim_id == claim_id else None


def forget_change() -> None:
    """Leave the last change of a verdict behind."""
    st.session_state.pop(_CHANGED, None)


def add_form(visitor: Visitor) -> None:
    """A claim by hand: what is claimed, how it stands, and who says so."""
    turn = int(st.session_state.setdefault(_TURN, 0))
    with st.container(key="klaim_tambah", gap="small"):
        note("Tulis apa yang diklaim orang, bukan bantahannya. Komentar yang mirip akan diusulkan untuk diperiksa.")
        show_refusal(ADD)
        st.text_area(
            "Klaim, satu kalimat", key=_add("teks", turn), height=80, max_chars=fields.MAX_TEXT,
            persist_state="session",
        )  # fmt: skip
        left, right = st.columns(2, gap="medium")
        with left:
            _judged(turn)
            _days(turn, visitor)
        with right:
            _wordings(_add("rumusan", turn), ())
            _clarification(_add("klarifikasi", turn), _add("tautan", turn), None)
        with st.container(key="act_tambah_klaim"):
            st.button(
                "Catat klaim", type="primary", icon=":material/add:", width="stretch", key=f"act_tambah_klaim_{turn}",
                on_click=_added, args=(turn,),
            )  # fmt: skip


def _base(claim: Claim) -> _Base:
    """What this change started from; as long as nothing was typed, the claim as it is now."""
    place = f"klaim_dasar_{claim.id}"
    kept = st.session_state.get(place)
    if not isinstance(kept, _Base):
        kept = _Base(claim.id, claim.version, _held(claim))
    elif kept.version != claim.version and _typed(kept) == kept.held:
        kept = _Base(claim.id, claim.version, _held(claim), kept.turn + 1)
    st.session_state[place] = kept
    return kept


def _held(claim: Claim) -> ClaimChange:
    return ClaimChange(
        claim.verdict, claim.clarification, claim.clarification_url, tuple(claim.wordings), claim.active
    )  # fmt: skip


def _typed(base: _Base) -> ClaimChange:
    """What stands in the fields; a field that was never drawn holds what the claim holds."""
    state, held = st.session_state, base.held
    return ClaimChange(
        state.get(base.key("penilaian"), held.verdict),
        str(state.get(base.key("klarifikasi"), held.clarification)).strip(),
        str(state.get(base.key("tautan"), held.clarification_url)).strip(),
        _lines(str(state.get(base.key("rumusan"), "\n".join(held.wordings)))),
        bool(state.get(base.key("aktif"), held.active)),
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _changed_meanwhile(claim: Claim, base: _Base, visitor: Visitor) -> None:
    when = words.brief(claim.changed_at, visitor.office.timezone, visitor.now)
    with st.container(key="catatan_klaim_lama", gap="xsmall"):
        st.text(
            f"Klaim ini diubah oleh {claim.changed_by} pada {when}, setelah Anda mulai mengisi. Isian Anda di bawah "
            "belum tersimpan. Bandingkan dengan keadaan terbaru, lalu pilih."
        )
        with st.container(horizontal=True, gap="small"):
            st.button(
                "Lanjutkan dengan isian saya", key=f"klaim_pertahankan_{claim.id}", on_click=_keep_typed,
                args=(base, claim.version),
            )  # fmt: skip
            st.button(
                "Pakai yang terbaru", key=f"klaim_terbaru_{claim.id}", on_click=_begin,
                args=(_Base(claim.id, claim.version, _held(claim), base.turn + 1),),
            )  # fmt: skip


def _keep_typed(base: _Base, version: int) -> None:
    _begin(_Base(base.claim_id, version, base.held, base.turn))


def _begin(base: _Base) -> None:
    st.session_state[f"klaim_dasar_{base.claim_id}"] = base


def _change(base: _Base) -> None:
    new = _typed(base)
    if new == base.held:
        done("Tidak ada yang berubah; tidak ada yang disimpan.")
        return
    with told(CHANGE):
        before, row = act(
            lambda session, desk: (
                claims.get(session, desk.office_id, base.claim_id).verdict,
                claims.change(
                    session, desk.office_id, base.claim_id, new, expected=base.version, by=desk.actor, now=desk.now
                ),
            )
        )
        done("Perubahan klaim disimpan.")
        _begin(_Base(row.id, row.version, _held(row), base.turn + 1))
        if row.verdict is not before:
            st.session_state[_CHANGED] = VerdictChanged(row.id, before, row.verdict)


def _clarification(text_key: str, link_key: str, held: ClaimChange | None) -> None:
    st.text_area(
        "Klarifikasi kantor", value=held.clarification if held else "", key=text_key, height=110,
        max_chars=fields.MAX_CLARIFICATION, persist_state="session",
    )  # fmt: skip
    st.text_input(
        "Tautan klarifikasi", value=held.clarification_url if held else "", key=link_key,
        placeholder="https://", persist_state="session",
    )  # fmt: skip


def _wordings(key: str, held: tuple[str, ...]) -> None:
    st.text_area(
        "Rumusan lain, satu per baris", value="\n".join(held), key=key, height=110, persist_state="session",
        help=f"Cara orang biasa mengatakannya; paling banyak {fields.MAX_WORDINGS}.",
    )  # fmt: skip


def _add(name: str, turn: int) -> str:
    return f"klaim_tambah_{name}_{turn}"


def _judged(turn: int) -> None:
    st.selectbox(
        "Penilaian", list(ClaimVerdict), index=None, key=_add("penilaian", turn), placeholder="Pilih penilaian",
        format_func=lambda one: one.label, persist_state="session",
    )  # fmt: skip
    for name, label, example in (
        ("terbitan", "Penilaian dalam kata penerbit", "misalnya: Disinformasi"),
        ("penerbit", "Penerbit", "siapa yang memeriksa"),
        ("alamat", "Alamat terbitan", "https://"),
    ):
        st.text_input(label, key=_add(name, turn), placeholder=example, persist_state="session")


def _days(turn: int, visitor: Visitor) -> None:
    today = visitor.now.astimezone(ZoneInfo(visitor.office.timezone)).date()
    left, right = st.columns(2, gap="small")
    for place, name, label in ((left, "beredar", "Mulai beredar"), (right, "diperiksa", "Diperiksa penerbit")):
        with place:
            st.date_input(
                label, value=None, min_value=_EARLIEST, max_value=today, key=_add(name, turn), format="DD/MM/YYYY",
                persist_state="session",
            )  # fmt: skip


def _added(turn: int) -> None:
    with told(ADD):
        new = _new(turn)
        row = act(
            lambda session, desk: claims.add(session, desk.office_id, new, by=desk.actor, now=desk.now)
        )  # fmt: skip
        done(f"Klaim {row.id} dicatat.")
        st.query_params["id"] = str(row.id)
    if not refused_at(ADD):
        st.session_state[_TURN] = turn + 1


def _new(turn: int) -> ImportedClaim:
    def text(name: str) -> str:
        return typed(_add(name, turn))

    verdict: ClaimVerdict | None = st.session_state.get(_add("penilaian", turn))
    if verdict is None:
        raise MissingInputError("Penilaian wajib dipilih. Bila belum ada yang memeriksa, pilih “Belum terbukti”.")
    return ImportedClaim(
        "", text("teks"), verdict, text("terbitan"), text("penerbit"), text("alamat"),
        st.session_state.get(_add("beredar", turn)), st.session_state.get(_add("diperiksa", turn)),
        _lines(text("rumusan")), text("klarifikasi"), text("tautan"),
    )  # fmt: skip
