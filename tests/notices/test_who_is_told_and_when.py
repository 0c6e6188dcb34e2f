"""The people of the step are told when it begins, before it is due, when it is due; then the next authority."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from ingest.kinds import OfficeLevel
from ingest.models import Office
from responses import cases, chain, people
from responses.clock import NoOfficeHoursError, OfficeCalendar
from responses.kinds import Division, PauseReason, Role
from responses.models import CaseFile, Person, RoleGrant
from responses.notices import deliver, sweep
from responses.notices.kinds import NoticeKind, NoticeState
from responses.notices.models import NoticeCursor
from responses.notices.plan import CaseFacts, Plan
from responses.notices.recipients import directory
from responses.notices.rules import Rules
from responses.state import SIMAK
from tests.notices.conftest import PUBLIC_URL, Desk
from tests.support.world import World

CHIEFS = ["bima", "sari"]


def test_a_step_is_announced_to_the_people_of_its_roles_and_to_nobody_else(world: World, desk: Desk) -> None:
    desk.everybody()
    world.report(world.comment())
    desk.send()
    assert desk.told() == [(who, "Kasus 2026-0001 menunggu Anda") for who in CHIEFS]


def test_looking_again_tells_nobody_twice(world: World, desk: Desk) -> None:
    desk.everybody()
    world.report(world.comment())
    desk.send()
    assert desk.look() == 0
    desk.sender.sent.clear()
    world.grant("raka", Role.ANGGOTA_REDAKSI)  # makes every case be looked at again
    assert desk.look() == 1
    assert desk.send() == 0


def test_a_step_of_ten_minutes_is_reminded_at_five_due_at_ten_and_then_goes_up(world: World, desk: Desk) -> None:
    desk.everybody()
    world.report(world.comment())
    desk.send()
    desk.told()
    story = []
    for _minute in range(16):
        world.later(minutes=1)
        desk.send()
        story += [(world.now.minute, who, title.partition(" ")[2]) for who, title in desk.told()]
    # the report took no time, so the order's ten minutes began at nine
    assert story == [
        (5, "bima", "2026-0001: batas waktu hampir tiba"),
        (5, "sari", "2026-0001: batas waktu hampir tiba"),
        (10, "bima", "2026-0001: batas waktu sudah lewat"),
        (10, "sari", "2026-0001: batas waktu sudah lewat"),
        (15, "hasan", "2026-0001 terlambat dan memerlukan perhatian Anda"),
    ]


def test_after_a_time_without_a_worker_only_the_newest_is_said(world: World, desk: Desk) -> None:
    desk.everybody()
    world.report(world.comment())
    world.later(hours=2)
    desk.send()
    assert desk.told() == [
        ("bima", "Kasus 2026-0001: batas waktu sudah lewat"),
        ("hasan", "Kasus 2026-0001 terlambat dan memerlukan perhatian Anda"),
        ("sari", "Kasus 2026-0001: batas waktu sudah lewat"),
    ]
    world.later(minutes=5)
    assert desk.send() == 0


def test_a_reminder_that_could_not_leave_gives_way_to_what_is_newer(world: World, desk: Desk) -> None:
    desk.target("sari")
    world.report(world.comment())
    desk.look()
    world.later(minutes=5)
    desk.look()
    world.later(minutes=5)
    desk.send()
    assert desk.told() == [("sari", "Kasus 2026-0001: batas waktu sudah lewat")]
    assert desk.written() == [
        ("sari", "step_due", NoticeState.SUPERSEDED),
        ("sari", "reminder", NoticeState.SUPERSEDED),
        ("sari", "due", NoticeState.SENT),
    ]


def test_what_was_not_sent_before_the_case_moved_on_is_dropped_and_says_why(world: World, desk: Desk) -> None:
    desk.everybody()
    case_id = world.report(world.comment())
    desk.look()
    world.act(case_id, "sari", perintah="Jawab dengan tautan cek DPT.")
    desk.send()
    assert desk.told() == [("raka", "Kasus 2026-0001 menunggu Anda")]
    dropped = [row for row in desk.notices() if row.state is NoticeState.SUPERSEDED]
    assert len(dropped) == 2
    assert {row.last_error for row in dropped} == {"Kasus sudah berlanjut sebelum pemberitahuan ini terkirim."}


def test_a_case_that_moves_between_planning_and_sending_sends_nothing_stale(world: World, desk: Desk) -> None:
    desk.target("sari")
    case_id = world.report(world.comment())
    desk.look()
    world.act(case_id, "sari", perintah="Jawab.")
    assert deliver.deliver_due(desk.post) == 0
    assert [state for *_, state in desk.written()] == [NoticeState.SUPERSEDED]


def test_a_case_that_comes_back_to_a_step_is_announced_again(world: World, desk: Desk) -> None:
    desk.target("raka")
    case_id = world.report(world.comment())
    world.act(case_id, "sari", perintah="Jawab.")
    desk.send()
    world.later(minutes=1)
    world.act(case_id, "raka", draf="Silakan cek DPT.")
    world.later(minutes=1)
    world.act(case_id, "sari", yes=False, note="Sebutkan tautannya.")
    desk.send()
    assert desk.told() == [("raka", "Kasus 2026-0001 menunggu Anda")] * 2


def test_a_closed_case_is_no_longer_watched(world: World, desk: Desk) -> None:
    desk.everybody()
    case_id = world.report(world.comment())
    desk.send()
    desk.told()
    world.decline(case_id, "sari", "Bukan pertanyaan.")
    world.later(hours=3)
    assert desk.send() == 0
    assert desk.look() == 0


def test_a_paused_case_reminds_nobody_until_it_goes_on(world: World, desk: Desk) -> None:
    desk.everybody()
    case_id = world.report(world.comment())
    desk.send()
    desk.told()
    with world.database.write() as session:
        sari, seq = world.desk(session, "sari"), session.get_one(CaseFile, case_id).seq
        cases.pause(session, sari, case_id, PauseReason.PLENARY, "Rapat pleno.", expected=seq)
    world.later(hours=2)
    assert desk.send() == 0
    with world.database.write() as session:
        sari, seq = world.desk(session, "sari"), session.get_one(CaseFile, case_id).seq
        cases.resume(session, sari, case_id, "Pleno selesai.", expected=seq)
    desk.send()
    assert desk.told() == [(who, "Kasus 2026-0001 menunggu Anda") for who in CHIEFS]


def test_one_office_hour_before_the_same_day_is_over_the_step_is_reminded_of_it(world: World, desk: Desk) -> None:
    desk.target("sari")
    world.now = datetime(2026, 11, 16, 7, 55, tzinfo=UTC)  # 14.55 WIB; the office closes at 16.00
    world.report(world.comment())
    desk.send()
    desk.told()
    world.later(minutes=5)
    desk.send()
    assert desk.told() == [("sari", "Kasus 2026-0001: harus tayang hari ini")]


def test_somebody_who_gets_the_role_later_is_told_what_waits(world: World, desk: Desk) -> None:
    desk.everybody()
    world.report(world.comment())
    desk.send()
    desk.told()
    world.grant("lina", Role.WAPEMRED)
    desk.send()
    assert desk.told() == [("lina", "Kasus 2026-0001 menunggu Anda")]


def test_whoever_also_holds_the_role_above_is_not_told_of_his_own_delay(world: World, desk: Desk) -> None:
    world.grant("hasan", Role.PIMPINAN_REDAKSI)
    desk.everybody()
    world.report(world.comment())
    world.later(hours=1)
    desk.send()
    assert sorted(who for who, _title in desk.told()) == ["bima", "hasan", "sari"]
    assert desk.notices(NoticeKind.ESCALATION) == []


def test_the_message_names_number_step_time_and_link_and_nothing_about_the_citizen(world: World, desk: Desk) -> None:
    desk.target("sari")
    case_id = world.report(world.comment("Min, TPS saya di mana? Saya Siti, 0812-0000-0000"))
    desk.send()
    ((_url, message),) = desk.sender.sent
    assert message.body == (
        "Langkah: Menerima laporan dan memerintahkan pelaksana\n"
        "Batas: 16/11/2026 09.10 WIB (tersisa 10 menit kerja)\n"
        f"Buka: {PUBLIC_URL}/kasus?id={case_id}"
    )


def test_a_decision_links_to_the_decision(world: World, desk: Desk) -> None:
    desk.target("sari")
    case_id = world.report(world.comment())
    world.act(case_id, "sari", perintah="Jawab.")
    world.act(case_id, "raka", draf="Silakan cek DPT.")
    desk.send()
    assert desk.sender.sent[-1][1].body.endswith(f"Buka: {PUBLIC_URL}/persetujuan?id={case_id}")


def test_only_the_division_concerned_is_told_once_it_is_named(world: World, desk: Desk) -> None:
    with world.database.write() as session:
        person = session.get_one(Person, world.people["raka"])
        people.grant(
            session, world.office_id, person, Role.DIVISI_TERKAIT, by=SIMAK, now=world.now, division=Division.HUKUM
        )
        lina = session.query(RoleGrant).filter_by(person_id=world.people["lina"]).one()
        lina.division = Division.TEKNIS
    with world.database.read() as session:
        known = directory(session, world.office_id, world.now)
    assert known.people([Role.DIVISI_TERKAIT], Division.HUKUM) == {world.people["raka"]}
    assert known.people([Role.DIVISI_TERKAIT], Division.TEKNIS) == {world.people["lina"]}
    assert known.people([Role.DIVISI_TERKAIT], None) == {world.people["raka"], world.people["lina"]}


def test_two_workers_looking_at_once_write_each_notice_once(world: World, desk: Desk) -> None:
    desk.everybody()
    for _case in range(20):
        world.report(world.comment())
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(lambda _worker: desk.look(), range(4))) >= 20
    assert len(desk.notices()) == 40


def test_a_calendar_that_never_opens_silences_no_other_case(
    world: World, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.everybody()
    first, second = world.report(world.comment()), world.report(world.comment())
    really = sweep.plan

    def plan(case: CaseFacts, rules: Rules, calendar: OfficeCalendar, held: frozenset[Role], now: datetime) -> Plan:
        if case.case_id == first:
            raise NoOfficeHoursError
        return really(case, rules, calendar, held, now)

    monkeypatch.setattr(sweep, "plan", plan)
    assert desk.look() == 2
    assert {row.case_id for row in desk.notices()} == {second}
    assert desk.look() == 0
    monkeypatch.setattr(sweep, "plan", really)
    world.later(hours=1)
    desk.look()
    assert {row.case_id for row in desk.notices()} == {first, second}


def test_the_trouble_of_one_office_silences_no_other(
    world: World, desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    desk.everybody()
    world.report(world.comment())
    with world.database.write() as session:
        broken = Office(
            key="aaa", name="Rusak", level=OfficeLevel.CITY, timezone="Asia/Jakarta", created_at=world.now
        )  # fmt: skip
        session.add(broken)
        session.flush()
        chain.start(session, broken.id)
        session.add(NoticeCursor(office_id=broken.id, event_seq=7))
    really = sweep.look

    def look(session: Session, office_id: int, rules: Rules, *, now: datetime) -> tuple[int, bool]:
        if office_id == broken.id:
            raise ValueError("a release that cannot be read")
        return really(session, office_id, rules, now=now)

    monkeypatch.setattr(sweep, "look", look)
    assert desk.look() == 1
    assert f"office {broken.id}" in caplog.text
