"""Who may come in: password, authenticator code, lock, activity, role."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest

from console.models import Login
from console.web.login import LOCKED_FOR, MAX_FAILURES, Attempt, LoginOutcome, LoginResult, check_login
from console.web.passwords import enrol_authenticator
from ingest.db import Database
from ingest.seal import Sealer, WrongKeyError
from tests.web.people import PASSWORD, add_person, deactivate, end_roles

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
Tries = Callable[..., LoginResult]


@pytest.fixture
def sealer(tmp_path: Path) -> Sealer:
    return Sealer.from_file(tmp_path / "secret.key", create=True)


@pytest.fixture
def tries(database: Database, sealer: Sealer) -> Tries:
    """One attempt, at a time the test chooses."""

    def attempt(password: str = PASSWORD, code: str = "", *, username: str = "dewi", at: datetime = NOW) -> LoginResult:
        return check_login(database, Attempt(username, password, code), sealer=sealer, now=at)

    return attempt


def enrolled(database: Database, sealer: Sealer, person_id: int) -> pyotp.TOTP:
    """The authenticator of somebody, as his telephone has it after scanning."""
    with database.write() as session:
        address = enrol_authenticator(session, person_id, sealer)
    return pyotp.TOTP(parse_qs(urlsplit(address).query)["secret"][0])


def failures(database: Database, person_id: int) -> int:
    with database.read() as session:
        return session.get_one(Login, person_id).failures


def test_the_right_password_lets_in(database: Database, tries: Tries):
    person_id = add_person(database)
    assert tries() == LoginResult(LoginOutcome.OK, person_id)
    assert tries(username=" Dewi ").outcome is LoginOutcome.OK


@pytest.mark.parametrize("username", ["dewi", "nobody", "", "dewi\x00", "\ud800", "d" * 10_000, "' OR 1=1 --"])
def test_a_wrong_password_and_an_unknown_user_look_the_same(database: Database, tries: Tries, username: str):
    add_person(database)
    assert tries("not the password", username=username) == LoginResult(LoginOutcome.WRONG)


def test_a_failure_is_forgotten_after_success(database: Database, tries: Tries):
    person_id = add_person(database)
    tries("wrong wrong wrong")
    assert failures(database, person_id) == 1
    tries()
    assert failures(database, person_id) == 0


def test_after_eight_failures_even_the_right_password_waits_fifteen_minutes(database: Database, tries: Tries):
    add_person(database)
    for _ in range(MAX_FAILURES):
        assert tries("wrong wrong wrong").outcome is LoginOutcome.WRONG
    assert tries().outcome is LoginOutcome.LOCKED
    assert tries(at=NOW + LOCKED_FOR - timedelta(seconds=1)).outcome is LoginOutcome.LOCKED
    assert tries(at=NOW + LOCKED_FOR).outcome is LoginOutcome.OK


def test_the_words_of_a_lock_do_not_tell_it_from_a_wrong_password():
    assert LoginOutcome.LOCKED.label == LoginOutcome.WRONG.label


def test_a_lock_that_is_over_starts_the_count_again(database: Database, tries: Tries):
    person_id = add_person(database)
    for _ in range(MAX_FAILURES):
        tries("wrong wrong wrong")
    later = NOW + LOCKED_FOR
    assert tries("wrong wrong wrong", at=later).outcome is LoginOutcome.WRONG
    assert failures(database, person_id) == 1
    assert tries(at=later).outcome is LoginOutcome.OK


def test_guesses_at_the_same_moment_all_count(database: Database, tries: Tries):
    person_id = add_person(database)
    with ThreadPoolExecutor(MAX_FAILURES) as threads:
        list(threads.map(tries, ["wrong wrong wrong"] * MAX_FAILURES))
    assert failures(database, person_id) == MAX_FAILURES
    assert tries().outcome is LoginOutcome.LOCKED


def test_another_person_is_not_locked_out(database: Database, tries: Tries):
    add_person(database)
    add_person(database, "raka")
    for _ in range(MAX_FAILURES):
        tries("wrong wrong wrong")
    assert tries(username="raka").outcome is LoginOutcome.OK


def test_an_inactive_person_is_refused_without_saying_why(database: Database, tries: Tries):
    deactivate(database, add_person(database))
    assert tries().outcome is LoginOutcome.WRONG


def test_a_person_without_a_role_is_told_so_only_after_the_right_password(database: Database, tries: Tries):
    add_person(database, role=None)
    assert tries("wrong wrong wrong").outcome is LoginOutcome.WRONG
    assert tries() == LoginResult(LoginOutcome.NO_ROLE)


def test_a_role_that_ended_is_no_role(database: Database, tries: Tries):
    end_roles(database, add_person(database), NOW)
    assert tries(at=NOW - timedelta(seconds=1)).outcome is LoginOutcome.OK
    assert tries().outcome is LoginOutcome.NO_ROLE


def test_an_enrolled_person_needs_password_and_code(database: Database, sealer: Sealer, tries: Tries):
    phone = enrolled(database, sealer, add_person(database))
    assert tries(code="").outcome is LoginOutcome.WRONG
    assert tries("wrong wrong wrong", phone.at(NOW)).outcome is LoginOutcome.WRONG
    assert tries(code="٣" * 6).outcome is LoginOutcome.WRONG
    code = phone.at(NOW)
    assert tries(code=f"{code[:3]} {code[3:]}").outcome is LoginOutcome.OK


@pytest.mark.parametrize(("seconds", "outcome"), [(-60, "wrong"), (-30, "ok"), (30, "ok"), (60, "wrong")])
def test_the_clock_of_a_telephone_may_differ_by_one_step(
    database: Database, sealer: Sealer, tries: Tries, seconds: int, outcome: str
):
    phone = enrolled(database, sealer, add_person(database))
    assert tries(code=phone.at(NOW + timedelta(seconds=seconds))).outcome == outcome


def test_a_code_works_once(database: Database, sealer: Sealer, tries: Tries):
    phone = enrolled(database, sealer, add_person(database))
    assert tries(code=phone.at(NOW)).outcome is LoginOutcome.OK
    assert tries(code=phone.at(NOW)).outcome is LoginOutcome.WRONG
    earlier = phone.at(NOW - timedelta(seconds=30))
    assert tries(code=earlier).outcome is LoginOutcome.WRONG
    later = NOW + timedelta(seconds=30)
    assert tries(code=phone.at(later), at=later).outcome is LoginOutcome.OK


def test_a_code_sent_twice_at_once_opens_one_door(database: Database, sealer: Sealer, tries: Tries):
    phone = enrolled(database, sealer, add_person(database))
    with ThreadPoolExecutor(4) as threads:
        results = list(threads.map(lambda _: tries(code=phone.at(NOW)).outcome, range(4)))
    assert results.count(LoginOutcome.OK) == 1


def test_the_secret_is_sealed_and_useless_without_the_key(database: Database, sealer: Sealer, tmp_path: Path):
    person_id = add_person(database)
    phone = enrolled(database, sealer, person_id)
    with database.read() as session:
        sealed = session.get_one(Login, person_id).totp_sealed
    assert sealed
    assert phone.secret.encode() not in sealed
    other = Sealer.from_file(tmp_path / "other.key", create=True)
    with pytest.raises(WrongKeyError):
        check_login(database, Attempt("dewi", PASSWORD, phone.at(NOW)), sealer=other, now=NOW)


def test_an_attempt_shows_no_secret_when_it_is_printed():
    assert PASSWORD not in repr(Attempt("dewi", PASSWORD, "123456"))
    assert "123456" not in repr(Attempt("dewi", PASSWORD, "123456"))
