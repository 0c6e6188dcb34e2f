"""``simak paper``: the papers of a case, as PDF and DOCX."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.cli.output import AsJson, OfficeKey, failures, group, show
from console.cli.parts import office_of, open_runtime
from console.runtime import utc_now
from responses.desk import desk_of
from responses.errors import NotFoundError
from responses.models import CaseFile, Person
from responses.papers import issuing
from responses.papers.issuing import PaperForm
from responses.papers.models import PaperFile
from responses.papers.paper import PaperKind
from responses.papers.reading import papers_of
from responses.views.case import case_view

app = group("Lembar kasus: konfirmasi tanggapan, disposisi, nota dinas final preview, persetujuan.")

CaseNumber = Annotated[str, typer.Argument(help="Nomor kasus, misalnya 2026-0007.")]


@app.command("issue")
def issue(
    number: CaseNumber,
    kind: Annotated[PaperKind, typer.Argument(help="Jenis lembar.")],
    by: Annotated[str, typer.Option(help="Nama pengguna yang menerbitkan.")],
    office: OfficeKey = "",
    about: Annotated[int | None, typer.Option(help="Untuk disposisi: nomor peristiwanya dalam kasus.")] = None,
    as_json: AsJson = False,
) -> None:
    """Menerbitkan lembar: memberi nomor, menyimpan PDF dan DOCX, dan mencatatnya dalam kasus."""
    with failures(as_json):
        runtime, now = open_runtime(), utc_now()
        with runtime.database.read() as session:
            row = office_of(session, office)
            case_id = _case_id(session, row.id, number)
            desk = desk_of(session, row.id, _person_id(session, by), now=now)
        settings = runtime.settings
        made = issuing.issue(
            runtime.database, desk, case_id, kind, folder=settings.proofs, public_url=settings.public_url, about=about
        )
        show(as_json, {"paper": _entry(made)}, f"Diterbitkan sebagai lembar nomor {made.id}: {_line(made)}")


@app.command("list")
def list_papers(number: CaseNumber, office: OfficeKey = "", as_json: AsJson = False) -> None:
    """Menampilkan lembar yang sudah diterbitkan, dan yang dapat diterbitkan sekarang."""
    with failures(as_json):
        runtime = open_runtime()
        with runtime.database.read() as session:
            office_id = office_of(session, office).id
            case_id = _case_id(session, office_id, number)
            rows = issuing.listed(session, office_id, case_id)
            possible = papers_of(case_view(session, office_id, case_id))
        ready = ", ".join(kind.value for kind in possible) or "belum ada"
        result = {"papers": [_entry(row) for row in rows], "possible": [kind.value for kind in possible]}
        show(as_json, result, "\n".join([*map(_line, rows), f"Dapat diterbitkan sekarang: {ready}"]))


@app.command("save")
def save(
    paper_id: Annotated[int, typer.Argument(help="Nomor lembar, lihat: simak paper list")],
    file: Annotated[Path, typer.Argument(help="Berkas tujuan; akhiran .pdf atau .docx menentukan bentuknya.")],
    office: OfficeKey = "",
    as_json: AsJson = False,
) -> None:
    """Menyimpan salinan lembar, persis seperti saat diterbitkan."""
    with failures(as_json):
        if (suffix := file.suffix.lstrip(".").lower()) not in {form.value for form in PaperForm}:
            raise typer.BadParameter("nama berkas harus berakhiran .pdf atau .docx")
        runtime = open_runtime()
        with runtime.database.read() as session:
            row = issuing.found(session, office_of(session, office).id, paper_id)
        file.write_bytes(issuing.bytes_of(row, PaperForm(suffix), runtime.settings.proofs))
        show(as_json, {"paper": _entry(row), "file": str(file)}, f"Tersimpan: {file} ({row.number})")


def _case_id(session: Session, office_id: int, number: str) -> int:
    found = session.scalar(select(CaseFile.id).where(CaseFile.office_id == office_id, CaseFile.number == number))
    if found is None:
        raise NotFoundError(f"Kasus bernomor {number} tidak ada di kantor ini.")
    return found


def _person_id(session: Session, username: str) -> int:
    found = session.scalar(select(Person.id).where(Person.username == username))
    if found is None:
        raise NotFoundError(f"Tidak ada orang dengan nama pengguna {username}.")
    return found


def _line(row: PaperFile) -> str:
    return f"{row.id:4}  {row.kind.label}, nomor {row.number}, oleh {row.issued_by}, {row.issued_at:%Y-%m-%d %H:%M}Z"


def _entry(row: PaperFile) -> dict[str, object]:
    return {
        "id": row.id, "kind": row.kind.value, "number": row.number, "issued_by": row.issued_by,
        "issued_at": row.issued_at.isoformat(), "pdf_sha256": row.pdf_sha256, "docx_sha256": row.docx_sha256,
        "text_sha256": row.text_sha256,
    }  # fmt: skip
