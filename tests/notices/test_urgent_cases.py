"""An urgent case is told at once, at any hour, and goes up when nobody takes it."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from ingest.errors import ErrorKind, PlatformError
from responses import desk as desks
from responses import leases, outbox
from responses.kinds import Proof, PublicationState, Role, SopPurpose
from responses.models import Publication
from responses.notices.kinds import NoticeKind
from responses.publishers.contract import Reply
from tests.notices.conftest import Desk
from tests.support.world import World

AT_ONCE = "MENDESAK: kasus 2026-0001 perlu dijawab segera"
NOBODY = "MENDESAK: kasus 2026-0001 belum ditangani siapa pun"


def urgent(world: World) -> int:
    return world.report(world.comment(urgent=True), who="dewi", purpose=SopPurpose.URGENT)


def published(world: World) -> None:
    """The reply goes out and is seen."""
    with world.database.write() as session:
        job = outbox.claim(session, token="t", now=world.now)
        assert job is not None
        reply = Reply("99", "https://kab-arunika.example/#comment-99", visible=True)
        outbox.settle_published(session, own(session, world), job, reply, Proof.VERIFIED, adopted=False)


def not_allowed(world: World) -> None:
    """The platform lets no program answer."""
    with world.database.write() as session:
        job = outbox.claim(session, token="t", now=world.now)
        assert job is not None
        outbox.settle_failed(session, own(session, world), job, PlatformError(ErrorKind.NOT_ALLOWED, "Tidak boleh."))


def own(session: Session, world: World) -> desks.Desk:
    return desks.own_desk(session, world.office_id, now=world.now)


def by_program(world: World) -> None:
    """As if the account had a publisher."""
    with world.database.write() as session:
        session.execute(update(Publication).values(state=PublicationState.READY))


def test_pembina_and_division_are_told_at_once_and_once(world: World, desk: Desk) -> None:
    world.now = datetime(2026, 11, 15, 18, 0, tzinfo=UTC)  # Monday 01.00 WIB
    desk.everybody()
    urgent(world)
    desk.send()
    assert desk.told() == [("hasan", AT_ONCE), ("lina", AT_ONCE)]


def test_nobody_having_taken_it_for_ten_minutes_goes_up(world: World, desk: Desk) -> None:
    world.grant("tono", Role.PIMPINAN)
    desk.everybody()
    urgent(world)
    desk.send()
    desk.told()
    world.later(minutes=9)
    assert desk.send() == 0
    world.later(minutes=1)
    desk.send()
    assert desk.told() == [("tono", NOBODY)]
    world.later(minutes=30)
    assert desk.send() == 0


def test_where_nobody_is_above_the_same_people_hear_it_again(world: World, desk: Desk) -> None:
    desk.everybody()
    urgent(world)
    desk.send()
    desk.told()
    world.later(minutes=10)
    desk.send()
    assert desk.told() == [("hasan", NOBODY), ("lina", NOBODY)]


def test_a_level_above_that_nothing_reaches_is_passed_over(world: World, desk: Desk) -> None:
    world.grant("tono", Role.PIMPINAN)
    desk.target("hasan")
    urgent(world)
    world.later(minutes=10)
    desk.send()
    assert desk.told() == [("hasan", NOBODY)]  # and no longer that it is urgent, which it says


def test_a_case_somebody_took_does_not_go_up_until_he_let_it_go(world: World, desk: Desk) -> None:
    world.grant("tono", Role.PIMPINAN)
    desk.everybody()
    case_id = urgent(world)
    desk.send()
    desk.told()
    world.later(minutes=5)
    with world.database.write() as session:
        leases.take(session, world.desk(session, "lina"), case_id)
    world.later(minutes=5)
    assert desk.send() == 0
    world.later(minutes=5)
    desk.send()
    assert desk.told() == [("tono", NOBODY)]


def test_an_answered_case_asks_for_ratification_in_office_hours_only(world: World, desk: Desk) -> None:
    desk.everybody()
    case_id = urgent(world)
    desk.send()
    world.now = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)  # 22.00 WIB
    world.act(case_id, "hasan", draf="Lokasi TPS tidak berubah. Cek di cekdptonline.kpu.go.id.")
    desk.told()
    desk.send()
    desk.told()
    by_program(world)
    published(world)
    assert desk.send() == 0
    world.now = datetime(2026, 11, 17, 0, 30, tzinfo=UTC)
    desk.send()
    assert desk.told() == [(who, "Kasus 2026-0001 menunggu Anda") for who in ("hasan", "lina")]


def test_what_a_program_cannot_publish_is_told_to_whoever_proves(world: World, desk: Desk) -> None:
    desk.everybody()
    case_id = urgent(world)
    world.act(case_id, "hasan", draf="Lokasi TPS tidak berubah.")
    by_program(world)
    desk.send()
    assert "dewi" not in [who for who, _title in desk.told()]  # Simak is publishing; nothing to do
    not_allowed(world)
    desk.send()
    assert desk.told() == [("dewi", "Kasus 2026-0001: penayangan perlu tindakan")]
    (notice,) = desk.notices(NoticeKind.PUBLICATION_TROUBLE)
    assert notice.body.count("Keadaan: Perlu ditayangkan manual") == 1
