"""What papers need to know of a case, as plain frozen facts: no database, no screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ingest.kinds import Kind
from responses.kinds import CaseState, Subject


class Decision(Kind):
    """How far the text has come."""

    APPROVED = "approved", "Disetujui"
    RETURNED = "returned", "Dikembalikan untuk diperbaiki"
    NOT_ANSWERED = "not_answered", "Tidak ditanggapi"
    WAITING = "waiting", "Menunggu keputusan"


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """The office that issues. ``letterhead`` is never empty."""

    name: str
    letterhead: tuple[str, ...]
    timezone: str
    place: str = ""
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing somebody did in the case. ``title`` is his jabatan, ``role`` the one of the event, as it says it."""

    step: str
    name: str
    title: str
    role: str
    at: datetime
    text: str = ""
    seq: int = 0
    """Number of the event within the case."""


@dataclass(frozen=True, slots=True)
class Disposition:
    """An order that was written down at a step, and to whom it went."""

    deed: Deed
    kinds: tuple[str, ...]
    to: str
    asks_for_text: bool
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class CommentFacts:
    """One comment as the case read it."""

    channel: str
    account: str
    author: str
    link: str
    posted_at: datetime
    detected_at: datetime
    text: str
    judged: str
    """What the classifier flagged, in words."""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A picture, video or document of the text. ``size`` in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Version:
    """The text that counts now. ``sha256`` is what an approval names: over the text and its files."""

    number: int
    text: str
    sha256: str
    author: Deed
    files: tuple[FileFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class Publication:
    """Where the text went, or what was removed. ``at`` is None while it is not yet proven."""

    place: str
    state: str
    link: str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """One case as its papers tell it."""

    case_id: int
    number: str
    seq: int
    subject: Subject
    purpose: str
    urgent: bool
    state: CaseState
    sop: str
    division: str
    opened_at: datetime
    title: str = ""
    category: str = ""
    needed_by: datetime | None = None
    uploaders: str = ""
    """Roles that put the text on the accounts."""
    inputs: tuple[tuple[str, str], ...] = ()
    """What was written at each step besides texts: (what, words)."""
    comments: tuple[CommentFacts, ...] = ()
    targets: tuple[str, ...] = ()
    version: Version | None = None
    consents: tuple[Deed, ...] = ()
    """Consents that stand, each to exactly this version, oldest first."""
    dispositions: tuple[Disposition, ...] = ()
    returned: tuple[Deed, ...] = ()
    """Every time the text was sent back, with the reason."""
    refused: Deed | None = None
    """Who closed the case without a reply."""
    publications: tuple[Publication, ...] = ()

    @property
    def decision(self) -> Decision:
        """What was decided about the text, as far as the record says."""
        if self.refused is not None:
            return Decision.NOT_ANSWERED
        if self.version is not None and self.consents:
            return Decision.APPROVED
        last = self.returned[-1] if self.returned else None
        if last and (self.version is None or self.version.author.seq < last.seq):
            return Decision.RETURNED
        return Decision.WAITING
