"""A platform of our own that remembers what was posted, and ways to make it fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import update

from ingest.errors import ErrorKind, PlatformError
from ingest.kinds import Platform, Purpose
from ingest.models import Credential
from responses.kinds import PublicationState
from responses.models import Publication
from responses.publish import publish_next
from responses.publishers.contract import Reply, Target
from tests.support.world import World


@dataclass
class FakePlatform:
    """Replies by comment id. ``before`` and ``after`` run around the insertion and may raise."""

    posted: dict[str, list[str]] = field(default_factory=dict)
    before: Callable[[], None] = lambda: None
    after: Callable[[], None] = lambda: None
    visible: bool = True
    platform: Platform = Platform.WORDPRESS
    looked: int = 0

    def find_own_reply(self, target: Target, text: str) -> Reply | None:
        """What we posted under this comment before."""
        self.looked += 1
        return self._reply(target) if text in self.posted.get(target.native_id, []) else None

    def reply(self, target: Target, text: str) -> Reply:
        """Post, with whatever goes wrong before or after."""
        self.before()
        self.posted.setdefault(target.native_id, []).append(text)
        self.after()
        return self._reply(target)

    def read_back(self, native_id: str, text: str) -> Reply | None:
        """The reply, if it is there."""
        target = Target(native_id.removeprefix("r"), "1", "")
        return self._reply(target) if text in self.posted.get(target.native_id, []) else None

    def close(self) -> None:
        """Nothing to close."""

    def _reply(self, target: Target) -> Reply:
        return Reply(f"r{target.native_id}", f"https://kab-arunika.example/#r{target.native_id}", self.visible)


def failing(kind: ErrorKind) -> Callable[[], None]:
    """Raises this error once and then nothing more."""
    left = [PlatformError(kind, "Situs menolak.")]

    def fail() -> None:
        if left:
            raise left.pop()

    return fail


def may_publish(world: World) -> None:
    """Give the office's website a credential for publishing."""
    with world.database.write() as session:
        session.add(
            Credential(
                account_id=world.account_id, purpose=Purpose.PUBLISH, username="humas", sealed=b"x",
                updated_at=world.now,
            )
        )  # fmt: skip


def publish_one(world: World, platform: FakePlatform, token: str = "worker") -> PublicationState | None:
    """One turn of a worker."""
    return publish_next(world.database, lambda _account: platform, token=token, now=lambda: world.now)


def publish_all(world: World) -> FakePlatform:
    """Post everything that waits, whoever was meant to post it."""
    platform = FakePlatform()
    with world.database.write() as session:
        by_hand = Publication.state == PublicationState.NEEDS_MANUAL_POST
        session.execute(update(Publication).where(by_hand).values(state=PublicationState.READY))
    while publish_one(world, platform):
        pass
    return platform
