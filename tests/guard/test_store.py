"""The lists of an office are kept, changed by its manager alone, and every change is on record."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from ingest.db import Database
from responses.errors import NotAllowedError, TamperedError
from responses.guard.office import OfficeGuard
from responses.guard.store import guard_of, set_guard
from responses.kinds import EventKind
from responses.ledger import Ledger
from responses.models import Event
from responses.template_models import OfficeGuardRow
from responses.templates_audit import check_texts
from tests.support.world import World, make_world

LISTS = OfficeGuard(participants=("Partai Bulan Contoh",), words=("studi banding",))


@pytest.fixture
def world(database: Database) -> World:
    return make_world(database)


def changed(world: World, guard: OfficeGuard, who: str = "tono") -> bool:
    with world.database.write() as session:
        return set_guard(session, world.office_id, guard, world.desk(session, who).actor, world.now)


def events(world: World) -> int:
    with world.database.read() as session:
        query = select(func.count()).select_from(Event).where(Event.kind == EventKind.GUARD_CHANGED)
        return session.scalar(query) or 0


def test_an_office_without_lists_has_empty_ones(world: World):
    with world.database.read() as session:
        assert guard_of(session, world.office_id) == OfficeGuard()


def test_lists_are_kept_and_only_a_change_is_an_event(world: World):
    assert changed(world, LISTS)
    assert not changed(world, LISTS)
    assert changed(world, OfficeGuard(phones=("62274123456",)))
    with world.database.read() as session:
        assert guard_of(session, world.office_id) == OfficeGuard(phones=("62274123456",))
        check_texts(session, world.office_id, Ledger({}))
    assert events(world) == 2


@pytest.mark.parametrize("who", ["dewi", "sari", "hasan"])
def test_only_the_manager_changes_them(world: World, who: str):
    with pytest.raises(NotAllowedError):
        changed(world, LISTS, who)
    assert events(world) == 0


def test_lists_changed_behind_the_record_are_noticed(world: World):
    changed(world, LISTS)
    with world.database.write() as session:
        session.get_one(OfficeGuardRow, world.office_id).guard = OfficeGuard().as_dict()
    with world.database.read() as session, pytest.raises(TamperedError, match="office_guard"):
        check_texts(session, world.office_id, Ledger({}))
