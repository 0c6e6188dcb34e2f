"""Dates as people and programs write them in files. What can be read in two ways is refused, never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

OLDEST_YEAR = 2000
_MONTHS = (
    ("januari", "january", "jan"), ("februari", "pebruari", "february", "feb"), ("maret", "march", "mar"),
    ("april", "apr"), ("mei", "may"), ("juni", "june", "jun"), ("juli", "july", "jul"),
    ("agustus", "august", "agu", "ags", "agt", "aug"), ("september", "sep", "sept"),
    ("oktober", "october", "okt", "oct"), ("november", "nopember", "nov", "nop"),
    ("desember", "december", "des", "dec"),
)  # fmt: skip
_MONTH = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
_ZONES = {"wib": 7, "wita": 8, "wit": 9, "z": 0, "utc": 0, "gmt": 0}
_TIME = r"(?:[\sT,]+(?:pukul\s+|jam\s+)?(?P<H>\d{1,2})[.:](?P<M>\d{2})(?:[.:](?P<S>\d{2}))?)?"
_ZONE = r"(?:\s*(?P<zone>WIB|WITA|WIT|Z|UTC|GMT|[+-]\d{2}:?\d{2}))?"
_WEEKDAY = r"(?:[a-z']+,\s*)?"
_NUMBERS = re.compile(rf"(?P<a>\d{{1,2}})[/.-](?P<b>\d{{1,2}})[/.-](?P<Y>\d{{4}}){_TIME}{_ZONE}", re.I)
_WORDS = re.compile(rf"{_WEEKDAY}(?P<d>\d{{1,2}})[\s-]+(?P<m>[a-z]{{3,9}})[\s-]+(?P<Y>\d{{4}}){_TIME}{_ZONE}", re.I)
_ISO_LOOSE = re.compile(rf"(?P<Y>\d{{4}})[/.-](?P<m>\d{{1,2}})[/.-](?P<d>\d{{1,2}}){_TIME}{_ZONE}", re.I)


class DateError(ValueError):
    """A date cannot be read, or can be read in two ways; the sentence (Indonesian) says which."""


@dataclass(frozen=True, slots=True)
class DateRules:
    """How one file writes dates: its zone, ``dmy`` or ``mdy`` (or unknown), and further ``strptime`` formats."""

    zone: ZoneInfo
    order: str = ""
    formats: tuple[str, ...] = ()


def read_moment(value: object, rules: DateRules, *, now: datetime) -> datetime:
    """An aware UTC time from a cell. Raises DateError, also for the far past and the future."""
    moment = _moment(value, rules)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=rules.zone)
    if moment.year < OLDEST_YEAR:
        raise DateError(f"Tanggal {value} tidak masuk akal: sebelum tahun {OLDEST_YEAR}.")
    moment = moment.astimezone(UTC)
    if moment > now + timedelta(days=1):
        raise DateError(f"Tanggal {value} berada di masa depan.")
    return moment


def _moment(value: object, rules: DateRules) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time(), rules.zone)
    if not isinstance(value, str):
        raise DateError("Tanggal berupa angka; ubah format sel menjadi tanggal.")
    return _from_text(value.strip(), rules)


def _from_text(text: str, rules: DateRules) -> datetime:
    for form in rules.formats:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 - the zone of the rules is given by the caller
        except ValueError:
            continue
    if len(text) >= 8 and not text.isdigit():
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass
    try:
        return _from_parts(text, rules)
    except (ValueError, KeyError) as error:
        if isinstance(error, DateError):
            raise
        raise DateError(f"Tanggal {text[:40]!r} tidak dapat dibaca; tulis misalnya 2026-11-20 10:15.") from error


def _from_parts(text: str, rules: DateRules) -> datetime:
    """Raises ValueError or KeyError when the parts make no date."""
    if found := _NUMBERS.fullmatch(text):
        day, month = _day_month(text, int(found["a"]), int(found["b"]), rules.order)
    elif found := _WORDS.fullmatch(text):
        day, month = int(found["d"]), _MONTH[found["m"].lower()]
    elif found := _ISO_LOOSE.fullmatch(text):
        day, month = int(found["d"]), int(found["m"])
    else:
        raise ValueError(text)
    clock = time(int(found["H"] or 0), int(found["M"] or 0), int(found["S"] or 0), tzinfo=_zone(found["zone"]))
    return datetime.combine(date(int(found["Y"]), month, day), clock)


def _day_month(text: str, first: int, second: int, order: str) -> tuple[int, int]:
    if order == "mdy":
        return second, first
    if order == "dmy" or first == second or first > 12:
        return first, second
    if second > 12:
        return second, first
    raise DateError(
        f"Tanggal {text} dapat berarti hari {first} bulan {second} atau hari {second} bulan {first}. "
        "Pilih pemetaan yang menyebutkan urutan tanggal."
    )


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text.lower() in _ZONES:
        return timezone(timedelta(hours=_ZONES[text.lower()]))
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-offset if text[0] == "-" else offset)
