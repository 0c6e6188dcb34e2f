"""Who must be told what about a case now, and when to look again: pure, from the present step alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from responses.clock import OfficeCalendar, due
from responses.kinds import Clock, Division, Effect, PublicationState, Role, SopPurpose
from responses.notices.kinds import NoticeKind
from responses.notices.moments import before
from responses.notices.rules import Rules
from responses.sop import Sop, Step

HIGHEST = 5
"""Levels of escalation looked at; no office has more."""
SAME_DAY_STEP = 60
"""Minutes a deadline without a step of its own (same day) is taken to have, for the pause before escalating."""
HOLDERS = (NoticeKind.STEP_DUE, NoticeKind.REMINDER, NoticeKind.SAME_DAY, NoticeKind.DUE)
"""What the people of the step are told, in this order; a later one takes the place of an earlier one."""


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """An open case as far as telling people goes. Times are aware UTC."""

    case_id: int
    number: str
    purpose: SopPurpose
    sop: Sop
    step: Step
    started_at: datetime
    due_at: datetime | None
    same_day_due_at: datetime | None
    division: Division | None = None
    paused: bool = False
    taken_until: datetime | None = None
    """Until when somebody has taken the case to answer it."""
    trouble: frozenset[PublicationState] = frozenset()
    """States of its publications that a program could not get past."""
    on_its_way: bool = False
    """Simak itself is publishing; nobody has to do anything."""

    @property
    def urgent(self) -> bool:
        """Whether people are told at any hour: an urgent case up to its ratification."""
        return self.purpose is SopPurpose.URGENT and Effect.RATIFY not in self.step.effects

    @property
    def deadline(self) -> datetime | None:
        """The nearest of the step's own minutes and the same-day deadline."""
        return min((at for at in (self.due_at, self.same_day_due_at) if at), default=None)

    @property
    def answering(self) -> bool:
        """Whether the step lies before or at the order to publish."""
        order = {Effect.PUBLISH, Effect.REMOVE}
        upto = self.sop.steps[: self.sop.steps.index(self.step)]
        return not any(order & set(step.effects) for step in upto)


@dataclass(frozen=True, slots=True)
class Call:
    """One thing to tell the people of some roles. ``detail`` tells two of the same kind apart."""

    kind: NoticeKind
    roles: tuple[Role, ...]
    urgent: bool
    detail: str = ""
    once_a_case: bool = False
    """Told once however often the case comes back to this step."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is due now and the next moment at which something will be."""

    calls: tuple[Call, ...]
    next_at: datetime | None


def plan(case: CaseFacts, rules: Rules, calendar: OfficeCalendar, held: frozenset[Role], now: datetime) -> Plan:
    """Everything that is due at ``now``; what is repeated here is told only once.

    ``held`` are the roles of the office with somebody who can be told. Of what the people of the step were to be
    told, only the newest is due: after a time without a worker nobody is reminded of a deadline that has passed.
    """
    if case.paused:
        return Plan((), None)
    timeline = sorted(_timeline(case, rules, calendar, held), key=lambda entry: entry[0])
    passed = [call for at, call in timeline if at <= now]
    newest = [call for call in passed if call.kind in HOLDERS][-1:]
    others = [call for call in passed if call.kind not in HOLDERS]
    return Plan((*others, *newest), min((at for at, _call in timeline if at > now), default=None))


def _timeline(
    case: CaseFacts, rules: Rules, calendar: OfficeCalendar, held: frozenset[Role]
) -> Iterator[tuple[datetime, Call]]:
    yield from _for_holders(case, rules, calendar)
    yield from _upwards(case, rules, calendar, held)
    if case.urgent and case.answering:
        theirs = bool(set(case.step.roles) & set(rules.urgent_roles))
        yield case.started_at, Call(NoticeKind.URGENT, rules.urgent_roles, urgent=True, once_a_case=not theirs)
        above = rules.above(case.step.roles, held) or rules.urgent_roles  # at the top the same people hear it again
        at = case.started_at + timedelta(minutes=rules.unacknowledged_minutes)
        yield max(at, case.taken_until or at), Call(NoticeKind.UNACKNOWLEDGED, above, urgent=True)
    for state in sorted(case.trouble):
        proving = next(step for step in case.sop.steps if Effect.PROVE in step.effects)
        yield case.started_at, Call(NoticeKind.PUBLICATION_TROUBLE, proving.roles, case.urgent, state.value)


def _for_holders(case: CaseFacts, rules: Rules, calendar: OfficeCalendar) -> Iterator[tuple[datetime, Call]]:
    def call(kind: NoticeKind) -> Call:
        return Call(kind, case.step.roles, case.urgent)

    start, deadline = case.started_at, case.deadline
    if not case.on_its_way and not case.trouble:
        yield start, call(NoticeKind.STEP_DUE)
    if deadline is None:
        return
    yield deadline, call(NoticeKind.DUE)
    if case.due_at and case.step.minutes:
        ahead = rules.reminder.of(case.step.minutes)
        at = before(case.step.clock, calendar, start, case.due_at, ahead)
        if at and at < deadline:
            yield at, call(NoticeKind.REMINDER)
    if case.same_day_due_at:
        at = before(Clock.OFFICE, calendar, start, case.same_day_due_at, rules.same_day_minutes)
        if at and at < deadline:
            yield at, call(NoticeKind.SAME_DAY)


def _upwards(
    case: CaseFacts, rules: Rules, calendar: OfficeCalendar, held: frozenset[Role]
) -> Iterator[tuple[datetime, Call]]:
    deadline, told = case.deadline, case.step.roles
    if deadline is None:
        return
    every = rules.escalation.of(case.step.minutes or SAME_DAY_STEP)
    for level in range(1, HIGHEST + 1):
        above = rules.above(told, held)
        if not above:
            return
        at = due(case.step.clock, calendar, deadline, every * level)
        yield at, Call(NoticeKind.ESCALATION, above, case.urgent, str(level))
        told = (*told, *above)
