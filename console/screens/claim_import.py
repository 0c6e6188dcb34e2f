"""*Impor berkas*: claims of fact checkers from a file, looked at before they are stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from classify.claims.formats import READERS
from classify.claims.imported import MAX_FILE, ClaimFileError, Note
from classify.kinds import ClaimOrigin
from console import runtime
from console.screens import claim_trial
from console.screens.claim_parts import verdict_badge
from console.screens.claim_trial import Line, Trial
from console.screens.deeds import act, done, refused_at, show_refusal, told
from console.screens.pieces import badge, heading, note, page_link, row
from console.screens.visitor import Visitor
from responses.claim_imports import ImportReport, import_many
from responses.views import claims

PLACE = "klaim_impor"
SUFFIXES = ["xml", "rss", "atom", "json", "jsonld", "csv", "tsv", "txt", "html", "htm"]
SHOWN = 20
"""Entries of one kind that a preview shows."""
_TURN, _READ, _STORED, _FORMAT = (
    "klaim_impor_giliran",
    "klaim_impor_dibaca",
    "klaim_impor_selesai",
    "klaim_impor_bentuk",
)
_FORMATS = {
    ClaimOrigin.RSS: "Umpan RSS atau Atom",
    ClaimOrigin.CLAIM_REVIEW: "ClaimReview (halaman HTML atau JSON-LD)",
    ClaimOrigin.FACT_CHECK: "Google Fact Check Tools (JSON)",
    ClaimOrigin.CSV: "Tabel CSV dengan kolom id dan text",
}


@dataclass(frozen=True, slots=True)
class _Read:
    """A file as it was read: once, for a run of the screen comes with every click."""

    source: tuple[str, str]
    name: str
    trial: Trial | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Stored:
    """What the last import did."""

    name: str
    report: ImportReport


def form(visitor: Visitor) -> None:
    """Choose a file, see what it would do, store it."""
    _told_of_the_last(visitor)
    turn = int(st.session_state.setdefault(_TURN, 0))
    with st.container(key="berkas_klaim", gap="small"):
        origin = st.selectbox(
            "Bentuk berkas", list(READERS), index=None, key=_FORMAT, placeholder="Kenali sendiri",
            format_func=_FORMATS.__getitem__, persist_state="session",
        )  # fmt: skip
        file: Any = st.file_uploader(
            "Berkas klaim", type=SUFFIXES, key=f"klaim_berkas_{turn}", max_upload_size=MAX_FILE // 1024 // 1024
        )
        note(
            "Unduh dahulu berkasnya; Simak tidak membuka alamat luar. Anda melihat pratinjau sebelum ada yang disimpan."
        )
    show_refusal(PLACE)
    if file is None:
        st.session_state.pop(_READ, None)
        return
    found = _once(file, origin, visitor)
    if found.trial is None:
        with row("klaim_berkas_ditolak"):
            badge("Tidak dapat dibaca", ":material/block:", "red")
            st.text(found.problem)
        return
    with st.container(key="klaim_pratinjau_isi", gap="small"):
        _preview(found.trial)
        _button(found.trial, found.name, turn)


def _once(file: Any, origin: ClaimOrigin | None, visitor: Visitor) -> _Read:
    source = (str(file.file_id), origin.value if origin else "")
    known = st.session_state.get(_READ)
    if not isinstance(known, _Read) or known.source != source:
        known = _read(source, file, origin, visitor)
        st.session_state[_READ] = known
    return known


def _read(source: tuple[str, str], file: Any, origin: ClaimOrigin | None, visitor: Visitor) -> _Read:
    try:
        form, found = claim_trial.read(file.getvalue(), origin, visitor.now)
    except ClaimFileError as error:
        return _Read(source, file.name, None, str(error))
    with runtime.current().database.write() as session:
        trial = claim_trial.try_out(session, visitor.office.id, form, found, by=visitor.actor, now=visitor.now)
        session.rollback()  # a preview leaves nothing behind
    return _Read(source, file.name, trial)


def _preview(trial: Trial) -> None:
    found = trial.found
    heading(f"Pratinjau: {_FORMATS[trial.origin]}")
    with row("klaim_pratinjau"):
        badge(f"{len(trial.new)} baru", ":material/add_circle:", "green")
        badge(f"{len(trial.changed)} berubah", ":material/edit:", "blue")
        badge(f"{trial.unchanged} tetap", ":material/check:", "gray")
        badge(f"{len(trial.kept)} dibiarkan", ":material/lock:", "gray")
        badge(f"{len(found.refused)} ditolak", ":material/block:", "red" if found.refused else "gray")
    _claims("Baru", trial.new, "baru")
    _claims("Berubah", trial.changed, "berubah")
    _pairs("Dibiarkan seperti di daftar", [f"{text}\n{why}" for text, why in trial.kept], "dibiarkan")
    _pairs("Ditolak", _said(found.refused), "ditolak")
    _pairs("Diambil dengan catatan", _said(found.remarks), "catatan")


def _claims(title: str, lines: Sequence[Line], name: str) -> None:
    if not lines:
        return
    with st.expander(f"{title} ({len(lines)})", expanded=name == "berubah", key=f"klaim_pratinjau_{name}"):
        for place, line in enumerate(lines[:SHOWN]):
            with st.container(key=f"pratinjau_{name}_{place}", gap=None):
                with row(f"kepala_pratinjau_{name}_{place}"):
                    if line.before:
                        verdict_badge(line.before)
                        note("menjadi")
                    verdict_badge(line.verdict)
                    if name == "berubah" and line.before is None:
                        note("penilaian tetap; keterangannya berubah")
                st.text(line.text)
        _more(len(lines))


def _pairs(title: str, lines: Sequence[str], name: str) -> None:
    if lines:
        with st.expander(f"{title} ({len(lines)})", expanded=name == "ditolak", key=f"klaim_pratinjau_{name}"):
            for line in lines[:SHOWN]:
                st.text(line)
            _more(len(lines))


def _more(count: int) -> None:
    if count > SHOWN:
        note(f"dan {count - SHOWN} lainnya")


def _said(notes: Sequence[Note]) -> list[str]:
    return [f"{one.where}: {one.text}" for one in notes]


def _button(trial: Trial, name: str, turn: int) -> None:
    if not (trial.new or trial.changed):
        note("Tidak ada yang perlu disimpan: semua klaim dalam berkas ini sudah tercatat seperti adanya.")
        return
    with st.container(key="act_impor_klaim"):
        st.button(
            f"Simpan {len(trial.new)} baru dan {len(trial.changed)} berubah", type="primary", icon=":material/save:",
            key=f"act_impor_klaim_{turn}", width="stretch", on_click=_store, args=(trial, name, turn),
        )  # fmt: skip


def _store(trial: Trial, name: str, turn: int) -> None:
    with told(PLACE):
        report = act(
            lambda session, desk: import_many(
                session, desk.office_id, trial.found.claims, trial.origin, by=desk.actor, now=desk.now
            )
        )
        done("Klaim dari berkas disimpan.")
        st.session_state[_STORED] = _Stored(name, report)
    if not refused_at(PLACE):
        st.session_state.pop(_READ, None)
        st.session_state[_TURN] = turn + 1


def _told_of_the_last(visitor: Visitor) -> None:
    """After storing: what was done, and the claims whose verdict changed with what that touches."""
    stored = st.session_state.get(_STORED)
    if not isinstance(stored, _Stored):
        return
    report = stored.report
    with st.container(key="klaim_tersimpan", gap="xsmall"):
        st.text(
            f"{stored.name}: {report.new} klaim baru, {report.changed} berubah, {report.unchanged} tetap, "
            f"{len(report.kept)} dibiarkan."
        )
        if report.verdicts:
            st.text("Penilaian klaim berikut berubah. Bukalah satu per satu dan periksa kasus yang terdampak.")
        for claim_id in report.verdicts[:SHOWN]:
            _changed(claim_id, visitor)
        _more(len(report.verdicts))
        st.button("Tutup", key="klaim_tersimpan_tutup", type="tertiary", on_click=_close)


def _changed(claim_id: int, visitor: Visitor) -> None:
    with runtime.current().database.read() as session:
        view = claims.one(session, visitor.office.id, claim_id)
    comments = len({found.comment_id for found in view.comments})
    cases = len({found.case_id for found in view.comments if found.case_id is not None})
    with row(f"klaim_berubah_{claim_id}"):
        verdict_badge(view.claim.verdict)
        note(f"{cases} kasus, {comments} komentar terdampak")
        page_link("klaim", f"Buka klaim {claim_id}", {"id": claim_id}, ":material/arrow_forward:")
    st.text(view.claim.text)


def _close() -> None:
    st.session_state.pop(_STORED, None)
