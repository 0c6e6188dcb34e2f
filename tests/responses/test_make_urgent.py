"""An ordinary case becomes urgent: it ends, and one urgent case takes its comments, its division and its place."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from ingest.db import Database
from responses import chain, opening
from responses.errors import MissingInputError, NotAllowedError, NotFoundError, StaleError
from responses.kinds import CaseState, Division, EventKind, SopPurpose
from responses.models import CaseComment, OfficeSop
from responses.views.case import case_view
from tests.support.world import TANGGAPAN, World, make_world


def comments_of(world: World, case_id: int) -> list[int]:
    with world.database.read() as session:
        query = select(CaseComment.comment_id).where(CaseComment.case_id == case_id)
        return list(session.scalars(query.order_by(CaseComment.comment_id)))


def test_the_urgent_case_goes_on_with_the_same_comments(world: World) -> None:
    pair = [world.comment(), world.comment()]
    with world.database.write() as session:
        desk = world.desk(session, "dewi")
        case_id = opening.open_case(session, desk, pair, SopPurpose.ORDINARY, {"laporan": "Sama."}).id
    world.later(minutes=3)
    urgent = world.make_urgent(case_id, "sari")
    before, after = world.case(case_id), world.case(urgent)
    assert (before.state, before.step, before.closed_at) == (CaseState.MADE_URGENT, None, world.now)
    assert (after.purpose, after.state, after.step) == (SopPurpose.URGENT, CaseState.OPEN, "jawab")
    assert comments_of(world, urgent) == comments_of(world, case_id) == pair
    assert world.waiting() == [], "they never came back to the queue"
    with world.database.read() as session:
        assert case_view(session, world.office_id, case_id).successor == (urgent, after.number)
        assert case_view(session, world.office_id, urgent).predecessor == (case_id, before.number)
    assert world.verify().cases == 2


def test_the_reason_is_kept_on_both(world: World) -> None:
    case_id = world.report(world.comment())
    with pytest.raises(MissingInputError, match="Alasan keadaan mendesak"):
        world.make_urgent(case_id, "sari", note=" ")
    urgent = world.make_urgent(case_id, "sari", note="Hoaks menyebar di grup warga.")
    ended, began = world.events(case_id)[-1], world.events(urgent)
    assert (ended.kind, chain.happened_of(ended).note) == (EventKind.CASE_MADE_URGENT, "Hoaks menyebar di grup warga.")
    assert chain.happened_of(began[1]).inputs["alasan_mendesak"] == "Hoaks menyebar di grup warga."
    assert {event.role for event in began} == {"Pimpinan redaksi"}, "by the authority that declared it"


@pytest.mark.parametrize(("who", "may"), [("dewi", True), ("sari", True), ("bima", True), ("lina", False),
                                          ("raka", False), ("hasan", False), ("tono", False)])  # fmt: skip
def test_who_reports_urgent_matters_or_has_the_step_or_may_decline(world: World, who: str, may: bool) -> None:
    case_id = world.report(world.comment())
    if may:
        assert world.case(world.make_urgent(case_id, who)).state is CaseState.OPEN
        return
    with pytest.raises(NotAllowedError, match="menyatakan mendesak"):
        world.make_urgent(case_id, who)
    assert world.case(case_id).state is CaseState.OPEN


def test_what_was_ordered_closed_or_urgent_already_is_not_turned(world: World) -> None:
    with pytest.raises(NotAllowedError, match="sudah diperintahkan"):
        world.make_urgent(world.approved_case(), "sari")
    declined = world.report(world.comment())
    world.decline(declined, "sari", "Spam.")
    with pytest.raises(NotAllowedError, match="sudah selesai"):
        world.make_urgent(declined, "sari")
    urgent = world.report(world.comment(), purpose=SopPurpose.URGENT)
    with pytest.raises(NotAllowedError, match="Hanya kasus tanggapan biasa"):
        world.make_urgent(urgent, "dewi")
    turned = world.report(world.comment())
    world.make_urgent(turned, "sari")
    with pytest.raises(NotAllowedError, match="sudah selesai"):
        world.make_urgent(turned, "sari")
    assert world.verify().cases == 5


def test_content_is_never_urgent(database: Database) -> None:
    world = make_world(database, with_content=True)
    world.choose(SopPurpose.CONTENT, "madiun-2020-konten")
    case_id = world.request("nia", SopPurpose.CONTENT, draf="Berita.")
    with pytest.raises(NotAllowedError, match="Hanya kasus tanggapan biasa"):
        world.make_urgent(case_id, "dewi")


def test_the_second_of_two_who_turn_it_is_told(world: World) -> None:
    case_id = world.report(world.comment())
    seen = world.case(case_id).seq
    world.make_urgent(case_id, "sari")
    with world.database.write() as session, pytest.raises(StaleError, match="sudah berubah"):
        opening.make_urgent(session, world.desk(session, "bima"), case_id, "Genting.", expected=seen)


def test_an_office_without_an_urgent_procedure_keeps_the_case(world: World) -> None:
    case_id = world.report(world.comment())
    with world.database.write() as session:
        session.delete(session.get_one(OfficeSop, (world.office_id, SopPurpose.URGENT)))
    with pytest.raises(NotFoundError, match="belum memilih SOP"):
        world.make_urgent(case_id, "sari")
    assert world.case(case_id).state is CaseState.OPEN


def test_a_draft_that_was_begun_stays_with_the_case_that_ended(world: World) -> None:
    case_id = world.report(world.comment())
    world.act(case_id, "sari", perintah="Jawab.")
    world.act(case_id, "raka", draf="TPS 04.")
    urgent = world.make_urgent(case_id, "bima")
    assert [draft.text for draft in world.drafts(case_id)] == ["TPS 04."]
    assert world.drafts(urgent) == []
    assert world.publications(case_id) == []
    world.act(urgent, "hasan", draf="TPS 04, Balai Desa.")
    assert [row.text for row in world.publications(urgent)] == ["TPS 04, Balai Desa."]


def test_the_division_concerned_goes_along(database: Database) -> None:
    world = make_world(database, ordinary=TANGGAPAN)
    case_id = world.report(world.comment())
    world.change_division(case_id, "hasan", Division.HUKUM)
    assert world.case(world.make_urgent(case_id, "hasan")).division is Division.HUKUM


def test_somebody_who_has_the_case_in_hand_is_not_overtaken(world: World) -> None:
    case_id = world.report(world.comment())
    world.take(case_id, "bima")
    with pytest.raises(StaleError, match="sedang dikerjakan Bima Santosa"):
        world.make_urgent(case_id, "sari")
