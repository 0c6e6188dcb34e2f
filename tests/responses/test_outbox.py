"""Replies on their way: never lost, never doubled, and never called public without proof."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ingest.errors import ErrorKind, PlatformError
from responses import by_hand
from responses.errors import NotAllowedError, StaleError
from responses.kinds import CaseState, EventKind, Proof, PublicationState
from responses.outbox import BACKOFF, LEASE, MAX_TRIES, after_failure, claim, retry_at
from responses.publishers.contract import Reply
from responses.views.case import case_view
from tests.support.publishing import FakePlatform, failing, may_publish, publish_one
from tests.support.world import MONDAY_NINE, World


@pytest.fixture
def ordered(world: World) -> tuple[World, int]:
    """An office whose website can be answered by the program, and a case whose reply was ordered."""
    may_publish(world)
    return world, world.approved_case()


def kinds(world: World, case_id: int) -> list[EventKind]:
    with world.database.read() as session:
        return [row.kind for row in case_view(session, world.office_id, case_id).timeline]


def test_a_posted_reply_finishes_the_case_with_id_link_and_proof(ordered: tuple[World, int]) -> None:
    world, case_id = ordered
    platform = FakePlatform()
    assert publish_one(world, platform) is PublicationState.PUBLISHED
    (row,) = world.publications(case_id)
    assert (row.proof, row.native_id) == (Proof.VERIFIED, "r1")
    assert row.permalink == "https://kab-arunika.example/#r1"
    assert world.case(case_id).state is CaseState.DONE
    assert kinds(world, case_id)[-2:] == [EventKind.PUBLISHED, EventKind.STEP_DONE]
    assert platform.looked == 0


def test_the_last_step_is_measured_until_the_reply_is_public(ordered: tuple[World, int]) -> None:
    world, case_id = ordered
    world.later(minutes=40)
    publish_one(world, FakePlatform())
    with world.database.read() as session:
        last = case_view(session, world.office_id, case_id).steps[-1]
    assert (last.done_by, last.late_minutes) == ("Simak", 25)


def test_a_worker_that_died_after_posting_is_followed_by_one_that_adopts(ordered: tuple[World, int]) -> None:
    world, case_id = ordered
    platform = FakePlatform()
    with world.database.write() as session:
        job = claim(session, token="dead", now=world.now)
    assert job is not None
    platform.reply(job.target, job.text)
    assert publish_one(world, platform, "second") is None, "the lease still holds"
    world.later(seconds=LEASE.total_seconds() + 1)
    assert publish_one(world, platform, "second") is PublicationState.PUBLISHED
    assert platform.posted == {"1": ["TPS 04, Balai Desa Sukamaju."]}
    assert world.case(case_id).state is CaseState.DONE


def test_a_worker_that_died_before_posting_is_followed_by_one_that_posts(ordered: tuple[World, int]) -> None:
    world, case_id = ordered
    platform = FakePlatform()
    with world.database.write() as session:
        claim(session, token="dead", now=world.now)
    world.later(seconds=LEASE.total_seconds() + 1)
    publish_one(world, platform, "second")
    assert platform.posted == {"1": ["TPS 04, Balai Desa Sukamaju."]}
    assert world.case(case_id).state is CaseState.DONE


def test_an_answer_lost_on_the_way_back_is_found_before_trying_again(ordered: tuple[World, int]) -> None:
    world, _case_id = ordered
    platform = FakePlatform(after=failing(ErrorKind.TRANSIENT))
    assert publish_one(world, platform) is PublicationState.READY
    assert publish_one(world, platform) is None, "the pause is kept"
    world.later(seconds=BACKOFF[0])
    assert publish_one(world, platform) is PublicationState.PUBLISHED
    assert [len(texts) for texts in platform.posted.values()] == [1]


def test_a_platform_that_says_duplicate_is_believed_only_when_our_reply_is_there(ordered: tuple[World, int]) -> None:
    world, case_id = ordered
    assert publish_one(world, FakePlatform(before=failing(ErrorKind.DUPLICATE))) is PublicationState.READY
    world.later(seconds=BACKOFF[0])
    platform = FakePlatform(posted={"1": ["TPS 04, Balai Desa Sukamaju."]})
    assert publish_one(world, platform) is PublicationState.PUBLISHED
    assert world.case(case_id).state is CaseState.DONE


def test_a_reply_held_by_moderation_is_not_called_public(ordered: tuple[World, int]) -> None:
    world, case_id = ordered
    platform = FakePlatform(visible=False)
    assert publish_one(world, platform) is PublicationState.NEEDS_REVIEW
    assert world.case(case_id).step == "unggah"
    platform.visible = True
    with world.database.write() as session:
        (row,) = world.publications(case_id)
        by_hand.retry(session, world.desk(session, "dewi"), row.id)
    assert publish_one(world, platform) is PublicationState.PUBLISHED
    assert [len(texts) for texts in platform.posted.values()] == [1]


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (ErrorKind.AUTH_EXPIRED, PublicationState.NEEDS_MANUAL_POST),
        (ErrorKind.NOT_ALLOWED, PublicationState.NEEDS_MANUAL_POST),
        (ErrorKind.POLICY_BLOCKED, PublicationState.NEEDS_MANUAL_POST),
        (ErrorKind.GONE, PublicationState.REFUSED),
        (ErrorKind.BAD_ADDRESS, PublicationState.NEEDS_REVIEW),
        (ErrorKind.TRANSIENT, PublicationState.READY),
        (ErrorKind.MALFORMED, PublicationState.READY),
    ],
)
def test_each_refusal_leads_to_whoever_can_help(
    ordered: tuple[World, int], kind: ErrorKind, state: PublicationState
) -> None:
    world, case_id = ordered
    assert publish_one(world, FakePlatform(before=failing(kind))) is state
    (row,) = world.publications(case_id)
    assert kind.label in row.last_error
    assert world.case(case_id).step == "unggah"


def test_a_fault_that_does_not_pass_ends_with_a_person() -> None:
    error = PlatformError(ErrorKind.TRANSIENT, "Situs tidak menjawab.")
    assert after_failure(error, MAX_TRIES - 1)[0] is PublicationState.READY
    assert after_failure(error, MAX_TRIES)[0] is PublicationState.NEEDS_REVIEW


def test_the_platforms_own_reset_time_is_kept() -> None:
    reset = MONDAY_NINE + timedelta(hours=2)
    throttled = PlatformError(ErrorKind.THROTTLED, "Pelan.", retry_at=reset)
    assert retry_at(throttled, 1, MONDAY_NINE) == reset
    passing = PlatformError(ErrorKind.TRANSIENT, "Putus.")
    pauses = [retry_at(passing, tries, MONDAY_NINE) - MONDAY_NINE for tries in range(1, MAX_TRIES + 1)]
    assert pauses == sorted(pauses)


def test_a_reply_given_up_needs_authority_and_closes_the_case(ordered: tuple[World, int]) -> None:
    world, case_id = ordered
    publish_one(world, FakePlatform(before=failing(ErrorKind.GONE)))
    (row,) = world.publications(case_id)
    with pytest.raises(NotAllowedError), world.database.write() as session:
        by_hand.withdraw(session, world.desk(session, "dewi"), row.id, "Komentar dihapus.")
    with world.database.write() as session:
        by_hand.withdraw(session, world.desk(session, "sari"), row.id, "Komentar dihapus penulisnya.")
    assert world.case(case_id).state is CaseState.DECLINED


def test_a_published_reply_can_not_be_posted_again_by_hand(ordered: tuple[World, int]) -> None:
    world, case_id = ordered
    publish_one(world, FakePlatform())
    (row,) = world.publications(case_id)
    with pytest.raises(StaleError, match="Tayang"), world.database.write() as session:
        by_hand.retry(session, world.desk(session, "dewi"), row.id)


def test_a_reply_is_not_work_when_the_collector_brings_it_back(ordered: tuple[World, int]) -> None:
    world, case_id = ordered
    queued = world.comment("TPS 04, Balai Desa Sukamaju.")
    platform = FakePlatform(posted={"2": ["TPS 04, Balai Desa Sukamaju."]})
    platform.reply = lambda _target, _text: Reply("2", "https://kab-arunika.example/#2", visible=True)  # type: ignore[method-assign]
    publish_one(world, platform)
    assert world.case(case_id).state is CaseState.DONE
    assert queued not in world.waiting()
