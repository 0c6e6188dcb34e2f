"""What a source hands over: frozen records, one page at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from ingest.kinds import CommentStatus, Platform


@dataclass(frozen=True, slots=True)
class CommentRecord:
    """One comment as the platform gave it. Times are aware; ``text`` is not cleaned yet (the door does that)."""

    native_id: str
    text: str
    original: str
    author_name: str
    posted_at: datetime
    status: CommentStatus = CommentStatus.VISIBLE
    author_native_id: str | None = None
    parent_native_id: str | None = None
    post_native_id: str | None = None
    permalink: str = ""
    edited_at: datetime | None = None
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class PostRecord:
    """What comments were written under."""

    native_id: str
    title: str = ""
    text: str = ""
    permalink: str = ""
    posted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """One row or item that could not be taken, where it was (line number or native id) and why, in Indonesian."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a source and the cursor that says it has been read."""

    comments: tuple[CommentRecord, ...]
    cursor: Mapping[str, str]
    posts: tuple[PostRecord, ...] = ()
    refused: tuple[Refusal, ...] = ()
    gone: frozenset[str] = field(default_factory=frozenset)
    """Native ids the platform no longer knows: deleted for good."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the platform says we are, and what we may do there."""

    name: str
    native_id: str
    may_moderate: bool


@dataclass(frozen=True, slots=True)
class Known:
    """A comment we already hold, given to a source that must ask whether it still exists."""

    native_id: str
    status: CommentStatus


KnownSince = Callable[[datetime], tuple[Known, ...]]
"""What we hold of an account: comments posted since a time, and those still held for moderation whatever their age."""


def nothing_known(_since: datetime) -> tuple[Known, ...]:
    """A ``KnownSince`` for a first read."""
    return ()


class Source(Protocol):
    """One platform to read from: no cursor keeping, no dedupe, no retry policy; those are shared."""

    platform: Platform

    def probe(self) -> Identity:
        """Say who we are there. Raises PlatformError when the credential does not work."""

    def pages(self, cursor: Mapping[str, str], *, now: datetime, known: KnownSince = nothing_known) -> Iterator[Page]:
        """Pages of what is new or may have changed since ``cursor``. Raises PlatformError."""
