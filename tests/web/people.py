"""People who can log in."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from console.web.passwords import set_password
from ingest.db import Database
from ingest.kinds import OfficeLevel
from ingest.models import Office
from responses.kinds import Role
from responses.models import Person, RoleGrant

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
PASSWORD = "sawah-hijau-pagi-42"
"""A good one."""


def add_person(
    database: Database, username: str = "dewi", *, role: Role | None = Role.ADMIN_MEDSOS, password: str = PASSWORD
) -> int:
    """Register somebody with a password, and a role unless None."""
    with database.write() as session:
        office = session.scalar(select(Office)) or Office(
            key="arunika", name="KPU Arunika", level=OfficeLevel.REGENCY, timezone="Asia/Jakarta", created_at=LONG_AGO
        )
        person = Person(username=username, name=username.title(), created_at=LONG_AGO)
        session.add_all([office, person])
        session.flush()
        if role is not None:
            session.add(RoleGrant(office_id=office.id, person_id=person.id, role=role, valid_from=LONG_AGO))
        set_password(session, person.id, password)
        return person.id


def end_roles(database: Database, person_id: int, now: datetime) -> None:
    """End every role of a person."""
    with database.write() as session:
        for granted in session.scalars(select(RoleGrant).where(RoleGrant.person_id == person_id)):
            granted.valid_until = now


def deactivate(database: Database, person_id: int) -> None:
    """Switch an account off."""
    with database.write() as session:
        session.get_one(Person, person_id).active = False
