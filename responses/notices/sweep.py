"""Looking through the cases: which moved, which came to a moment, and what has to be written for them.

    events since the last look (per office, gapless) + moments that have come -> plan -> notices that are missing

A look costs as much as has changed, not as much as is open. It holds no state: whoever looks next goes on.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import sleep

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from ingest.db import Database
from ingest.models import Office
from responses.chain import stamp
from responses.clock import OfficeCalendar
from responses.desk import calendar_of
from responses.errors import RefusedError
from responses.kinds import CaseState, EventKind
from responses.models import CaseFile, ChainHead, Event
from responses.notices.facts import facts
from responses.notices.kinds import NoticeKind, NoticeState
from responses.notices.models import Notice, NoticeCursor, NoticeWatch
from responses.notices.plan import HOLDERS, Call, CaseFacts, plan
from responses.notices.recipients import Directory, directory
from responses.notices.rules import Rules

log = logging.getLogger(__name__)

EVENTS = 500
"""Events looked at in one transaction."""
CASES = 50
"""Cases planned in one transaction: others wait no longer than a moment to write."""
BREATH = 0.05
AFTER_TROUBLE = timedelta(hours=1)
MOVED_ON = "Kasus sudah berlanjut sebelum pemberitahuan ini terkirim."
REPLACED = "Digantikan pemberitahuan yang lebih baru tentang langkah yang sama."
_FOR_EVERYBODY = (
    EventKind.ROLE_GRANTED, EventKind.ROLE_REVOKED, EventKind.TARGET_CHANGED, EventKind.CALENDAR_CHANGED,
)  # fmt: skip
"""Events after which people may have to be told of cases that did not move."""
_EARLIER: Mapping[NoticeKind, tuple[NoticeKind, ...]] = {
    **{kind: HOLDERS[:place] for place, kind in enumerate(HOLDERS)},
    NoticeKind.UNACKNOWLEDGED: (NoticeKind.URGENT,),
}
"""What need not be said any more to whom a newer thing is said."""


@dataclass(frozen=True, slots=True)
class Looking:
    """One look at one office: everything that is the same for all of its cases."""

    office_id: int
    rules: Rules
    calendar: OfficeCalendar
    people: Directory
    now: datetime


def sweep(database: Database, rules: Rules, *, now: datetime, breath: float = BREATH) -> int:
    """Write what is missing in every office, batch after batch. Says how many cases were looked at.

    ``breath`` is the pause in seconds between two batches of one office: others want to write, too.
    """
    with database.read() as session:
        offices = waiting_offices(session, now)
    return sum(_sweep_office(database, office_id, rules, now, breath) for office_id in offices)


def _sweep_office(database: Database, office_id: int, rules: Rules, now: datetime, breath: float) -> int:
    looked, more = 0, True
    while more:
        try:
            with database.write() as session:
                found, more = look(session, office_id, rules, now=now)
        except Exception:  # the trouble of one office is not the silence of all
            log.exception("office %s: its cases cannot be looked at; trying again", office_id)
            return looked
        looked += found
        if more:
            sleep(breath)
    return looked


def waiting_offices(session: Session, now: datetime) -> Sequence[int]:
    """Offices in which something happened since the last look, or whose moment has come."""
    seen = select(NoticeCursor.office_id).where(
        NoticeCursor.office_id == ChainHead.office_id, NoticeCursor.event_seq == ChainHead.seq
    )
    due = select(NoticeWatch.case_id).where(NoticeWatch.office_id == Office.id, NoticeWatch.next_at <= now)
    changed = select(ChainHead.office_id).where(ChainHead.office_id == Office.id, ~seen.exists())
    return session.scalars(select(Office.id).where(or_(changed.exists(), due.exists())).order_by(Office.id)).all()


def look(session: Session, office_id: int, rules: Rules, *, now: datetime) -> tuple[int, bool]:
    """One batch of one office, in the caller's transaction: cases looked at, and whether there is more."""
    cursor = _cursor(session, office_id)
    more = _take_in_events(session, cursor, now)
    coming = select(NoticeWatch.case_id).where(NoticeWatch.office_id == office_id, NoticeWatch.next_at <= now)
    ids = session.scalars(coming.order_by(NoticeWatch.next_at).limit(CASES)).all()
    if ids:
        looking = Looking(
            office_id, rules, calendar_of(session, office_id, now), directory(session, office_id, now), now
        )
        both = select(CaseFile, NoticeWatch).join(NoticeWatch, NoticeWatch.case_id == CaseFile.id)
        for case, watch in session.execute(both.where(CaseFile.id.in_(ids)).order_by(CaseFile.id)).all():
            _plan_case(session, looking, case, watch)
    return len(ids), more or len(ids) == CASES


def _cursor(session: Session, office_id: int) -> NoticeCursor:
    """How far this office was looked at, locked. An office is first looked at from its present cases."""
    cursor = session.get(NoticeCursor, office_id, with_for_update=True, populate_existing=True)
    if cursor is None:
        session.get_one(ChainHead, office_id, with_for_update=True)  # two workers' first look, one after the other
        cursor = session.get(NoticeCursor, office_id, populate_existing=True)
    if cursor is None:
        cursor = NoticeCursor(office_id=office_id, event_seq=0)
        session.add(cursor)
        session.flush()
    return cursor


def _take_in_events(session: Session, cursor: NoticeCursor, now: datetime) -> bool:
    """Mark the cases of new events as due for a look. Says whether more events wait."""
    new = select(Event.seq, Event.case_id, Event.kind).where(
        Event.office_id == cursor.office_id, Event.seq > cursor.event_seq
    )  # fmt: skip
    events = session.execute(new.order_by(Event.seq).limit(EVENTS)).all()
    if not events:
        return False
    _mark(session, cursor.office_id, {case_id for _seq, case_id, _kind in events if case_id}, now)
    if any(kind in _FOR_EVERYBODY for _seq, _case_id, kind in events):
        every = update(NoticeWatch).where(NoticeWatch.office_id == cursor.office_id).values(next_at=now)
        session.execute(every, execution_options={"synchronize_session": False})
    cursor.event_seq = events[-1][0]
    session.flush()
    return len(events) == EVENTS


def _mark(session: Session, office_id: int, case_ids: Iterable[int], now: datetime) -> None:
    wanted = set(case_ids)
    known = set(session.scalars(select(NoticeWatch.case_id).where(NoticeWatch.case_id.in_(wanted))))
    again = update(NoticeWatch).where(NoticeWatch.case_id.in_(known)).values(next_at=now)
    session.execute(again, execution_options={"synchronize_session": False})
    opened = select(CaseFile.id).where(CaseFile.id.in_(wanted - known), CaseFile.state == CaseState.OPEN)
    for case_id in session.scalars(opened).all():
        session.add(NoticeWatch(case_id=case_id, office_id=office_id, next_at=now))
    session.flush()


def _plan_case(session: Session, looking: Looking, case: CaseFile, watch: NoticeWatch) -> None:
    known = facts(session, case, looking.now)
    _drop_what_passed(session, case)
    if known is None:
        session.delete(watch)
        return
    try:
        planned = plan(known, looking.rules, looking.calendar, looking.people.reachable, looking.now)
    except RefusedError as error:  # a calendar without office hours must not silence every other case
        log.error("case %s: nobody can be reminded: %s", case.id, error)  # noqa: TRY400 - a sentence, not a bug
        watch.next_at = looking.now + AFTER_TROUBLE
        return
    watch.next_at = planned.next_at
    for call in planned.calls:
        _write(session, looking, known, call, planned.calls)


def _drop_what_passed(session: Session, case: CaseFile) -> None:
    """What was not sent about a turn that is over is never sent."""
    present = and_(Notice.step == (case.step or ""), Notice.step_from == case.step_started_at)
    stays = present if case.state is CaseState.OPEN and case.paused_at is None else Notice.id.is_(None)
    _supersede(session, MOVED_ON, Notice.case_id == case.id, ~stays)


def _write(session: Session, looking: Looking, case: CaseFacts, call: Call, others: Sequence[Call]) -> None:
    targets = looking.people.targets(call.roles, case.division, _told_otherwise(looking, case, call, others))
    keys = {_key(case, call, target): target for target in targets}
    known = set(session.scalars(select(Notice.key).where(Notice.key.in_(keys))))
    new = {key: target for key, target in keys.items() if key not in known}
    if new and (earlier := _EARLIER.get(call.kind)):
        same = (Notice.case_id == case.case_id, Notice.target_id.in_(new.values()), Notice.kind.in_(earlier))
        _supersede(session, REPLACED, *same)
    session.add_all(_notice(looking, case, call, key, target) for key, target in new.items())
    session.flush()


def _told_otherwise(looking: Looking, case: CaseFacts, call: Call, others: Sequence[Call]) -> frozenset[int]:
    """People who hear of the same thing by a stronger notice, and holders of the step, who are no higher authority."""
    if call.kind is NoticeKind.STEP_DUE:
        stronger = [role for other in others if other.kind is NoticeKind.URGENT for role in other.roles]
        return looking.people.people(stronger, case.division)
    if call.kind is NoticeKind.ESCALATION:
        return looking.people.people(case.step.roles, case.division)
    return frozenset()


def _key(case: CaseFacts, call: Call, target: int) -> str:
    turn = "" if call.once_a_case else f"{case.step.key}@{stamp(case.started_at)}"
    return f"{case.case_id}/{turn}/{call.kind.value}/{call.detail}/{target}"


def _notice(looking: Looking, case: CaseFacts, call: Call, key: str, target: int) -> Notice:
    return Notice(
        office_id=looking.office_id, case_id=case.case_id, target_id=target, kind=call.kind, key=key,
        step=case.step.key, step_from=case.started_at, urgent=call.urgent, run_after=looking.now,
        created_at=looking.now,
    )  # fmt: skip


def _supersede(session: Session, why: str, *which: ColumnElement[bool]) -> None:
    statement = update(Notice).where(Notice.state == NoticeState.READY, *which)
    values = {"state": NoticeState.SUPERSEDED, "last_error": why}
    session.execute(statement.values(values), execution_options={"synchronize_session": False})
