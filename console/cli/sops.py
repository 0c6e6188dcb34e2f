"""``simak sop``: the procedures an office can choose, and whether it has the people for them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Annotated, Any

import typer

from console.cli import sop_table, sop_text
from console.cli.output import ENGLISH, FAILED, HEADLINES, AsJson, failures, group, show
from console.cli.parts import office_of, open_runtime
from console.runtime import utc_now
from responses import sops
from responses.errors import NotFoundError
from responses.office_check import OfficeCheck, Staffed, check_office
from responses.sop import Sop, load
from responses.sop_compare import compare
from responses.sop_drawing import dot
from responses.sop_shelf import Shelf, look

app = group("SOP: prosedur yang dapat dipilih kantor.")

Folder = Annotated[
    list[Path] | None,
    typer.Option(help="Folder tambahan berisi berkas SOP milik kantor; boleh diulang.", exists=True, file_okay=False),
]
Version = Annotated[int | None, typer.Option(help="Versi prosedur; kosong berarti yang terbaru.")]
PAPER = 132
"""Characters of a printed table when nobody says how wide the screen is."""


@app.command("list")
def list_all(folder: Folder = None, as_json: AsJson = False) -> None:
    """Menampilkan prosedur yang tersedia."""
    with failures(as_json):
        found = _shelf(folder).newest
        lines = [sop_text.line(sop) for sop in found]
        show(as_json, {"procedures": [sop_text.summary(sop) for sop in found]}, "\n".join(lines))


@app.command("show")
def show_one(key: str, folder: Folder = None, version: Version = None, as_json: AsJson = False) -> None:
    """Menampilkan satu prosedur seperti di atas kertas: kepala, langkah, pelaksana, kelengkapan, waktu, output."""
    with failures(as_json):
        sop = _one(_shelf(folder), key, version)
        width = max(shutil.get_terminal_size((PAPER, 24)).columns, PAPER)
        show(as_json, sop_text.full(sop), sop_text.on_paper(sop, width))


@app.command("draw")
def draw(key: str, folder: Folder = None, version: Version = None, as_json: AsJson = False) -> None:
    """Menggambar alur satu prosedur sebagai teks Graphviz, misalnya untuk: simak sop draw KUNCI | dot -Tsvg."""
    with failures(as_json):
        sop = _one(_shelf(folder), key, version)
        drawing = dot(sop)
        show(as_json, {"key": sop.key, "version": sop.version, "dot": drawing}, drawing.rstrip())


@app.command("table")
def table(folder: Folder = None, as_json: AsJson = False) -> None:
    """Mencetak tabel semua prosedur dalam Markdown (isi docs/sop.md)."""
    with failures(as_json):
        found = _shelf(folder).newest
        page = sop_table.markdown(found)
        show(as_json, {"procedures": len(found), "markdown": page}, page)


@app.command("diff")
def diff(
    key: Annotated[str, typer.Argument(help="Kunci prosedur atau berkas .toml.")],
    other: Annotated[str, typer.Argument(help="Kunci atau berkas kedua; kosong: dua versi terbaru dari KEY.")] = "",
    folder: Folder = None,
    from_version: Annotated[int | None, typer.Option("--from", help="Versi lama.")] = None,
    to_version: Annotated[int | None, typer.Option("--to", help="Versi baru.")] = None,
    as_json: AsJson = False,
) -> None:
    """Membandingkan dua versi, dua prosedur, atau dua berkas: langkah yang ditambah, dihapus, dan diubah."""
    with failures(as_json):
        shelf = _shelf(folder)
        after = _one(shelf, other or key, to_version)
        named = other or from_version is not None
        before = _one(shelf, key, from_version) if named else _previous(shelf, after)
        found = compare(before, after)
        data = sop_text.difference_data(before, after, found)
        show(as_json, data, sop_text.difference(before, after, found))


@app.command("check")
def check(
    folder: Folder = None,
    office: Annotated[
        str | None, typer.Option(help="Periksa SOP pilihan kantor ini terhadap orang dan peran yang berlaku.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Memeriksa setiap berkas SOP, atau dengan --office apakah kantor mempunyai orang untuk SOP pilihannya."""
    with failures(as_json):
        if office is not None:
            _check_office(office, as_json)
        else:
            _check_files(look((sops.SHIPPED, *(folder or ()))), as_json)


def _check_files(shelf: Shelf, as_json: bool) -> None:
    newest = shelf.newest
    result = {
        "procedures": len(newest),
        "findings": len(shelf.faults),
        "sop": [sop_text.summary(sop) for sop in newest],
    }
    if shelf.faults:
        detail = "\n".join(shelf.faults)
        error = {"code": "sop", "message": ENGLISH["sop"], "detail": detail}
        _refuse(as_json, {**result, "faults": list(shelf.faults), "error": error}, f"{HEADLINES['sop']}. {detail}")
    total = f"{len(newest)} prosedur diperiksa, tidak ada temuan."
    show(as_json, result, "\n".join([*(sop_text.line(sop) for sop in newest), total]))


def _check_office(key: str, as_json: bool) -> None:
    runtime = open_runtime()
    with runtime.database.read() as session:
        office = office_of(session, key)
        found = check_office(session, office.id, now=utc_now())
        name = office.name
    result = {
        "office": key,
        "procedures": [_staffed(one) for one in found.procedures],
        "missing": [purpose.value for purpose in found.missing],
        "findings": sum(len(one.findings) for one in found.procedures) + len(found.missing),
    }
    text = "\n".join(_office_lines(name, found))
    if found.blocked:
        error = {"code": "staffing", "message": "a chosen procedure cannot be staffed", "detail": text}
        _refuse(as_json, {**result, "error": error}, text)
    show(as_json, result, text)


def _staffed(one: Staffed) -> dict[str, Any]:
    findings = [
        {"kind": found.lack.value, "blocks": found.lack.blocks, "step": found.step, "text": found.text}
        for found in one.findings
    ]
    purposes = [purpose.value for purpose in one.purposes]
    return {"key": one.sop.key, "version": one.sop.version, "purposes": purposes, "findings": findings}


def _office_lines(name: str, found: OfficeCheck) -> list[str]:
    verdict = "ada prosedur yang tidak dapat dijalankan" if found.blocked else "setiap prosedur dapat dijalankan"
    lines = [f"{name}: {verdict} dengan orang dan peran yang berlaku sekarang."]
    lines += [f"Belum ada SOP untuk “{purpose.label}”." for purpose in found.missing]
    for one in found.procedures:
        purposes = ", ".join(purpose.label for purpose in one.purposes)
        lines += [
            f"{one.sop.key} v{one.sop.version} ({purposes}): {'' if one.findings else 'tidak ada temuan'}".strip()
        ]
        lines += [f"  {'Menghalangi' if it.lack.blocks else 'Perhatian'}: {it.text}" for it in one.findings]
    return lines


def _refuse(as_json: bool, result: dict[str, Any], text: str) -> None:
    """Print the findings and end with the code of a failure."""
    if as_json:
        typer.echo(json.dumps({"ok": False, **result}, ensure_ascii=False))
    else:
        typer.echo(f"Gagal: {text}", err=True)
    raise typer.Exit(FAILED)


def _shelf(folder: list[Path] | None) -> Shelf:
    """What can be used; that something cannot is said beside it and never hides the rest."""
    shelf = look((sops.SHIPPED, *(folder or ())))
    if shelf.faults:
        typer.echo(f"Perhatian: {len(shelf.faults)} temuan pada berkas SOP. Jalankan: simak sop check", err=True)
    return shelf


def _one(shelf: Shelf, key: str, version: int | None) -> Sop:
    """The procedure of that key and version, or of that file. Raises BadParameter, BadSopError, NotFoundError."""
    if key.endswith(".toml"):
        return load(Path(key))[0]
    versions = shelf.versions(key)
    if not versions:
        raise typer.BadParameter(f"prosedur yang dikenal: {', '.join(sop.key for sop in shelf.newest)}")
    found = [sop for sop in versions if version in (None, sop.version)]
    if not found:
        known = ", ".join(str(sop.version) for sop in versions)
        raise NotFoundError(f"{key} tidak mempunyai versi {version}. Versi yang ada: {known}.")
    return found[-1]


def _previous(shelf: Shelf, after: Sop) -> Sop:
    earlier = [sop for sop in shelf.versions(after.key) if sop.version < after.version]
    if not earlier:
        raise NotFoundError(f"{after.key} tidak mempunyai versi sebelum versi {after.version} untuk dibandingkan.")
    return earlier[-1]
