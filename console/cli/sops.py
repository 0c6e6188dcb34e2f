"""``simak sop``: the procedures an office can choose."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from console.cli.output import AsJson, failures, group, show
from responses import sops
from responses.sop import Sop

app = group("SOP: prosedur yang dapat dipilih kantor.")

Folder = Annotated[list[Path] | None, typer.Option(help="Folder tambahan berisi berkas SOP milik kantor.")]


@app.command("list")
def list_all(folder: Folder = None, as_json: AsJson = False) -> None:
    """Menampilkan prosedur yang tersedia."""
    with failures(as_json):
        found = [sop for sop, _text in sops.shelf(*folder or []).values()]
        lines = [
            f"{sop.key:28} v{sop.version}  {len(sop.steps)} langkah  {sop.minutes:4} menit  {sop.title}"
            for sop in found
        ]
        show(as_json, {"procedures": [_summary(sop) for sop in found]}, "\n".join(lines))


@app.command("check")
def check(folder: Folder = None, as_json: AsJson = False) -> None:
    """Memeriksa setiap berkas SOP; gagal dengan nama berkas, langkah, dan alasannya."""
    with failures(as_json):
        found = [sop for sop, _text in sops.shelf(*folder or []).values()]
        show(as_json, {"procedures": len(found), "findings": 0}, f"{len(found)} prosedur diperiksa, tidak ada temuan.")


@app.command("show")
def show_one(key: str, folder: Folder = None, as_json: AsJson = False) -> None:
    """Menampilkan langkah-langkah satu prosedur."""
    with failures(as_json):
        shelf = sops.shelf(*folder or [])
        if key not in shelf:
            raise typer.BadParameter(f"prosedur yang dikenal: {', '.join(sorted(shelf))}")
        sop = shelf[key][0]
        lines = [f"{sop.title} ({sop.source.office}, {sop.source.decree})"]
        lines += [
            f"{number}. {step.title} | {' / '.join(role.label for role in step.roles)} | "
            f"{f'{step.minutes} menit' if step.minutes else 'tanpa menit'}"
            + (f" | tidak → {step.no}" if step.no else "")
            for number, step in enumerate(sop.steps, 1)
        ]
        show(as_json, _summary(sop), "\n".join(lines))


def _summary(sop: Sop) -> dict[str, object]:
    return {
        "key": sop.key,
        "version": sop.version,
        "title": sop.title,
        "decree": sop.source.decree,
        "minutes": sop.minutes,
        "steps": [
            {"key": step.key, "roles": [role.value for role in step.roles], "minutes": step.minutes, "no": step.no}
            for step in sop.steps
        ],
    }
