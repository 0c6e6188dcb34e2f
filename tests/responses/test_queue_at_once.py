"""The queue under many hands: our own replies stay out, edited comments come back, and nobody locks anybody up."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from classify.models import Verdict
from ingest.kinds import AssessState, CommentStatus
from ingest.models import Comment, CommentVersion
from responses import audit, inbox, opening, own, people
from responses.errors import NotFoundError, StaleError
from responses.kinds import InboxState, Role, SopPurpose
from responses.models import InboxItem, Person
from responses.people import BadPersonError, NewPerson
from responses.state import SIMAK
from tests.responses.test_two_people_at_once import ROUNDS, both
from tests.support.world import World


def judged_again(world: World, comment_id: int, text: str, status: CommentStatus = CommentStatus.VISIBLE) -> None:
    """The commenter or the site changed something, and the classifier looked at it."""
    with world.database.write() as session:
        comment = session.get_one(Comment, comment_id)
        comment.version, comment.text, comment.status = comment.version + 1, text, status
        session.add(
            CommentVersion(
                office_id=world.office_id, comment_id=comment_id, number=comment.version, text=text, original=text,
                sha256="0" * 64, status=status, seen_at=world.now, assess=AssessState.DONE,
            )
        )  # fmt: skip
        judge(session, world, comment_id, comment.version)


def judge(session: Session, world: World, comment_id: int, version: int = 1) -> int:
    """Store a verdict and offer it to the queue, as the worker does. How many came new."""
    row = Verdict(
        office_id=world.office_id, comment_id=comment_id, version=version, state=AssessState.DONE, needs_response=True,
        p_needs_response=0.9, urgent=False, p_urgent=0.1, hoax_suspect=False, p_hoax_suspect=0.1, reasons=[],
        model_version="test", created_at=world.now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return inbox.admit(session, [row])


def ignore(world: World, *comment_ids: int) -> None:
    with world.database.write() as session:
        inbox.ignore(session, world.desk(session, "dewi"), comment_ids, "Spam.")


def state(world: World, comment_id: int) -> InboxState | None:
    with world.database.read() as session:
        item = session.get(InboxItem, comment_id)
        return item.state if item else None


def test_an_ignored_comment_that_was_edited_comes_back_on_record(world: World) -> None:
    comment_id = world.comment("Promo!")
    ignore(world, comment_id)
    judged_again(world, comment_id, "Min, TPS saya di mana?")
    assert state(world, comment_id) is InboxState.WAITING
    with world.database.read() as session:
        audit.verify(session, world.office_id)


def test_an_ignored_comment_that_the_site_threw_away_stays_ignored(world: World) -> None:
    comment_id = world.comment("Promo!")
    ignore(world, comment_id)
    judged_again(world, comment_id, "Promo!", CommentStatus.TRASHED)
    assert state(world, comment_id) is InboxState.IGNORED


def test_a_reply_recognised_as_ours_while_it_was_judged_is_not_queued(world: World) -> None:
    comment_id = world.comment()
    with world.database.write() as session:
        session.delete(session.get_one(InboxItem, comment_id))
    with world.database.write() as session:
        own.claim_as_ours(session, world.account_id, "1")
    with world.database.write() as session:
        assert judge(session, world, comment_id) == 0
    assert state(world, comment_id) is None


def test_our_own_reply_never_stays_in_the_queue_however_judging_and_publishing_meet(world: World) -> None:
    for number in range(1, ROUNDS + 1):
        comment_id = world.comment()
        with world.database.write() as session:
            session.delete(session.get_one(InboxItem, comment_id))

        def judged(comment_id: int = comment_id) -> None:
            with world.database.write() as session:
                judge(session, world, comment_id)

        def settle(native_id: str = str(number)) -> None:
            with world.database.write() as session:
                own.claim_as_ours(session, world.account_id, native_id)

        both(judged, settle)
        assert state(world, comment_id) is None


def test_the_same_comments_chosen_in_another_order_are_decided_once(world: World) -> None:
    for _ in range(ROUNDS):
        several = [world.comment() for _ in range(4)]

        def report(chosen: list[int]) -> object:
            with world.database.write() as session:
                desk = world.desk(session, "dewi")
                return opening.open_case(session, desk, chosen, SopPurpose.ORDINARY, {"laporan": "Sama."}).id

        outcomes = both(lambda s=several: report(s), lambda s=several: ignore(world, *reversed(s)))
        refused = [type(outcome) for outcome in outcomes if isinstance(outcome, Exception)]
        assert set(refused) <= {StaleError}
        assert {state(world, comment_id) for comment_id in several} == {InboxState.IN_CASE}


def test_a_role_ended_by_two_managers_at_once_is_ended_once(world: World) -> None:
    for _ in range(ROUNDS // 3):
        with world.database.write() as session:
            person = session.get_one(Person, world.people["raka"])
            by = world.desk(session, "tono").actor
            grant_id = people.grant(session, world.office_id, person, Role.WAPEMRED, by=by, now=world.now).id

        def end(grant_id: int = grant_id) -> None:
            with world.database.write() as session:
                people.revoke(session, grant_id, by=world.desk(session, "tono").actor, now=world.now)

        assert [type(outcome) for outcome in both(end, end) if outcome] == [NotFoundError]
    with world.database.read() as session:
        audit.verify(session, world.office_id)


def test_one_user_name_is_given_once(world: World) -> None:
    def register() -> None:
        with world.database.write() as session:
            by = world.desk(session, "tono").actor
            people.add_person(session, world.office_id, NewPerson("kembar", "Kembar"), (), by=by, now=world.now)

    assert [type(outcome) for outcome in both(register, register) if outcome] == [BadPersonError]


@pytest.mark.parametrize("name", ["x" * 201, "Sari\nWulandari", " ", "Sari\x00"])
def test_a_name_that_can_not_be_kept_is_refused_in_words(world: World, name: str) -> None:
    with pytest.raises(BadPersonError, match="Nama lengkap"), world.database.write() as session:
        people.add_person(session, world.office_id, NewPerson("baru", name), (), by=SIMAK, now=world.now)
