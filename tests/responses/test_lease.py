"""Whoever takes a case first has it for ten minutes; everybody else sees that and presses in vain."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest

from responses import leases
from responses.errors import NotAllowedError, NotFoundError, RefusedError, StaleError
from responses.kinds import CaseState, Division, PublicationState, Role, SopPurpose
from responses.models import CaseLease
from tests.support.world import World


@pytest.fixture
def urgent(world: World) -> tuple[World, int]:
    return world, world.report(world.comment(), purpose=SopPurpose.URGENT)


def holder(world: World, case_id: int) -> CaseLease | None:
    with world.database.read() as session:
        return leases.holder(session, case_id, world.now)


def test_the_first_has_it_and_the_other_sees_who_and_until_when(urgent: tuple[World, int]) -> None:
    world, case_id = urgent
    world.take(case_id, "hasan")
    with pytest.raises(StaleError, match=r"sedang dikerjakan Hasan Basri sampai pukul 09\.10"):
        world.take(case_id, "lina")
    with pytest.raises(StaleError, match="Tulisan Anda tidak hilang"):
        world.act(case_id, "lina", draf="Petugas menuju TPS 3.")
    world.act(case_id, "hasan", draf="Petugas menuju TPS 3.")
    assert [draft.author_name for draft in world.drafts(case_id)] == ["Hasan Basri"]


def test_an_answer_gives_the_case_back(urgent: tuple[World, int]) -> None:
    world, case_id = urgent
    world.take(case_id, "hasan")
    world.act(case_id, "hasan", draf="Petugas menuju TPS 3.")
    assert holder(world, case_id) is None


def test_it_ends_by_itself_and_is_extended_by_whoever_has_it(urgent: tuple[World, int]) -> None:
    world, case_id = urgent
    world.take(case_id, "hasan")
    world.later(minutes=9)
    assert world.take(case_id, "hasan").until == world.now + leases.TERM
    world.later(seconds=leases.TERM.total_seconds() - 1)
    with pytest.raises(StaleError):
        world.take(case_id, "lina")
    world.later(seconds=1)
    assert holder(world, case_id) is None
    assert world.take(case_id, "lina").person_name == "Lina Marlina"
    with pytest.raises(StaleError, match="Lina Marlina"):
        world.act(case_id, "hasan", draf="Petugas menuju TPS 3.")


def test_giving_it_back_is_for_whoever_has_it(urgent: tuple[World, int]) -> None:
    world, case_id = urgent
    world.take(case_id, "hasan")
    for who in ("lina", "hasan"):
        with world.database.write() as session:
            leases.give_back(session, world.desk(session, who), case_id)
        assert (holder(world, case_id) is None) == (who == "hasan")


def test_nobody_takes_a_case_in_which_he_could_only_be_in_the_way(urgent: tuple[World, int]) -> None:
    world, case_id = urgent
    for stranger in ("raka", "sari", "tono", "dewi"):
        with pytest.raises(NotAllowedError, match="Pembina atau Divisi terkait"):
            world.take(case_id, stranger)
    world.decline(case_id, "hasan", "Ternyata lama.")
    with pytest.raises(NotAllowedError, match="sudah selesai"):
        world.take(case_id, "hasan")


def test_another_division_does_not_take_it(urgent: tuple[World, int]) -> None:
    world, case_id = urgent
    world.hire("tari", "Tari Lestari")
    world.grant("tari", Role.DIVISI_TERKAIT, division=Division.HUKUM)
    assert world.case(case_id).division is Division.TEKNIS
    with pytest.raises(NotAllowedError):
        world.take(case_id, "tari")


def test_a_case_of_another_office_is_not_there(world: World) -> None:
    with pytest.raises(NotFoundError):
        world.take(999, "hasan")


def test_every_button_of_the_case_waits_for_whoever_has_it(world: World) -> None:
    case_id = world.report(world.comment())
    world.take(case_id, "bima")
    presses = (
        lambda: world.act(case_id, "sari", perintah="Jawab."),
        lambda: world.decline(case_id, "sari", "Spam."),
        lambda: world.pause(case_id, "sari"),
        lambda: world.change_division(case_id, "sari", Division.HUKUM),
        lambda: world.make_urgent(case_id, "sari"),
    )
    for press in presses:
        with pytest.raises(StaleError, match="Bima Santosa"):
            press()
    assert world.case(case_id).seq == 2


def test_a_publication_is_not_given_up_while_somebody_is_uploading_it(world: World) -> None:
    case_id = world.approved_case()
    (row,) = world.publications(case_id)
    world.take(case_id, "dewi")
    with pytest.raises(StaleError, match="Dewi Anggraini"):
        world.withdraw(row.id, "sari")
    assert world.publications(case_id)[0].state is PublicationState.NEEDS_MANUAL_POST


def test_a_proof_of_what_is_public_is_never_turned_away(world: World, tmp_path: Path) -> None:
    case_id = world.approved_case()
    world.take(case_id, "sari")
    world.prove_all(case_id, "dewi", tmp_path)
    assert world.case(case_id).state is CaseState.DONE


def test_of_two_at_once_one_has_it(urgent: tuple[World, int]) -> None:
    world, case_id = urgent
    gate = Barrier(2)

    def take(who: str) -> str:
        gate.wait()
        try:
            return world.take(case_id, who).person_name
        except RefusedError as refusal:
            return refusal.code

    for _ in range(10):
        with ThreadPoolExecutor(2) as pool:
            outcomes = list(pool.map(take, ("hasan", "lina")))
        assert sorted(outcomes)[1] == "stale"
        found = holder(world, case_id)
        assert found is not None
        assert found.person_name in outcomes
        world.later(seconds=timedelta(minutes=10).total_seconds())
