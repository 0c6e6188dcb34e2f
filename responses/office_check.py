"""The procedures an office chose, held against the people it has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from responses import sops
from responses.kinds import SopPurpose
from responses.models import OfficeSop, Person, RoleGrant
from responses.sop import Sop
from responses.staffing import Finding, Staff, staffing
from responses.state import Authority

OBLIGATORY = (SopPurpose.ORDINARY, SopPurpose.URGENT)
"""What every office needs a procedure for; the others it chooses when it works that way."""


@dataclass(frozen=True, slots=True)
class Staffed:
    """One chosen procedure, what it is used for, and what it lacks."""

    purposes: tuple[SopPurpose, ...]
    sop: Sop
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class OfficeCheck:
    """Every chosen procedure of an office, and the obligatory purposes without any."""

    procedures: tuple[Staffed, ...]
    missing: tuple[SopPurpose, ...]

    @property
    def blocked(self) -> bool:
        """Whether something the office does cannot be carried through."""
        return bool(self.missing) or any(found.lack.blocks for one in self.procedures for found in one.findings)


def check_office(session: Session, office_id: int, *, now: datetime) -> OfficeCheck:
    """Hold the chosen procedures against the people with a valid role now."""
    staff = staff_of(session, office_id, now=now)
    rows = session.scalars(select(OfficeSop).where(OfficeSop.office_id == office_id)).all()
    chosen = {row.purpose: row.sop_release_id for row in rows}
    ordered = {purpose: chosen[purpose] for purpose in SopPurpose if purpose in chosen}
    return OfficeCheck(
        tuple(_staffed(session, release, ordered, staff) for release in dict.fromkeys(ordered.values())),
        tuple(purpose for purpose in OBLIGATORY if purpose not in chosen),
    )


def _staffed(session: Session, release_id: int, chosen: dict[SopPurpose, int], staff: tuple[Staff, ...]) -> Staffed:
    sop = sops.of_release(session, release_id)
    purposes = tuple(purpose for purpose, release in chosen.items() if release == release_id)
    return Staffed(purposes, sop, staffing(sop, staff))


def staff_of(session: Session, office_id: int, *, now: datetime) -> tuple[Staff, ...]:
    """The active people of an office with the roles they hold now, by name."""
    rows = session.execute(
        select(Person, RoleGrant)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            RoleGrant.office_id == office_id,
            RoleGrant.valid_from <= now,
            or_(RoleGrant.valid_until.is_(None), RoleGrant.valid_until > now),
            Person.active,
        )
        .order_by(Person.name, Person.id, RoleGrant.id)
    )
    held: dict[int, tuple[str, list[Authority]]] = {}
    for person, grant in rows:
        authority = Authority(grant.role, grant.standing, grant.acting_for, grant.division)
        held.setdefault(person.id, (person.name, []))[1].append(authority)
    return tuple(Staff(name, tuple(authorities)) for name, authorities in held.values())
