"""The outbox: who claims, what a failure leads to, what waits for office hours, and what a crash may repeat."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from ingest.seal import Sealer
from responses.kinds import Role, SopPurpose
from responses.notices import deliver, outbox, targets
from responses.notices.kinds import NoticeKind, NoticeState
from responses.notices.models import Notice
from responses.notices.rules import Window
from responses.notices.sender import SendError
from responses.notices.targets import Owner
from responses.state import SIMAK
from responses.views import notices as view
from tests.notices.conftest import PUBLIC_URL, Desk
from tests.support.world import World

NIGHT = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)
"""Monday 22.00 WIB."""


def claim(desk: Desk, token: str) -> outbox.Parcel | None:
    with desk.world.database.write() as session:
        return outbox.claim(session, desk.post.rules, PUBLIC_URL, token=token, now=desk.world.now)


def one_waiting(world: World, desk: Desk) -> None:
    desk.target("sari")
    world.report(world.comment())
    desk.look()


def test_two_workers_never_hold_the_same_notice(world: World, desk: Desk) -> None:
    desk.everybody()
    for number in range(6):
        world.report(world.comment(), purpose=SopPurpose.URGENT if number % 2 else SopPurpose.ORDINARY)
    desk.look()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda worker: [p for n in range(8) if (p := claim(desk, f"{worker}-{n}"))], range(4)))
    held = [notice for parcels in found for parcel in parcels for notice in parcel.notice_ids]
    while left := claim(desk, f"last-{len(held)}"):
        held += left.notice_ids
    assert sorted(held) == sorted(row.id for row in desk.notices() if row.state is NoticeState.SENDING)
    assert len(held) == len(set(held)) > 6


def test_a_failed_message_is_tried_again_after_growing_pauses_and_then_fails_visibly(world: World, desk: Desk) -> None:
    world.now = datetime(2026, 11, 16, 0, 30, tzinfo=UTC)  # 07.30 WIB, so that seven tries fit into the day
    desk.sender.refusing["sari"] = SendError("Server surel menolak.")
    desk.target("sari")
    world.report(world.comment(), purpose=SopPurpose.ORDINARY)
    desk.look()
    pauses = []
    for _try in range(outbox.MAX_TRIES):
        assert deliver.deliver_next(desk.post) is not None
        (row,) = desk.notices()
        pauses.append((row.run_after - world.now).total_seconds())
        world.now = max(row.run_after, world.now)
    assert pauses[:-1] == list(outbox.BACKOFF)
    assert (row.state, row.tries, row.last_error) == (NoticeState.FAILED, 7, "Server surel menolak.")
    with world.database.read() as session:
        (failed,) = view.notices(session, world.office_id, (NoticeState.FAILED,))
        (target,) = view.target_rows(session, world.office_id)
    assert (failed.reason, failed.owner) == ("Server surel menolak.", "Sari Wulandari")
    assert (target.failed, target.last_error, target.last_success_at) == (1, "Server surel menolak.", None)


def test_a_permanent_error_is_not_tried_again(world: World, desk: Desk) -> None:
    desk.sender.refusing["sari"] = SendError("Alamat tidak dapat dipakai.", permanent=True)
    one_waiting(world, desk)
    desk.send()
    assert [state for *_, state in desk.written()] == [NoticeState.FAILED]


def test_one_bad_target_hides_no_other(world: World, desk: Desk) -> None:
    desk.sender.refusing["sari"] = SendError("Server surel menolak.")
    desk.target("sari")
    desk.target("bima")
    world.report(world.comment())
    desk.send()
    assert desk.told() == [("bima", "Kasus 2026-0001 menunggu Anda")]


def test_a_secret_sealed_with_another_key_fails_with_what_to_do(world: World, desk: Desk) -> None:
    one_waiting(world, desk)
    desk.sealer = Sealer(["OTg3NjU0MzIxMDk4NzY1NDMyMTA5ODc2NTQzMjEwOTg="])
    desk.send()
    (row,) = desk.notices()
    assert row.state is NoticeState.FAILED
    assert "berkas kunci" in row.last_error


def test_an_unexpected_fault_quotes_nothing(world: World, desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        def check(self, url: str) -> None: ...

        def send(self, url: str, _message: object) -> None:
            raise RuntimeError(f"cannot reach {url}")

    one_waiting(world, desk)
    desk.sender = Broken()  # type: ignore[assignment]
    desk.send()
    (row,) = desk.notices()
    assert row.state is NoticeState.READY
    assert "localhost" not in row.last_error + caplog.text


def test_a_worker_killed_between_sending_and_recording_repeats_one_message(world: World, desk: Desk) -> None:
    one_waiting(world, desk)
    parcel = claim(desk, "dies")
    assert parcel is not None
    desk.sender.send("json://localhost/sari", parcel.message)
    assert desk.send() == 0  # its lease still runs
    world.later(seconds=outbox.LEASE.total_seconds() + 1)
    desk.send()
    assert [title for _who, title in desk.told()] == ["Kasus 2026-0001 menunggu Anda"] * 2
    assert [state for *_, state in desk.written()] == [NoticeState.SENT]


def test_a_success_that_comes_after_the_lease_is_recorded_and_not_repeated(world: World, desk: Desk) -> None:
    one_waiting(world, desk)
    slow = claim(desk, "slow")
    assert slow is not None
    world.later(seconds=outbox.LEASE.total_seconds() + 1)
    fast = claim(desk, "fast")
    assert fast is not None
    with world.database.write() as session:
        outbox.settle_sent(session, slow, world.now)
        outbox.settle_failed(session, fast, SendError("Terlambat."), world.now)
    world.later(hours=1)
    assert deliver.deliver_next(desk.post) is None
    assert [state for *_, state in desk.written()] == [NoticeState.SENT]


def test_what_is_not_urgent_waits_for_office_hours_and_leaves_as_one_digest(world: World, desk: Desk) -> None:
    desk.target("sari")
    world.now = NIGHT
    for _comment in range(3):
        world.report(world.comment())
    assert desk.send() == 0
    world.now = datetime(2026, 11, 17, 0, 30, tzinfo=UTC)  # Tuesday 07.30 WIB
    assert desk.send() == 1
    ((_url, message),) = desk.sender.sent
    assert message.title == "Simak: 3 pemberitahuan untuk Anda"
    assert [f"id={number}" in message.body for number in (1, 2, 3)] == [True] * 3
    assert {state for *_, state in desk.written()} == {NoticeState.SENT}


def test_a_long_digest_names_twenty_and_counts_the_rest(world: World, desk: Desk) -> None:
    desk.target("sari")
    for _comment in range(23):
        world.report(world.comment())
    assert desk.send() == 1
    ((_url, message),) = desk.sender.sent
    assert message.title == "Simak: 23 pemberitahuan untuk Anda"
    assert message.body.count("Buka: ") == 20
    assert "dan 3 pemberitahuan lain" in message.body


def test_what_is_urgent_leaves_at_night_and_alone(world: World, desk: Desk) -> None:
    desk.target("hasan")
    world.now = NIGHT
    for _comment in range(2):
        world.report(world.comment(), purpose=SopPurpose.URGENT)
    assert desk.send() == 2
    assert [who for who, _title in desk.told()] == ["hasan", "hasan"]


def test_a_targets_own_quiet_hours_take_the_place_of_office_hours(world: World, desk: Desk) -> None:
    target = desk.target("sari")
    with world.database.write() as session:
        targets.set_quiet(session, target, Window(21 * 60, 6 * 60), by=SIMAK, now=world.now)
    world.now = NIGHT - timedelta(hours=2)  # 20.00, after office hours
    world.report(world.comment())
    assert desk.send() == 1
    world.now = NIGHT
    world.report(world.comment())
    assert desk.send() == 0
    (waiting,) = [row for row in desk.notices() if row.state is NoticeState.READY]
    assert waiting.run_after == datetime(2026, 11, 16, 23, 0, tzinfo=UTC)  # 06.00 WIB


def test_a_paused_target_gets_nothing_until_it_is_resumed(world: World, desk: Desk) -> None:
    one_waiting(world, desk)
    (target,) = [row.target_id for row in desk.notices()]
    with world.database.write() as session:
        targets.pause(session, target, by=SIMAK, now=world.now)
    assert desk.send() == 0
    with world.database.write() as session:
        targets.resume(session, target, by=SIMAK, now=world.now)
    assert desk.send() == 1


def test_a_role_mailbox_is_told_like_a_person(world: World, desk: Desk) -> None:
    with world.database.write() as session:
        owner = Owner(role=Role.PIMPINAN_REDAKSI)
        url = "json://localhost/kotak-redaksi"
        targets.add(session, world.office_id, owner, url, sealer=desk.sealer, by=SIMAK, now=world.now)
    world.report(world.comment())
    desk.send()
    assert desk.told() == [("kotak-redaksi", "Kasus 2026-0001 menunggu Anda")]


def test_many_messages_leave_at_the_same_time_and_each_once(world: World, desk: Desk) -> None:
    desk.everybody()
    for _case in range(5):
        world.report(world.comment(), purpose=SopPurpose.URGENT)
    desk.look()
    expected = len(desk.notices(NoticeKind.URGENT, NoticeKind.STEP_DUE))
    assert deliver.deliver_due(desk.post) == expected == 10
    assert len(desk.sender.sent) == 10


def test_the_address_is_opened_only_to_send_it(world: World, desk: Desk) -> None:
    one_waiting(world, desk)
    parcel = claim(desk, "mine")
    assert parcel is not None
    assert "localhost" not in repr(parcel)


def test_a_notice_whose_case_vanished_from_view_is_never_a_test_message(world: World, desk: Desk) -> None:
    one_waiting(world, desk)
    with world.database.write() as session:
        session.execute(update(Notice).values(step="lain"))
    assert desk.send() == 0
    assert desk.sender.sent == []
