"""One claim of the registry: how it stands and who says so, what it touches, and the form to change it."""

from __future__ import annotations

import streamlit as st

from classify.models import Claim
from console import runtime
from console.screens import claim_forms, claim_parts
from console.screens.claim_parts import as_published, verdict_badge
from console.screens.pieces import badge, copyable, labelled, note, row
from console.screens.visitor import Visitor
from responses import dates
from responses.claims import KEEPERS
from responses.views import claims

_COPY = "salin; periksa dahulu sebelum dibuka"


def detail(visitor: Visitor, claim_id: int) -> None:
    """The claim with everything it touches; whoever keeps the registry may change it here."""
    with runtime.current().database.read() as session:
        view = claims.one(session, visitor.office.id, claim_id)
    changed = claim_forms.just_changed(claim_id)
    left, right = st.columns([1.5, 1], gap="medium")
    with left:
        _facts(view.claim, visitor)
    with right, st.container(key="klaim_ubah", gap="small"):
        if visitor.holds(KEEPERS):
            claim_forms.change_form(view.claim, visitor)
        else:
            note(f"Klaim diubah oleh {', '.join(role.label for role in KEEPERS)}.")
    claim_parts.affected(view.comments, visitor, changed)


def leave() -> None:
    """Forget what was said of the last change; a callback of whatever leads away."""
    claim_forms.forget_change()


def _facts(claim: Claim, visitor: Visitor) -> None:
    with st.container(key=f"klaim_fakta_{claim.id}", gap="small"):
        with row(f"kepala_fakta_{claim.id}"):
            verdict_badge(claim.verdict)
            badge(claim.origin.label, ":material/inventory_2:", "gray")
            if not claim.active:
                badge("Tidak dicari lagi", ":material/search_off:", "gray")
        with st.container(key=f"judul_klaim_{claim.id}"):
            st.text(claim.text)
        labelled("Penilaian menurut penerbit", as_published(claim))
        labelled("Penerbit", claim.publisher or "Tidak tercatat")
        if days := _days(claim):
            st.text(days)
        if claim.url:
            copyable(claim.url, f"Alamat terbitan ({_COPY})")
        if claim.wordings:
            labelled("Rumusan lain", "\n".join(f"• {wording}" for wording in claim.wordings))
        _said_by_the_office(claim)
        labelled(
            "Terakhir diubah", f"{claim.changed_by}, {dates.moment(claim.changed_at, visitor.office.timezone)}"
        )  # fmt: skip


def _days(claim: Claim) -> str:
    known = (("Mulai beredar", claim.claimed_on), ("Diperiksa penerbit", claim.published_on))
    return " · ".join(f"{label} {dates.printed(day)}" for label, day in known if day)


def _said_by_the_office(claim: Claim) -> None:
    labelled("Klarifikasi kantor", claim.clarification or "Belum ada")
    if claim.clarification_url:
        copyable(claim.clarification_url, f"Tautan klarifikasi ({_COPY})")
