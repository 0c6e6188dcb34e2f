"""Issuing a paper: read the case, render without any transaction open, then keep row, number and event at once.

prepare (read) -> render -> store (disk) -> keep (write): refused when the case moved in between
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from ingest.db import Database
from ingest.kinds import Kind
from responses import cases, proofs
from responses.desk import Desk
from responses.errors import NotAllowedError, NotFoundError, StaleError
from responses.kinds import EventKind, Role
from responses.papers import counting, typeset, word
from responses.papers.content import compose
from responses.papers.counting import NumberTakenError
from responses.papers.models import PaperFile
from responses.papers.paper import Paper, PaperKind
from responses.papers.reading import case_facts, office_facts
from responses.papers.sheet import Request
from responses.sop import Sop
from responses.state import Actor, Authority, Happened
from responses.views.case import case_view

TRIES = 10
"""How often a paper is made again when others of its kind are issued at the same moment."""


class PaperForm(Kind):
    """The two files of every paper."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "DOCX"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A paper with its number as it would be issued now; ``seq`` is the case's event number it was read at."""

    paper: Paper
    case_id: int
    seq: int
    year: int
    serial: int
    about: int
    role: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Stored:
    """A rendered paper whose files are on disk."""

    prepared: Prepared
    pdf_sha256: str
    docx_sha256: str


def issue(
    database: Database,
    desk: Desk,
    case_id: int,
    kind: PaperKind,
    *,
    folder: Path,
    public_url: str,
    about: int | None = None,
) -> PaperFile:
    """Make the paper, keep both files and write it into the case. ``about`` names the event of a disposisi.

    It opens its own transactions, because none may stay open while a paper is rendered. Raises NotAllowedError,
    NotFoundError, MissingInputError when the case has nothing for such a paper yet, StaleError when somebody
    acted on the case meanwhile, OSError for a full disk.
    """
    for _again in range(TRIES):
        with database.read() as session:
            prepared = prepare(session, desk, case_id, kind, public_url=public_url, about=about)
        stored = render_and_store(prepared, folder)
        try:
            with database.write() as session:
                return keep(session, desk, stored)
        except NumberTakenError as error:
            refusal = error
    raise refusal


def prepare(
    session: Session, desk: Desk, case_id: int, kind: PaperKind, *, public_url: str, about: int | None = None
) -> Prepared:
    """Read the case and compose the paper with the number it would get now. Raises like ``issue``."""
    view = case_view(session, desk.office_id, case_id)
    authority = may_issue(desk, view.sop)
    facts, settings = case_facts(session, view), counting.settings_of(session, desk.office_id)
    office = office_facts(session, desk.office_id, settings)
    year = desk.now.astimezone(desk.calendar.zone).year
    serial = counting.next_serial(session, desk.office_id, kind, year)
    number = settings.number(kind, serial, desk.now, office.timezone)
    if kind is PaperKind.DISPOSITION and about is None and facts.dispositions:
        about = facts.dispositions[-1].deed.seq
    link = f"{public_url.rstrip('/')}/kasus?id={case_id}"
    request = Request(kind, number, desk.actor.name, str(authority), desk.now, link, about)
    paper = compose(facts, office, request)
    return Prepared(paper, case_id, facts.seq, year, serial, about or 0, str(authority), desk.now)


def render_and_store(prepared: Prepared, folder: Path) -> Stored:
    """Make both files and write them under their hashes. Raises OSError; files nobody names do no harm."""
    made = (typeset.pdf(prepared.paper, prepared.at), word.docx(prepared.paper))
    hashes = [hashlib.sha256(data).hexdigest() for data in made]
    for data, sha256 in zip(made, hashes, strict=True):
        proofs.keep_bytes(folder, data, sha256)
    return Stored(prepared, *hashes)


def keep(session: Session, desk: Desk, stored: Stored) -> PaperFile:
    """Take the number, write the row and the event. Raises StaleError when the case is no longer what was read."""
    ready = stored.prepared
    case = cases.locked(session, ready.case_id)
    if case.office_id != desk.office_id:
        raise NotFoundError("Kasus itu tidak ada di kantor ini.")
    if case.seq != ready.seq:
        raise StaleError("Kasus ini berubah selagi lembarnya dibuat, jadi lembar tidak diterbitkan. Coba sekali lagi.")
    paper = ready.paper
    counting.take(session, desk.office_id, paper.kind, ready.year, ready.serial)
    counting.check_unused(session, desk.office_id, paper.number)
    row = PaperFile(
        office_id=desk.office_id, case_id=case.id, kind=paper.kind, number=paper.number, year=ready.year,
        serial=ready.serial, about=ready.about, pdf_sha256=stored.pdf_sha256, docx_sha256=stored.docx_sha256,
        text_sha256=paper.text_sha256, issued_by=desk.actor.name, issued_at=ready.at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    happened = Happened(EventKind.PAPER_ISSUED, ready.at, desk.actor, ready.role)
    cases.record(session, case.id, happened, _extra(row))
    return row


def _extra(row: PaperFile) -> dict[str, str | int]:
    return {
        "paper_id": row.id, "paper_kind": row.kind.value, "number": row.number, "year": row.year, "serial": row.serial,
        "about": row.about, "pdf_sha256": row.pdf_sha256, "docx_sha256": row.docx_sha256,
        "text_sha256": row.text_sha256,
    }  # fmt: skip


def may_issue(desk: Desk, sop: Sop) -> Authority:
    """The authority by which this person issues papers of a case. Raises NotAllowedError for mere readers."""
    held = _held(desk.actor, desk.office_id)
    authority = desk.actor.authority_for(sop.roles) if held else None
    authority = authority or next((one for one in held if one.role is not Role.PIMPINAN), None)
    if authority is None:
        raise NotAllowedError("Lembar hanya dapat diterbitkan oleh petugas kantor ini; Anda dapat mengunduhnya.")
    return authority


def listed(session: Session, office_id: int, case_id: int) -> list[PaperFile]:
    """The papers of a case, oldest first."""
    query = select(PaperFile).where(PaperFile.office_id == office_id, PaperFile.case_id == case_id)
    return list(session.scalars(query.order_by(PaperFile.id)))


def found(session: Session, office_id: int, paper_id: int) -> PaperFile:
    """The paper of that id. Raises NotFoundError for another office's."""
    row = session.get(PaperFile, paper_id)
    if row is None or row.office_id != office_id:
        raise NotFoundError("Lembar itu tidak ada di kantor ini.")
    return row


def download(session: Session, desk: Desk, paper_id: int) -> PaperFile:
    """The paper somebody of the office wants to read. Raises NotAllowedError or NotFoundError."""
    if not _held(desk.actor, desk.office_id):
        raise NotAllowedError("Lembar ini hanya untuk petugas kantor yang menerbitkannya.")
    return found(session, desk.office_id, paper_id)


def bytes_of(row: PaperFile, form: PaperForm, folder: Path) -> bytes:
    """The file, exactly as it was issued. Raises NotFoundError when it is missing or no longer the same."""
    return proofs.read(folder, row.pdf_sha256 if form is PaperForm.PDF else row.docx_sha256)


def file_name(row: PaperFile, form: PaperForm) -> str:
    """What the file is called when it is saved: ``lembar-disposisi-2026-12.pdf``."""
    return f"{row.kind.value.replace('_', '-')}-{row.year}-{row.serial}.{form.value}"


def _held(actor: Actor, office_id: int) -> tuple[Authority, ...]:
    return actor.authorities if actor.office_id == office_id else ()
