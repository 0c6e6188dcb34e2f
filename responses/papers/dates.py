"""Times as they are printed on paper: in the office's own zone, with its name."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}


def day(at: datetime, timezone: str) -> str:
    """``20 November 2026``."""
    local = at.astimezone(ZoneInfo(timezone))
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}"


def clock(at: datetime, timezone: str) -> str:
    """``14.05 WIB``; the zone's own name for an office outside Indonesia."""
    local = at.astimezone(ZoneInfo(timezone))
    offset = local.utcoffset()
    hours = offset.total_seconds() / 3600 if offset is not None else 0
    return f"{local:%H.%M} {_ZONES.get(int(hours), str(local.tzname()))}"


def moment(at: datetime, timezone: str) -> str:
    """``Jumat, 20 November 2026 14.05 WIB``."""
    weekday = DAYS[at.astimezone(ZoneInfo(timezone)).weekday()]
    return f"{weekday}, {day(at, timezone)} {clock(at, timezone)}"
