"""The SOP as a drawn line: what is done, by whom and how punctually, what is due now, and what follows."""

from __future__ import annotations

import streamlit as st

from console.screens import pieces, words
from console.screens.pieces import heading, note
from console.screens.visitor import Visitor
from responses import flow
from responses.kinds import Clock
from responses.sop import Step
from responses.views.case import CaseView, StepView


def steps_line(view: CaseView, visitor: Visitor) -> None:
    """Draw the line."""
    heading("Alur SOP")
    with st.container(key="alur", gap=None):
        for index, step in enumerate(view.steps):
            with st.container(key=f"alur_{_state(step)}_{index}", gap=None):
                st.text(f"{index + 1}. {step.step.title}")
                _below(step, view, visitor)
    source = view.sop.source
    st.text(f"{source.office}, {source.decree}")


def _below(step: StepView, view: CaseView, visitor: Visitor) -> None:
    if step.done and step.done_at:
        when = words.brief(step.done_at, visitor.office.timezone, visitor.now)
        st.text(" · ".join(part for part in ("Selesai", step.done_by, when, words.lateness(step.late_minutes)) if part))
        return
    who = flow.names(step.step.roles)
    if step.current:
        st.text(f"Sekarang · {who}{_minutes(step.step)}")
        with pieces.row("alur_batas"):
            pieces.deadline((view.case.step_due_at,), visitor.office.timezone, visitor.now)
            if view.case.same_day_due_at:
                note(f"hari yang sama: {_same_day(view, visitor)}")
        return
    st.text(f"Berikutnya · {who}{_minutes(step.step)}")


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
