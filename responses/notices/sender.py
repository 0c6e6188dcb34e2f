"""The contract of whoever carries a message out of the house."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class SendError(Exception):
    """A message was not accepted. ``str()`` is a sentence in Indonesian that is safe to show: it holds no secret.

    ``permanent``: trying again is pointless until a person changes the target.
    """

    def __init__(self, detail: str, *, permanent: bool = False) -> None:
        super().__init__(detail)
        self.permanent = permanent


@dataclass(frozen=True, slots=True)
class Message:
    """One line of subject and some lines of plain text."""

    title: str
    body: str


class Sender(Protocol):
    """Carries messages. No implementation logs an address."""

    def check(self, url: str) -> None:
        """Say whether an address can be used at all, without sending. Raises SendError."""

    def send(self, url: str, message: Message) -> None:
        """Send to one address and come back within ``outbox.LEASE``. Raises SendError."""
