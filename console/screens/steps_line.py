"""The SOP as a drawn line: what is done, by whom and how punctually, what is due now, and what follows."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from console import runtime
from console.screens import pieces, words
from console.screens.pieces import heading, note, page_link
from console.screens.visitor import Visitor
from responses import movement
from responses.kinds import Clock
from responses.sop import Step
from responses.views.case import CaseView, StepView
from responses.views.clocks import StepClock, step_clocks


def steps_line(view: CaseView, visitor: Visitor) -> None:
    """Draw the line."""
    with runtime.current().database.read() as session:
        clocks = step_clocks(session, view.case.id)
    heading("Alur SOP")
    with st.container(key="alur", gap=None):
        for index, step in enumerate(view.steps):
            with st.container(key=f"alur_{_state(step)}_{index}", gap=None):
                st.text(f"{index + 1}. {step.step.title}")
                _below(step, clocks.get(step.step.key, StepClock()), view, visitor)
    source = view.sop.source
    st.text(f"{source.office}, {source.decree}")
    page_link("prosedur", "Lihat prosedur ini", {"kasus": view.case.id}, ":material/schema:")


def _below(step: StepView, clock: StepClock, view: CaseView, visitor: Visitor) -> None:
    if step.done and step.done_at:
        _done(step, clock, visitor)
        return
    who = movement.names(step.step.roles)
    if not step.current:
        st.text(f"Berikutnya · {who}{_minutes(step.step)}")
        return
    st.text(f"Sekarang · {who}{_minutes(step.step)}")
    if view.case.paused_at is not None:
        note(f"Waktu dihentikan sejak {words.brief(view.case.paused_at, visitor.office.timezone, visitor.now)}")
    else:
        with pieces.row("alur_batas"):
            pieces.deadline((view.case.step_due_at,), view.case.step_started_at, visitor.office.timezone, visitor.now)
            if view.case.same_day_due_at:
                note(f"hari yang sama: {_same_day(view, visitor)}")
    _paused(clock)


def _done(step: StepView, clock: StepClock, visitor: Visitor) -> None:
    assert step.done_at is not None, "asked for only when it is done"
    zone = visitor.office.timezone
    met = f"Selesai {words.brief(step.done_at, zone, visitor.now)}"
    due = f"batas {words.brief(clock.due_at, zone, visitor.now)}" if clock.due_at else ""
    st.text(" · ".join(part for part in (met, due, words.lateness(step.late_minutes)) if part))
    role = f", {clock.role}" if clock.role else ""
    st.text(f"{step.done_by}{role}")
    _paused(clock)


def _paused(clock: StepClock) -> None:
    """How long the clock of a step stood still, and why; it counts neither for nor against anybody."""
    if clock.paused:
        note(f"Waktu pernah dihentikan {words.span(max(1, int(clock.paused / timedelta(minutes=1))))}: {clock.pause}")


def _same_day(view: CaseView, visitor: Visitor) -> str:
    assert view.case.same_day_due_at is not None, "asked for only when there is one"
    return words.deadline(view.case.same_day_due_at, visitor.office.timezone, visitor.now)


def _minutes(step: Step) -> str:
    if step.minutes is None:
        return ""
    kind = "menit kerja" if step.clock is Clock.OFFICE else "menit"
    return f" · {step.minutes} {kind}"


def _state(step: StepView) -> str:
    return "selesai" if step.done else "kini" if step.current else "nanti"
