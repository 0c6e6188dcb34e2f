"""What waits to be judged on the screen *Klaim*: a list that stands still, and where in it the person is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from classify.kinds import MatchState
from classify.models import ClaimMatch
from responses.views import claims
from responses.views.claims import Suggestion

PAGE = 25
_SHELF = "claim_shelf"
Matches = Mapping[tuple[int, int], ClaimMatch]
"""By comment and claim: a comment that is judged again keeps both while its match is a new row."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of suggestions as it was when it was asked for. New ones never move it."""

    office_id: int
    rows: tuple[Suggestion, ...]
    starts: tuple[int | None, ...]
    """Where each page up to this one began; the last is this page."""
    following: int | None
    selected: int | None
    open: bool = False
    """On a telephone: whether the detail is shown instead of the list."""
    picks: int = 0

    @property
    def first(self) -> bool:
        """Whether this is the first page."""
        return len(self.starts) == 1

    @property
    def chosen(self) -> Suggestion | None:
        """The suggestion the person looks at."""
        return next((found for found in self.rows if found.match_id == self.selected), None)

    @property
    def newest(self) -> int:
        """The newest suggestion on it."""
        return max((found.match_id for found in self.rows), default=self.starts[-1] or 0)


def on_screen() -> Shelf | None:
    """The list on this screen."""
    shelf = st.session_state.get(_SHELF)
    return shelf if isinstance(shelf, Shelf) else None


def kept(office_id: int) -> Shelf | None:
    """The list on this screen, unless it belongs to another office."""
    shelf = on_screen()
    return shelf if shelf and shelf.office_id == office_id else None


def keep(shelf: Shelf) -> Shelf:
    """Remember what is on this screen."""
    st.session_state[_SHELF] = shelf
    return shelf


def forget() -> None:
    """Ask for the list anew on the next run."""
    st.session_state.pop(_SHELF, None)


def fresh(session: Session, office_id: int, picks: int = 0) -> Shelf:
    """The first page, as it is now."""
    return _filled(session, Shelf(office_id, (), (None,), None, None, picks=picks))


def turned(session: Session, shelf: Shelf, *, forward: bool) -> Shelf:
    """The next or the previous page."""
    starts = (*shelf.starts, shelf.following) if forward else shelf.starts[:-1]
    return _filled(session, replace(shelf, starts=starts, open=False))


def matches_of(session: Session, rows: Sequence[Suggestion]) -> Matches:
    """How the suggestions stand now; one that no longer fits its comment is missing."""
    mine = ClaimMatch.comment_id.in_([found.comment_id for found in rows])
    return {(match.comment_id, match.claim_id): match for match in session.scalars(select(ClaimMatch).where(mine))}


def match_of(matches: Matches, found: Suggestion) -> ClaimMatch | None:
    """The match behind a suggestion, as it is now."""
    return matches.get((found.comment_id, found.claim_id))


def after_decision(shelf: Shelf, matches: Matches) -> Shelf | None:
    """The same list with the next one that waits selected; None when the page is done."""
    ids = [found.match_id for found in shelf.rows]
    place = ids.index(shelf.selected) if shelf.selected in ids else 0
    waiting = [found.match_id for found in (*shelf.rows[place + 1 :], *shelf.rows[:place]) if _waits(matches, found)]
    return replace(shelf, selected=waiting[0]) if waiting else None


def _waits(matches: Matches, found: Suggestion) -> bool:
    match = match_of(matches, found)
    return match is not None and match.state is MatchState.SUGGESTED


def _filled(session: Session, shelf: Shelf) -> Shelf:
    found = claims.open_suggestions(session, shelf.office_id, after=shelf.starts[-1], limit=PAGE)
    selected = found.rows[0].match_id if found.rows else None
    return replace(shelf, rows=found.rows, following=found.following, selected=selected)
