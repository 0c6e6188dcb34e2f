"""An office whose people can be told, and a sender that keeps what it was given."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from sqlalchemy import select

from ingest.db import Database
from ingest.seal import Sealer
from responses.notices import deliver, rules, sweep, targets
from responses.notices.deliver import Post
from responses.notices.kinds import NoticeKind, NoticeState
from responses.notices.models import Notice, NoticeTarget
from responses.notices.sender import Message, SendError
from responses.notices.targets import Owner
from responses.state import SIMAK
from tests.support.world import World, make_world

KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
PUBLIC_URL = "https://simak.kab-arunika.example"


@dataclass
class FakeSender:
    """Accepts everything but what ``refusing`` names by a piece of the address."""

    sent: list[tuple[str, Message]] = field(default_factory=list)
    refusing: dict[str, SendError] = field(default_factory=dict)

    def check(self, url: str) -> None:
        """Every address will do."""

    def send(self, url: str, message: Message) -> None:
        """Keep the message."""
        for piece, error in self.refusing.items():
            if piece in url:
                raise error
        self.sent.append((url, message))


@dataclass
class Desk:
    """The worker's part of the office: looking and sending, with the world's clock."""

    world: World
    sender: FakeSender
    sealer: Sealer

    @property
    def post(self) -> Post:
        return Post(
            self.world.database, self.sealer, lambda: self.sender, rules.load(), PUBLIC_URL, lambda: self.world.now
        )

    def target(self, who: str, url: str = "") -> int:
        """An address for somebody: ``json://localhost/NAME`` unless another is given."""
        with self.world.database.write() as session:
            owner = Owner(self.world.people[who])
            return targets.add(
                session, self.world.office_id, owner, url or f"json://localhost/{who}", sealer=self.sealer, by=SIMAK,
                now=self.world.now,
            ).id  # fmt: skip

    def everybody(self) -> None:
        """An address for each of the staff."""
        for who in self.world.people:
            self.target(who)

    def look(self) -> int:
        """Write what is missing."""
        return sweep.sweep(self.world.database, self.post.rules, now=self.world.now, breath=0)

    def send(self) -> int:
        """Look and send."""
        self.look()
        tried = 0
        while deliver.deliver_next(self.post) is not None:
            tried += 1
        return tried

    def told(self) -> list[tuple[str, str]]:
        """Who was told what since the last time, as name and subject."""
        found = [(url.rpartition("/")[2], message.title) for url, message in self.sender.sent]
        self.sender.sent.clear()
        return sorted(found)

    def notices(self, *kinds: NoticeKind) -> list[Notice]:
        """What stands in the outbox."""
        with self.world.database.read() as session:
            rows = session.scalars(select(Notice).order_by(Notice.id)).all()
        return [row for row in rows if not kinds or row.kind in kinds]

    def written(self) -> list[tuple[str, str, NoticeState]]:
        """Who has which notice in which state."""
        names = {number: name for name, number in self.world.people.items()}
        with self.world.database.read() as session:
            query = select(Notice, NoticeTarget).join(NoticeTarget, NoticeTarget.id == Notice.target_id)
            rows = session.execute(query.order_by(Notice.id)).all()
        return [(names.get(target.person_id or 0, ""), row.kind.value, row.state) for row, target in rows]


@pytest.fixture
def world(database: Database) -> World:
    """An office with people in every role, on both database engines."""
    return make_world(database)


@pytest.fixture
def desk(world: World) -> Desk:
    """The worker's part of it."""
    return Desk(world, FakeSender(), Sealer([KEY]))
