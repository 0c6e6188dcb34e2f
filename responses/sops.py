"""The shelf of SOPs: files that came with Simak or the office, released once and never edited after."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from responses import chain, people
from responses.errors import BadSopError, NotFoundError
from responses.kinds import EventKind, Role, SopPurpose
from responses.models import OfficeSop, SopRelease
from responses.sop import Sop, load, parse
from responses.state import Actor, Happened

SHIPPED = Path(__file__).parent / "sops"

_parsed: dict[tuple[int, str], Sop] = {}
"""Releases never change, so each is parsed once a process; keyed by id and hash."""


def shelf(*folders: Path) -> dict[str, tuple[Sop, str]]:
    """The newest version of every procedure in these folders, with its text. Raises BadSopError."""
    found: dict[str, tuple[Sop, str]] = {}
    for path in sorted(path for folder in (SHIPPED, *folders) for path in folder.glob("*.toml")):
        sop, text = load(path)
        known = found.get(sop.key)
        if known and known[0].version == sop.version:
            raise BadSopError(f"{path.name}: version {sop.version} of {sop.key!r} exists twice")
        if known is None or known[0].version < sop.version:
            found[sop.key] = (sop, text)
    return found


def release(session: Session, sop: Sop, text: str, *, now: datetime) -> SopRelease:
    """Keep the exact text of a procedure on its first use. Raises BadSopError when a released file was edited."""
    known = session.scalar(select(SopRelease).where(SopRelease.key == sop.key, SopRelease.version == sop.version))
    if known is None:
        known = SopRelease(key=sop.key, version=sop.version, sha256=sop.sha256, text=text, released_at=now)
        session.add(known)
        session.flush()
    elif known.sha256 != sop.sha256:
        raise BadSopError(
            f"{sop.key} version {sop.version} was edited after its release; restore the file and give the change "
            f"version {sop.version + 1}"
        )
    return known


def choose(
    session: Session, office_id: int, purpose: SopPurpose, sop: Sop, text: str, *, by: Actor, now: datetime
) -> None:
    """Let an office use a procedure for new cases; cases under way keep theirs. Raises NotAllowedError, BadSopError."""
    people.may_manage(by, office_id)
    if sop.subject is not purpose.subject:
        raise BadSopError(
            f"{sop.key} is about {sop.subject.label.lower()} and cannot be chosen for {purpose.value} "
            f"({purpose.subject.label.lower()})"
        )
    released = release(session, sop, text, now=now)
    chosen = session.get(OfficeSop, (office_id, purpose))
    if chosen and chosen.sop_release_id == released.id:
        return
    session.merge(OfficeSop(office_id=office_id, purpose=purpose, sop_release_id=released.id))
    extra: dict[str, str | int] = {
        "purpose": purpose.value, "sop": sop.key, "version": sop.version, "sop_sha256": sop.sha256,
    }  # fmt: skip
    role = str(by.authority_for([Role.PENGELOLA]) or "Sistem")
    chain.append(session, office_id, Happened(EventKind.SOP_CHOSEN, now, by, role), extra=extra)


def chosen(session: Session, office_id: int, purpose: SopPurpose) -> tuple[int, Sop]:
    """The release an office uses for new cases. Raises NotFoundError when it chose none."""
    found = session.get(OfficeSop, (office_id, purpose))
    if found is None:
        raise NotFoundError(f"Kantor ini belum memilih SOP untuk “{purpose.label}”. Hubungi pengelola sistem.")
    return found.sop_release_id, of_release(session, found.sop_release_id)


def of_release(session: Session, release_id: int) -> Sop:
    """The procedure exactly as it was released."""
    key = (release_id, session.scalars(select(SopRelease.sha256).where(SopRelease.id == release_id)).one())
    if key not in _parsed:
        row = session.get_one(SopRelease, release_id)
        _parsed[key] = parse(row.text, f"{row.key}.v{row.version}")
    return _parsed[key]
