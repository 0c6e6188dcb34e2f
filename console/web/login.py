"""Deciding whether somebody may come in: password, authenticator code, lock, activity and role."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pyotp
from sqlalchemy import ColumnElement, Update, case, literal, or_, select, update

from console.models import Login
from console.web.passwords import password_matches
from ingest.db import Database, UtcDateTime, rows_changed
from ingest.kinds import Kind
from ingest.seal import Sealer
from responses.models import Person
from responses.people import offices_of

MAX_FAILURES = 8
LOCKED_FOR = timedelta(minutes=15)
STEP_SECONDS = 30
CODE_WINDOW = (-1, 0, 1)
"""Steps around now whose code counts: clocks of telephones differ."""

_NOBODY = 0
_WRONG = (
    "Nama pengguna, kata sandi, atau kode autentikator tidak cocok. "
    f"Setelah {MAX_FAILURES} kali gagal, akun dikunci selama {LOCKED_FOR.seconds // 60} menit."
)


class LoginOutcome(Kind):
    """How an attempt ended. The label may be shown: it never tells whether a user exists."""

    OK = "ok", "Berhasil masuk."
    WRONG = "wrong", _WRONG
    LOCKED = "locked", _WRONG
    NO_ROLE = (
        "no_role",
        "Kata sandi Anda benar, tetapi akun ini tidak memiliki peran yang berlaku. Hubungi pengelola sistem Anda.",
    )


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody typed; the code is empty when he has no authenticator."""

    username: str
    password: str = field(repr=False)
    code: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class LoginResult:
    """The outcome, with the person when it is OK."""

    outcome: LoginOutcome
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Account:
    person_id: int
    active: bool
    password_hash: str
    totp_sealed: bytes | None
    has_role: bool


def check_login(database: Database, attempt: Attempt, *, sealer: Sealer, now: datetime) -> LoginResult:
    """Decide one attempt and count it.

    Takes the database, not a session: the hashing, which is slow on purpose, must hold no transaction open.
    Raises WrongKeyError when the authenticator secret cannot be opened with this installation's key.
    """
    account = _find(database, attempt.username, now)
    right = password_matches(account.password_hash if account else None, attempt.password)
    step = _code_step(account, attempt.code, sealer, now) if account and right else None
    if account is None or not right or step is None or not account.active:
        return LoginResult(_count_failure(database, account.person_id if account else _NOBODY, now))
    if not _accept(database, account.person_id, step, now):
        return LoginResult(_count_failure(database, account.person_id, now))
    if not account.has_role:
        return LoginResult(LoginOutcome.NO_ROLE)
    return LoginResult(LoginOutcome.OK, account.person_id)


def _find(database: Database, username: str, now: datetime) -> _Account | None:
    columns = (Person.id, Person.active, Login.password_hash, Login.totp_sealed)
    wanted = select(*columns).join(Login, Login.person_id == Person.id).where(Person.username == _typed(username))
    with database.read() as session:
        row = session.execute(wanted).one_or_none()
        return None if row is None else _Account(*row, has_role=bool(offices_of(session, row.id, now=now)))


def _typed(username: str) -> str:
    # PostgreSQL refuses NUL and lone surrogates in a parameter
    return username.strip().casefold().replace("\x00", "").encode("utf-8", "replace").decode()[:200]


def _code_step(account: _Account, code: str, sealer: Sealer, now: datetime) -> int | None:
    """The step whose code was typed; 0 for an account without authenticator; None for a wrong code."""
    if account.totp_sealed is None:
        return 0
    totp = pyotp.TOTP(sealer.open(account.totp_sealed))
    typed = "".join(code.split()).encode("utf-8", "replace")
    present = int(now.timestamp()) // STEP_SECONDS
    steps = (present + offset for offset in CODE_WINDOW)
    return next((step for step in steps if hmac.compare_digest(totp.generate_otp(step).encode(), typed)), None)


def _accept(database: Database, person_id: int, step: int, now: datetime) -> bool:
    """Take the step, once, unless the account is locked by now."""
    fresh = Login.totp_sealed.is_(None) if step == 0 else Login.totp_last_step < step
    values = {"failures": 0, "locked_until": None} | ({"totp_last_step": step} if step else {})
    taken = update(Login).where(Login.person_id == person_id, _unlocked(now), fresh).values(values)
    with database.write() as session:
        return rows_changed(session, taken) == 1


def _count_failure(database: Database, person_id: int, now: datetime) -> LoginOutcome:
    """Count in the database, so that guesses made at the same moment all count. Nobody's failure is counted too:
    a user who does not exist must cost the same."""
    with database.write() as session:
        counted = rows_changed(session, _one_more(person_id, now))
    return LoginOutcome.WRONG if counted or person_id == _NOBODY else LoginOutcome.LOCKED


def _one_more(person_id: int, now: datetime) -> Update:
    # a lock that is over starts the count again
    failures = case((Login.locked_until.is_not(None), 1), else_=Login.failures + 1)
    lock = case((failures >= MAX_FAILURES, literal(now + LOCKED_FOR, UtcDateTime())), else_=None)
    return (
        update(Login).where(Login.person_id == person_id, _unlocked(now)).values(failures=failures, locked_until=lock)
    )


def _unlocked(now: datetime) -> ColumnElement[bool]:
    return or_(Login.locked_until.is_(None), Login.locked_until <= now)
