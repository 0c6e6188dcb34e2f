"""What rules a day of an office, how its calendar changes, and that nothing is computed again after the fact."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import holidays
import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from ingest.models import Office
from responses import chain, office_calendar
from responses.calendar_file import CalendarFile, hours_text, parse_calendar, parse_week, week_of, week_text
from responses.calendar_models import OfficePeriod
from responses.calendars import BadCalendarError, Period, PeriodKind, day_plan, make_calendar, stages_on
from responses.calendars_audit import check_calendar
from responses.clock import ALL_DAY, RAMADAN, WEEK, NoOfficeHoursError, OfficeCalendar
from responses.desk import calendar_of
from responses.errors import NotAllowedError, NotFoundError, TamperedError
from responses.kinds import EventKind, SopPurpose
from responses.ledger import Ledger
from responses.models import Event
from responses.national_days import joint_leave_known, national_days
from responses.state import SIMAK
from tests.support.world import MONDAY_NINE, World

NOVEMBER_16 = date(2026, 11, 16)


def period(kind: PeriodKind, first: date, last: date | None = None, **more: Any) -> Period:
    return Period(kind, first, last or first, "Keputusan kantor", **more)


def hours(day: date, *periods: Period) -> list[str]:
    return hours_text(make_calendar("Asia/Jakarta", WEEK, periods, range(2026, 2028)).hours_on(day))


@pytest.mark.parametrize("year", [2026, 2027])
def test_the_decrees_and_the_library_know_the_same_days(year: int) -> None:
    of_library = holidays.country_holidays("ID", years=year, categories=("public", "government"))
    assert sorted(national_days(year)) == sorted(of_library)


def test_a_decreed_day_is_not_called_an_estimate() -> None:
    assert national_days(2027)[date(2027, 3, 10)] == "Idulfitri"
    assert national_days(2027)[date(2027, 3, 12)] == "Cuti bersama Idulfitri"


def test_years_without_a_decree_come_from_the_library() -> None:
    assert national_days(2024)[date(2024, 11, 27)] == "Hari Pemilihan Kepala Daerah"
    assert national_days(2024)[date(2024, 4, 15)].startswith("Cuti bersama")
    assert date(2028, 8, 17) in national_days(2028)
    assert [joint_leave_known(year) for year in (2025, 2026, 2027, 2040)] == [True, True, True, False]


def test_a_local_holiday_closes_the_office() -> None:
    assert hours(NOVEMBER_16) == ["07.30-12.00", "13.00-16.00"]
    assert hours(NOVEMBER_16, period(PeriodKind.CLOSED, NOVEMBER_16)) == []


def test_a_cuti_bersama_or_a_saturday_can_be_worked() -> None:
    assert hours(date(2026, 12, 24)) == []
    assert hours(date(2026, 12, 24), period(PeriodKind.OPEN, date(2026, 12, 24))) == ["07.30-12.00", "13.00-16.00"]
    assert hours(date(2026, 11, 21), period(PeriodKind.OPEN, date(2026, 11, 21))) == ["07.30-12.00", "13.00-16.00"]


def test_other_hours_rule_working_days_only() -> None:
    ramadan = period(PeriodKind.HOURS, date(2026, 2, 19), date(2026, 3, 20), week=RAMADAN)
    assert hours(date(2026, 2, 19), ramadan) == ["08.00-12.00", "12.30-15.00"]
    assert hours(date(2026, 2, 20), ramadan) == ["08.00-11.30", "12.30-15.30"]
    assert hours(date(2026, 2, 21), ramadan) == []
    assert hours(date(2026, 3, 19), ramadan) == []
    assert hours(date(2026, 3, 25), ramadan) == ["07.30-12.00", "13.00-16.00"]


def test_a_day_opened_in_ramadan_has_the_hours_of_ramadan() -> None:
    ramadan = period(PeriodKind.HOURS, date(2026, 2, 19), date(2026, 3, 20), week=RAMADAN)
    assert hours(date(2026, 2, 21), ramadan, period(PeriodKind.OPEN, date(2026, 2, 21))) == [
        "08.00-12.00", "12.30-15.00",
    ]  # fmt: skip


def test_the_clock_goes_round_in_a_stage_whatever_else_is_said() -> None:
    stage = period(PeriodKind.ALWAYS_OPEN, date(2026, 12, 20), date(2026, 12, 31))
    local = period(PeriodKind.CLOSED, date(2026, 12, 22))
    assert {tuple(hours(date(2026, 12, day), local, stage)) for day in range(20, 32)} == {("00.00-24.00",)}
    assert hours(date(2027, 1, 4), local, stage) == ["07.30-12.00", "13.00-16.00"]


def test_stages_of_an_election_change_no_hours() -> None:
    voting = period(PeriodKind.VOTING_DAY, NOVEMBER_16)
    assert hours(NOVEMBER_16, voting) == hours(NOVEMBER_16)
    assert day_plan(NOVEMBER_16, WEEK, [voting]).stage is PeriodKind.VOTING_DAY


def test_the_strictest_stage_rules_a_moment_by_the_offices_own_date() -> None:
    zone = OfficeCalendar("Asia/Jayapura").zone
    stages = [
        period(PeriodKind.CAMPAIGN, date(2026, 11, 1), date(2026, 11, 30)),
        period(PeriodKind.MASA_TENANG, date(2026, 11, 17), date(2026, 11, 19)),
        period(PeriodKind.VOTING_DAY, date(2026, 11, 20)),
    ]
    eve = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)
    assert stages_on(stages, eve - timedelta(seconds=1), zone) == (PeriodKind.CAMPAIGN,)
    assert stages_on(stages, eve, zone) == (PeriodKind.MASA_TENANG, PeriodKind.CAMPAIGN)
    assert stages_on(stages, datetime(2026, 11, 20, 5, tzinfo=UTC), zone)[0] is PeriodKind.VOTING_DAY
    assert stages_on(stages, datetime(2026, 12, 20, 5, tzinfo=UTC), zone) == ()


def test_a_day_says_why_it_is_not_an_ordinary_one() -> None:
    closed = Period(PeriodKind.CLOSED, NOVEMBER_16, NOVEMBER_16, "Hari jadi Arunika")
    assert day_plan(NOVEMBER_16, WEEK, [closed]).reason == "Hari jadi Arunika"
    assert day_plan(date(2026, 8, 17), WEEK, []).reason == "Hari Kemerdekaan Republik Indonesia"
    assert day_plan(NOVEMBER_16, WEEK, []).reason == ""


FILE = """
[calendar.hours]
senin-kamis = ["08.00-12.00", "13.00-16.30"]
jumat = ["08.00 – 11.30"]
sabtu = []
[[calendar.period]]
kind = "closed"
from = 2026-11-18
note = "Hari jadi kabupaten"
[[calendar.period]]
kind = "hours"
from = "2027-02-08"
until = 2027-03-09
hours = "ramadan"
note = "Ramadan 1448 H"
[[calendar.period]]
kind = "always_open"
from = 2027-03-20
until = 2027-03-21
note = "Pemungutan suara ulang"
"""


def file_of(toml: str) -> CalendarFile:
    return parse_calendar(tomllib.loads(toml)["calendar"])


def test_the_calendar_of_an_office_file_is_read() -> None:
    read = file_of(FILE)
    assert read.week is not None
    assert hours_text(read.week[3]) == ["08.00-12.00", "13.00-16.30"]
    assert [(each.kind.value, each.first, each.last) for each in read.periods] == [
        ("closed", date(2026, 11, 18), date(2026, 11, 18)),
        ("hours", date(2027, 2, 8), date(2027, 3, 9)),
        ("always_open", date(2027, 3, 20), date(2027, 3, 21)),
    ]
    assert read.periods[1].week == RAMADAN
    assert parse_calendar({}) == CalendarFile()


PERIOD = '[[calendar.period]]\nkind = "closed"\nfrom = 2026-11-18\nuntil = 2026-11-19\nnote = "Libur"\n'


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('[calendar]\njam = "x"', r"\[calendar\]: jam tidak dikenal"),
        ("[calendar.hours]", r"\[calendar.hours\]: tulis jam per hari"),
        ("[calendar.hours]\nsenin = []", "setidaknya satu hari"),
        ('[calendar.hours]\nmonday = ["08.00-12.00"]', "hari 'monday' tidak dikenal"),
        ('[calendar.hours]\nkamis-senin = ["08.00-12.00"]', "berjalan mundur"),
        ('[calendar.hours]\nsenin = "08.00-12.00"', r"\[calendar.hours\] senin: tulis dalam kurung siku"),
        ('[calendar.hours]\nsenin = ["8-12"]', r"\[calendar.hours\] senin: '8-12' bukan jam"),
        ('[calendar.hours]\nsenin = ["08.00-25.00"]', "25.00 bukan jam"),
        ('[calendar.hours]\nsenin = ["24.00-05.00"]', "24.00 bukan jam"),
        ('[calendar.hours]\nsenin = ["22.00-06.00"]', "berakhir sebelum dimulai"),
        ('[calendar.hours]\nsenin = ["08.00-12.00", "11.00-13.00"]', "berurutan"),
        ('[calendar.hours]\nsenin = ["08.00-24.00", "00.00-05.00"]', "berurutan"),
        ('[calendar.hours]\nsenin = ["08.00-12.00"]\nsenin-selasa = ["08.00-12.00"]', "senin tertulis dua kali"),
        ("[calendar.period]\nkind = 'closed'", "dua kurung siku"),
        (PERIOD.replace("closed", "libur"), r"\[\[calendar.period\]\] ke-1: kind 'libur' tidak dikenal; .*closed"),
        (PERIOD.replace("2026-11-18", '"18 November"'), "ke-1 from: '18 November' bukan tanggal"),
        (PERIOD.replace("2026-11-18", "2026-11-18T10:00:00"), "bukan tanggal"),
        (PERIOD.replace("2026-11-19", "2026-11-17"), "hari terakhir mendahului"),
        (PERIOD.replace("2026-11-19", "2062-11-19"), "paling lama dua tahun"),
        (PERIOD.replace('"Libur"', '" "'), "keterangan wajib diisi"),
        (PERIOD + 'hours = { senin = ["08.00-12.00"] }', "untuk “Jam kerja lain” saja"),
        (PERIOD.replace("closed", "hours"), "di sana wajib"),
        (PERIOD + "akhir = 2026-11-19", "akhir tidak dikenal"),
        (PERIOD + PERIOD.replace("closed", "open"), "ke-2: .*bertentangan dengan Tutup 2026-11-18"),
    ],
)  # fmt: skip
def test_a_calendar_that_contradicts_itself_is_refused_with_its_place(toml: str, message: str) -> None:
    with pytest.raises(BadCalendarError, match=message):
        file_of(toml)


def test_hours_survive_being_stored() -> None:
    week = parse_week(
        {
            "senin-minggu": ["00.00-24.00"],
        },
        "here",
    )
    assert week == dict.fromkeys(range(7), ALL_DAY)
    assert week_of(week_text(week)) == week
    assert week_of(week_text(RAMADAN)) == RAMADAN
    assert week_text({}) == ""


def change(world: World, action: Callable[..., Any], *arguments: object, who: str = "tono") -> Any:
    """Somebody changes the office's calendar now."""
    with world.database.write() as session:
        return action(session, world.office_id, *arguments, by=world.desk(session, who).actor, now=world.now)


def add(world: World, kind: PeriodKind, first: date, last: date | None = None, **more: Any) -> OfficePeriod:
    row: OfficePeriod = change(world, office_calendar.add_period, period(kind, first, last, **more))
    return row


def calendar(world: World) -> OfficeCalendar:
    with world.database.read() as session:
        return calendar_of(session, world.office_id, world.now)


def test_an_office_without_a_calendar_of_its_own_has_the_ordinary_one(world: World) -> None:
    assert calendar(world).hours_on(NOVEMBER_16) == WEEK[0]
    assert calendar(world).hours_on(date(2026, 12, 24)) == ()


def test_what_was_added_counts_at_once_and_no_longer_when_it_was_ended(world: World) -> None:
    row = add(world, PeriodKind.CLOSED, NOVEMBER_16)
    assert calendar(world).hours_on(NOVEMBER_16) == ()
    change(world, office_calendar.end_period, row.id)
    assert calendar(world).hours_on(NOVEMBER_16) == WEEK[0]
    with pytest.raises(NotFoundError, match="sudah diakhiri"):
        change(world, office_calendar.end_period, row.id)
    with world.database.read() as session:
        assert [kept.id for kept in office_calendar.rows_in(session, world.office_id, ended=True)] == [row.id]


def test_a_change_by_another_process_is_seen_at_the_next_click(world: World) -> None:
    row = add(world, PeriodKind.CLOSED, NOVEMBER_16)
    assert calendar(world).hours_on(NOVEMBER_16) == ()
    with world.database.write() as session:
        session.execute(text(f"UPDATE office_period SET last_day = '2026-11-17' WHERE id = {row.id}"))
        session.execute(text("UPDATE office SET timezone = 'Asia/Jayapura'"))
    assert calendar(world).hours_on(date(2026, 11, 17)) == ()
    assert calendar(world).timezone == "Asia/Jayapura"


def test_a_change_that_was_rolled_back_leaves_no_trace_in_memory(world: World) -> None:
    with world.database.read() as session:
        desk = world.desk(session, "tono")
        away = period(PeriodKind.CLOSED, NOVEMBER_16)
        office_calendar.add_period(session, world.office_id, away, by=desk.actor, now=world.now)
        assert calendar_of(session, world.office_id, world.now).hours_on(NOVEMBER_16) == ()
    assert calendar(world).hours_on(NOVEMBER_16) == WEEK[0]
    add(world, PeriodKind.CLOSED, date(2026, 11, 17))
    assert calendar(world).hours_on(NOVEMBER_16) == WEEK[0]


def test_the_same_calendar_is_composed_once(world: World) -> None:
    assert calendar(world) is calendar(world)


def test_only_who_manages_the_office_changes_its_calendar(world: World) -> None:
    row = add(world, PeriodKind.CLOSED, NOVEMBER_16)
    for action, argument in (
        (office_calendar.add_period, period(PeriodKind.CLOSED, date(2026, 11, 17))),
        (office_calendar.end_period, row.id),
        (office_calendar.set_hours, RAMADAN),
    ):
        with pytest.raises(NotAllowedError):
            change(world, action, argument, who="dewi")


def test_a_period_of_another_office_cannot_be_ended(world: World) -> None:
    row = add(world, PeriodKind.CLOSED, NOVEMBER_16)
    with world.database.write() as session:
        here = session.get_one(Office, world.office_id)
        other = Office(
            key="kota-lain", name="KPU Kota Lain", level=here.level, timezone="Asia/Makassar", created_at=MONDAY_NINE
        )
        session.add(other)
        session.flush()
        chain.start(session, other.id)
        with pytest.raises(NotFoundError):
            office_calendar.end_period(session, other.id, row.id, by=SIMAK, now=world.now)
        assert calendar_of(session, other.id, world.now).hours_on(NOVEMBER_16) == WEEK[0]


def test_a_period_that_contradicts_another_or_is_there_already_is_refused(world: World) -> None:
    add(world, PeriodKind.CLOSED, NOVEMBER_16)
    with pytest.raises(BadCalendarError, match="bertentangan dengan Tutup 2026-11-16"):
        add(world, PeriodKind.OPEN, date(2026, 11, 14), date(2026, 11, 16))
    with pytest.raises(BadCalendarError, match="sudah tercatat"):
        add(world, PeriodKind.CLOSED, NOVEMBER_16)
    with pytest.raises(BadCalendarError, match="Setidaknya satu hari"):
        change(world, office_calendar.set_hours, {0: ()})


def test_an_office_file_is_taken_in_once(world: World) -> None:
    for _time in range(2):
        change(world, office_calendar.load_calendar, file_of(FILE))
    with world.database.read() as session:
        assert [row.kind.value for row in office_calendar.rows_in(session, world.office_id)] == [
            "closed", "hours", "always_open",
        ]  # fmt: skip
        changes = session.scalars(select(Event.kind).where(Event.kind == EventKind.CALENDAR_CHANGED)).all()
        assert len(changes) == 4
    assert hours_text(calendar(world).hours_on(NOVEMBER_16)) == ["08.00-12.00", "13.00-16.30"]


def test_what_an_office_ended_does_not_come_back_with_its_file(world: World) -> None:
    change(world, office_calendar.load_calendar, file_of(FILE))
    with world.database.read() as session:
        first = office_calendar.rows_in(session, world.office_id)[0]
    change(world, office_calendar.end_period, first.id)
    change(world, office_calendar.load_calendar, file_of(FILE))
    assert calendar(world).hours_on(first.first_day) != ()


def audit_calendar(session: Session, world: World) -> None:
    check_calendar(session, world.office_id, Ledger({}))


COLUMNS = "office_id, kind, first_day, last_day, hours, note, added_at, added_by"
INVENTED = f"INSERT INTO office_period (id, {COLUMNS}) SELECT id + 1, {COLUMNS} FROM office_period"
TAMPERING = (
    ("UPDATE office_period SET last_day = '2026-11-30'", r"office_period \d+: last_day"),
    ("UPDATE office_period SET kind = 'open'", r"office_period \d+: kind"),
    ("UPDATE office_period SET ended_at = NULL", r"office_period \d+: ended_at"),
    ("UPDATE office_period SET hours = '{}'", r"office_period \d+: hours"),
    ("DELETE FROM office_period", r"office_period: the row \d+ .* missing"),
    ('UPDATE office_hours SET week = \'{"senin":["08.00-09.00"]}\'', r"office_hours \d+: week"),
    ("DELETE FROM office_hours", r"office_hours \d+: week"),
    (INVENTED, r"office_period \d+: no event speaks of it"),
)


@pytest.fixture
def changed(world: World) -> World:
    """An office whose calendar was changed in every way."""
    change(world, office_calendar.set_hours, RAMADAN)
    row = add(world, PeriodKind.CLOSED, NOVEMBER_16)
    world.later(hours=1)
    change(world, office_calendar.end_period, row.id)
    return world


def test_a_calendar_changed_by_actions_follows_from_the_events(changed: World) -> None:
    with changed.database.read() as session:
        audit_calendar(session, changed)


@pytest.mark.parametrize(("statement", "message"), TAMPERING)
def test_a_calendar_changed_behind_the_record_is_noticed(changed: World, statement: str, message: str) -> None:
    with changed.database.write() as session:
        session.execute(text(statement))
        with pytest.raises(TamperedError, match=message):
            audit_calendar(session, changed)


def wib(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 11, day, hour - 7, minute, tzinfo=UTC)


def test_a_holiday_declared_late_changes_only_the_deadlines_computed_later(world: World) -> None:
    world.now = wib(16, 15, 55)
    before = world.report(world.comment())
    deadline = world.case(before)
    assert (deadline.step_due_at, deadline.same_day_due_at) == (wib(17, 7, 35), wib(16, 16, 0))
    add(world, PeriodKind.CLOSED, date(2026, 11, 17))
    after = world.report(world.comment())
    assert world.case(before).step_due_at == deadline.step_due_at
    assert world.case(after).step_due_at == wib(18, 7, 35)
    world.act(before, "sari", perintah="Mohon dijawab.")
    assert world.case(before).step_due_at == wib(18, 7, 40)


def test_a_case_of_the_evening_runs_on_in_a_stage_around_the_clock(world: World) -> None:
    add(world, PeriodKind.ALWAYS_OPEN, date(2026, 11, 17), date(2026, 11, 18))
    world.now = wib(16, 20, 0)
    case = world.case(world.report(world.comment()))
    assert case.step_due_at == datetime(2026, 11, 16, 17, 10, tzinfo=UTC)
    assert case.same_day_due_at == datetime(2026, 11, 17, 17, 0, tzinfo=UTC)


def test_an_urgent_case_opens_although_the_calendar_is_closed_for_long(world: World) -> None:
    add(world, PeriodKind.CLOSED, date(2026, 11, 1), date(2028, 10, 1))
    with pytest.raises(NoOfficeHoursError, match="Jalur mendesak tetap dapat dipakai"):
        world.report(world.comment())
    urgent = world.report(world.comment(urgent=True), purpose=SopPurpose.URGENT)
    world.act(urgent, "hasan", draf="TPS tetap buka sampai pukul 13.00.")
    assert world.publications(urgent)
