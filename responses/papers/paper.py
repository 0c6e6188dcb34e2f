"""A paper as pure content: what is printed, before anybody decides how it looks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.kinds import Kind


class PaperKind(Kind):
    """Which paper; each kind counts its own numbers."""

    CONFIRMATION = "lembar_konfirmasi", "Lembar konfirmasi tanggapan"
    DISPOSITION = "disposisi", "Lembar disposisi"
    FINAL_PREVIEW = "nota_dinas", "Nota dinas final preview"
    APPROVAL = "lembar_persetujuan", "Lembar persetujuan"


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a form: what is asked and what the record says."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Tick:
    """One box of a form; an empty one may still be ticked by hand."""

    label: str
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a paper, printed in this order: heading, fields, boxes, note, exact text in a frame, table, lines."""

    heading: str = ""
    fields: tuple[Field, ...] = ()
    ticks: tuple[Tick, ...] = ()
    note: str = ""
    """A sentence of the form itself."""
    text: str = ""
    """Somebody's exact words; their line ends are kept."""
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[int, ...] = ()
    """How wide the columns of the table are against each other."""
    empty_lines: int = 0


@dataclass(frozen=True, slots=True)
class Signature:
    """Who did what, in which role and when; the space beside it is for a hand-written sign."""

    caption: str
    name: str
    role: str
    at: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper. Every time is already written in the office's time zone."""

    kind: PaperKind
    title: str
    number: str
    letterhead: tuple[str, ...]
    fields: tuple[Field, ...]
    sections: tuple[Section, ...]
    signatures: tuple[Signature, ...]
    signer: Signature | None
    """Who signs at the bottom right: caption is his role, role his jabatan, ``at`` place and date.

    None where the list of signatures says it all.
    """
    issued: str
    """Who issued the paper and when."""
    hash_label: str
    text_sha256: str
    """Hash of the text the paper is about, or nothing when there is no text yet."""
    link: str
    """Where the case can be opened; also in the QR code."""
    watermark: str = ""


def grouped(sha256: str) -> str:
    """A hash in groups of eight, so that two can be compared by eye."""
    return " ".join(sha256[start : start + 8] for start in range(0, len(sha256), 8))


def words_of(paper: Paper) -> Iterator[str]:
    """Every piece of text on the paper, in no order that matters: both renderings must contain all of them."""
    yield from (paper.title, paper.number, *paper.letterhead, paper.issued, paper.hash_label, paper.link)
    yield from (grouped(paper.text_sha256), paper.watermark)
    yield from (text for field in paper.fields for text in (field.label, field.value))
    for section in paper.sections:
        yield from (section.heading, section.note, section.text, *section.head)
        yield from (text for field in section.fields for text in (field.label, field.value))
        yield from (tick.label for tick in section.ticks)
        yield from (cell for row in section.rows for cell in row)
    for signature in (*paper.signatures, *([paper.signer] if paper.signer else [])):
        yield from (signature.caption, signature.name, signature.role, signature.at)
