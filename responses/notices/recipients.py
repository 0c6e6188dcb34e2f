"""From roles to targets: the people who hold one of these roles now, and the mailboxes of these roles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from responses.kinds import Division, Role
from responses.models import Person, RoleGrant
from responses.notices.kinds import TargetState
from responses.notices.models import NoticeTarget


@dataclass(frozen=True, slots=True)
class Held:
    """One role somebody holds; ``division`` None speaks for every division."""

    role: Role
    person_id: int
    division: Division | None


@dataclass(frozen=True, slots=True)
class Addressee:
    """One active target and whose it is."""

    target_id: int
    person_id: int | None
    role: Role | None


@dataclass(frozen=True, slots=True)
class Directory:
    """Who holds what in an office at one moment, and where they can be told."""

    held: tuple[Held, ...]
    addressees: tuple[Addressee, ...]

    @property
    def reachable(self) -> frozenset[Role]:
        """Every role with somebody who can be told, or with a mailbox."""
        told = {entry.person_id for entry in self.addressees}
        held = {entry.role for entry in self.held if entry.person_id in told}
        return frozenset(held | {entry.role for entry in self.addressees if entry.role})

    def people(self, roles: Iterable[Role], division: Division | None) -> frozenset[int]:
        """Who holds one of these roles in a case that concerns ``division`` (None: not said which)."""
        wanted = set(roles)
        return frozenset(
            entry.person_id
            for entry in self.held
            if entry.role in wanted and (entry.division is None or division in (None, entry.division))
        )

    def targets(
        self, roles: Iterable[Role], division: Division | None, but_not: frozenset[int] = frozenset()
    ) -> tuple[int, ...]:
        """Ids of their targets and of the roles' mailboxes, each once, without the people in ``but_not``."""
        wanted = set(roles)
        people = self.people(wanted, division) - but_not
        return tuple(entry.target_id for entry in self.addressees if entry.person_id in people or entry.role in wanted)


def directory(session: Session, office_id: int, now: datetime) -> Directory:
    """Everybody with a role now and every active target of the office."""
    valid = (RoleGrant.valid_from <= now, or_(RoleGrant.valid_until.is_(None), RoleGrant.valid_until > now))
    grants = select(RoleGrant.role, RoleGrant.person_id, RoleGrant.division).join(
        Person, Person.id == RoleGrant.person_id
    )
    held = session.execute(grants.where(RoleGrant.office_id == office_id, Person.active.is_(True), *valid)).all()
    targets = select(NoticeTarget.id, NoticeTarget.person_id, NoticeTarget.role).order_by(NoticeTarget.id)
    active = (NoticeTarget.office_id == office_id, NoticeTarget.state == TargetState.ACTIVE)
    found = session.execute(targets.where(*active)).all()
    return Directory(tuple(Held(*row) for row in held), tuple(Addressee(*row) for row in found))
