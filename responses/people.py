"""People and their authority: who may act in an office, in which role, and for whom."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from responses import chain
from responses.errors import NotAllowedError, NotFoundError, RefusedError
from responses.kinds import Division, EventKind, Role, Standing
from responses.models import Person, RoleGrant
from responses.state import SIMAK, Actor, Authority, Happened

MAX_NAME = 200
"""Characters of a name or a title."""
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
    may_manage(by, office_id)
    if not _USERNAME.fullmatch(new.username):
        raise BadPersonError(
            f"Nama pengguna “{new.username}” tidak dapat dipakai: 3–40 huruf kecil, angka, titik, atau tanda hubung."
        )
    _check_name(new.name, "Nama lengkap")
    if new.title.strip():
        _check_name(new.title, "Jabatan")
    person = Person(username=new.username, name=new.name.strip(), title=new.title.strip(), created_at=now)
    try:
        with session.begin_nested():
            session.add(person)
    except IntegrityError:
        raise BadPersonError(f"Nama pengguna “{new.username}” sudah terdaftar.") from None
    detail: dict[str, str | int] = {"name": person.name, "title": person.title}
    _record(session, office_id, EventKind.PERSON_ADDED, by, now, person, detail)
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
    since: datetime | None = None,
    until: datetime | None = None,
    division: Division | None = None,
) -> RoleGrant:
    """Give a role from now (or ``since``) on, until a date for a stand-in. Raises NotAllowedError or BadPersonError."""
    may_manage(by, office_id)
    if standing is not Standing.DEFINITIVE:
        _check_name(acting_for, "Nama pejabat yang digantikan (Plh./Plt.)")
    start = since or now
    if start < now:
        raise BadPersonError("Peran tidak dapat dimulai pada waktu yang sudah lewat.")
    if until is not None and until <= start:
        raise BadPersonError("Peran harus berakhir setelah dimulai.")
    if division is not None and role is not Role.DIVISI_TERKAIT:
        raise BadPersonError(f"Hanya peran {Role.DIVISI_TERKAIT.label} yang menyebut divisi.")
    granted = RoleGrant(
        office_id=office_id, person_id=person.id, role=role, standing=standing, acting_for=acting_for.strip(),
        valid_from=start, valid_until=until, division=division,
    )  # fmt: skip
    session.add(granted)
    session.flush()
    detail: dict[str, str | int] = {
        "grant_id": granted.id, "role": role.value, "standing": standing.value, "acting_for": granted.acting_for,
        "until": chain.stamp(until) if until else "",
    }  # fmt: skip
    detail |= {"since": chain.stamp(since)} if since else {}
    detail |= {"division": division.value} if division else {}
    _record(session, office_id, EventKind.ROLE_GRANTED, by, now, person, detail)
    return granted


def revoke(session: Session, grant_id: int, *, by: Actor, now: datetime) -> None:
    """End a role now. Raises NotFoundError or NotAllowedError."""
    granted = session.get(RoleGrant, grant_id, with_for_update=True, populate_existing=True)
    if granted is None or (granted.valid_until is not None and granted.valid_until <= now):
        raise NotFoundError("Peran itu tidak ada atau sudah berakhir.")
    may_manage(by, granted.office_id)
    granted.valid_until = now
    session.flush()
    person = session.get_one(Person, granted.person_id)
    detail: dict[str, str | int] = {"grant_id": granted.id, "role": granted.role.value}
    _record(session, granted.office_id, EventKind.ROLE_REVOKED, by, now, person, detail)


def actor(session: Session, person_id: int, office_id: int, *, now: datetime) -> Actor:
    """The person with the authority he holds in this office now. Raises NotAllowedError for a stranger."""
    person = session.get(Person, person_id)
    if person is None or not person.active:
        raise NotAllowedError("Akun Anda tidak aktif. Hubungi pengelola sistem.")
    grants = session.scalars(select(RoleGrant).where(*_valid(person_id, now), RoleGrant.office_id == office_id))
    held = tuple(Authority(grant.role, grant.standing, grant.acting_for, grant.division) for grant in grants)
    return Actor(person.id, person.name, held, office_id)


def offices_of(session: Session, person_id: int, *, now: datetime) -> list[int]:
    """Ids of the offices in which a person holds a role now."""
    found = select(RoleGrant.office_id).where(*_valid(person_id, now)).distinct().order_by(RoleGrant.office_id)
    return list(session.scalars(found))


def somebody_speaks_for(session: Session, office_id: int, division: Division, *, now: datetime) -> bool:
    """Whether a person holds the role of this division concerned now, or of every division."""
    held = select(RoleGrant.id).join(Person, Person.id == RoleGrant.person_id)
    mine = held.where(RoleGrant.office_id == office_id, RoleGrant.role == Role.DIVISI_TERKAIT, *in_force(now))
    speaks = or_(RoleGrant.division.is_(None), RoleGrant.division == division)
    return session.scalar(mine.where(speaks, Person.active).limit(1)) is not None


def in_force(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """The grants that count at this moment."""
    return (RoleGrant.valid_from <= now, or_(RoleGrant.valid_until.is_(None), RoleGrant.valid_until > now))


def _valid(person_id: int, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (RoleGrant.person_id == person_id, *in_force(now))


def may_manage(by: Actor, office_id: int) -> None:
    """Refuse whoever does not manage this very office. Raises NotAllowedError."""
    if by is not SIMAK and (by.office_id != office_id or Role.PENGELOLA not in by.roles):
        raise NotAllowedError(
            f"Hanya {Role.PENGELOLA.label} kantor ini yang dapat mengatur orang, peran, SOP, dan kalender."
        )


def _check_name(text: str, what: str) -> None:
    if not text.strip():
        raise BadPersonError(f"{what} wajib diisi.")
    if len(text.strip()) > MAX_NAME or not text.isprintable():
        raise BadPersonError(f"{what} harus satu baris, paling panjang {MAX_NAME} karakter.")


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
