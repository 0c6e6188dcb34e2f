"""Hours and periods as text: the ``[calendar]`` table of an office.toml, and the JSON the tables and events keep."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any

from responses.calendars import BadCalendarError, Period, PeriodKind, check_period
from responses.clock import RAMADAN, Hours, Week

DAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
_SPAN = re.compile(r"(\d{2})\.(\d{2})\s?[-–]\s?(\d{2})\.(\d{2})")
_MIDNIGHT = "24.00"


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """What the ``[calendar]`` of an office.toml says. ``week`` is None where it leaves the ordinary hours alone."""

    week: Week | None = None
    periods: tuple[Period, ...] = ()


def parse_calendar(raw: Mapping[str, Any]) -> CalendarFile:
    """Read a ``[calendar]`` table. Raises BadCalendarError naming the place."""
    _known(raw, {"hours", "period"}, "[calendar]")
    week = parse_week(raw["hours"], "[calendar.hours]") if "hours" in raw else None
    entries = raw.get("period", [])
    if not isinstance(entries, list):
        raise BadCalendarError("[[calendar.period]]: tulis dengan dua kurung siku, sekali untuk setiap periode.")
    periods: list[Period] = []
    for number, entry in enumerate(entries, 1):
        periods.append(_period(entry, f"[[calendar.period]] ke-{number}", periods))
    return CalendarFile(week, tuple(periods))


def parse_week(raw: object, where: str) -> dict[int, Hours]:
    """Hours by weekday from ``{"senin": ["07.30-12.00"], "selasa-jumat": [...]}``, or from ``"ramadan"``.

    Raises BadCalendarError naming the place.
    """
    if raw == "ramadan":
        return dict(RAMADAN)
    if not isinstance(raw, Mapping) or not raw:
        raise BadCalendarError(f'{where}: tulis jam per hari, misalnya senin = ["07.30-12.00", "13.00-16.00"].')
    week: dict[int, Hours] = {}
    for name, spans in raw.items():
        hours = _hours(spans, f"{where} {name}")
        for weekday in _weekdays(str(name), where):
            if weekday in week:
                raise BadCalendarError(f"{where} {name}: hari {DAYS[weekday]} tertulis dua kali.")
            week[weekday] = hours
    if not any(week.values()):
        raise BadCalendarError(f"{where}: setidaknya satu hari harus memiliki jam kerja.")
    return week


def week_text(week: Week) -> str:
    """Canonical JSON of a week, which ``week_of`` reads back; nothing for an empty one."""
    spans = {DAYS[weekday]: hours_text(week[weekday]) for weekday in sorted(week) if week[weekday]}
    return json.dumps(spans, separators=(",", ":")) if spans else ""


def week_of(text: str) -> Week:
    """The week in the JSON of ``week_text``. Raises BadCalendarError."""
    return parse_week(json.loads(text), "jam kerja tersimpan") if text else {}


def hours_text(hours: Hours) -> list[str]:
    """``["07.30-12.00", "13.00-16.00"]``; the end of the day is 24.00."""
    return [f"{opens:%H.%M}-{_MIDNIGHT if closes == time(0) else format(closes, '%H.%M')}" for opens, closes in hours]


def _period(raw: object, where: str, beside: Sequence[Period]) -> Period:
    if not isinstance(raw, Mapping):
        raise BadCalendarError(f"{where}: bukan sebuah tabel.")
    _known(raw, {"kind", "from", "until", "hours", "note"}, where)
    kind = next((kind for kind in PeriodKind if kind.value == raw.get("kind")), None)
    if kind is None:
        known = ", ".join(kind.value for kind in PeriodKind)
        raise BadCalendarError(f"{where}: kind {raw.get('kind')!r} tidak dikenal; yang dikenal: {known}.")
    first = _day(raw.get("from"), f"{where} from")
    last = _day(raw["until"], f"{where} until") if "until" in raw else first
    week = parse_week(raw["hours"], f"{where} hours") if "hours" in raw else {}
    period = Period(kind, first, last, str(raw.get("note", "")).strip(), week)
    try:
        check_period(period, beside)
    except BadCalendarError as error:
        raise BadCalendarError(f"{where}: {error}") from None
    return period


def _day(raw: object, where: str) -> date:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw
    try:
        return date.fromisoformat(str(raw))
    except ValueError:
        raise BadCalendarError(f"{where}: {raw!r} bukan tanggal. Tulis seperti 2026-03-18.") from None


def _weekdays(name: str, where: str) -> range:
    ends = name.split("-")
    if len(ends) > 2 or not set(ends) <= set(DAYS):
        raise BadCalendarError(f"{where}: hari {name!r} tidak dikenal; yang dikenal: {', '.join(DAYS)}, senin-kamis.")
    found = range(DAYS.index(ends[0]), DAYS.index(ends[-1]) + 1)
    if not found:
        raise BadCalendarError(f"{where}: {name!r} berjalan mundur.")
    return found


def _hours(raw: object, where: str) -> Hours:
    if not isinstance(raw, Sequence) or isinstance(raw, str):
        raise BadCalendarError(f'{where}: tulis dalam kurung siku, misalnya ["07.30-12.00", "13.00-16.00"].')
    hours = tuple(_span(text, where) for text in raw)
    for (_opens, closes), (opens, _closes) in pairwise(hours):
        if closes == time(0) or opens < closes:
            raise BadCalendarError(f"{where}: jam harus berurutan dan tidak bertindihan.")
    return hours


def _span(text: object, where: str) -> tuple[time, time]:
    found = _SPAN.fullmatch(str(text))
    if not found:
        raise BadCalendarError(f'{where}: {text!r} bukan jam. Tulis seperti "07.30-12.00".')
    opens = _time(found[1], found[2], where)
    closes = time(0) if f"{found[3]}.{found[4]}" == _MIDNIGHT else _time(found[3], found[4], where)
    if closes != time(0) and closes <= opens:
        raise BadCalendarError(f"{where}: {text!r} berakhir sebelum dimulai.")
    return opens, closes


def _time(hour: str, minute: str, where: str) -> time:
    try:
        return time(int(hour), int(minute))
    except ValueError:
        raise BadCalendarError(f"{where}: {hour}.{minute} bukan jam.") from None


def _known(raw: Mapping[str, Any], keys: set[str], where: str) -> None:
    if unknown := set(raw) - keys:
        raise BadCalendarError(f"{where}: {', '.join(sorted(unknown))} tidak dikenal.")
