"""Fields of a claim out of untrusted text: cleaned, bounded, and refused with a reason where they cannot be used."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from hashlib import sha256
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from classify.claims.imported import EntryError
from classify.claims.verdicts import plain
from ingest.clean import clean_line
from ingest.dates import DateError, DateRules, read_moment

MAX_TEXT = 2_000
"""Characters of a claim or of one wording: a sentence, not an article."""
MAX_WORDINGS = 20
MAX_NAME, MAX_KEY, MAX_URL, MAX_CLARIFICATION = 200, 80, 2_000, 5_000
JAKARTA = ZoneInfo("Asia/Jakarta")
"""Days of publications are those of the capital; a time without a zone is read there."""
_DATES = DateRules(JAKARTA)


def claim_text(value: object) -> str:
    """The claim as one clean line. Raises EntryError for nothing, for no words, and for more than a claim."""
    if not isinstance(value, str) or not any(map(str.isalnum, value[: MAX_TEXT * 4])):
        raise EntryError("Isi klaim kosong.")
    text = clean_line(value, MAX_TEXT * 2)
    if len(text) > MAX_TEXT:
        raise EntryError(f"Isi klaim lebih dari {MAX_TEXT} karakter; ringkas menjadi satu kalimat.")
    return text


def wordings(values: Iterable[str], text: str) -> tuple[str, ...]:
    """Other ways to say it, each once and none like the claim itself. Raises EntryError."""
    found = {plain(one): claim_text(one) for one in values if one.strip()}
    found.pop(plain(text), None)
    if len(found) > MAX_WORDINGS:
        raise EntryError(f"Paling banyak {MAX_WORDINGS} rumusan lain untuk satu klaim.")
    return tuple(found.values())


def name(value: object) -> str:
    """A publisher or a verdict as one line, or nothing."""
    return clean_line(value, MAX_NAME) if isinstance(value, str) else ""


def address(value: object) -> str:
    """A web address, or nothing for none. Raises EntryError for anything else, so that no screen links to it."""
    text = value.strip() if isinstance(value, str) else ""
    if not text:
        return ""
    if len(text) > MAX_URL or not text.isprintable() or any(letter in text for letter in " <>\"'`\\"):
        raise EntryError("Alamat tidak dapat dipakai.")
    try:
        parts = urlsplit(text)
    except ValueError:
        raise EntryError("Alamat tidak dapat dipakai.") from None
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        raise EntryError("Alamat harus diawali http:// atau https://.")
    return text


def day(value: object, now: datetime) -> date | None:
    """The day of a date or time as it is in Jakarta, or None for none.

    Raises EntryError for one that cannot be read, has two meanings, or lies in the far past or the future.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        return read_moment(value, _DATES, now=now).astimezone(JAKARTA).date()
    except (DateError, OverflowError) as error:
        raise EntryError(str(error)) from None


def made_key(url: str, text: str) -> str:
    """The key of a claim that brings none: the same address and the same words make the same key."""
    parts = urlsplit(url)
    page = f"{parts.netloc.casefold().removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}" if url else ""
    return "k-" + sha256(f"{page}\n{plain(text)}".encode()).hexdigest()[:32]


def given_key(value: str) -> str:
    """A key from a file. Raises EntryError."""
    key = value.strip()
    if not key or len(key) > MAX_KEY or not key.isprintable():
        raise EntryError(f"Kunci (id) harus 1 sampai {MAX_KEY} karakter yang terbaca.")
    return key
