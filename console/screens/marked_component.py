"""What somebody wrote with the words marked that a verdict rests on, drawn with ``textContent`` only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import groupby, pairwise
from operator import itemgetter
from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent
_mount = st.components.v2.component(
    "simak_marked",
    html='<p id="text"></p>',
    css=(_HERE / "marked.css").read_text("utf-8"),
    js=(_HERE / "marked.js").read_text("utf-8"),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text, in characters; ``kind`` picks the colour, ``why`` is shown to whoever points at it."""

    start: int
    end: int
    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with its mark, or with none (then ``kind`` is empty)."""

    text: str
    kind: str
    why: str


def pieces(text: str, marks: Sequence[Mark]) -> tuple[Piece, ...]:
    """The text cut where marks begin and end; of marks on the same letters the first one given is drawn."""
    cuts = {0, len(text)} | {place for mark in marks for place in (mark.start, mark.end) if 0 < place < len(text)}
    stretches = [(start, end, _first(marks, start, end)) for start, end in pairwise(sorted(cuts))]
    found = []
    for mark, alike in groupby(stretches, key=itemgetter(2)):
        places = list(alike)
        words = text[places[0][0] : places[-1][1]]
        found.append(Piece(words, mark.kind, mark.why) if mark else Piece(words, "", ""))
    return tuple(found)


def _first(marks: Sequence[Mark], start: int, end: int) -> Mark | None:
    return next((mark for mark in marks if mark.start <= start and end <= mark.end), None)


def show_marked(text: str, marks: Sequence[Mark], *, key: str) -> None:
    """Draw the text with its marks."""
    _mount(data={"pieces": [asdict(piece) for piece in pieces(text, marks)]}, key=key)
