"""Checks that are more than words: each gives the stretches of the draft its rule speaks about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from responses.guard import personal
from responses.guard.kinds import Stage
from responses.guard.links import Link
from responses.guard.office import OfficeGuard
from responses.guard.platforms import limits
from responses.guard.reading import Folded, Span, Word

READ = 20_000
"""Characters of a draft that are looked at; a longer one is blocked, because nothing may go out unread."""
COSTLY = "x"
"""The platform on which a link is paid for."""
_PERCENT = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,]\d{1,2})?\s?(?:%|persen\b)")
_COUNTED = re.compile(
    r"(?<![\d.,])\d{1,3}(?:[.,]\d{1,3})*\s(?:ribu|juta|miliar|triliun)\s(?:pemilih|suara|warga|orang|rupiah)\b"
)
_PLACEHOLDER = re.compile(
    r"#{3,}[^#\n]{0,80}#{3,}|#{3,}|\{[^{}\n]{0,60}\}"
    r"|\[(?:isi|nama|tautan|lokasi|tanggal|nomor|jadwal|kontak|kantor|topik)[^\]\n]{0,40}\]"
)


@dataclass(frozen=True, slots=True)
class Context:
    """What the guard has to know besides the text."""

    stage: Stage = Stage.NONE
    platforms: tuple[str, ...] = ()
    """Where the text goes: values of ``ingest.kinds.Platform``."""
    is_reply: bool = True
    office: OfficeGuard = field(default_factory=OfficeGuard)
    quoted: str = ""
    """What the public wrote: its own words between quotation marks are not held against the office."""
    has_verdict: bool = False
    """A checked verdict on the claim exists, so it may be called by its name."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft taken apart once for all rules."""

    text: str
    folded: Folded
    links: tuple[Link, ...]
    sentences: Sequence[Sequence[Word]]


Check = Callable[[Draft, Context], Iterable[Span]]


def _percentage(draft: Draft, _context: Context) -> Iterable[Span]:
    for pattern in (_PERCENT, _COUNTED):
        for match in pattern.finditer(draft.folded.text):
            yield draft.folded.span(*match.span())


def _length(draft: Draft, context: Context) -> Iterable[Span]:
    known = limits()
    over = [
        known[platform].overflow(draft.text, draft.links, is_reply=context.is_reply)
        for platform in context.platforms
        if platform in known
    ]
    past = [place for place in over if place is not None]
    if past:
        yield Span(min(past), len(draft.text))


def _costly_link(draft: Draft, context: Context) -> Iterable[Span]:
    return [link.span for link in draft.links] if COSTLY in context.platforms else []


def _foreign_link(draft: Draft, context: Context) -> Iterable[Span]:
    return [link.span for link in draft.links if not link.is_official(context.office.domains)]


def _placeholder(draft: Draft, _context: Context) -> Iterable[Span]:
    return [draft.folded.span(*match.span()) for match in _PLACEHOLDER.finditer(draft.folded.text)]


def _unread(draft: Draft, _context: Context) -> Iterable[Span]:
    if len(draft.text) > READ:
        yield Span(READ, len(draft.text))


CHECKS: Mapping[str, Check] = {
    "nik": lambda draft, _context: personal.identity_numbers(draft.folded),
    "phone": lambda draft, context: personal.phones(draft.folded, context.office),
    "address": lambda draft, _context: personal.homes(draft.folded, draft.sentences),
    "email": lambda draft, context: personal.emails(draft.folded, draft.links, context.office),
    "percentage": _percentage,
    "length": _length,
    "costly_link": _costly_link,
    "foreign_link": _foreign_link,
    "placeholder": _placeholder,
    "unread": _unread,
}
