"""What a publisher is: it looks for our earlier reply, replies, and reads back. It keeps no state and never retries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ingest.kinds import Platform

AUTOMATIC = frozenset({Platform.WORDPRESS})
"""Platforms with a publisher; on all others a person posts and proves it with link and screenshot."""


@dataclass(frozen=True, slots=True)
class Target:
    """The comment to answer, in the platform's own ids."""

    native_id: str
    post_native_id: str
    permalink: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply of ours on the platform. ``visible`` is False while the platform holds it back."""

    native_id: str
    permalink: str
    visible: bool


class Publisher(Protocol):
    """One platform to answer on. Every method raises PlatformError."""

    platform: Platform

    def find_own_reply(self, target: Target, text: str) -> Reply | None:
        """Our own earlier reply with this text, so that nothing is ever posted twice."""

    def reply(self, target: Target, text: str) -> Reply:
        """Post the reply. An error may leave it posted: the next try must look first."""

    def read_back(self, native_id: str, text: str) -> Reply | None:
        """The reply as the platform shows it now, or None when it is not there or says something else."""

    def close(self) -> None:
        """Let go of the connection."""
