"""``simak calendar``: when an office works, and the stages of elections."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Annotated, Any

import typer

from console.cli.output import AsJson, OfficeKey, failures, group, show
from console.cli.parts import office_of, open_runtime
from console.runtime import utc_now
from responses import office_calendar
from responses.calendar_file import hours_text, parse_week
from responses.calendar_models import OfficePeriod
from responses.calendars import BadCalendarError, DayPlan, Period, PeriodKind, day_plan, days
from responses.clock import ALL_DAY, RAMADAN, Hours, Week
from responses.dates import DAYS, printed, zone_label
from responses.national_days import joint_leave_known
from responses.state import SIMAK

app = group("Kalender kantor: jam kerja, hari libur, siaga 24 jam, dan tahapan pemilihan.")

SHOWN = timedelta(days=30)
"""How far ``show`` looks ahead when nobody says until when."""
MOST = timedelta(days=731)

From = Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Hari pertama.")]
Until = Annotated[
    datetime | None,
    typer.Option(
        "--until", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Hari terakhir; kosong berarti satu hari."
    ),
]
ShowFrom = Annotated[
    datetime | None,
    typer.Option("--from", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Hari pertama; kosong berarti hari ini."),
]
HoursOption = Annotated[
    list[str] | None,
    typer.Option(help="Untuk jenis hours; boleh diulang: senin-kamis=08.00-12.00,12.30-15.00"),
]


@app.command("show")
def show_calendar(office: OfficeKey = "", since: ShowFrom = None, until: Until = None, as_json: AsJson = False) -> None:
    """Menampilkan jam kerja per hari, hari libur dengan namanya, siaga 24 jam, dan tahapan pemilihan."""
    with failures(as_json):
        runtime, now = open_runtime(), utc_now()
        with runtime.database.read() as session:
            row = office_of(session, office)
            zone = office_calendar.read(session, row.id, now).zone
            week, rows = office_calendar.week_in(session, row.id), office_calendar.rows_in(session, row.id)
        first = since.date() if since else now.astimezone(zone).date()
        last = until.date() if until else first + SHOWN
        plans = _plans(first, last, week, [office_calendar.period_of(period) for period in rows])
        shown = [period for period in rows if period.first_day <= last and first <= period.last_day]
        unknown = [year for year in range(first.year, last.year + 1) if not joint_leave_known(year)]
        result = {
            "office": row.key, "timezone": row.timezone, "days": [_day_json(plan) for plan in plans],
            "periods": [_period_json(period) for period in shown], "joint_leave_unknown": unknown,
        }  # fmt: skip
        title = f"Kalender {row.name} ({zone_label(now, row.timezone)}), {printed(first)} s.d. {printed(last)}"
        show(as_json, result, "\n".join([title, *map(_day_line, plans), *_period_lines(shown), *_warnings(unknown)]))


@app.command("add")
def add(
    kind: Annotated[PeriodKind, typer.Option(help="Jenis periode.")],
    since: From,
    note: Annotated[str, typer.Option(help="Keterangan: nama hari atau dasar keputusannya.")],
    until: Until = None,
    hours: HoursOption = None,
    ramadan: Annotated[bool, typer.Option("--ramadan", help="Jam kerja Ramadan (Perpres 21/2023).")] = False,
    office: OfficeKey = "",
    as_json: AsJson = False,
) -> None:
    """Menambah periode; berlaku untuk batas waktu yang dihitung mulai sekarang."""
    with failures(as_json):
        week = RAMADAN if ramadan else _week(hours or [])
        period = Period(kind, since.date(), (until or since).date(), note, week)
        runtime = open_runtime()
        with runtime.database.write() as session:
            office_id = office_of(session, office).id
            row = office_calendar.add_period(session, office_id, period, by=SIMAK, now=utc_now())
        text = (
            f"Tercatat sebagai periode nomor {row.id}: {_period_text(row)}. Batas waktu yang sudah ada tidak berubah."
        )
        show(as_json, {"period": _period_json(row)}, text)


@app.command("end")
def end(
    number: Annotated[int, typer.Argument(help="Nomor periode, lihat: simak calendar show")],
    office: OfficeKey = "",
    as_json: AsJson = False,
) -> None:
    """Mengakhiri periode; catatannya tetap tersimpan dan batas waktu yang sudah ada tidak berubah."""
    with failures(as_json):
        runtime = open_runtime()
        with runtime.database.write() as session:
            office_id = office_of(session, office).id
            row = office_calendar.end_period(session, office_id, number, by=SIMAK, now=utc_now())
        show(as_json, {"period": _period_json(row)}, f"Diakhiri: {_period_text(row)}.")


def _plans(first: date, last: date, week: Week, periods: list[Period]) -> list[DayPlan]:
    if last < first or last - first > MOST:
        raise BadCalendarError("Rentang harus maju dan paling lama dua tahun.")
    return [day_plan(day, week, periods) for day in days(first, last)]


def _week(entries: Iterable[str]) -> Week:
    """``["senin-kamis=08.00-12.00,12.30-15.00"]`` as a week. Raises BadCalendarError."""
    named = [entry.partition("=") for entry in entries]
    spans = {name.strip(): [span.strip() for span in listed.split(",")] for name, _sign, listed in named}
    return parse_week(spans, "--hours") if spans else {}


def _day_line(plan: DayPlan) -> str:
    about = ", ".join(part for part in (plan.reason, plan.stage.label if plan.stage else "") if part)
    return f"{DAYS[plan.day.weekday()]:7}{printed(plan.day):>18}  {_hours(plan.hours)}{f'  ({about})' if about else ''}"


def _hours(hours: Hours) -> str:
    if hours == ALL_DAY:
        return "24 jam"
    return ", ".join(hours_text(hours)).replace("-", "–") or "tutup"


def _period_lines(rows: list[OfficePeriod]) -> list[str]:
    return ["", "Periode:", *(f"{row.id:4}  {_period_text(row)}" for row in rows)] if rows else []


def _period_text(row: OfficePeriod) -> str:
    until = "" if row.first_day == row.last_day else f" s.d. {printed(row.last_day)}"
    return f"{row.kind.label}, {printed(row.first_day)}{until} ({row.note})"


def _warnings(unknown: list[int]) -> list[str]:
    years = ", ".join(map(str, unknown))
    return ["", f"Cuti bersama {years} belum ditetapkan; tambahkan dengan simak calendar add."] if unknown else []


def _day_json(plan: DayPlan) -> dict[str, Any]:
    return {
        "date": plan.day, "hours": hours_text(plan.hours), "all_day": plan.hours == ALL_DAY, "reason": plan.reason,
        "stage": plan.stage.value if plan.stage else None,
    }  # fmt: skip


def _period_json(row: OfficePeriod) -> dict[str, Any]:
    hours = {DAYS[weekday].lower(): hours_text(spans) for weekday, spans in office_calendar.period_of(row).week.items()}
    return {
        "id": row.id, "kind": row.kind.value, "from": row.first_day, "until": row.last_day, "hours": hours,
        "note": row.note, "added_at": row.added_at, "added_by": row.added_by, "ended_at": row.ended_at,
    }  # fmt: skip
