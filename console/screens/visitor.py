"""Who is at the screen: looked up again in every run and every fragment, for a fragment does not run ``main``."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import streamlit as st
from sqlalchemy.orm import Session

from console import runtime
from console.web.sessions import SessionUser, current_user, token_in
from ingest.models import Office
from responses import people
from responses.errors import NotAllowedError
from responses.kinds import Role
from responses.state import Actor

OFFICE = "office_id"
"""Where the chosen office is remembered."""
_SESSION = "session_key"


@dataclass(frozen=True, slots=True)
class Visitor:
    """The person at the screen, the office chosen, and the authority held there at ``now`` (aware UTC)."""

    user: SessionUser
    offices: tuple[Office, ...]
    office: Office
    actor: Actor
    now: datetime

    def holds(self, roles: Collection[Role]) -> bool:
        """Whether one of these roles is held."""
        return self.actor.authority_for(roles) is not None


def token() -> str | None:
    """The session's token as the browser sent it when this tab connected."""
    return token_in(st.context.cookies, secure=runtime.current().settings.secure)


def present(*, active: bool = True) -> Visitor | None:
    """Who is there, or None when the session ended. ``active`` False for a screen that refreshes itself."""
    now = runtime.utc_now()
    database = runtime.current().database
    user = current_user(database, token(), now, active=active)
    if user is None:
        return None
    _forget_somebody_else(user)
    with database.read() as session:
        return _visitor(session, user, now)


def required(roles: Collection[Role], *, active: bool = True) -> Visitor:
    """The visitor with one of these roles; otherwise the whole page starts again and shows what he may see."""
    visitor = present(active=active)
    if visitor is None or not visitor.holds(roles):
        st.rerun(scope="app")
    return visitor


def _visitor(session: Session, user: SessionUser, now: datetime) -> Visitor | None:
    offices = tuple(session.get_one(Office, found) for found in people.offices_of(session, user.person_id, now=now))
    if not offices:
        return None
    wanted = st.session_state.get(OFFICE)
    office = next((office for office in offices if office.id == wanted), offices[0])
    try:
        actor = people.actor(session, user.person_id, office.id, now=now)
    except NotAllowedError:
        return None
    return Visitor(user, offices, office, actor, now)


def _forget_somebody_else(user: SessionUser) -> None:
    if st.session_state.setdefault(_SESSION, user.key) != user.key:
        st.session_state.clear()
        st.session_state[_SESSION] = user.key
