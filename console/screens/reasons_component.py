"""Why a comment is flagged, in one component: reasons quote the public and labelled examples, as ``textContent``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent
_mount = st.components.v2.component(
    "simak_reasons",
    html='<div id="reasons"></div>',
    css=(_HERE / "reasons.css").read_text("utf-8"),
    js=(_HERE / "reasons.js").read_text("utf-8"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One reason: where it comes from, what it says, and the words it rests on."""

    source: str
    text: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The reasons for one flag; ``kind`` picks the colour, ``sure`` says in words how sure it is or who decided it."""

    kind: str
    label: str
    sure: str
    lines: tuple[Line, ...]


def show_reasons(groups: Sequence[Group], foot: Sequence[str], *, key: str) -> None:
    """Draw the groups, and below them the quiet lines of ``foot``."""
    _mount(data={"groups": [asdict(group) for group in groups], "foot": list(foot)}, key=key)
