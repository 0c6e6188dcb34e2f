"""Two versions of a text side by side in one: words taken away and words added, drawn with ``textContent`` only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent
_WORDS = re.compile(r"\s+|\S+")
_mount = st.components.v2.component(
    "simak_diff",
    html='<p id="text"></p>',
    css=(_HERE / "diff.css").read_text("utf-8"),
    js=(_HERE / "diff.js").read_text("utf-8"),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: ``same``, ``gone`` or ``new``."""

    kind: str
    text: str


def pieces(before: str, after: str) -> Iterator[Piece]:
    """What changed from one text to the other, word by word."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(old[a1:a2]))
            continue
        if a2 > a1:
            yield Piece("gone", "".join(old[a1:a2]))
        if b2 > b1:
            yield Piece("new", "".join(new[b1:b2]))


def show_difference(before: str, after: str, *, key: str) -> None:
    """Draw what changed from ``before`` to ``after``."""
    _mount(data={"pieces": [asdict(piece) for piece in pieces(before, after)]}, key=key)
