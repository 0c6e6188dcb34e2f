"""What the guard finds in a text, in front of whoever hands the text on or agrees to it.

shown = guard_parts.read(view, text, visitor, key)          draws the findings, and one tick for all of them
Move(..., acknowledged=guard_parts.acknowledged(shown, text))
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from console import runtime
from console.screens.pieces import badge, note, row
from console.screens.visitor import Visitor
from responses import guarding
from responses.desk import desk_of
from responses.guard.check import Finding, blocking
from responses.guard.kinds import Severity
from responses.guard.reading import Span
from responses.views.case import CaseView

SHOWN_SPANS = 3
MAX_STRETCH = 120
"""Characters of one stretch that are shown."""
QUIET = "Pemeriksaan naskah: tidak ada catatan"
_NO_TEXT = "Pemeriksaan naskah: menunggu naskah"
_BADGES = {
    Severity.BLOCK: ("Harus diubah", ":material/block:", "red"),
    Severity.ACKNOWLEDGE: ("Perlu dibaca", ":material/info:", "orange"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody was shown of one text: the findings, and the key of his tick."""

    text: str
    found: tuple[Finding, ...]
    tick: str


def read(view: CaseView, text: str, visitor: Visitor, key: str) -> Shown:
    """Check a text of a case and draw what was found."""
    with runtime.current().database.read() as session:
        desk = desk_of(session, visitor.office.id, visitor.user.person_id, now=visitor.now)
        found = guarding.findings(session, desk, view.case, text) if text.strip() else ()
    return show(found, text, key, noted=tuple((who, rule) for _step, who, rule in view.acknowledged))


def show(found: tuple[Finding, ...], text: str, key: str, *, noted: Sequence[tuple[str, str]] = ()) -> Shown:
    """Draw findings. ``noted`` are (who, rule) of those that somebody acknowledged in an earlier step."""
    shown = Shown(text, found, f"baca_{key}_{_mark(found, text)}")
    with st.container(key=f"periksa_{key}", gap="small"):
        if not found:
            note(QUIET if text.strip() else _NO_TEXT)
            return shown
        for number, finding in enumerate(found):
            _finding(finding, text, f"{key}_{number}", [who for who, rule in noted if rule == finding.rule])
        if blocking(found):
            note("Naskah baru dapat dilanjutkan setelah bagian yang harus diubah diperbaiki.")
        else:
            _tick(shown, key)
    return shown


def acknowledged(shown: Shown | None, text: str) -> frozenset[str]:
    """The rules this person ticked, as long as it is the very text he was shown."""
    if shown is None or shown.text != text or not st.session_state.get(shown.tick):
        return frozenset()
    return frozenset(finding.rule for finding in shown.found)


def _tick(shown: Shown, key: str) -> None:
    count = len(shown.found)
    which = "catatan ini" if count == 1 else f"{count} catatan ini"
    with st.container(key=f"akui_{key}"):
        st.checkbox(f"Saya sudah membaca {which} dan tetap melanjutkan", key=shown.tick)


def _finding(finding: Finding, text: str, key: str, noted: list[str]) -> None:
    kind = "larangan" if finding.severity is Severity.BLOCK else "catatan"
    with st.container(key=f"{kind}_{key}", gap="xxsmall"):
        with row(f"temuan_kepala_{key}"):
            badge(*_BADGES[finding.severity])
            st.text(finding.title)
        if stretches := _stretches(finding.spans, text):
            st.text(stretches)
        st.text(finding.message)
        note(f"Dasar: {finding.source}")
        if noted:
            note(f"Sudah dibaca {', '.join(dict.fromkeys(noted))}")


def _stretches(spans: Sequence[Span], text: str) -> str:
    """The words a finding is about, in quotation marks."""
    said = [f"“{_short(text[span.start : span.end])}”" for span in spans if text[span.start : span.end].strip()]
    told = list(dict.fromkeys(said))
    more = f" dan {len(told) - SHOWN_SPANS} lagi" if len(told) > SHOWN_SPANS else ""
    return "Pada: " + ", ".join(told[:SHOWN_SPANS]) + more if told else ""


def _short(stretch: str) -> str:
    line = " ".join(stretch.split())
    return line if len(line) <= MAX_STRETCH else line[:MAX_STRETCH] + "…"


def _mark(found: Sequence[Finding], text: str) -> str:
    """Changes with the text and with what was found in it, so that a tick never counts for another text."""
    rules = ",".join(sorted(finding.rule for finding in found))
    return hashlib.sha256(f"{rules}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()[:12]
