"""A procedure as a drawing, drawn with ``textContent`` only.

Streamlit's own Graphviz chart needs WebAssembly, which our content security policy forbids.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

import streamlit as st

from responses import movement
from responses.kinds import Clock
from responses.sop import Sop, Step

_HERE = Path(__file__).parent
_mount = st.components.v2.component(
    "simak_flow",
    html='<ol id="flow" aria-label="Alur prosedur"></ol>',
    css=(_HERE / "flow.css").read_text("utf-8"),
    js=(_HERE / "flow.js").read_text("utf-8"),
)


@dataclass(frozen=True, slots=True)
class Box:
    """One step in words; ``state`` is "selesai", "kini" or "nanti"."""

    number: str
    title: str
    who: str
    lines: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class Back:
    """A way back: places of the two boxes, counted from 0."""

    start: int
    end: int


def boxes(sop: Sop, here: str | None, *, begun: bool) -> tuple[Box, ...]:
    """The steps; ``here`` is the key of the present one, ``begun`` whether a case runs by them at all."""
    keys = [step.key for step in sop.steps]
    reached = keys.index(here) if here else len(keys) if begun else -1
    return tuple(_box(sop, step, place, reached) for place, step in enumerate(sop.steps))


def backs(sop: Sop) -> tuple[Back, ...]:
    """The ways back, the shortest first: the drawing puts the longest outside."""
    keys = [step.key for step in sop.steps]
    found = [Back(place, keys.index(step.no)) for place, step in enumerate(sop.steps) if step.no is not None]
    return tuple(sorted(found, key=lambda back: back.start - back.end))


def minutes_of(step: Step) -> str:
    """The printed minutes of a step, or that none are printed."""
    if step.minutes is None:
        return "tanpa batas menit"
    return f"{step.minutes} {'menit kerja' if step.clock is Clock.OFFICE else 'menit berjalan'}"


def show_flow(sop: Sop, here: str | None, *, begun: bool, key: str) -> None:
    """Draw the procedure, the present step marked."""
    data = {
        "steps": [asdict(box) for box in boxes(sop, here, begun=begun)],
        "backs": [asdict(back) for back in backs(sop)],
    }
    _mount(data=data, key=key)


def _box(sop: Sop, step: Step, place: int, reached: int) -> Box:
    state = "kini" if place == reached else "selesai" if place < reached else "nanti"
    lines = [minutes_of(step)]
    if step.no is not None:
        lines.append(f"Bila tidak: kembali ke langkah {[one.key for one in sop.steps].index(step.no) + 1}")
    if step.other_than is not None:
        number = [one.key for one in sop.steps].index(step.other_than) + 1
        lines.append(f"Oleh orang lain daripada langkah {number}")
    return Box(str(place + 1), step.title, movement.names(step.roles), tuple(lines), state)
