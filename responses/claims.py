"""The registry of claims: what an office holds about what is said of it, and what a person said of a match.

Whoever answers for the words keeps the registry; every change and every decision is an event.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from classify.claims import fields
from classify.claims.imported import EntryError, ImportedClaim
from classify.kinds import ClaimOrigin, ClaimVerdict, MatchState
from classify.models import Claim, ClaimMatch
from ingest.clean import clean
from ingest.db import rows_changed
from responses import chain
from responses.errors import NotAllowedError, NotFoundError, RefusedError, StaleError
from responses.kinds import EventKind, Role
from responses.state import SIMAK, Actor, Happened

JUDGES = (Role.ADMIN_MEDSOS, Role.ADMINISTRATOR, Role.PIMPINAN_REDAKSI, Role.WAPEMRED, Role.PEMBINA)
"""Who says whether a comment repeats a claim."""
KEEPERS = (*JUDGES, Role.PENGELOLA)
"""Who keeps the registry."""
RECORDED = (
    "key", "text", "wordings", "verdict", "verdict_published", "publisher", "url", "claimed_on", "published_on",
    "clarification", "clarification_url", "origin", "active", "version",
)  # fmt: skip
"""The columns of a claim an event tells of."""
_DECISIONS = {MatchState.CONFIRMED: EventKind.CLAIM_CONFIRMED, MatchState.REJECTED: EventKind.CLAIM_REJECTED}


class BadClaimError(RefusedError):
    """A claim cannot be kept like this."""

    code = "bad_claim"


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """A claim as the office wants to hold it from now on."""

    verdict: ClaimVerdict
    clarification: str = ""
    clarification_url: str = ""
    wordings: tuple[str, ...] = ()
    active: bool = True


def add(session: Session, office_id: int, new: ImportedClaim, *, by: Actor, now: datetime) -> Claim:
    """Add a claim by hand; an empty key is made from address and text. Raises NotAllowedError, BadClaimError."""
    may_keep(by, office_id)
    tidy = _checked(new)
    chain.head(session, office_id)  # of two people who work on the registry at once, the second waits for the first
    row = row_of(office_id, tidy, ClaimOrigin.HAND, by, now)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise BadClaimError(f"Klaim “{tidy.key}” sudah ada di daftar. Ubah yang lama, atau pakai kunci lain.") from None
    record(session, office_id, EventKind.CLAIM_ADDED, ClaimOrigin.HAND, [row], by, now)
    return row


def change(
    session: Session, office_id: int, claim_id: int, new: ClaimChange, *, expected: int, by: Actor, now: datetime
) -> Claim:
    """Change a claim. ``expected`` is the version on the screen; ``views.claims.affected`` lists what it touches.

    Raises NotAllowedError, NotFoundError, BadClaimError, or StaleError when somebody else changed it first.
    """
    may_keep(by, office_id)
    chain.head(session, office_id)
    row = get(session, office_id, claim_id)
    same = Claim.id == row.id, Claim.version == expected
    stamped = {**_tidied(new, row.text), "version": expected + 1, "changed_at": now, "changed_by": by.name}
    if rows_changed(session, update(Claim).where(*same).values(**stamped)) != 1:
        raise StaleError("Klaim ini sudah diubah orang lain. Muat ulang, lalu ulangi perubahan Anda bila masih perlu.")
    session.refresh(row)
    record(session, office_id, EventKind.CLAIM_CHANGED, ClaimOrigin.HAND, [row], by, now)
    return row


def confirm(
    session: Session, office_id: int, match_id: int, *, expected: MatchState = MatchState.SUGGESTED,
    by: Actor, now: datetime,
) -> ClaimMatch:  # fmt: skip
    """A person says that the comment repeats the claim; it counts for the whole cluster the comment heads.

    ``expected`` is the state on the screen. Raises NotAllowedError, NotFoundError, StaleError.
    """
    return _decide(session, office_id, match_id, MatchState.CONFIRMED, expected, by, now)


def reject(
    session: Session, office_id: int, match_id: int, *, expected: MatchState = MatchState.SUGGESTED,
    by: Actor, now: datetime,
) -> ClaimMatch:  # fmt: skip
    """A person says that the comment does not repeat the claim. As ``confirm``."""
    return _decide(session, office_id, match_id, MatchState.REJECTED, expected, by, now)


def get(session: Session, office_id: int, claim_id: int) -> Claim:
    """One claim of an office. Raises NotFoundError."""
    row = session.scalar(select(Claim).where(Claim.office_id == office_id, Claim.id == claim_id))
    if row is None:
        raise NotFoundError(f"Klaim nomor {claim_id} tidak ada di kantor ini.")
    return row


def may_keep(by: Actor, office_id: int) -> None:
    """Refuse whoever does not keep the registry of this very office. Raises NotAllowedError."""
    if by is not SIMAK and not _holds(by, office_id, KEEPERS):
        raise NotAllowedError(f"Daftar klaim diubah oleh {_names(KEEPERS)} kantor ini.")


def row_of(office_id: int, claim: ImportedClaim, origin: ClaimOrigin, by: Actor, now: datetime) -> Claim:
    """The row of a new claim, not yet in a session."""
    return Claim(
        office_id=office_id, key=claim.key, text=claim.text, wordings=list(claim.wordings), verdict=claim.verdict,
        verdict_published=claim.verdict_published, publisher=claim.publisher, url=claim.url,
        claimed_on=claim.claimed_on, published_on=claim.published_on, clarification=claim.clarification,
        clarification_url=claim.clarification_url, origin=origin, active=True, version=1, changed_at=now,
        changed_by=by.name,
    )  # fmt: skip


def record(
    session: Session, office_id: int, kind: EventKind, source: ClaimOrigin, rows: Sequence[Claim], by: Actor,
    now: datetime,
) -> None:  # fmt: skip
    """Append one event that tells of these claims as they stand. ``source``: a person's hand, or the format read."""
    said = [{"claim_id": row.id, **{name: _plain(getattr(row, name)) for name in RECORDED}} for row in rows]
    extra: dict[str, str | int] = {"source": source.value, "claims": json.dumps(said, ensure_ascii=True)}
    chain.append(session, office_id, Happened(kind, now, by, str(by.authority_for(KEEPERS) or "Sistem")), extra=extra)


def _decide(
    session: Session, office_id: int, match_id: int, state: MatchState, expected: MatchState, by: Actor, now: datetime
) -> ClaimMatch:
    if not _holds(by, office_id, JUDGES):
        raise NotAllowedError(f"Kecocokan dengan klaim diputuskan oleh {_names(JUDGES)} kantor ini.")
    mine = ClaimMatch.id == match_id, ClaimMatch.office_id == office_id
    row = session.scalar(select(ClaimMatch).where(*mine))
    if row is None:
        raise NotFoundError("Usulan klaim itu tidak ada di kantor ini.")
    decided = update(ClaimMatch).where(*mine, ClaimMatch.state == expected, ClaimMatch.state != state)
    if rows_changed(session, decided.values(state=state, decided_by=by.name, decided_at=now)) != 1:
        raise StaleError("Usulan ini sudah diputuskan orang lain. Muat ulang untuk melihat putusannya.")
    session.refresh(row)
    extra: dict[str, str | int] = {"match_id": row.id, "comment_id": row.comment_id, "claim_id": row.claim_id}
    role = str(by.authority_for(JUDGES))
    chain.append(session, office_id, Happened(_DECISIONS[state], now, by, role), extra=extra)
    return row


def _holds(by: Actor, office_id: int, roles: Sequence[Role]) -> bool:
    return by.office_id == office_id and by.authority_for(roles) is not None


def _names(roles: Sequence[Role]) -> str:
    return ", ".join(role.label for role in roles)


def _checked(new: ImportedClaim) -> ImportedClaim:
    clarification, link = _clarified(new.clarification, new.clarification_url)
    try:
        text, url = fields.claim_text(new.text), fields.address(new.url)
        return replace(
            new, text=text, url=url, key=fields.given_key(new.key) if new.key else fields.made_key(url, text),
            verdict_published=fields.name(new.verdict_published), publisher=fields.name(new.publisher),
            wordings=fields.wordings(new.wordings, text), clarification=clarification, clarification_url=link,
        )  # fmt: skip
    except EntryError as error:
        raise BadClaimError(str(error)) from None


def _tidied(new: ClaimChange, text: str) -> dict[str, object]:
    clarification, link = _clarified(new.clarification, new.clarification_url)
    try:
        wordings = list(fields.wordings(new.wordings, text))
    except EntryError as error:
        raise BadClaimError(str(error)) from None
    return {
        "verdict": new.verdict, "active": new.active, "wordings": wordings,
        "clarification": clarification, "clarification_url": link,
    }  # fmt: skip


def _clarified(text: str, url: str) -> tuple[str, str]:
    tidy = clean(text, fields.MAX_CLARIFICATION * 2)
    if len(tidy) > fields.MAX_CLARIFICATION:
        raise BadClaimError(f"Klarifikasi paling panjang {fields.MAX_CLARIFICATION} karakter.")
    try:
        return tidy, fields.address(url)
    except EntryError as error:
        raise BadClaimError(f"Tautan klarifikasi: {error}") from None


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def recorded(extra: Mapping[str, str | int]) -> list[Mapping[str, object]]:
    """The claims an event tells of. Raises KeyError, ValueError for an event that tells of none."""
    found: list[Mapping[str, object]] = json.loads(str(extra["claims"]))
    return found
