"""Replies that come late, twice, changed or by a broken program: the record says what the public sees."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ingest.errors import ErrorKind
from responses import audit, by_hand, opening, outbox
from responses.desk import own_desk
from responses.kinds import CaseState, EventKind, Proof, PublicationState, SopPurpose
from responses.outbox import LEASE, Job, claim
from responses.publishers.contract import Reply
from responses.views.case import case_view
from tests.support.publishing import FakePlatform, failing, may_publish, publish_one
from tests.support.world import World

TEXT = "TPS 04, Balai Desa Sukamaju."
REPLY = Reply("r1", "https://kab-arunika.example/#r1", visible=True)


@pytest.fixture
def ordered(world: World) -> tuple[World, int]:
    may_publish(world)
    return world, world.approved_case()


def claimed(world: World) -> Job:
    with world.database.write() as session:
        job = claim(session, token="slow", now=world.now)
    assert job is not None
    return job


def settle(world: World, job: Job, reply: Reply = REPLY) -> bool:
    with world.database.write() as session:
        desk = own_desk(session, world.office_id, now=world.now)
        return outbox.settle_published(session, desk, job, reply, Proof.VERIFIED, adopted=False)


def verified(world: World) -> bool:
    with world.database.read() as session:
        return audit.verify(session, world.office_id).cases == 1


def test_a_success_after_the_lease_was_lost_is_recorded_before_a_person_posts_again(ordered: tuple[World, int]) -> None:
    world, case_id = ordered
    job = claimed(world)
    world.later(seconds=LEASE.total_seconds() + 1)
    assert publish_one(world, FakePlatform(before=failing(ErrorKind.AUTH_EXPIRED))) is not None
    assert world.publications(case_id)[0].state is PublicationState.NEEDS_MANUAL_POST
    assert settle(world, job)
    assert world.case(case_id).state is CaseState.DONE
    assert verified(world)


def test_a_second_reply_of_a_late_worker_is_told_and_changes_nothing(ordered: tuple[World, int]) -> None:
    world, case_id = ordered
    job = claimed(world)
    world.later(seconds=LEASE.total_seconds() + 1)
    publish_one(world, FakePlatform(), "quick")
    assert not settle(world, job), "the same reply is no news"
    assert not settle(world, job, Reply("r9", "https://kab-arunika.example/#r9", visible=True))
    (row,) = world.publications(case_id)
    assert (row.native_id, world.case(case_id).state) == ("r1", CaseState.DONE)
    with world.database.read() as session:
        last = case_view(session, world.office_id, case_id).timeline[-1]
    assert (last.kind, last.permalink) == (EventKind.NEEDS_REVIEW, "https://kab-arunika.example/#r9")
    assert verified(world)


def test_a_lease_outlives_every_request_of_one_try() -> None:
    assert timedelta(seconds=30) * 7 < LEASE


def test_an_answer_of_an_earlier_try_by_the_same_worker_does_not_settle_the_next_one(
    ordered: tuple[World, int],
) -> None:
    world, case_id = ordered
    first = claimed(world)
    world.later(seconds=LEASE.total_seconds() + 1)
    second = claimed(world)
    with world.database.write() as session:
        desk = own_desk(session, world.office_id, now=world.now)
        assert not outbox.settle_held(session, desk, first, REPLY)
    assert world.publications(case_id)[0].state is PublicationState.SENDING
    assert settle(world, second)


@pytest.mark.parametrize("on_the_site", ["Isi yang diubah pengaya situs.", ""])
def test_what_reads_otherwise_on_the_site_is_not_called_published(ordered: tuple[World, int], on_the_site: str) -> None:
    world, case_id = ordered
    platform = FakePlatform()
    platform.after = lambda: platform.posted.update({"1": [on_the_site] if on_the_site else []})
    assert publish_one(world, platform) is PublicationState.NEEDS_REVIEW
    (row,) = world.publications(case_id)
    assert "bukan naskah yang disetujui" in row.last_error
    assert world.case(case_id).step == "unggah"
    platform.posted["1"] = [TEXT]
    with world.database.write() as session:
        by_hand.retry(session, world.desk(session, "dewi"), row.id)
    assert publish_one(world, platform) is PublicationState.PUBLISHED
    assert platform.posted == {"1": [TEXT]}


def test_a_fault_of_the_program_counts_as_a_try_and_ends_with_a_person(ordered: tuple[World, int]) -> None:
    world, case_id = ordered

    def broken() -> None:
        raise KeyError("post")

    states = []
    while not states or states[-1] is PublicationState.READY:
        states.append(publish_one(world, FakePlatform(before=broken)))
        world.later(hours=1)
    assert states[-1] is PublicationState.NEEDS_REVIEW
    assert len(states) == outbox.MAX_TRIES
    assert "KeyError" not in world.publications(case_id)[0].last_error


def test_whoever_posts_by_hand_is_warned_of_an_earlier_try(ordered: tuple[World, int]) -> None:
    world, case_id = ordered
    publish_one(world, FakePlatform(before=failing(ErrorKind.TRANSIENT)))
    world.later(minutes=1)
    publish_one(world, FakePlatform(before=failing(ErrorKind.AUTH_EXPIRED)))
    assert "mungkin sudah tayang" in world.publications(case_id)[0].last_error


def test_a_correction_given_up_leaves_the_first_answer_to_be_answered_for(world: World) -> None:
    may_publish(world)
    case_id = world.report(world.comment(), purpose=SopPurpose.URGENT)
    world.act(case_id, "hasan", draf="Petugas menuju TPS 3.")
    publish_one(world, FakePlatform())
    world.act(case_id, "lina", yes=False, note="Sebutkan jamnya.")
    world.act(case_id, "hasan", draf="Petugas tiba pukul 10.15 WIB.")
    publish_one(world, FakePlatform(before=failing(ErrorKind.GONE)))
    with world.database.write() as session:
        by_hand.withdraw(session, world.desk(session, "hasan"), world.publications(case_id)[-1].id, "Dihapus.")
    case = world.case(case_id)
    assert (case.state, case.step) == (CaseState.OPEN, "jawab"), "an unratified answer is public"
    assert verified(world)


def test_one_of_two_comments_that_is_gone_does_not_undo_the_answer_to_the_other(world: World) -> None:
    may_publish(world)
    pair = [world.comment(), world.comment()]
    with world.database.write() as session:
        desk = world.desk(session, "dewi")
        case_id = opening.open_case(session, desk, pair, SopPurpose.ORDINARY, {"laporan": "Sama."}).id
    world.act(case_id, "sari", perintah="Jawab.")
    world.act(case_id, "raka", draf=TEXT)
    world.act(case_id, "sari")
    publish_one(world, FakePlatform(before=failing(ErrorKind.GONE)))
    publish_one(world, FakePlatform())
    assert world.case(case_id).state is CaseState.OPEN
    (gone,) = [row for row in world.publications(case_id) if row.state is PublicationState.REFUSED]
    with world.database.write() as session:
        by_hand.withdraw(session, world.desk(session, "sari"), gone.id, "Komentar dihapus.")
    assert world.case(case_id).state is CaseState.DONE
    assert verified(world)
