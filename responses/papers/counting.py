"""The next number of a kind of paper: looked up before a paper is rendered, taken when it is kept."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ingest.db import rows_changed
from responses import chain
from responses.errors import NotAllowedError, StaleError
from responses.papers.models import PaperCounter, PaperFile, PaperSettingsRow
from responses.papers.numbering import PaperSettings
from responses.papers.paper import PaperKind


class NumberTakenError(StaleError):
    """Another paper of this kind was issued first; the same may be tried again with the next number."""


def settings_of(session: Session, office_id: int) -> PaperSettings:
    """How the office numbers its papers. Raises BadPaperSettingsError for a row somebody spoiled."""
    row = session.get(PaperSettingsRow, office_id)
    return PaperSettings.parse(row.settings) if row else PaperSettings()


def choose_settings(session: Session, office_id: int, settings: PaperSettings) -> None:
    """Number papers like this from now on; those already issued keep their numbers."""
    session.merge(PaperSettingsRow(office_id=office_id, settings=settings.raw()))
    session.flush()


def next_serial(session: Session, office_id: int, kind: PaperKind, year: int) -> int:
    """The number that would be given now, from 1."""
    return (_last(session, office_id, kind, year) or 0) + 1


def take(session: Session, office_id: int, kind: PaperKind, year: int, serial: int) -> None:
    """Take this number for good. Raises NumberTakenError when it is no longer the next one."""
    chain.head(session, office_id)  # the office's writers queue here, so nobody counts beside us
    if serial == 1 and _last(session, office_id, kind, year) is None:
        session.add(PaperCounter(office_id=office_id, kind=kind, year=year, last=0))
        session.flush()
    mine = update(PaperCounter).where(
        PaperCounter.office_id == office_id, PaperCounter.kind == kind, PaperCounter.year == year
    )  # fmt: skip
    if rows_changed(session, mine.where(PaperCounter.last == serial - 1).values(last=serial)) != 1:
        raise NumberTakenError(
            "Nomor ini baru saja dipakai lembar lain. Terbitkan sekali lagi; tidak ada yang berubah."
        )


def check_unused(session: Session, office_id: int, number: str) -> None:
    """Refuse a printed number the office already gave, e.g. after its pattern was changed. Raises NotAllowedError."""
    taken = select(PaperFile.id).where(PaperFile.office_id == office_id, PaperFile.number == number)
    if session.scalar(taken) is not None:
        raise NotAllowedError(
            f"Nomor {number} sudah dipakai lembar lain, sehingga lembar ini tidak diterbitkan. "
            "Minta pengelola sistem memeriksa pola nomor kantor ([papers])."
        )


def _last(session: Session, office_id: int, kind: PaperKind, year: int) -> int | None:
    query = select(PaperCounter.last).where(
        PaperCounter.office_id == office_id, PaperCounter.kind == kind, PaperCounter.year == year
    )  # fmt: skip
    return session.scalar(query)
