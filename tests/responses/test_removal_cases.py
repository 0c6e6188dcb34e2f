"""Taking something down: two people, a link or a publication Simak knows, never twice, and never without proof."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.db import Database
from ingest.kinds import Platform
from responses.content import Removal
from responses.errors import BadProofError, MissingInputError, NotAllowedError, NotFoundError, StaleError
from responses.kinds import CaseState, Proof, PublicationAction, PublicationState, SopPurpose, Subject
from tests.support.publishing import FakePlatform, may_publish, publish_one
from tests.support.world import World, make_world

OLD = "https://kab-arunika.example/pengumuman-lama"


@pytest.fixture
def world(database: Database) -> World:
    world = make_world(database, with_content=True)
    world.choose(SopPurpose.REMOVAL, "magelang-2022-penghapusan")
    return world


@pytest.fixture
def public(world: World, tmp_path: Path) -> Removal:
    """A reply that is public with proof."""
    case_id = world.approved_case()
    world.prove_all(case_id, "dewi", tmp_path)
    (row,) = world.publications(case_id)
    return world.removal_of(row)


def link(world: World, permalink: str = OLD) -> Removal:
    return Removal(world.account_id, permalink)


def removed(world: World, folder: Path, *removals: Removal) -> int:
    case_id = world.remove("sari", *removals, disposisi="Hapus.")
    world.act(case_id, "raka")
    world.prove_all(case_id, "dewi", folder)
    return case_id


def test_a_known_publication_and_a_link_go_in_one_case(world: World, public: Removal, tmp_path: Path) -> None:
    case_id = world.remove("sari", public, link(world), title="Dua unggahan", disposisi="Hapus.")
    case = world.case(case_id)
    assert (case.subject, case.title, case.draft_number) == (Subject.REMOVAL, "Dua unggahan", None)
    world.act(case_id, "raka")
    rows = world.publications(case_id)
    assert [row.text for row in rows] == [f"Hapus atau arsipkan: {one.permalink}" for one in (public, link(world))]
    assert {(row.action, row.state) for row in rows} == {
        (PublicationAction.REMOVE, PublicationState.NEEDS_MANUAL_POST)
    }  # fmt: skip
    world.prove(rows[0].id, "dewi", tmp_path)
    assert world.case(case_id).state is CaseState.OPEN
    world.prove(rows[1].id, "dewi", tmp_path)
    assert world.case(case_id).state is CaseState.DONE
    assert {(row.state, row.proof) for row in world.publications(case_id)} == {
        (PublicationState.REMOVED, Proof.CLAIMED)
    }  # fmt: skip
    assert world.verify().cases == 2


def test_what_cannot_be_removed_is_refused_by_name(world: World, public: Removal) -> None:
    instagram = world.account("ig", Platform.INSTAGRAM, "https://www.instagram.com/kpu_arunika")
    cases: list[tuple[type[Exception], str, tuple[Removal, ...]]] = [
        (MissingInputError, "sedikitnya satu", ()),
        (MissingInputError, "dua kali", (public, public)),
        (MissingInputError, "dua kali", (link(world), link(world, f" {OLD}"))),
        (BadProofError, "Tautan harus lengkap", (link(world, "pengumuman-lama"),)),
        (BadProofError, "Tautan harus lengkap", (link(world, ""),)),
        (BadProofError, "alamat akun ini", (link(world, "https://kab-lain.example/x"),)),
        (NotFoundError, "Publikasi itu tidak ada", (Removal(world.account_id, OLD, 9_999),)),
        (NotFoundError, "Publikasi itu tidak ada", (Removal(instagram, public.permalink, public.publication_id),)),
        (NotFoundError, "Akun tujuan", (Removal(9_999, OLD),)),
    ]
    for error, why, removals in cases:
        with pytest.raises(error, match=why):
            world.remove("sari", *removals, disposisi="Hapus.")
    with pytest.raises(MissingInputError, match="Judul"):
        world.remove("sari", public, title=" ", disposisi="Hapus.")
    assert world.verify().cases == 1


def test_what_is_not_public_yet_is_not_removed(world: World) -> None:
    (row,) = world.publications(world.approved_case())
    with pytest.raises(StaleError, match="sudah terbukti tayang"):
        world.remove("sari", world.removal_of(row), disposisi="Hapus.")


def test_a_removal_is_not_removed(world: World, public: Removal, tmp_path: Path) -> None:
    (row,) = world.publications(removed(world, tmp_path, public))
    with pytest.raises(StaleError, match="sudah terbukti tayang"):
        world.remove("sari", world.removal_of(row), disposisi="Hapus.")


def test_nothing_is_removed_twice_whether_by_publication_or_by_its_link(
    world: World, public: Removal, tmp_path: Path
) -> None:
    by_link = link(world, public.permalink)
    for first, second in ((public, by_link), (by_link, public), (public, public), (by_link, by_link)):
        case_id = world.remove("sari", first, disposisi="Hapus.")
        with pytest.raises(StaleError, match=f"kasus {world.case(case_id).number}"):
            world.remove("bima", second, disposisi="Hapus juga.")
        world.decline(case_id, "sari", "Salah pilih.")
    case_id = removed(world, tmp_path, public)
    with pytest.raises(StaleError, match=f"kasus {world.case(case_id).number}"):
        world.remove("bima", by_link, disposisi="Hapus lagi.")


def test_a_removal_given_up_can_be_ordered_again(world: World, public: Removal) -> None:
    case_id = world.remove("sari", public, disposisi="Hapus.")
    world.act(case_id, "raka")
    (row,) = world.publications(case_id)
    with pytest.raises(NotAllowedError):
        world.withdraw(row.id, "dewi")
    world.withdraw(row.id, "sari", "Ternyata benar.")
    assert world.case(case_id).state is CaseState.DECLINED
    world.remove("bima", public, disposisi="Hapus.")
    assert world.verify().cases == 3


def test_the_program_removes_nothing_by_itself(world: World, public: Removal) -> None:
    may_publish(world)
    case_id = world.remove("sari", public, disposisi="Hapus.")
    world.act(case_id, "raka")
    assert publish_one(world, FakePlatform()) is None
    assert world.publications(case_id)[0].state is PublicationState.NEEDS_MANUAL_POST


def test_the_reply_that_was_removed_keeps_its_own_record(world: World, public: Removal, tmp_path: Path) -> None:
    case_id = removed(world, tmp_path, public)
    (target,) = world.targets(case_id)
    assert (target.removes_id, target.permalink) == (public.publication_id, public.permalink)
    (first,) = [case for case in range(1, case_id) if world.publications(case)]
    (row,) = world.publications(first)
    assert (row.state, row.proof) == (PublicationState.PUBLISHED, Proof.CLAIMED), "that it was public stays true"
