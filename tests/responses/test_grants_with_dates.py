"""A role begins and ends on its day, a stand-in is named as one, and nobody acts a moment longer than he may."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from ingest.db import Database
from responses import people
from responses.errors import FourEyesError, NotAllowedError, NotFoundError
from responses.kinds import CaseState, Division, Role, Standing
from responses.models import Person, RoleGrant
from responses.people import BadPersonError
from responses.state import Authority
from tests.support.world import World, make_world

DAY = timedelta(days=1)


@pytest.fixture
def ordered(world: World) -> tuple[World, int]:
    """A case that waits for the editor's order, and an office without its wakil."""
    with world.database.read() as session:
        (grant_id,) = session.scalars(select(RoleGrant.id).where(RoleGrant.person_id == world.people["bima"]))
    world.revoke(grant_id)
    case_id = world.report(world.comment())
    world.later(minutes=1)
    return world, case_id


def stands_in(world: World, who: str = "bima", **terms: datetime | str | None) -> int:
    terms = {"acting_for": "Sari Wulandari", **terms}
    return world.grant(who, Role.PIMPINAN_REDAKSI, standing=Standing.PLH, **terms)


def test_a_stand_in_acts_in_his_days_and_the_record_says_for_whom(ordered: tuple[World, int]) -> None:
    world, case_id = ordered
    stands_in(world, since=world.now + DAY, until=world.now + 3 * DAY)
    with pytest.raises(NotAllowedError):
        world.act(case_id, "bima", perintah="Jawab.")
    world.later(days=1)
    world.act(case_id, "bima", perintah="Jawab.")
    assert world.events(case_id)[-1].role == "Plh. Pimpinan redaksi (untuk Sari Wulandari)"
    world.act(case_id, "raka", draf="TPS 04.")
    world.later(days=2)
    with pytest.raises(NotAllowedError):
        world.act(case_id, "bima")
    world.act(case_id, "sari")
    assert world.verify().cases == 1


def test_the_last_moment_is_the_one_before_the_end(ordered: tuple[World, int]) -> None:
    world, case_id = ordered
    start, end = world.now + timedelta(minutes=1), world.now + timedelta(minutes=2)
    stands_in(world, since=start, until=end)
    moments = {start - timedelta.resolution: False, start: True, end - timedelta.resolution: True, end: False}
    for moment, holds in moments.items():
        with world.database.read() as session:
            actor = people.actor(session, world.people["bima"], world.office_id, now=moment)
        assert (Role.PIMPINAN_REDAKSI in actor.roles) == holds
    assert world.case(case_id).state is CaseState.OPEN


def test_a_grant_revoked_before_it_began_never_holds(ordered: tuple[World, int]) -> None:
    world, case_id = ordered
    grant_id = stands_in(world, since=world.now + DAY, until=world.now + 2 * DAY)
    world.revoke(grant_id)
    with pytest.raises(NotFoundError, match="sudah berakhir"):
        world.revoke(grant_id)
    world.later(days=1)
    with pytest.raises(NotAllowedError):
        world.act(case_id, "bima", perintah="Jawab.")
    assert world.verify().cases == 1


def test_a_case_in_hand_is_no_grant(ordered: tuple[World, int]) -> None:
    world, case_id = ordered
    stands_in(world, until=world.now + timedelta(minutes=5))
    world.take(case_id, "bima")
    world.later(minutes=6)
    with pytest.raises(NotAllowedError):
        world.act(case_id, "bima", perintah="Jawab.")


@pytest.mark.parametrize(
    ("terms", "why"),
    [
        ({"since": -1}, "sudah lewat"),
        ({"until": 0}, "berakhir setelah dimulai"),
        ({"since": 60, "until": 60}, "berakhir setelah dimulai"),
        ({"acting_for": " "}, "Nama pejabat yang digantikan"),
        ({"acting_for": "dua\nbaris"}, "satu baris"),
    ],
)
def test_impossible_dates_and_nameless_stand_ins_are_refused(
    world: World, terms: dict[str, int | str], why: str
) -> None:
    given_terms = {
        name: world.now + timedelta(minutes=value) if isinstance(value, int) else value for name, value in terms.items()
    }
    with pytest.raises(BadPersonError, match=why):
        stands_in(world, **given_terms)
    assert world.verify().cases == 0


def test_only_the_manager_of_this_office_gives_and_ends_roles(world: World) -> None:
    grant_id = stands_in(world)
    with world.database.write() as session:
        person = session.get_one(Person, world.people["raka"])
        for stranger in ("sari", "hasan", "dewi"):
            by = world.desk(session, stranger).actor
            with pytest.raises(NotAllowedError, match="Pengelola sistem"):
                people.grant(session, world.office_id, person, Role.PEMBINA, by=by, now=world.now)
            with pytest.raises(NotAllowedError, match="Pengelola sistem"):
                people.revoke(session, grant_id, by=by, now=world.now)


def test_a_definitive_role_is_named_before_a_stand_in(world: World) -> None:
    world.grant("sari", Role.PIMPINAN_REDAKSI, standing=Standing.PLT, acting_for="Bima Santosa")
    case_id = world.report(world.comment())
    world.act(case_id, "sari", perintah="Jawab.")
    assert world.events(case_id)[-1].role == "Pimpinan redaksi"


def test_an_author_who_stands_in_for_somebody_else_is_still_the_author(world: World) -> None:
    world.grant("raka", Role.PIMPINAN_REDAKSI, standing=Standing.PLH, acting_for="Sari Wulandari")
    case_id = world.report(world.comment())
    world.act(case_id, "raka", perintah="Jawab.")
    world.act(case_id, "raka", draf="TPS 04.")
    with pytest.raises(FourEyesError, match="orang lain"):
        world.act(case_id, "raka")


GRANTS = st.lists(
    st.tuples(
        st.sampled_from([Role.PIMPINAN_REDAKSI, Role.PELAKSANA, Role.DIVISI_TERKAIT]),
        st.sampled_from(Standing), st.integers(0, 20), st.none() | st.integers(1, 20),
        st.none() | st.sampled_from([Division.TEKNIS, Division.HUKUM]), st.none() | st.integers(0, 40),
    ),
    max_size=6,
)  # fmt: skip


@given(grants=GRANTS, moments=st.lists(st.integers(0, 45), min_size=1, max_size=6, unique=True))
@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_somebody_holds_is_what_his_grants_say_at_that_moment(
    database: Database, grants: list[tuple[Role, Standing, int, int | None, Division | None, int | None]],
    moments: list[int],
) -> None:  # fmt: skip
    world = _world_of(database)
    who = f"orang{len(world.people)}"
    world.hire(who, "Orang Baru")
    start = world.now
    said = []
    for role, standing, since, lasts, named, revoked in grants:
        division = named if role is Role.DIVISI_TERKAIT else None
        begin = start + timedelta(minutes=since)
        end = begin + timedelta(minutes=lasts) if lasts else None
        grant_id = world.grant(who, role, standing=standing, acting_for="Ibu X", since=begin, until=end,
                               division=division)  # fmt: skip
        said.append([grant_id, Authority(role, standing, "Ibu X", division), begin, end, revoked])
    for grant in sorted((one for one in said if one[4] is not None), key=lambda one: one[4]):
        world.now = start + timedelta(minutes=grant[4])
        if grant[3] is None or grant[3] > world.now:
            world.revoke(grant[0])
            grant[3] = world.now
    for minute in moments:
        now = start + timedelta(minutes=minute)
        with world.database.read() as session:
            held = people.actor(session, world.people[who], world.office_id, now=now).authorities
        assert sorted(map(str, held)) == sorted(
            str(authority) for _, authority, begin, end, _ in said if begin <= now and (end is None or now < end)
        )
    assert world.verify().cases == 0


_worlds: dict[str, World] = {}


def _world_of(database: Database) -> World:
    """One office for all examples: each hires somebody new."""
    if database.url not in _worlds:
        _worlds[database.url] = make_world(database)
    return _worlds[database.url]
