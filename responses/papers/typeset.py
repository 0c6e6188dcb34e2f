"""A paper as PDF, by typst with its own fonts only: no network, no system font, no package, no shell."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any

import typst

from responses.papers import qr
from responses.papers.glyphs import printable
from responses.papers.paper import Paper, grouped

GLYPH_NOTE = (
    "Lambang yang tidak dapat dicetak ditulis dengan namanya dalam kurung siku; naskah aslinya tersimpan dalam kasus."
)


def pdf(paper: Paper, at: datetime) -> bytes:
    """The paper as a PDF that says it was made ``at``: the same paper at the same moment is always the same bytes."""
    made = typst.compile(
        _template(), font_paths=_fonts(), sys_inputs=_inputs(paper), timestamp=int(at.timestamp()), format="pdf"
    )
    assert isinstance(made, bytes), "a PDF is one file"
    return made


def _inputs(paper: Paper) -> dict[str, str]:
    raw = {**asdict(paper), "hash_groups": grouped(paper.text_sha256)}
    safe = _printable(raw)
    note = GLYPH_NOTE if safe != raw else ""
    return {"paper": json.dumps({**safe, "glyph_note": note}), "qr": qr.svg(paper.link)}


def _printable(value: Any) -> Any:
    """The same structure with every text written so that the fonts can draw it."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: _printable(inner) for key, inner in value.items()}
    return tuple(_printable(inner) for inner in value) if isinstance(value, list | tuple) else value


@cache
def _template() -> bytes:
    return resources.files("responses.papers").joinpath("paper.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)
