"""The queue's list as one component: a thousand elements fewer for the browser, and text only as ``textContent``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__).parent
_mount = st.components.v2.component(
    "simak_queue",
    html='<div id="list" role="listbox" aria-label="Daftar komentar" tabindex="-1"></div>',
    css=(_HERE / "queue.css").read_text("utf-8"),
    js=(_HERE / "queue.js").read_text("utf-8"),
)


@dataclass(frozen=True, slots=True)
class Chip:
    """A state as icon and words; ``kind`` picks the icon and the colour, ``spoken`` is what a short label means."""

    kind: str
    label: str
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One comment in the list, in words ready to be shown."""

    id: int
    chips: tuple[Chip, ...]
    meta: str
    when: str
    text: str
    decided: str
    past: bool
    """Decided on by now, so that it no longer belongs to this list."""


@dataclass(frozen=True, slots=True)
class Pick:
    """What the person chose, and how many choices this list has seen: an old answer never moves a newer choice."""

    comment_id: int
    number: int


def queue_list(
    lines: Sequence[Line], selected: int | None, picks: int, *, key: str, on_pick: Callable[[], None]
) -> None:
    """Draw the list. ``on_pick`` runs after a choice; it finds the choice with ``picked``."""
    data: dict[str, Any] = {"lines": [asdict(line) for line in lines], "selected": selected, "picks": picks}
    _mount(data=data, key=key, on_picked_change=on_pick)


def picked(key: str) -> Pick | None:
    """The choice just made in the list of that key, if it is one."""
    value = (st.session_state.get(key) or {}).get("picked") or {}
    comment_id, number = value.get("id"), value.get("picks")
    if isinstance(comment_id, int) and isinstance(number, int):
        return Pick(comment_id, number)
    return None
