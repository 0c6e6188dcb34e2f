"""Times as an Indonesian office writes them: in its own zone, with the zone's name."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}


def printed(day: date) -> str:
    """``20 November 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def day(at: datetime, timezone: str) -> str:
    """``20 November 2026``: the day of this moment in that zone."""
    return printed(at.astimezone(ZoneInfo(timezone)).date())


def zone_label(at: datetime, timezone: str) -> str:
    """WIB, WITA or WIT; the zone's own name for an office outside Indonesia."""
    local = at.astimezone(ZoneInfo(timezone))
    offset = local.utcoffset() or timedelta()
    return _ZONES.get(int(offset / timedelta(hours=1)), str(local.tzname()))


def clock(at: datetime, timezone: str) -> str:
    """``14.05 WIB``."""
    return f"{at.astimezone(ZoneInfo(timezone)):%H.%M} {zone_label(at, timezone)}"


def moment(at: datetime, timezone: str) -> str:
    """``Jumat, 20 November 2026 14.05 WIB``."""
    weekday = DAYS[at.astimezone(ZoneInfo(timezone)).weekday()]
    return f"{weekday}, {day(at, timezone)} {clock(at, timezone)}"
