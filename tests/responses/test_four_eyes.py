"""No way around the second pair of eyes: not by retyping, not by sending oneself back, not by what cannot be seen."""

from __future__ import annotations

import pytest

from responses.errors import FourEyesError, MissingInputError
from responses.kinds import CaseState, Role, SopPurpose
from tests.support.publishing import publish_all
from tests.support.world import World


def at_correction(world: World, text: str = "TPS 04, Balai Desa.") -> int:
    case_id = world.report(world.comment())
    world.act(case_id, "sari", perintah="Jawab.")
    world.act(case_id, "raka", draf=text)
    return case_id


@pytest.mark.parametrize(
    "same", ["TPS 04,  Balai Desa.", "TPS 04, Balai\u200b Desa.", "tps 04, balai desa", "TPS 04, Balai\nDesa."]
)
def test_a_colleague_retyping_the_text_does_not_hide_its_author(world: World, same: str) -> None:
    case_id = at_correction(world, "Konsep awal.")
    world.revise(case_id, "sari", "TPS 04, Balai Desa.")
    world.revise(case_id, "bima", same)
    for author in ("sari", "bima"):
        with pytest.raises(FourEyesError):
            world.act(case_id, author)
    assert world.publications(case_id) == []


def test_the_first_author_is_still_the_author_when_somebody_else_submits_his_text(world: World) -> None:
    world.grant("raka", Role.PIMPINAN_REDAKSI)
    world.grant("bima", Role.PELAKSANA)
    case_id = at_correction(world)
    world.act(case_id, "sari", yes=False, note="Perbaiki.")
    world.act(case_id, "bima", draf="TPS 04, Balai Desa!")
    with pytest.raises(FourEyesError):
        world.act(case_id, "raka")
    world.act(case_id, "sari")
    assert len(world.publications(case_id)) == 1


def test_whoever_answered_at_once_can_not_send_himself_back_and_publish_alone_again(world: World) -> None:
    case_id = world.report(world.comment(), purpose=SopPurpose.URGENT)
    world.act(case_id, "lina", draf="Petugas menuju TPS 3.")
    publish_all(world)
    with pytest.raises(FourEyesError):
        world.act(case_id, "lina", yes=False, note="Saya perbaiki sendiri.")
    assert world.case(case_id).step == "ratifikasi"
    assert world.case(case_id).state is CaseState.OPEN


@pytest.mark.parametrize("hidden", ["\u202e", "\u2067", "\x00", "\x1b", "\ud800"])
def test_nobody_is_asked_to_approve_what_can_not_be_seen(world: World, hidden: str) -> None:
    case_id = world.report(world.comment())
    world.act(case_id, "sari", perintah="Jawab.")
    with pytest.raises(MissingInputError, match="tidak terlihat"):
        world.act(case_id, "raka", draf=f"TPS 04{hidden}.")
    world.act(case_id, "raka", draf="TPS 04. Teman Pemilih 👨\u200d👩\u200d👧!")
    with pytest.raises(MissingInputError, match="tidak terlihat"):
        world.revise(case_id, "sari", f"TPS 05{hidden}.")
    with pytest.raises(MissingInputError, match="tidak terlihat"):
        world.act(case_id, "sari", yes=False, note=f"Perbaiki{hidden}.")


def test_a_reason_has_a_length_a_person_can_read(world: World) -> None:
    case_id = at_correction(world)
    with pytest.raises(MissingInputError, match="5000 karakter"):
        world.act(case_id, "sari", yes=False, note="x" * 5_001)
    with pytest.raises(MissingInputError, match="5000 karakter"):
        world.decline(case_id, "sari", "x" * 5_001)
