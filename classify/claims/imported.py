"""What every format gives: claims as they were published, what was refused, and what a person should know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from classify.errors import ClassifierError
from classify.kinds import ClaimVerdict

MAX_FILE = 20_000_000
"""Bytes of one file that are read."""


class ClaimFileError(ClassifierError):
    """A file of claims cannot be used at all; the sentence (Indonesian) says why and what to do."""


@dataclass(frozen=True, slots=True)
class ImportedClaim:
    """A claim as a publication, a file or a person states it."""

    key: str
    """Names it across imports: the id of the file, or made from address and text."""
    text: str
    verdict: ClaimVerdict
    verdict_published: str = ""
    """The verdict in the publisher's own word."""
    publisher: str = ""
    url: str = ""
    claimed_on: date | None = None
    published_on: date | None = None
    wordings: tuple[str, ...] = ()
    clarification: str = ""
    """What the office says about it; only a file of the office's own brings one."""
    clarification_url: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something about one entry of a file: where it stands, and a sentence in Indonesian."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Imported:
    """One file read: every entry is among the claims or among the refused."""

    claims: tuple[ImportedClaim, ...]
    refused: tuple[Note, ...] = ()
    remarks: tuple[Note, ...] = ()
    """About claims that were taken: an unknown verdict, a date that cannot be read."""


class EntryError(ValueError):
    """One entry cannot be a claim; the sentence (Indonesian) says why."""


@dataclass
class Collected:
    """Gathers what a format reads, entry by entry; an entry that repeats a key is refused."""

    claims: list[ImportedClaim] = field(default_factory=list)
    refused: list[Note] = field(default_factory=list)
    remarks: list[Note] = field(default_factory=list)
    _keys: set[str] = field(default_factory=set)

    def take(self, where: str, claim: ImportedClaim, remarks: Sequence[str] = ()) -> None:
        """Keep a claim and what is to be said of it."""
        if claim.key in self._keys:
            self.refuse(where, f"Butir yang sama ({claim.key}) sudah ada di berkas ini.")
            return
        self._keys.add(claim.key)
        self.claims.append(claim)
        self.remarks += [Note(where, remark) for remark in remarks]

    def refuse(self, where: str, why: str) -> None:
        """Note an entry that is no claim."""
        self.refused.append(Note(where, why))

    def done(self) -> Imported:
        """Everything that was read."""
        return Imported(tuple(self.claims), tuple(self.refused), tuple(self.remarks))


def check_size(data: bytes) -> None:
    """Refuse an empty or boundless file. Raises ClaimFileError."""
    if not data.strip():
        raise ClaimFileError("Berkas kosong; tidak ada klaim yang dibaca.")
    if len(data) > MAX_FILE:
        raise ClaimFileError(
            f"Berkas lebih dari {MAX_FILE // 1_000_000} MB; tidak ada yang dibaca. Bagi menjadi beberapa berkas."
        )
