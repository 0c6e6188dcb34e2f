"""What the queue shows on one tab: a list that stands still, and where in it the person is."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st
from sqlalchemy.orm import Session

from ingest.kinds import Kind
from responses.kinds import InboxState
from responses.views import queue
from responses.views.queue import QueueKey, QueueRow

PAGE = 25
_SHELF = "queue_shelf"


class Tab(Kind):
    """The parts of the queue."""

    FLAGGED = "flagged", "Perlu ditriase"
    OTHERS = "others", "Lainnya"
    IGNORED = "ignored", "Diabaikan"
    IN_CASE = "in_case", "Dalam kasus"

    @property
    def state(self) -> InboxState:
        """The state of the comments on this tab."""
        return {Tab.IGNORED: InboxState.IGNORED, Tab.IN_CASE: InboxState.IN_CASE}.get(self, InboxState.WAITING)

    @property
    def flagged(self) -> bool | None:
        """Which side of the flags; None for both."""
        return {Tab.FLAGGED: True, Tab.OTHERS: False}.get(self)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of the queue as it was when it was asked for. New arrivals never move it."""

    office_id: int
    tab: Tab
    ids: tuple[int, ...]
    starts: tuple[QueueKey | None, ...]
    """Where each page up to this one began; the last is this page."""
    following: QueueKey | None
    newest: int
    selected: int | None
    open: bool = False
    """On a telephone: whether the detail is shown instead of the list."""
    picks: int = 0

    @property
    def first(self) -> bool:
        """Whether this is the first page."""
        return len(self.starts) == 1


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


def fresh(session: Session, office_id: int, tab: Tab = Tab.FLAGGED, picks: int = 0) -> Shelf:
    """The first page of a tab, as it is now."""
    empty = Shelf(office_id, tab, (), (None,), None, queue.newest_id(session, office_id), None, picks=picks)
    return _filled(session, empty)


def turned(session: Session, shelf: Shelf, *, forward: bool) -> Shelf:
    """The next or the previous page."""
    starts = (*shelf.starts, shelf.following) if forward else shelf.starts[:-1]
    return _filled(session, replace(shelf, starts=starts, open=False))


def after_decision(shelf: Shelf, rows: tuple[QueueRow, ...]) -> Shelf | None:
    """The same list with the next undecided comment selected; None when the page is done."""
    waiting = {row.comment_id for row in rows if row.state is shelf.tab.state}
    place = shelf.ids.index(shelf.selected) if shelf.selected in shelf.ids else 0
    onward = (*shelf.ids[place + 1 :], *shelf.ids[:place])
    target = next((comment_id for comment_id in onward if comment_id in waiting), None)
    return replace(shelf, selected=target, open=False) if target is not None else None


def _filled(session: Session, shelf: Shelf) -> Shelf:
    found = queue.page(
        session, shelf.office_id, state=shelf.tab.state, flagged=shelf.tab.flagged, after=shelf.starts[-1], limit=PAGE
    )
    ids = tuple(row.comment_id for row in found.rows)
    return replace(shelf, ids=ids, following=found.following, selected=ids[0] if ids else None)
