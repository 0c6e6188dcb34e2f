"""How a session lives and ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from console.models import WebSession
from console.web.sessions import ABSOLUTE, IDLE, close_all_of, close_session, current_user, open_session
from console.web.sessions import token_in as token_of
from ingest.db import Database
from tests.web.people import add_person, deactivate, end_roles

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def opened(database: Database, person_id: int, at: datetime = NOW) -> str:
    with database.write() as session:
        return open_session(session, person_id, now=at)


def seen_at(database: Database) -> datetime:
    with database.read() as session:
        return session.scalars(select(WebSession.seen_at)).one()


def test_a_token_names_its_person(database: Database):
    person_id = add_person(database)
    user = current_user(database, opened(database, person_id), NOW)
    assert user is not None
    assert (user.person_id, user.username, user.name, len(user.key)) == (person_id, "dewi", "Dewi", 16)


def test_the_token_itself_is_kept_nowhere(database: Database):
    token = opened(database, add_person(database))
    with database.read() as session:
        row = session.scalars(select(WebSession)).one()
    assert token not in str(vars(row))
    assert len(row.token_hash) == 64


def test_two_sessions_have_two_keys(database: Database):
    person_id = add_person(database)
    users = [current_user(database, opened(database, person_id), NOW) for _ in range(2)]
    assert len({user.key for user in users if user}) == 2


@pytest.mark.parametrize("token", [None, "", "A" * 43, "x' OR '1'='1"])
def test_a_made_up_token_is_nobody(database: Database, token: str | None):
    opened(database, add_person(database))
    assert current_user(database, token, NOW) is None


def test_a_session_nobody_uses_ends_after_thirty_minutes(database: Database):
    token = opened(database, add_person(database))
    assert current_user(database, token, NOW + IDLE - SECOND) is not None
    assert current_user(database, token, NOW + 2 * IDLE - 2 * SECOND) is not None
    assert current_user(database, token, NOW + 3 * IDLE) is None


def test_a_page_that_refreshes_itself_does_not_keep_a_session_alive(database: Database):
    token = opened(database, add_person(database))
    for minute in range(1, 30):
        assert current_user(database, token, NOW + timedelta(minutes=minute), active=False) is not None
    assert current_user(database, token, NOW + IDLE, active=False) is None


def test_a_session_ends_after_eight_hours_however_busy(database: Database):
    token = opened(database, add_person(database))
    at = NOW
    while at + timedelta(minutes=20) < NOW + ABSOLUTE:
        at += timedelta(minutes=20)
        assert current_user(database, token, at) is not None
    assert current_user(database, token, NOW + ABSOLUTE) is None


def test_use_is_written_at_most_once_a_minute(database: Database):
    token = opened(database, add_person(database))
    current_user(database, token, NOW + timedelta(seconds=59))
    assert seen_at(database) == NOW
    current_user(database, token, NOW + timedelta(seconds=60))
    assert seen_at(database) == NOW + timedelta(seconds=60)


def test_a_closed_session_stays_closed(database: Database):
    token = opened(database, add_person(database))
    with database.write() as session:
        assert close_session(session, token)
        assert not close_session(session, token)
    assert current_user(database, token, NOW) is None


def test_every_session_of_one_person_can_be_closed(database: Database):
    dewi, raka = add_person(database), add_person(database, "raka")
    tokens, other = [opened(database, dewi), opened(database, dewi)], opened(database, raka)
    with database.write() as session:
        assert close_all_of(session, dewi) == 2
    assert [current_user(database, token, NOW) for token in tokens] == [None, None]
    assert current_user(database, other, NOW) is not None


def test_a_session_ends_with_the_last_role(database: Database):
    person_id = add_person(database)
    token = opened(database, person_id)
    end_roles(database, person_id, NOW + SECOND)
    assert current_user(database, token, NOW) is not None
    assert current_user(database, token, NOW + SECOND) is None


def test_a_session_ends_with_the_account(database: Database):
    person_id = add_person(database)
    token = opened(database, person_id)
    deactivate(database, person_id)
    assert current_user(database, token, NOW) is None


@pytest.mark.parametrize(("secure", "name"), [(True, "__Host-simak"), (False, "simak_session")])
def test_a_cookie_counts_only_under_the_name_of_its_scheme(*, secure: bool, name: str):
    token = "t" * 43
    assert token_of({name: token}, secure=secure) == token
    assert token_of({name: token}, secure=not secure) is None
    assert token_of({name: token + "t"}, secure=secure) is None
