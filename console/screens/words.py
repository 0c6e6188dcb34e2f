"""Times, spans and numbers as an Indonesian office writes them: pure functions, no screen."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from responses.dates import MONTHS, clock

_LIKELY = ((0.95, "hampir pasti"), (0.8, "sangat mungkin"), (0.6, "mungkin"), (0.4, "belum jelas"))
_SURE = _LIKELY[:3]
_COUNTED_TO = 1000


def brief(at: datetime, timezone: str, now: datetime) -> str:
    """``14.05 WIB`` today, ``19 Nov 14.05 WIB`` this year, with the year otherwise."""
    zone = ZoneInfo(timezone)
    local, today = at.astimezone(zone), now.astimezone(zone)
    if local.date() == today.date():
        return clock(at, timezone)
    year = "" if local.year == today.year else f" {local.year}"
    return f"{local.day} {MONTHS[local.month - 1][:3]}{year} {clock(at, timezone)}"


def span(minutes: int) -> str:
    """``5 menit``, ``2 jam 10 menit``, ``3 hari``."""
    if minutes < 60:
        return f"{minutes} menit"
    if minutes < 24 * 60:
        hours, rest = divmod(minutes, 60)
        return f"{hours} jam {rest} menit" if rest else f"{hours} jam"
    return f"{minutes // (24 * 60)} hari"


def ago(at: datetime, now: datetime) -> str:
    """``baru saja``, ``5 menit lalu``, ``2 jam lalu``: the largest unit only."""
    minutes = int((now - at) / timedelta(minutes=1))
    if minutes < 1:
        return "baru saja"
    if 60 <= minutes < 24 * 60:
        minutes -= minutes % 60
    return f"{span(minutes)} lalu"


def deadline(due: datetime, timezone: str, now: datetime) -> str:
    """``batas 14.05 WIB`` while there is time, ``terlambat 5 menit`` after."""
    if due < now:
        return f"terlambat {span(max(1, int((now - due) / timedelta(minutes=1))))}"
    return f"batas {brief(due, timezone, now)}"


def lateness(minutes: int | None) -> str:
    """How a step went by its own clock; nothing where the SOP prints no minutes."""
    if minutes is None:
        return ""
    if minutes > 0:
        return f"terlambat {span(minutes)}"
    return f"{span(-minutes)} lebih awal" if minutes < 0 else "tepat waktu"


def likelihood(probability: float | None) -> str:
    """A probability in words, with the number behind it."""
    if probability is None:
        return "tidak dinilai"
    word = next((word for limit, word in _LIKELY if probability >= limit), "kecil kemungkinannya")
    return f"{word} ({probability:.0%})"


def sure(probability: float | None) -> str:
    """How sure a decision is, in words alone; nothing where no model was asked.

    A flag may be set on a small probability: missing it would cost more than reading it in vain.
    """
    if probability is None:
        return ""
    return next((word for limit, word in _SURE if probability >= limit), "belum pasti")


def counted(number: int) -> str:
    """A count that stops at a thousand: ``lebih dari 999``."""
    return f"lebih dari {_COUNTED_TO - 1}" if number >= _COUNTED_TO else str(number)
