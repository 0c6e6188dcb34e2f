"""Magelang 2022, komentar dan pertanyaan: five steps of 15/10/15/15/15 minutes, on the same day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from responses import audit
from responses.errors import FourEyesError, MissingInputError, NotAllowedError
from responses.kinds import CaseState, PublicationState, Role
from responses.sops import shelf
from tests.support.world import MONDAY_NINE, World


def test_the_file_carries_the_decrees_minutes_and_roles() -> None:
    sop, _ = shelf()["magelang-2022-komentar"]
    assert [step.minutes for step in sop.steps] == [15, 10, 15, 15, 15]
    assert [step.roles[0].value for step in sop.steps] == [
        "admin_medsos", "pimpinan_redaksi", "pelaksana", "pimpinan_redaksi", "admin_medsos"
    ]  # fmt: skip
    assert sop.same_day
    assert sop.source.decree == "17/HK.03.2/3308/2022"


def test_a_case_walks_from_report_to_an_ordered_publication(world: World) -> None:
    case_id = world.report(world.comment())
    assert world.case(case_id).step == "perintah"
    world.act(case_id, "sari", perintah="Jawab dengan lokasi TPS.")
    world.act(case_id, "raka", draf="TPS 04, Balai Desa.")
    assert world.case(case_id).step == "koreksi"
    world.act(case_id, "bima")
    case = world.case(case_id)
    assert (case.step, case.state) == ("unggah", CaseState.OPEN)
    assert [row.text for row in world.publications(case_id)] == ["TPS 04, Balai Desa."]


def test_each_step_is_due_after_its_own_office_minutes(world: World) -> None:
    comment_id = world.comment()
    world.later(minutes=5)
    case_id = world.report(comment_id)
    assert world.case(case_id).step_due_at == MONDAY_NINE + timedelta(minutes=15)
    world.later(minutes=2)
    world.act(case_id, "sari", perintah="Jawab.")
    assert world.case(case_id).step_due_at == world.now + timedelta(minutes=15)
    assert world.case(case_id).same_day_due_at == datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


def test_sending_back_needs_a_reason_and_returns_to_the_draft(world: World) -> None:
    case_id = world.report(world.comment())
    world.act(case_id, "sari", perintah="Jawab.")
    world.act(case_id, "raka", draf="TPS 04.")
    with pytest.raises(MissingInputError, match="Alasan pengembalian"):
        world.act(case_id, "sari", yes=False, note="  ")
    world.act(case_id, "sari", yes=False, note="Sebutkan alamat lengkap.")
    assert world.case(case_id).step == "draf"
    world.act(case_id, "raka", draf="TPS 04, Balai Desa Sukamaju, Jalan Melati 1.")
    assert world.case(case_id).draft_number == 2


@pytest.mark.parametrize("stranger", ["dewi", "raka", "hasan", "lina", "tono"])
def test_only_the_printed_roles_may_order_an_answer(world: World, stranger: str) -> None:
    case_id = world.report(world.comment())
    with pytest.raises(NotAllowedError, match="Pimpinan redaksi atau Wakil pimpinan redaksi"):
        world.act(case_id, stranger, perintah="Jawab.")
    assert world.case(case_id).step == "perintah"


def test_a_missing_input_is_named_and_nothing_moves(world: World) -> None:
    case_id = world.report(world.comment())
    with pytest.raises(MissingInputError, match="perintah kepada pelaksana wajib diisi"):
        world.act(case_id, "sari")
    assert world.case(case_id).seq == 2


def test_the_drafter_who_is_also_editor_cannot_approve_his_own_text(world: World) -> None:
    world.grant("sari", Role.PELAKSANA)
    case_id = world.report(world.comment())
    world.act(case_id, "sari", perintah="Jawab.")
    world.act(case_id, "sari", draf="TPS 04.")
    with pytest.raises(FourEyesError):
        world.act(case_id, "sari")
    world.act(case_id, "bima")
    assert world.publications(case_id)[0].state is PublicationState.NEEDS_MANUAL_POST


def test_a_case_can_be_closed_without_a_reply_only_by_whoever_may_order_one(world: World) -> None:
    case_id = world.report(world.comment())
    with pytest.raises(NotAllowedError):
        world.decline(case_id, "raka", "Tidak perlu.")
    with pytest.raises(MissingInputError):
        world.decline(case_id, "sari", " ")
    world.decline(case_id, "sari", "Pertanyaan sudah dijawab di unggahan lain.")
    assert world.case(case_id).state is CaseState.DECLINED
    with world.database.read() as session:
        assert audit.verify(session, world.office_id).cases == 1
