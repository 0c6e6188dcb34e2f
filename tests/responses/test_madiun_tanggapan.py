"""Madiun 2020, tanggapan: only the Pembina answers, after the division concerned agreed to the exact text."""

from __future__ import annotations

import pytest

from ingest.db import Database
from responses.errors import FourEyesError, NotAllowedError
from responses.kinds import Role
from tests.support.world import TANGGAPAN, World, make_world


@pytest.fixture
def world(database: Database) -> World:
    return make_world(database, ordinary=TANGGAPAN)


def drafted(world: World, author: str = "hasan") -> int:
    case_id = world.report(world.comment())
    world.act(case_id, author, draf="Rekapitulasi dilakukan terbuka sesuai jadwal.")
    return case_id


def test_the_reply_is_ordered_by_the_pembina_after_the_division_agreed(world: World) -> None:
    case_id = drafted(world)
    world.act(case_id, "lina")
    assert world.case(case_id).step == "pengesahan"
    assert world.publications(case_id) == []
    world.act(case_id, "hasan")
    assert world.case(case_id).step == "unggah"
    assert len(world.publications(case_id)) == 1


def test_nobody_but_the_division_agrees_and_nobody_but_the_pembina_orders(world: World) -> None:
    case_id = drafted(world)
    with pytest.raises(NotAllowedError, match="Divisi terkait"):
        world.act(case_id, "hasan")
    world.act(case_id, "lina")
    with pytest.raises(NotAllowedError, match="Pembina"):
        world.act(case_id, "lina")


def test_an_edit_by_the_pembina_voids_the_divisions_consent(world: World) -> None:
    case_id = drafted(world)
    world.act(case_id, "lina")
    world.revise(case_id, "hasan", "Rekapitulasi dilakukan terbuka. Jadwalnya ada di laman kami.")
    assert world.case(case_id).step == "persetujuan_divisi"
    world.act(case_id, "lina")
    world.act(case_id, "hasan")
    assert world.publications(case_id)[0].text == "Rekapitulasi dilakukan terbuka. Jadwalnya ada di laman kami."


def test_the_division_may_not_agree_to_a_text_it_wrote_itself(world: World) -> None:
    case_id = drafted(world)
    world.revise(case_id, "lina", "Naskah dari divisi.")
    with pytest.raises(FourEyesError):
        world.act(case_id, "lina")


def test_retyping_somebodys_text_does_not_make_it_ones_own(world: World) -> None:
    """The hash knows its first author: who wrote it may not approve it through a colleague's copy."""
    world.grant("hasan", Role.DIVISI_TERKAIT)
    world.grant("lina", Role.PEMBINA)
    case_id = world.report(world.comment())
    world.act(case_id, "hasan", draf="Naskah A.")
    world.revise(case_id, "lina", "Naskah B.")
    world.revise(case_id, "lina", "Naskah A.")
    with pytest.raises(FourEyesError):
        world.act(case_id, "hasan")


def test_sending_back_from_the_last_step_asks_for_the_divisions_consent_again(world: World) -> None:
    case_id = drafted(world)
    world.act(case_id, "lina")
    world.act(case_id, "hasan", yes=False, note="Perlu dasar hukum.")
    world.act(case_id, "hasan", draf="Rekapitulasi dilakukan terbuka sesuai jadwal.")
    assert world.case(case_id).step == "persetujuan_divisi"
