"""What the check of an office says about its staff is what the engine then does: it can finish, or it is stuck."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responses import flow, sops
from responses.clock import OfficeCalendar
from responses.desk import CalendarTimer
from responses.drafts import gist_of, sha256_of
from responses.errors import RefusedError
from responses.kinds import CaseState, Effect, Need, Role
from responses.sop import Sop
from responses.staffing import Staff, staffing
from responses.state import Actor, Authority, Draft, State, apply

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
TIMER = CalendarTimer(OfficeCalendar("Asia/Jakarta"))
FILE = "f" * 64
SHELF = sops.shelf()


def can_finish(sop: Sop, people: tuple[Actor, ...]) -> bool:
    """Whether some order of these people brings a case to its end, tried out on the engine itself."""
    for person in people:
        try:
            opened = flow.decide_open(sop, start=NOW, timer=TIMER, now=NOW, actor=person)
        except RefusedError:
            continue
        if _from(sop, apply(sop, State(), opened), people, set()):
            return True
    return False


def _from(sop: Sop, state: State, people: tuple[Actor, ...], tried: set[object]) -> bool:
    if state.case is CaseState.DONE:
        return True
    known = (state.step, tuple(sorted(state.done_by.items())), state.draft and state.draft.author_id)
    if known in tried:
        return False
    tried.add(known)
    return any(_from(sop, after, people, tried) for after in _ways(sop, state, people))


def _ways(sop: Sop, state: State, people: tuple[Actor, ...]) -> list[State]:
    step = sop.step(state.step or "")
    if Effect.PROVE in step.effects:
        held = any(person.authority_for(step.roles) for person in people)
        return [apply(sop, state, flow.decide_proved(sop, state, timer=TIMER, now=NOW))] if held else []
    found = []
    for person in people:
        assert person.person_id is not None
        text = f"Naskah {step.key} oleh {person.name}."
        number = state.draft.number + 1 if state.draft else 1
        draft = Draft(number, sha256_of(text, (FILE,)), person.person_id, gist_of(text), (FILE,))
        inputs = {need.value: text for need in step.needs if need is not Need.BERKAS}
        try:
            happened = flow.decide_yes(
                sop, state, actor=person, inputs=inputs, draft=draft if Effect.DRAFT in step.effects else None,
                seen_sha256=state.draft.sha256 if state.draft else "", timer=TIMER, now=NOW,
            )  # fmt: skip
        except RefusedError:
            continue
        found.append(apply(sop, state, happened))
    return found


@pytest.mark.parametrize("key", sorted(SHELF))
def test_an_office_is_stuck_exactly_where_its_check_says_so(key: str) -> None:
    sop = SHELF[key][0]
    roles = sorted(sop.roles)

    @given(st.lists(st.sets(st.sampled_from(roles), min_size=1), min_size=1, max_size=4))
    @settings(max_examples=60, deadline=None, derandomize=True)
    def agree(offices: list[set[Role]]) -> None:
        held = [tuple(Authority(role) for role in sorted(roles)) for roles in offices]
        people = tuple(Actor(number, f"Orang {number}", found, 1) for number, found in enumerate(held, 1))
        said = staffing(sop, tuple(Staff(f"Orang {number}", found) for number, found in enumerate(held, 1)))
        assert can_finish(sop, people) == (not any(finding.lack.blocks for finding in said)), said

    agree()


def test_everybody_in_every_role_is_enough_for_two_and_never_for_one() -> None:
    for sop, _text in SHELF.values():
        everything = tuple(Authority(role) for role in sorted(sop.roles))
        one, two = Actor(1, "Satu", everything, 1), Actor(2, "Dua", everything, 1)
        assert can_finish(sop, (one, two)), sop.key
        assert not can_finish(sop, (one,)), sop.key
