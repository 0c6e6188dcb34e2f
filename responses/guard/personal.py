"""Personal data in a draft: identity numbers, telephones, mail addresses and homes (UU 27/2022)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from responses.guard.links import OFFICIAL, Link, without_links
from responses.guard.office import OfficeGuard, phone_digits
from responses.guard.reading import Folded, Span, Word

_DIGITS = re.compile(r"\d+")
_BETWEEN = re.compile(r"[ .\-–—_]{0,3}")
IDENTITY = 16
"""Digits of a NIK and of a KK."""
_PROVINCES = frozenset(
    [*range(11, 20), 21, *range(31, 37), *range(51, 54), *range(61, 66), *range(71, 77), 81, 82, *range(91, 98)]
)
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MOBILE = re.compile(r"(?<!\d)(?:\+?62|0)[ .\-–()]{0,2}8\d(?:[ .\-–()]{0,2}\d){7,10}(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)\(?0[2-79]\d{1,2}\)?[ .\-–]{0,2}\d{3,4}[ .\-–]?\d{2,4}(?!\d)")
_CLOCK = re.compile(r"(?<!\d)[0-2]\d[.:][0-5]\d(?!\d)")
_EMAIL = re.compile(
    r"(?<![a-z0-9._%+-])[a-z0-9._%+-]{1,64} ?(?:@|\(at\)|\[at\]) ?((?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24})(?![\w-])"
)
_WAY = re.compile(r"\b(?:jalan|jln|jl|gang|gg|blok|dusun|perumahan|perum|kompleks|komplek)\b")
_NUMBER = re.compile(r"\b(?:no|nomor|nmr)[ .:]{0,3}\d{1,4}\b")
_RT, _RW = re.compile(r"\brt[ .:/]{0,3}\d{1,3}\b"), re.compile(r"\brw[ .:/]{0,3}\d{1,3}\b")
_HOME = re.compile(r"\b(?:rumah|tinggal|kediaman|domisili|berdomisili|alamat)(?:nya|mu|ku)?\b")
_PUBLIC = re.compile(
    r"\b(?:tps|kantor|sekretariat|balai|posko|sekolah|sdn?|smpn?|sman?|lapangan|masjid|gereja|gedung|aula|puskesmas)\b"
)


def identity_numbers(folded: Folded) -> Iterator[Span]:
    """NIK and KK: 16 digits, together or in groups, with a region and a date of birth that can be."""
    for groups in _groups(folded.text):
        for first, group in enumerate(groups):
            digits = ""
            for one in groups[first : first + IDENTITY]:
                digits += one.group()
                if len(digits) >= IDENTITY:
                    if len(digits) == IDENTITY and _is_identity(digits):
                        yield folded.span(group.start(), one.end())
                    break


def phones(folded: Folded, office: OfficeGuard) -> Iterator[Span]:
    """Mobile and landline numbers the office has not published itself."""
    for pattern in (_MOBILE, _LANDLINE):
        for match in pattern.finditer(folded.text):
            if not _CLOCK.search(match.group()) and phone_digits(match.group()) not in office.phones:
                yield folded.span(*match.span())


def emails(folded: Folded, links: Sequence[Link], office: OfficeGuard) -> Iterator[Span]:
    """Mail addresses that are not under go.id, the office's own hosts, or its own list; a link is none."""
    for match in _EMAIL.finditer(without_links(folded, links)):
        host = match.group(1)
        own = any(host == one or host.endswith(f".{one}") for one in (OFFICIAL, *office.domains))
        if not own and match.group() not in office.emails:
            yield folded.span(*match.span())


def homes(folded: Folded, sentences: Sequence[Sequence[Word]]) -> Iterator[Span]:
    """Sentences that say where somebody lives; a public place has an address for everybody."""
    for sentence in sentences:
        start, end = sentence[0].start, sentence[-1].end
        said = folded.text[start:end]
        area, way = bool(_RT.search(said) and _RW.search(said)), bool(_WAY.search(said))
        exact = way and bool(_NUMBER.search(said))
        if not (area or exact) or _PUBLIC.search(said):
            continue
        if (area and (way or exact)) or _HOME.search(said):
            yield folded.span(start, end)


def _groups(text: str) -> Iterator[list[re.Match[str]]]:
    """Runs of digit groups with nothing but blanks, dots and dashes in between."""
    run: list[re.Match[str]] = []
    for match in _DIGITS.finditer(text):
        if run and not _BETWEEN.fullmatch(text, run[-1].end(), match.start()):
            yield run
            run = []
        run.append(match)
    if run:
        yield run


def _is_identity(digits: str) -> bool:
    day, month = int(digits[6:8]), int(digits[8:10])
    day -= 40 if day > 40 else 0
    known = int(digits[:2]) in _PROVINCES and digits[2:4] != "00" and digits[12:] != "0000"
    return known and 1 <= month <= 12 and 1 <= day <= _DAYS[month - 1]
