"""People and their authority: who may act in an office, in which role, and for whom."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from responses import chain
from responses.errors import NotAllowedError, NotFoundError, RefusedError
from responses.kinds import EventKind, Role, Standing
from responses.models import Person, RoleGrant
from responses.state import SIMAK, Actor, Authority, Happened

_USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,39}")


class BadPersonError(RefusedError):
    """A person cannot be registered like this."""

    code = "bad_person"


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody to register: user name, full name and office title."""

    username: str
    name: str
    title: str = ""


def add_person(
    session: Session, office_id: int, new: NewPerson, roles: tuple[Role, ...], *, by: Actor, now: datetime
) -> Person:
    """Register a person and grant roles. Raises BadPersonError or, for a person without the right, NotAllowedError."""
    _may_manage(by)
    if not _USERNAME.fullmatch(new.username):
        raise BadPersonError(
            f"Nama pengguna “{new.username}” tidak dapat dipakai: 3–40 huruf kecil, angka, titik, atau tanda hubung."
        )
    if not new.name.strip():
        raise BadPersonError("Nama lengkap wajib diisi.")
    if session.scalar(select(Person.id).where(Person.username == new.username)):
        raise BadPersonError(f"Nama pengguna “{new.username}” sudah terdaftar.")
    person = Person(username=new.username, name=new.name.strip(), title=new.title.strip(), created_at=now)
    session.add(person)
    session.flush()
    _record(session, office_id, EventKind.PERSON_ADDED, by, now, person, {})
    for role in roles:
        grant(session, office_id, person, role, by=by, now=now)
    return person


def grant(
    session: Session,
    office_id: int,
    person: Person,
    role: Role,
    *,
    by: Actor,
    now: datetime,
    standing: Standing = Standing.DEFINITIVE,
    acting_for: str = "",
    until: datetime | None = None,
) -> RoleGrant:
    """Give a role from now on, until a date for a stand-in. Raises NotAllowedError or BadPersonError."""
    _may_manage(by)
    if standing is not Standing.DEFINITIVE and not acting_for.strip():
        raise BadPersonError("Peran Plh./Plt. memerlukan nama pejabat yang digantikan.")
    granted = RoleGrant(
        office_id=office_id, person_id=person.id, role=role, standing=standing, acting_for=acting_for.strip(),
        valid_from=now, valid_until=until,
    )  # fmt: skip
    session.add(granted)
    detail: dict[str, str | int] = {"role": role.value, "standing": standing.value, "acting_for": acting_for.strip()}
    _record(session, office_id, EventKind.ROLE_GRANTED, by, now, person, detail)
    return granted


def revoke(session: Session, grant_id: int, *, by: Actor, now: datetime) -> None:
    """End a role now. Raises NotFoundError or NotAllowedError."""
    _may_manage(by)
    granted = session.get(RoleGrant, grant_id)
    if granted is None or (granted.valid_until is not None and granted.valid_until <= now):
        raise NotFoundError("Peran itu tidak ada atau sudah berakhir.")
    granted.valid_until = now
    person = session.get_one(Person, granted.person_id)
    _record(session, granted.office_id, EventKind.ROLE_REVOKED, by, now, person, {"role": granted.role.value})


def actor(session: Session, person_id: int, office_id: int, *, now: datetime) -> Actor:
    """The person with the authority he holds in this office now. Raises NotAllowedError for a stranger."""
    person = session.get(Person, person_id)
    if person is None or not person.active:
        raise NotAllowedError("Akun Anda tidak aktif. Hubungi pengelola sistem.")
    grants = session.scalars(select(RoleGrant).where(*_valid(person_id, now), RoleGrant.office_id == office_id))
    held = tuple(Authority(grant.role, grant.standing, grant.acting_for) for grant in grants)
    return Actor(person.id, person.name, held)


def offices_of(session: Session, person_id: int, *, now: datetime) -> list[int]:
    """Ids of the offices in which a person holds a role now."""
    found = select(RoleGrant.office_id).where(*_valid(person_id, now)).distinct().order_by(RoleGrant.office_id)
    return list(session.scalars(found))


def _valid(person_id: int, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        RoleGrant.person_id == person_id,
        RoleGrant.valid_from <= now,
        or_(RoleGrant.valid_until.is_(None), RoleGrant.valid_until > now),
    )


def _may_manage(by: Actor) -> None:
    if by is not SIMAK and Role.PENGELOLA not in by.roles:
        raise NotAllowedError(f"Hanya {Role.PENGELOLA.label} yang dapat mengatur orang dan peran.")


def _record(
    session: Session,
    office_id: int,
    kind: EventKind,
    by: Actor,
    now: datetime,
    person: Person,
    detail: dict[str, str | int],
) -> None:
    role = str(by.authority_for([Role.PENGELOLA]) or "Sistem")
    extra = {"person_id": person.id, "username": person.username, **detail}
    chain.append(session, office_id, Happened(kind, now, by, role), extra=extra)
