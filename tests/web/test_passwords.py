"""Which passwords are taken, and what a new one does to the old sessions."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from console.models import Login, WebSession
from console.web.passwords import WeakPasswordError, check_strength, password_matches, set_password
from console.web.sessions import open_session
from ingest.db import Database
from responses.errors import NotFoundError
from tests.web.people import PASSWORD, add_person

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "password",
    ["pendek-sebel", "sawah hijau pagi", "katakatakunciku", "ＳＡＷＡＨ-hijau-pagi"],
)
def test_a_long_uncommon_password_is_taken(password: str):
    check_strength("dewi", password)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("elevenchars", "terlalu pendek"),
        ("x7" * 200, "terlalu panjang"),
        ("dewi.anggraini", "nama pengguna"),
        ("Dewi.Anggraini99", "nama pengguna"),
        ("dewi.anggrainidewi.anggraini", "nama pengguna"),
        ("Password1234", "mudah ditebak"),
        ("indonesia1945", "mudah ditebak"),
        ("aaaaaaaaaaaaaaaa", "mudah ditebak"),
    ],
)
def test_a_guessable_password_is_refused_with_the_reason(password: str, reason: str):
    with pytest.raises(WeakPasswordError, match=reason):
        check_strength("dewi.anggraini", password)


def test_a_new_password_replaces_the_old_one_and_ends_open_sessions(database: Database):
    person_id = add_person(database)
    with database.write() as session:
        open_session(session, person_id, now=NOW)
        session.get_one(Login, person_id).failures = 7
    with database.write() as session:
        set_password(session, person_id, "gunung-biru-sore-7")
    with database.read() as session:
        login = session.get_one(Login, person_id)
        assert password_matches(login.password_hash, "gunung-biru-sore-7")
        assert not password_matches(login.password_hash, PASSWORD)
        assert login.failures == 0
        assert [row.revoked for row in session.query(WebSession)] == [True]


def test_a_refused_password_changes_nothing(database: Database):
    person_id = add_person(database)
    with pytest.raises(WeakPasswordError), database.write() as session:
        set_password(session, person_id, "dewi")
    with database.read() as session:
        assert password_matches(session.get_one(Login, person_id).password_hash, PASSWORD)


def test_the_password_is_not_in_the_database(database: Database):
    person_id = add_person(database)
    with database.read() as session:
        stored = session.get_one(Login, person_id).password_hash
    assert stored.startswith("$argon2id$")
    assert PASSWORD not in stored


def test_nobody_gets_a_password_without_being_registered(database: Database):
    with pytest.raises(NotFoundError), database.write() as session:
        set_password(session, 4711, PASSWORD)


def test_the_same_word_typed_on_another_system_is_the_same_password(database: Database):
    person_id = add_person(database, password="kafe\u0301-di-alun-alun")
    with database.read() as session:
        assert password_matches(session.get_one(Login, person_id).password_hash, "kaf\u00e9-di-alun-alun")


@pytest.mark.parametrize("password", ["", "\x00", "\ud800 lone surrogate", "x" * 100_000])
def test_nothing_that_can_be_typed_breaks_the_check(password: str):
    assert not password_matches(None, password)
