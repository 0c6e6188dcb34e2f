"""A file of claims before it is stored: which format it is in, and what storing it would do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from classify.claims.formats import READERS
from classify.claims.imported import ClaimFileError, Imported
from classify.kinds import ClaimOrigin, ClaimVerdict
from classify.models import Claim
from responses.claim_imports import import_many
from responses.state import Actor

MOST = 5_000
"""Claims of one file that are stored from the screen; more belong to ``simak claims import``."""
_FEEDS = (b"<rss", b"<feed", b"<rdf:rdf", b"<channel")
_LOOKED_AT = 4_096
"""Bytes at the beginning of a file that tell a feed from a page."""


@dataclass(frozen=True, slots=True)
class Line:
    """A claim as it would stand, and its verdict before where that changes."""

    text: str
    verdict: ClaimVerdict
    before: ClaimVerdict | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """A file that was read, and what storing it would do to the registry."""

    origin: ClaimOrigin
    found: Imported
    new: tuple[Line, ...]
    changed: tuple[Line, ...]
    kept: tuple[tuple[str, str], ...]
    """(claim, why) of what differs and would be left as it stands."""
    unchanged: int


def recognised(data: bytes) -> ClaimOrigin:
    """The format of a file by how it begins; what is neither markup nor JSON is taken for a table."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] == b"<":
        head = start[:_LOOKED_AT].lower()
        return ClaimOrigin.RSS if any(mark in head for mark in _FEEDS) else ClaimOrigin.CLAIM_REVIEW
    if start[:1] in (b"{", b"["):
        return ClaimOrigin.CLAIM_REVIEW if b'"@type"' in start else ClaimOrigin.FACT_CHECK
    return ClaimOrigin.CSV


def read(data: bytes, origin: ClaimOrigin | None, now: datetime) -> tuple[ClaimOrigin, Imported]:
    """The claims of a file in the format named, or in the one it is recognised as. Raises ClaimFileError."""
    form = origin or recognised(data)
    found = READERS[form](data, now=now)
    if len(found.claims) > MOST:
        raise ClaimFileError(
            f"Berkas ini berisi {len(found.claims)} klaim; dari layar paling banyak {MOST}. Tidak ada yang disimpan. "
            "Bagi berkasnya, atau minta pengelola sistem memakai simak claims import."
        )
    return form, found


def try_out(
    session: Session, office_id: int, origin: ClaimOrigin, found: Imported, *, by: Actor, now: datetime
) -> Trial:  # fmt: skip
    """Store in a transaction that the caller rolls back, and say what happened. Raises NotAllowedError."""
    query = select(Claim).where(Claim.office_id == office_id).order_by(Claim.id)
    before = {row.id: (row.version, row.verdict) for row in session.scalars(query)}
    report = import_many(session, office_id, found.claims, origin, by=by, now=now)
    rows = session.scalars(query).all()
    texts = {row.id: row.text for row in rows}
    return Trial(
        origin, found,
        new=tuple(Line(row.text, row.verdict) for row in rows if row.id not in before),
        changed=tuple(
            _changed(row, before[row.id][1]) for row in rows if row.id in before and row.version != before[row.id][0]
        ),
        kept=tuple((texts[one.claim_id], one.why) for one in report.kept),
        unchanged=report.unchanged,
    )  # fmt: skip


def _changed(row: Claim, before: ClaimVerdict) -> Line:
    return Line(row.text, row.verdict, before if before is not row.verdict else None)
