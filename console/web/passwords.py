"""Passwords and authenticator secrets: what is allowed, how they are kept."""

from __future__ import annotations

import unicodedata
from functools import cache

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.orm import Session

from console.models import Login
from console.web.sessions import close_all_of
from ingest.seal import Sealer
from responses.errors import NotFoundError, RefusedError
from responses.models import Person

MIN_LENGTH = 12
MAX_LENGTH = 256
"""Characters; more is refused before it costs any hashing."""
ISSUER = "Simak"

# Long enough for the rule and still among the first that are tried.
COMMON = frozenset(
    {
        "123456789012", "1234567890123", "12345678901234", "123456789123", "123123123123", "112233445566",
        "password1234", "password12345", "passwordpassword", "password@123", "p@ssw0rd1234", "passw0rd1234",
        "qwertyuiop12", "qwertyuiop123", "qwertyuiopasdf", "qwerty123456", "1q2w3e4r5t6y", "1qaz2wsx3edc",
        "abcdefghijkl", "abcdefghijklm", "abc123abc123", "abcd12345678", "administrator", "administrator1",
        "admin1234567", "admin12345678", "indonesia123", "indonesia1234", "indonesia1945", "indonesia2024",
        "bismillah123", "bismillah1234", "merdeka12345", "rahasia12345", "katasandi123", "katasandi1234",
        "sandi1234567", "sayangkamu123", "pemilu202400", "pemilu2024pemilu", "pilkada202400", "komisipemilihan",
        "komisipemilihanumum", "iloveyou1234", "letmein12345", "welcome12345", "changeme1234",
    }
)  # fmt: skip

_hasher = PasswordHasher()


class WeakPasswordError(RefusedError):
    """A password is too easy to guess or cannot be kept."""

    code = "weak_password"


def check_strength(username: str, password: str) -> None:
    """Raise WeakPasswordError with the reason when somebody should not use this password."""
    plain = _normal(password).casefold()
    if len(plain) < MIN_LENGTH:
        raise WeakPasswordError(f"Kata sandi terlalu pendek: paling sedikit {MIN_LENGTH} karakter.")
    if len(plain) > MAX_LENGTH:
        raise WeakPasswordError(f"Kata sandi terlalu panjang: paling banyak {MAX_LENGTH} karakter.")
    if len(plain.replace(username.casefold(), "")) < MIN_LENGTH // 2:
        raise WeakPasswordError("Kata sandi tidak boleh berupa nama pengguna dengan sedikit tambahan.")
    if plain in COMMON or len(set(plain)) < 5:
        raise WeakPasswordError("Kata sandi itu termasuk yang paling mudah ditebak. Gunakan beberapa kata acak.")


def set_password(session: Session, person_id: int, password: str) -> None:
    """Give a person a new password, end his open sessions and lift a lock.

    Raises WeakPasswordError, or NotFoundError for an unknown person.
    """
    person = session.get(Person, person_id)
    if person is None:
        raise NotFoundError("Orang itu tidak terdaftar.")
    check_strength(person.username, password)
    login = session.get(Login, person_id) or Login(person_id=person_id, totp_last_step=0)
    login.password_hash = _hasher.hash(_normal(password))
    login.failures, login.locked_until = 0, None
    session.add(login)
    close_all_of(session, person_id)


def enrol_authenticator(session: Session, person_id: int, sealer: Sealer) -> str:
    """Give a person a new authenticator secret; returns the otpauth:// address to scan, shown once.

    Raises NotFoundError for a person without a password.
    """
    login = session.get(Login, person_id)
    if login is None:
        raise NotFoundError("Orang itu belum memiliki kata sandi.")
    secret = pyotp.random_base32()
    login.totp_sealed, login.totp_last_step = sealer.seal(secret), 0
    username = session.get_one(Person, person_id).username
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)


def password_matches(password_hash: str | None, password: str) -> bool:
    """Whether a password is right. Costs the same for a person who does not exist (``None``)."""
    if len(password) > MAX_LENGTH:
        return False
    try:
        _hasher.verify(password_hash or _dummy(), _normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


@cache
def _dummy() -> str:
    return _hasher.hash("nobody has this password")


def _normal(password: str) -> str:
    # the same keys give different code points on different systems; a lone surrogate has no bytes to hash
    return unicodedata.normalize("NFKC", password.encode("utf-8", "replace").decode())
