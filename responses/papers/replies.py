"""Lembar konfirmasi tanggapan: the public's words, the office's answer, and who agreed to it."""

from __future__ import annotations

from responses.papers.facts import CommentFacts, Decision
from responses.papers.paper import Field, Paper, Section, Tick
from responses.papers.sheet import Sheet, filled


def confirmation(sheet: Sheet) -> Paper:
    """The sheet for a case of comments, at any point of its way."""
    case = sheet.case
    fields = (
        Field("Nomor kasus", case.number),
        Field("Prosedur", case.sop),
        Field("Jalur", case.purpose),
        Field("Divisi terkait", case.division or "Belum ditentukan"),
        Field("Kasus dibuka", sheet.moment(case.opened_at)),
    )
    sections = (
        *(_comment(sheet, number, comment) for number, comment in enumerate(case.comments, 1)),
        Section("Laporan dan arahan", tuple(Field(*pair) for pair in case.inputs)),
        sheet.draft("Konsep tanggapan"),
        *sheet.returns(),
        _decision(sheet),
        *sheet.shown("Bukti tayang"),
    )
    return sheet.paper("LEMBAR KONFIRMASI TANGGAPAN", fields, filled(sections), sheet.signatures())


def _comment(sheet: Sheet, number: int, comment: CommentFacts) -> Section:
    count = len(sheet.case.comments)
    fields = (
        Field("Kanal", comment.channel),
        Field("Akun kantor", comment.account),
        Field("Penulis", comment.author),
        Field("Tautan", comment.link or "-"),
        Field("Ditulis", sheet.moment(comment.posted_at)),
        Field("Diketahui", sheet.moment(comment.detected_at)),
        Field("Penilaian awal", comment.judged),
    )
    return Section("Komentar" if count == 1 else f"Komentar {number} dari {count}", fields, text=comment.text)


def _decision(sheet: Sheet) -> Section:
    case = sheet.case
    choices = (Decision.APPROVED, Decision.RETURNED, Decision.NOT_ANSWERED)
    ticks = tuple(Tick(choice.label, case.decision is choice) for choice in choices)
    fields = [Field("Keadaan kasus", f"{case.state.label}; {case.decision.label.lower()}")]
    if case.refused is not None:
        fields.append(Field("Alasan", case.refused.text))
    return Section("Keputusan", tuple(fields), ticks)
