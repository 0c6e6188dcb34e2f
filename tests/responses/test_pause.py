"""The clock stands still only for a recorded reason, and runs on with exactly the minutes that were left."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responses import cases, chain, flow, interrupts, sops
from responses.clock import OfficeCalendar
from responses.desk import CalendarTimer
from responses.errors import MissingInputError, NotAllowedError, StaleError
from responses.kinds import EventKind, PauseReason, Role, SopPurpose
from responses.state import Actor, Authority, State, apply
from tests.support.world import World

SOP = sops.shelf()["magelang-2022-komentar"][0]
TIMER = CalendarTimer(OfficeCalendar("Asia/Jakarta"))
ADMIN = Actor(1, "Dewi", (Authority(Role.ADMIN_MEDSOS),), 1)
EDITOR = Actor(2, "Sari", (Authority(Role.PIMPINAN_REDAKSI),), 1)
WRITER = Actor(3, "Raka", (Authority(Role.PELAKSANA),), 1)


@pytest.fixture
def waiting(world: World) -> tuple[World, int]:
    """A case whose order has ten minutes, until 09.10."""
    return world, world.report(world.comment())


def test_what_was_used_before_the_pause_is_kept_and_the_rest_runs_on(waiting: tuple[World, int]) -> None:
    world, case_id = waiting
    world.later(minutes=4)
    paused = world.pause(case_id, "sari", PauseReason.OTHER_BODY, "Menunggu Bawaslu.")
    assert (paused.paused_at, paused.step, paused.step_due_at) == (world.now, "perintah", None)
    world.later(days=1)
    resumed = world.resume(case_id, "sari", "Surat sudah diterima.")
    assert (resumed.paused_at, resumed.step_due_at) == (None, world.now + timedelta(minutes=6))
    world.later(minutes=7)
    world.act(case_id, "sari", perintah="Jawab.")
    assert chain.happened_of(world.events(case_id)[-1]).late_minutes == 1
    world.state(case_id)
    assert world.verify().cases == 1


def test_the_record_says_for_which_reason_and_by_whom(waiting: tuple[World, int]) -> None:
    world, case_id = waiting
    world.pause(case_id, "sari", PauseReason.PLENARY, "Rapat pleno Rabu.")
    event = world.events(case_id)[-1]
    assert (event.kind, event.actor_name) == (EventKind.CASE_PAUSED, "Sari Wulandari")
    assert chain.happened_of(event).note == f"{PauseReason.PLENARY.label}: Rapat pleno Rabu."
    assert chain.extra_of(event) == {"reason": "plenary"}


@pytest.mark.parametrize("note", ["", " \n ", "x" * 5_001, "\u202esurat"])
def test_a_pause_without_a_readable_explanation_is_refused(waiting: tuple[World, int], note: str) -> None:
    world, case_id = waiting
    with pytest.raises(MissingInputError, match="Keterangan penghentian waktu"):
        world.pause(case_id, "sari", note=note)
    assert world.case(case_id).paused_at is None


def test_only_whoever_has_the_step_or_may_decline_stops_the_clock(waiting: tuple[World, int]) -> None:
    world, case_id = waiting
    for stranger in ("dewi", "raka", "hasan", "lina", "tono"):
        with pytest.raises(NotAllowedError):
            world.pause(case_id, stranger)
    world.act(case_id, "sari", perintah="Jawab.")
    world.pause(case_id, "raka")
    for stranger in ("dewi", "hasan", "lina", "tono"):
        with pytest.raises(NotAllowedError):
            world.resume(case_id, stranger)
    world.resume(case_id, "bima")


def test_nothing_moves_while_the_clock_stands(waiting: tuple[World, int]) -> None:
    world, case_id = waiting
    world.pause(case_id, "sari")
    presses = (
        lambda: world.act(case_id, "sari", perintah="Jawab."),
        lambda: world.decline(case_id, "sari", "Tidak perlu."),
        lambda: world.pause(case_id, "sari"),
    )
    for press in presses:
        with pytest.raises(NotAllowedError, match="sedang dihentikan"):
            press()
    world.resume(case_id, "sari")
    with pytest.raises(NotAllowedError, match="sedang berjalan"):
        world.resume(case_id, "sari")


def test_of_two_people_who_stop_it_the_second_is_told(waiting: tuple[World, int]) -> None:
    world, case_id = waiting
    seen = world.case(case_id).seq
    world.pause(case_id, "sari")
    with world.database.write() as session, pytest.raises(StaleError, match="sudah berubah"):
        cases.pause(
            session, world.desk(session, "bima"), case_id, PauseReason.SUPERIOR, "Menunggu.", expected=seen
        )  # fmt: skip


def test_the_urgent_path_and_an_ordered_publication_never_stand_still(world: World) -> None:
    urgent = world.report(world.comment(), purpose=SopPurpose.URGENT)
    with pytest.raises(NotAllowedError, match="jalur mendesak"):
        world.pause(urgent, "hasan")
    with pytest.raises(NotAllowedError, match="sudah diperintahkan"):
        world.pause(world.approved_case(), "dewi")


def test_a_paused_case_can_become_urgent_at_once(waiting: tuple[World, int]) -> None:
    world, case_id = waiting
    world.pause(case_id, "sari")
    urgent = world.make_urgent(case_id, "sari")
    assert (world.case(case_id).paused_at, world.case(case_id).step) == (None, None)
    assert world.case(urgent).step == "jawab"
    assert world.verify().cases == 2


def test_a_late_case_is_due_at_once_when_it_runs_on_and_stays_late(waiting: tuple[World, int]) -> None:
    world, case_id = waiting
    world.later(minutes=25)
    world.pause(case_id, "sari")
    world.later(hours=1)
    assert world.resume(case_id, "sari").step_due_at == world.now
    world.later(minutes=2)
    world.act(case_id, "sari", perintah="Jawab.")
    assert chain.happened_of(world.events(case_id)[-1]).late_minutes == 17, (
        "the fifteen minutes of before do not vanish"
    )


@given(
    st.lists(st.tuples(st.integers(0, 30_000), st.integers(0, 400_000)), max_size=6),
    st.integers(0, 20_000),
    st.integers(0, 6_000),
)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_no_pause_ever_wins_a_minute_and_late_is_exactly_after_the_deadline(
    pauses: list[tuple[int, int]], last: int, offset: int
) -> None:
    """Seconds until each pause, and of each pause; ``offset`` minutes after a Monday, so into nights and weekends."""
    now = datetime(2026, 11, 16, 2, 0, tzinfo=UTC) + timedelta(minutes=offset)
    state = _reported(now)
    worked = timedelta()
    for until, length in pauses:
        begun, now = now, now + timedelta(seconds=until)
        worked += TIMER.calendar.worked(begun, now)
        state = _paused(state, now)
        assert state.due_at is None
        now += timedelta(seconds=length)
        state = _resumed(state, now)
    begun, now = now, now + timedelta(seconds=last)
    worked += TIMER.calendar.worked(begun, now)
    due = state.due_at
    assert due is not None
    ordered = flow.decide_yes(
        SOP, state, actor=EDITOR, inputs={"perintah": "Jawab."}, draft=None, seen_sha256="", timer=TIMER, now=now
    )
    assert ordered.late_minutes is not None
    assert (ordered.late_minutes > 0) == (now > due or state.used > 10)
    if worked > timedelta(minutes=10):
        assert ordered.late_minutes > 0, "pausing won time"


def _reported(now: datetime) -> State:
    opened = flow.decide_open(SOP, start=now, timer=TIMER, now=now, actor=ADMIN)
    state = apply(SOP, State(), opened)
    reported = flow.decide_yes(
        SOP, state, actor=ADMIN, inputs={"laporan": "X."}, draft=None, seen_sha256="", timer=TIMER, now=now
    )
    return apply(SOP, state, reported)


def _paused(state: State, now: datetime) -> State:
    happened = interrupts.decide_pause(
        SOP, state, actor=EDITOR, reason=PauseReason.SUPERIOR, note="Surat.", timer=TIMER, now=now
    )
    return apply(SOP, state, happened)


def _resumed(state: State, now: datetime) -> State:
    return apply(SOP, state, interrupts.decide_resume(SOP, state, actor=EDITOR, note="", timer=TIMER, now=now))
