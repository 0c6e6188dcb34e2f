"""The two papers of an approved content: nota dinas final preview, and lembar persetujuan."""

from __future__ import annotations

from responses import dates
from responses.papers.facts import Version
from responses.papers.paper import Field, Paper, Section, Signature, grouped
from responses.papers.sheet import Sheet, filled


def final_preview(sheet: Sheet) -> Paper:
    """The note with which the last of those who agreed hands the exact text to whoever uploads it."""
    case, last = sheet.case, sheet.case.consents[-1]
    files = _version(sheet).files
    fields = (
        Field("Yth.", case.uploaders or "Pengunggah konten"),
        Field("Dari", last.title or last.role),
        Field("Tanggal", dates.day(sheet.request.at, sheet.office.timezone)),
        Field("Sifat", "Biasa"),
        Field("Lampiran", f"{len(files)} berkas" if files else "-"),
        Field("Hal", f"Final preview: {case.title or case.number}"),
    )
    purpose = [Field("Kategori", case.category or case.purpose), Field("Akun tujuan", _targets(sheet))]
    if case.needed_by:
        purpose.append(Field("Paling lambat tayang", sheet.moment(case.needed_by)))
    sections = (
        Section("Dasar", (Field("Prosedur", case.sop), Field("Nomor kasus", case.number))),
        Section("Maksud dan ruang lingkup", tuple(purpose)),
        sheet.draft("Uraian: naskah final"),
        *_files(sheet),
        Section("Persetujuan", _agreed(sheet)),
        Section("Penutup", note="Mohon naskah ini ditayangkan persis seperti yang disetujui."),
    )
    signer = Signature(last.role, last.name, last.title, sheet.place_and_date(sheet.request.at))
    return sheet.paper("NOTA DINAS", fields, filled(sections), signer=signer)


def approval(sheet: Sheet) -> Paper:
    """Which version and which files were agreed to, by whom, in which role and when."""
    case = sheet.case
    fields = (
        Field("Nomor kasus", case.number),
        Field("Perihal", case.title or case.purpose),
        Field("Kategori", case.category or case.purpose),
        Field("Prosedur", case.sop),
        Field("Akun tujuan", _targets(sheet)),
        Field("Versi yang disetujui", str(_version(sheet).number)),
    )
    sections = (
        sheet.draft("Naskah yang disetujui"), *_files(sheet), *sheet.returns(), *sheet.shown("Penayangan")
    )  # fmt: skip
    return sheet.paper("LEMBAR PERSETUJUAN", fields, filled(sections), sheet.signatures())


def _version(sheet: Sheet) -> Version:
    version = sheet.case.version
    assert version is not None, "a consent names a version"
    return version


def _targets(sheet: Sheet) -> str:
    return "\n".join(sheet.case.targets) or "-"


def _files(sheet: Sheet) -> tuple[Section, ...]:
    rows = tuple((file.name, _size(file.size), grouped(file.sha256)) for file in _version(sheet).files)
    head = ("Nama", "Ukuran", "SHA-256")
    return (Section("Berkas", head=head, rows=rows, widths=(6, 2, 9)),) if rows else ()


def _agreed(sheet: Sheet) -> tuple[Field, ...]:
    return tuple(Field(deed.step, f"{deed.name}, {deed.role}; {sheet.moment(deed.at)}") for deed in sheet.case.consents)


def _size(size: int) -> str:
    """Bytes as people say them."""
    if size < 1024:
        return f"{size} B"
    return f"{size / 1024:.0f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB".replace(".", ",")
