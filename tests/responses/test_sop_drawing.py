"""A procedure as Graphviz text: every step, every arrow, and nothing a title could break."""

from __future__ import annotations

import re

import pytest

from responses import sops
from responses.sop import Sop, parse
from responses.sop_drawing import dot
from responses.sop_shelf import look

TEXT = (sops.SHIPPED / "magelang_2022_komentar.v2.toml").read_text("utf-8")
QUOTED = r'"(?:[^"\\\n]|\\.)*"'
"""A DOT string on one line, in which every quote and every backslash is escaped."""
PAIR = rf"\w+={QUOTED}"
LINE = re.compile(
    rf"digraph {QUOTED} \{{|  \w+={QUOTED};.*|  {QUOTED} \[{PAIR}(?:, {PAIR})*\];"
    rf"|  {QUOTED} -> {QUOTED}(?: \[{PAIR}(?:, {PAIR})*\])?;|\}}"
)


def arrows(drawing: str) -> list[tuple[str, str, bool]]:
    """Every arrow: from, to, and whether it is dashed."""
    found = re.findall(rf"^  ({QUOTED}) -> ({QUOTED})(.*);$", drawing, re.MULTILINE)
    return [(start[1:-1], end[1:-1], "dashed" in style) for start, end, style in found]


SHIPPED = look([sops.SHIPPED]).newest


@pytest.mark.parametrize("sop", SHIPPED, ids=lambda sop: sop.key)
def test_every_shipped_procedure_is_drawn_whole(sop: Sop) -> None:
    drawing = dot(sop)
    assert [line for line in drawing.splitlines() if not LINE.fullmatch(line)] == []
    keys = [step.key for step in sop.steps]
    ahead = [("(mulai)", keys[0]), *zip(keys, [*keys[1:], "(selesai)"], strict=True)]
    assert [(start, end) for start, end, dashed in arrows(drawing) if not dashed] == ahead
    back = {(start, end) for start, end, dashed in arrows(drawing) if dashed and end != "(ditutup)"}
    assert back == {(step.key, step.no) for step in sop.steps if step.no}
    assert any(end == "(ditutup)" for _start, end, _dashed in arrows(drawing))


def test_a_box_names_the_roles_and_the_minutes() -> None:
    drawing = dot(parse(TEXT, "x.toml"))
    assert r"Pimpinan redaksi / Wakil pimpinan redaksi\n10 menit" in drawing
    assert '"koreksi" -> "draf" [label="tidak", style="dashed"' in drawing
    assert '"koreksi" -> "unggah" [label="ya"];' in drawing


@pytest.mark.parametrize(
    "title",
    [
        r"'''Jawab \"sekarang\"'''",
        "'''\nJawab\n\nsekarang'''",
        r"'''x\" ]; jahat [label=\"y'''",
        "'''garis\\'''",
        "'''" + "panjang" * 60 + "'''",
        "'''<b>&amp;</b> {a|b}'''",
    ],
)
def test_no_title_breaks_out_of_its_box(title: str) -> None:
    text = TEXT.replace('title = "Membuat draf narasi respons"', f"title = {title}")
    drawing = dot(parse(text, "x.toml"))
    assert [line for line in drawing.splitlines() if not LINE.fullmatch(line)] == []
    assert arrows(drawing) == arrows(dot(parse(TEXT, "x.toml")))
