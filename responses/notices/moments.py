"""Moments counted backwards from a deadline and forwards out of quiet hours: pure arithmetic on a calendar."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from responses.clock import OfficeCalendar
from responses.kinds import Clock
from responses.notices.rules import Window


def before(clock: Clock, calendar: OfficeCalendar, start: datetime, end: datetime, minutes: int) -> datetime | None:
    """When ``minutes`` of the clock are left until ``end``; None when fewer lie after ``start``."""
    left = timedelta(minutes=minutes)
    if clock is Clock.WALL:
        return end - left if end - left > start else None
    for opens, closes in reversed(_spans(calendar, start, end)):
        if closes - opens >= left:
            at = closes - left
            return at if at > start else None
        left -= closes - opens
    return None


def allowed_at(quiet: Window | None, calendar: OfficeCalendar, now: datetime) -> datetime:
    """The first moment from ``now`` on that is not quiet: office hours, or the end of the window."""
    if quiet is None:
        return next(calendar.spans(now), (now, now))[0]
    local = now.astimezone(calendar.zone)
    minute = local.hour * 60 + local.minute
    inside = (
        quiet.start <= minute < quiet.end
        if quiet.start < quiet.end
        else minute >= quiet.start or minute < quiet.end
    )  # fmt: skip
    if not inside:
        return now
    day = local.date() + timedelta(days=1 if minute >= quiet.end else 0)
    return datetime.combine(day, time(quiet.end // 60, quiet.end % 60), calendar.zone).astimezone(now.tzinfo)


def _spans(calendar: OfficeCalendar, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    found = []
    for opens, closes in calendar.spans(start):
        if opens >= end:
            break
        found.append((opens, min(closes, end)))
    return found
