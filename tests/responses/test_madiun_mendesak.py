"""Madiun 2020, kondisi khusus: whoever has authority answers at once, somebody else ratifies afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest

from responses import opening
from responses.errors import FourEyesError, MissingInputError, NotAllowedError
from responses.kinds import CaseState, Effect, SopPurpose
from responses.sops import shelf
from tests.support.publishing import publish_all
from tests.support.world import World


def urgent_case(world: World) -> int:
    return world.report(world.comment("Surat suara di TPS 3 habis!", urgent=True), purpose=SopPurpose.URGENT)


def test_one_authorised_person_answers_without_prior_consent(world: World) -> None:
    case_id = urgent_case(world)
    world.act(case_id, "lina", draf="Petugas sudah menuju TPS 3 membawa surat suara cadangan.")
    assert len(world.publications(case_id)) == 1
    assert world.case(case_id).step == "unggah"


def test_the_urgent_reason_must_be_written(world: World) -> None:
    comment_id = world.comment()
    with world.database.write() as session:
        desk = world.desk(session, "dewi")
        with pytest.raises(MissingInputError, match="Alasan keadaan mendesak"):
            opening.open_case(session, desk, [comment_id], SopPurpose.URGENT, {"laporan": "Surat suara habis."})


@pytest.mark.parametrize("stranger", ["dewi", "raka", "sari"])
def test_nobody_else_may_use_the_fast_path(world: World, stranger: str) -> None:
    case_id = urgent_case(world)
    with pytest.raises(NotAllowedError, match="Pembina atau Divisi terkait"):
        world.act(case_id, stranger, draf="Sabar ya.")


def test_ratification_is_due_one_day_after_publication_day_or_night(world: World) -> None:
    world.later(days=4, hours=14)
    case_id = urgent_case(world)
    world.act(case_id, "lina", draf="Petugas sudah menuju TPS 3.")
    publish_all(world)
    case = world.case(case_id)
    assert case.step == "ratifikasi"
    assert case.step_due_at == world.now + timedelta(days=1)


def test_the_answerer_may_not_ratify_himself(world: World) -> None:
    case_id = urgent_case(world)
    world.act(case_id, "lina", draf="Petugas sudah menuju TPS 3.")
    publish_all(world)
    with pytest.raises(FourEyesError):
        world.act(case_id, "lina")
    world.act(case_id, "hasan")
    assert world.case(case_id).state is CaseState.DONE


def test_a_refused_ratification_asks_for_a_corrected_answer_that_is_published_too(world: World) -> None:
    case_id = urgent_case(world)
    world.act(case_id, "lina", draf="Petugas sudah menuju TPS 3.")
    publish_all(world)
    world.act(case_id, "hasan", yes=False, note="Sebutkan jam kedatangan.")
    world.act(case_id, "lina", draf="Petugas tiba di TPS 3 pukul 10.15 WIB.")
    publish_all(world)
    assert [row.draft_number for row in world.publications(case_id)] == [1, 2]
    world.act(case_id, "hasan")
    assert world.case(case_id).state is CaseState.DONE


def test_the_file_publishes_before_any_consent_but_never_without_a_ratification() -> None:
    sop, _ = shelf()["madiun-2020-mendesak"]
    effects = [effect for step in sop.steps for effect in step.effects]
    assert Effect.CONSENT not in effects
    assert effects.index(Effect.PUBLISH) < effects.index(Effect.RATIFY)
