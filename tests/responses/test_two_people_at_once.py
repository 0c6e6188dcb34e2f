"""Two people who act on the same thing at the same moment: exactly one of them succeeds."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from responses import audit, cases, inbox
from responses.cases import Move
from responses.errors import RefusedError, StaleError
from responses.kinds import CaseState, SopPurpose
from responses.outbox import claim
from tests.support.publishing import may_publish
from tests.support.world import World

ROUNDS = 12


def both(first: Callable[[], object], second: Callable[[], object]) -> list[object]:
    """Run two actions as simultaneously as threads can; give results and refusals."""
    gate, outcomes = threading.Barrier(2), []

    def run(action: Callable[[], object]) -> None:
        gate.wait()
        try:
            outcomes.append(action())
        except RefusedError as refusal:
            outcomes.append(refusal)

    threads = [threading.Thread(target=run, args=(action,)) for action in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_two_approvers_never_both_approve(world: World) -> None:
    for _ in range(ROUNDS):
        case_id = world.report(world.comment())
        world.act(case_id, "sari", perintah="Jawab.")
        seq = world.act(case_id, "raka", draf="TPS 04.").seq

        def approve(who: str, case_id: int = case_id, seq: int = seq) -> None:
            with world.database.write() as session:
                sha256 = world.sha256(session, world.case(case_id))
                cases.act(session, world.desk(session, who), case_id, Move(seq, yes=True, seen_sha256=sha256))

        outcomes = both(lambda: approve("sari"), lambda: approve("bima"))
        assert sorted(type(outcome) for outcome in outcomes if outcome) == [StaleError]
        assert len(world.publications(case_id)) == 1
    with world.database.read() as session:
        audit.verify(session, world.office_id)


def test_two_admins_never_open_two_cases_on_one_comment(world: World) -> None:
    for _ in range(ROUNDS):
        comment_id = world.comment()

        def ignore(comment_id: int = comment_id) -> None:
            with world.database.write() as session:
                inbox.ignore(session, world.desk(session, "dewi"), [comment_id], "Spam")

        outcomes = both(lambda c=comment_id: world.report(c), lambda c=comment_id: world.report(c))
        assert len([outcome for outcome in outcomes if isinstance(outcome, int)]) == 1
        with pytest.raises(StaleError):
            ignore()


def test_two_workers_never_claim_one_publication(world: World) -> None:
    may_publish(world)
    for _ in range(ROUNDS):
        world.approved_case()

        def take(token: str) -> object:
            with world.database.write() as session:
                return claim(session, token=token, now=world.now)

        jobs = both(lambda: take("a"), lambda: take("b"))
        assert len([job for job in jobs if job is not None]) == 1


def test_a_double_click_acts_once(world: World) -> None:
    case_id = world.report(world.comment())
    seq = world.case(case_id).seq
    for attempt in range(2):
        with world.database.write() as session:
            move = Move(seq, yes=True, inputs={"perintah": "Jawab."})
            if attempt:
                with pytest.raises(StaleError, match="sudah berubah"):
                    cases.act(session, world.desk(session, "sari"), case_id, move)
            else:
                cases.act(session, world.desk(session, "sari"), case_id, move)
    assert world.case(case_id).seq == seq + 1


def test_an_approval_of_a_text_that_changed_meanwhile_is_refused(world: World) -> None:
    case_id = world.report(world.comment())
    world.act(case_id, "sari", perintah="Jawab.")
    world.act(case_id, "raka", draf="TPS 04.")
    old = world.sha256_now(case_id)
    world.revise(case_id, "bima", "TPS 05.")
    move = Move(world.case(case_id).seq, yes=True, seen_sha256=old)
    with pytest.raises(StaleError, match="Naskah sudah berubah"), world.database.write() as session:
        cases.act(session, world.desk(session, "sari"), case_id, move)
    assert world.case(case_id).state is CaseState.OPEN
    assert world.publications(case_id) == []


def test_two_cases_opened_at_once_get_numbers_of_their_own(world: World) -> None:
    first, second = world.comment(), world.comment()
    ids = both(lambda: world.report(first), lambda: world.report(second, purpose=SopPurpose.URGENT))
    numbers = {world.case(case_id).number for case_id in ids if isinstance(case_id, int)}
    assert numbers == {"2026-0001", "2026-0002"}
