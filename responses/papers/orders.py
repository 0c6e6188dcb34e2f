"""Lembar disposisi: an order that was written down at a step, on the form the KPU uses."""

from __future__ import annotations

from responses import dates
from responses.errors import MissingInputError
from responses.kinds import Division, Subject
from responses.papers.facts import CaseFacts, Disposition
from responses.papers.paper import Field, Paper, Section, Signature, Tick
from responses.papers.sheet import Sheet

URGENCIES = ("Biasa", "Mendesak", "Perlu perhatian khusus", "Perlu perhatian batas waktu")
ASKED = (
    "Dokumentasikan", "Wakili/hadiri", "Bicarakan dengan saya", "Buat jawaban/tanggapan", "Ikut hadir", "Pantau",
    "Siapkan konsep", "Untuk diketahui", "Pelajari dan beri saran", "Tindak lanjuti", "Proses sesuai prosedur",
    "Selesaikan sebelum batas waktu", "Koordinasikan", "Arsip tata usaha",
)  # fmt: skip
"""The boxes under "Mohon bantuan Saudara untuk"; only what the record says is ticked, the rest is for a pen."""


def disposition(sheet: Sheet) -> Paper:
    """The sheet for one order; the newest where the request names none. Raises MissingInputError."""
    case, order = sheet.case, _order(sheet)
    deed = order.deed
    fields = (
        Field("Nomor agenda", sheet.request.number),
        Field("Nomor kasus", case.number),
        Field("Perihal", _about(case)),
        *([Field("Akun atau tautan", "\n".join(case.targets))] if case.targets else []),
        Field("Tanggal masuk", dates.day(case.opened_at, sheet.office.timezone)),
        Field("Jam diterima", dates.clock(case.opened_at, sheet.office.timezone)),
        Field("Diteruskan kepada", order.to),
        Field("Batas waktu", sheet.moment(order.due_at) if order.due_at else "-"),
    )
    given = f"{deed.name}, {deed.role}; {sheet.moment(deed.at)}"
    sections = (
        Section("Yth.", ticks=tuple(Tick(division.label, division.label == case.division) for division in Division)),
        Section("Sifat", ticks=_ticked(URGENCIES, _urgency(case, order))),
        Section("Mohon bantuan Saudara untuk", ticks=_ticked(ASKED, _asked(case, order))),
        Section("Isi disposisi", (Field("Langkah", deed.step), Field("Diberikan", given)), text=deed.text),
        Section("Catatan", empty_lines=2),
    )
    signer = Signature(deed.role, deed.name, deed.title, sheet.place_and_date(deed.at))
    return sheet.paper("LEMBAR DISPOSISI", fields, sections, signer=signer)


def _order(sheet: Sheet) -> Disposition:
    wanted = sheet.request.about
    found = [order for order in sheet.case.dispositions if wanted is None or order.deed.seq == wanted]
    if not found:
        raise MissingInputError("Disposisi itu tidak ada dalam kasus ini. Tidak ada yang berubah.")
    return found[-1]


def _about(case: CaseFacts) -> str:
    return case.title or (f"{case.purpose}: {len(case.comments)} komentar" if case.comments else case.purpose)


def _urgency(case: CaseFacts, order: Disposition) -> str:
    if case.urgent:
        return "Mendesak"
    return "Perlu perhatian batas waktu" if order.due_at else "Biasa"


def _asked(case: CaseFacts, order: Disposition) -> str:
    if not order.asks_for_text:
        return ""
    return "Buat jawaban/tanggapan" if case.subject is Subject.REPLY else "Siapkan konsep"


def _ticked(names: tuple[str, ...], chosen: str) -> tuple[Tick, ...]:
    return tuple(Tick(name, name == chosen) for name in names)
