"""Sessions: an opaque token in the browser, its hash in the database, checked again every time."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import Session

from console.models import WebSession
from ingest.db import Database, rows_changed
from responses.models import Person, RoleGrant

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=8)
SEEN_EVERY = timedelta(minutes=1)
KEY_LENGTH = 16
TOKEN_LENGTH = 43
"""Characters of 256 bits in URL-safe base64."""


@dataclass(frozen=True, slots=True)
class SessionUser:
    """Who is at the other end. ``key`` tells sessions apart without giving the token away."""

    person_id: int
    name: str
    username: str
    key: str
    seen_at: datetime


def cookie_name(*, secure: bool) -> str:
    """The cookie's name; over https the browser itself holds it to this host, ``/`` and https."""
    return "__Host-simak" if secure else "simak_session"


def token_in(cookies: Mapping[str, str], *, secure: bool) -> str | None:
    """The token a browser sent, if it can be one."""
    token = cookies.get(cookie_name(secure=secure), "")
    return token if len(token) == TOKEN_LENGTH and token.isascii() else None


def open_session(session: Session, person_id: int, *, now: datetime) -> str:
    """Begin a session and give its token, which is kept nowhere."""
    token = secrets.token_urlsafe(32)
    times = {"created_at": now, "seen_at": now, "expires_at": now + ABSOLUTE}
    session.add(WebSession(token_hash=_hash(token), person_id=person_id, revoked=False, **times))
    return token


def read_session(session: Session, token: str | None, now: datetime) -> SessionUser | None:
    """Who a token belongs to; None when it ended, or its person was made inactive or holds no role any more."""
    if not token:
        return None
    has_role = exists().where(
        RoleGrant.person_id == Person.id,
        RoleGrant.valid_from <= now,
        or_(RoleGrant.valid_until.is_(None), RoleGrant.valid_until > now),
    )
    found = (
        select(Person.id, Person.name, Person.username, WebSession.token_hash, WebSession.seen_at)
        .join(WebSession, WebSession.person_id == Person.id)
        .where(WebSession.token_hash == _hash(token), WebSession.revoked.is_(False), WebSession.expires_at > now)
        .where(WebSession.seen_at > now - IDLE, Person.active, has_role)
    )
    row = session.execute(found).one_or_none()
    return (
        None if row is None else SessionUser(row.id, row.name, row.username, row.token_hash[:KEY_LENGTH], row.seen_at)
    )


def current_user(database: Database, token: str | None, now: datetime, *, active: bool = True) -> SessionUser | None:
    """Who is there, noting that he is (at most once a minute).

    ``active=False`` for what happens without a person, such as a fragment that refreshes itself: it must not keep
    a session alive on a desk nobody sits at.
    """
    with database.read() as session:
        user = read_session(session, token, now)
    if user is not None and token and active and now - user.seen_at >= SEEN_EVERY:
        with database.write() as session:
            touch_session(session, token, now)
    return user


def touch_session(session: Session, token: str, now: datetime) -> None:
    """Note that somebody used his session; never revives one that ended, never goes back in time."""
    live = (WebSession.token_hash == _hash(token), WebSession.revoked.is_(False), WebSession.seen_at < now)
    rows_changed(session, update(WebSession).where(*live).values(seen_at=now))


def close_session(session: Session, token: str) -> bool:
    """End a session; False when there was none to end."""
    live = (WebSession.token_hash == _hash(token), WebSession.revoked.is_(False))
    return rows_changed(session, update(WebSession).where(*live).values(revoked=True)) == 1


def close_all_of(session: Session, person_id: int) -> int:
    """End every session of a person; how many there were."""
    live = (WebSession.person_id == person_id, WebSession.revoked.is_(False))
    return rows_changed(session, update(WebSession).where(*live).values(revoked=True))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
