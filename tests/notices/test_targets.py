"""Where people are told: who may change it, what is shown of it, and what the record says."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from responses import audit
from responses.errors import NotAllowedError, NotFoundError
from responses.kinds import EventKind, Role
from responses.models import Event
from responses.notices import deliver, targets
from responses.notices.kinds import Channel, NoticeState, TargetState
from responses.notices.models import NoticeTarget
from responses.notices.sender import SendError
from responses.notices.targets import BadTargetError, Owner, read_address
from responses.state import SIMAK
from responses.views import notices as view
from tests.notices.conftest import Desk
from tests.support.world import World

URL = "mailtos://simak:sandi-rahasia@surel.example?to=dewi@kpu.example"


def add(world: World, desk: Desk, by: str, owner: Owner, url: str = URL) -> int:
    with world.database.write() as session:
        actor = world.desk(session, by).actor
        return targets.add(session, world.office_id, owner, url, sealer=desk.sealer, by=actor, now=world.now).id


def test_everybody_may_name_his_own_target_and_the_manager_everybodys(world: World, desk: Desk) -> None:
    assert add(world, desk, "dewi", Owner(world.people["dewi"]))
    assert add(world, desk, "tono", Owner(world.people["dewi"]))
    assert add(world, desk, "tono", Owner(role=Role.PEMBINA))


@pytest.mark.parametrize("owner", ["sari", "role"])
def test_nobody_else_may(world: World, desk: Desk, owner: str) -> None:
    wanted = Owner(role=Role.PEMBINA) if owner == "role" else Owner(world.people[owner])
    with pytest.raises(NotAllowedError, match="Pengelola"):
        add(world, desk, "dewi", wanted)


def test_somebody_of_another_office_may_not(world: World, desk: Desk) -> None:
    target = desk.target("sari")
    with world.database.write() as session:
        actor = world.desk(session, "tono").actor
        stranger = type(actor)(actor.person_id, actor.name, actor.authorities, world.office_id + 1)
        with pytest.raises(NotAllowedError):
            targets.remove(session, target, by=stranger, now=world.now)


def test_a_person_without_a_role_here_has_no_target(world: World, desk: Desk) -> None:
    with pytest.raises((NotFoundError, NotAllowedError)):
        add(world, desk, "tono", Owner(31337))


def test_a_target_belongs_to_a_person_or_to_a_role(world: World, desk: Desk) -> None:
    for owner in (Owner(), Owner(world.people["dewi"], Role.PEMBINA)):
        with pytest.raises(BadTargetError, match="satu pemilik"):
            add(world, desk, "tono", owner)


def test_the_address_is_sealed_and_only_hinted_at(world: World, desk: Desk) -> None:
    add(world, desk, "dewi", Owner(world.people["dewi"]))
    with world.database.read() as session:
        stored = session.scalars(select(NoticeTarget)).one()
        (shown,) = view.target_rows(session, world.office_id)
    assert b"sandi-rahasia" not in stored.sealed
    assert desk.sealer.open(stored.sealed) == URL
    assert (shown.channel, shown.hint, shown.owner) == (Channel.MAILTOS, "d…@kpu.example", "Dewi Anggraini")
    assert "rahasia" not in repr(shown)


def test_every_change_is_in_the_record_without_the_address(world: World, desk: Desk) -> None:
    target = add(world, desk, "dewi", Owner(world.people["dewi"]))
    with world.database.write() as session:
        actor = world.desk(session, "tono").actor
        targets.pause(session, target, by=actor, now=world.now)
        targets.resume(session, target, by=actor, now=world.now)
        targets.remove(session, target, by=actor, now=world.now)
    with world.database.read() as session:
        events = session.scalars(select(Event).where(Event.kind == EventKind.TARGET_CHANGED).order_by(Event.seq)).all()
        audit.verify(session, world.office_id)
    said = [(event.actor_name, event.role) for event in events]
    assert said == [("Dewi Anggraini", "Pemilik"), *[("Tono Sugiarto", "Pengelola sistem")] * 3]
    assert not any(secret in event.payload for event in events for secret in ("rahasia", "kpu.example", "dewi@"))


def test_a_removed_target_keeps_no_secret_and_is_gone(world: World, desk: Desk) -> None:
    target = desk.target("sari")
    world.report(world.comment())
    desk.look()
    with world.database.write() as session:
        targets.remove(session, target, by=SIMAK, now=world.now)
    with world.database.read() as session:
        stored = session.get_one(NoticeTarget, target)
        assert (stored.state, stored.sealed) == (TargetState.REMOVED, b"")
        assert view.target_rows(session, world.office_id) == ()
    assert [state for *_, state in desk.written()] == [NoticeState.SUPERSEDED]
    assert desk.send() == 0
    with world.database.write() as session, pytest.raises(NotFoundError):
        targets.resume(session, target, by=SIMAK, now=world.now)


def test_a_test_message_says_at_once_whether_it_arrived(world: World, desk: Desk) -> None:
    good, bad = desk.target("sari"), desk.target("bima")
    desk.sender.refusing["bima"] = SendError("Kata sandi ditolak.")
    assert deliver.send_test(desk.post, good, SIMAK) == ""
    assert deliver.send_test(desk.post, bad, SIMAK) == "Kata sandi ditolak."
    assert desk.told() == [("sari", "Uji coba pemberitahuan Simak")]
    assert [state for *_, state in desk.written()] == [NoticeState.SENT, NoticeState.FAILED]
    with world.database.read() as session:
        rows = view.target_rows(session, world.office_id)
    assert [row.last_success_at for row in rows] == [world.now, None]


def test_a_test_asked_for_on_a_screen_is_sent_by_the_worker(world: World, desk: Desk) -> None:
    target = desk.target("sari")
    with world.database.write() as session:
        targets.ask_test(session, target, by=world.desk(session, "sari").actor, token="t1", now=world.now)
    assert desk.send() == 1
    assert desk.told() == [("sari", "Uji coba pemberitahuan Simak")]


def test_who_cannot_be_reached_is_named(world: World, desk: Desk) -> None:
    desk.everybody()
    with world.database.write() as session:
        first = session.scalars(select(NoticeTarget).order_by(NoticeTarget.id)).first()
        assert first is not None
        targets.pause(session, first.id, by=SIMAK, now=world.now)
    with world.database.read() as session:
        assert view.unreachable(session, world.office_id, world.now) == ("Dewi Anggraini",)


@pytest.mark.parametrize(
    ("url", "channel", "hint"),
    [
        ("mailto://localhost:2525?to=sari@kpu.example", Channel.MAILTO, "s…@kpu.example"),
        ("mailtos://simak:x@kpu.example", Channel.MAILTOS, "s…@kpu.example"),
        ("tgram://123456:AbCdEfGh/998877665", Channel.TGRAM, "…665"),
        ("whatsapp://token@1234567/6281200001111", Channel.WHATSAPP, "…111"),
        ("jsons://user:pass@hook.example/rahasia", Channel.JSONS, "hook.example"),
        ("  JSONS://hook.example/rahasia  ", Channel.JSONS, "hook.example"),
    ],
)
def test_a_hint_shows_the_way_and_no_secret(url: str, channel: Channel, hint: str) -> None:
    assert read_address(url) == (channel, hint)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("", "kosong"),
        ("mailto://a b@c", "spasi"),
        ("syslog://", "tidak dikenal"),
        ("file:///etc/passwd", "tidak dikenal"),
        ("dewi@kpu.example", "tidak dikenal"),
        ("json://user:rahasia@hook.example/x", "jsons://"),
        ("mailto://user:rahasia@surel.example", "mailtos://"),
        ("mailtos://user:rah@sia@surel.example", "%40"),
        ("mailtos://u:rahasia@surel.example?pgppub=/etc/passwd", "pgppub"),
        ("jsons://hook.example/?retry=9&wait=999", "retry, wait"),
        ("jsons://hook.example/?redirect=yes", "redirect"),
        ("jsons://hook.example:port/", "tidak dikenal"),
        ("jsons://hook.example/" + "x" * 3000, "terlalu panjang"),
    ],
)
def test_an_address_that_must_not_be_used_is_refused_without_quoting_it(url: str, told: str) -> None:
    with pytest.raises(BadTargetError, match=told) as refused:
        read_address(url)
    assert "rahasia" not in str(refused.value)
