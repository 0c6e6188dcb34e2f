"""The division concerned: found from the topic, changed with a reason, and nobody of another division agrees for it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from ingest.db import Database
from responses import chain
from responses.errors import MissingInputError, NotAllowedError
from responses.kinds import Division, EventKind, Role, SopPurpose
from responses.models import RoleGrant
from responses.people import BadPersonError
from responses.views import tasks
from responses.views.tasks import tasks_of
from tests.support.world import TANGGAPAN, World, make_world

HEADS = {"wahyu": Division.TEKNIS, "tari": Division.HUKUM, "yanti": Division.RENDATIN}


@pytest.fixture
def divided(database: Database) -> World:
    """Three heads of divisions; Lina, who speaks for every division, holds her role no more."""
    world = make_world(database, ordinary=TANGGAPAN)
    for who, division in HEADS.items():
        world.hire(who, f"Kepala {who.title()}")
        world.grant(who, Role.DIVISI_TERKAIT, division=division)
    with world.database.read() as session:
        held = select(RoleGrant.id).where(RoleGrant.person_id == world.people["lina"])
        (grant_id,) = session.scalars(held)
    world.revoke(grant_id)
    world.later(minutes=1)
    return world


def waiting_for_consent(world: World, text: str = "Min, TPS saya di mana ya?") -> int:
    case_id = world.report(world.comment(text))
    world.act(case_id, "hasan", draf="TPS 04, Balai Desa.")
    return case_id


def test_it_is_found_from_what_the_comment_is_about(divided: World) -> None:
    assert divided.case(divided.report(divided.comment("Min, TPS saya di mana ya?"))).division is Division.TEKNIS
    assert divided.case(divided.report(divided.comment("Selamat pagi admin."))).division is None


def test_a_topic_nobody_in_the_office_speaks_for_names_no_division(world: World, database: Database) -> None:
    with database.read() as session:
        held = select(RoleGrant.id).where(RoleGrant.person_id == world.people["lina"])
        (grant_id,) = session.scalars(held)
    world.revoke(grant_id)
    world.later(minutes=1)
    assert world.case(world.report(world.comment())).division is None


def test_only_its_own_division_agrees_and_it_alone_sees_the_task(divided: World) -> None:
    case_id = waiting_for_consent(divided)
    for stranger in ("tari", "yanti"):
        with pytest.raises(NotAllowedError, match=Division.TEKNIS.label):
            divided.act(case_id, stranger)
        with pytest.raises(NotAllowedError, match=Division.TEKNIS.label):
            divided.act(case_id, stranger, yes=False, note="Bukan begitu.")
    with divided.database.read() as session:
        found = {who: [task.case_id for task in tasks_of(session, divided.desk(session, who))] for who in HEADS}
    assert found == {"wahyu": [case_id], "tari": [], "yanti": []}
    divided.act(case_id, "wahyu")


def test_it_is_changed_with_a_reason_that_is_on_record(divided: World) -> None:
    case_id = waiting_for_consent(divided)
    with pytest.raises(MissingInputError, match="Alasan perubahan divisi"):
        divided.change_division(case_id, "hasan", Division.HUKUM, note=" ")
    with pytest.raises(MissingInputError, match="sudah seperti itu"):
        divided.change_division(case_id, "hasan", Division.TEKNIS)
    divided.change_division(case_id, "hasan", Division.HUKUM, note="Ini soal sengketa.")
    event = divided.events(case_id)[-1]
    assert (event.kind, chain.happened_of(event).note) == (EventKind.DIVISION_CHANGED, "Ini soal sengketa.")
    divided.act(case_id, "tari")
    assert [consent.person_name for consent in divided.consents(case_id)] == ["Kepala Tari"]
    assert divided.state(case_id).division is Division.HUKUM
    assert divided.verify().cases == 1


def test_who_has_nothing_to_do_with_the_case_changes_nothing(divided: World) -> None:
    case_id = waiting_for_consent(divided)
    for stranger in ("raka", "sari", "bima", "tono"):
        with pytest.raises(NotAllowedError, match="hanya dapat diubah oleh"):
            divided.change_division(case_id, stranger, Division.HUKUM)


def test_a_division_that_agreed_is_not_exchanged_for_one_that_did_not(divided: World) -> None:
    case_id = waiting_for_consent(divided)
    divided.act(case_id, "wahyu")
    with pytest.raises(NotAllowedError, match="sudah menyetujui"):
        divided.change_division(case_id, "hasan", Division.HUKUM)
    divided.act(case_id, "hasan", yes=False, note="Ternyata soal sengketa.")
    divided.change_division(case_id, "hasan", Division.HUKUM)
    divided.act(case_id, "hasan", draf="Sengketa ditangani Bawaslu.")
    divided.act(case_id, "tari")
    divided.act(case_id, "hasan")


def test_a_change_moves_neither_step_nor_clock_nor_consent(world: World) -> None:
    case_id = world.report(world.comment())
    before = world.case(case_id)
    world.later(minutes=2)
    world.change_division(case_id, "dewi", Division.RENDATIN)
    after = world.case(case_id)
    assert (after.step, after.step_due_at, after.step_started_at) == (
        before.step, before.step_due_at, before.step_started_at
    )  # fmt: skip
    assert after.seq == before.seq + 1


def test_a_closed_case_keeps_its_division(world: World) -> None:
    case_id = world.report(world.comment())
    world.decline(case_id, "sari", "Spam.")
    with pytest.raises(NotAllowedError, match="sudah selesai"):
        world.change_division(case_id, "dewi", Division.RENDATIN)


def test_only_the_role_of_a_division_names_one(world: World) -> None:
    with pytest.raises(BadPersonError, match="Hanya peran Divisi terkait"):
        world.grant("raka", Role.PEMBINA, division=Division.HUKUM)


def test_in_an_urgent_case_another_division_does_not_answer(divided: World) -> None:
    case_id = divided.report(divided.comment(), purpose=SopPurpose.URGENT)
    assert divided.case(case_id).division is Division.TEKNIS
    with pytest.raises(NotAllowedError, match=Division.TEKNIS.label):
        divided.act(case_id, "tari", draf="Petugas menuju TPS 3.")
    divided.act(case_id, "wahyu", draf="Petugas menuju TPS 3.")


def test_a_division_finds_its_own_task_behind_many_of_another(
    divided: World, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr(tasks, "LIMIT", 2)
    for _ in range(3):
        waiting_for_consent(divided)
    own = waiting_for_consent(divided, "Min, PKPU pencalonan di JDIH yang terbaru nomor berapa?")
    assert divided.case(own).division is Division.HUKUM
    with divided.database.read() as session:
        seen = [task.case_id for task in tasks.tasks_of(session, divided.desk(session, "tari"))]
    assert seen == [own]
