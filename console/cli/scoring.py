"""``simak classify score``: a file in, the same file with every label and probability out."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from classify.classifier import load_assessor
from classify.result_files import SUFFIXES, is_json, written_rows
from classify.scoring import BATCH_ROWS, Judge, header_of, judged_rows, values_of
from classify.table_files import open_rows
from console.cli.judges import ModelOption, RegistryOption, default_model, division_key
from console.cli.output import FAILED, AsJson, failures, show
from console.cli.progress import Advance, progress
from console.cli.registry import Registry, registry_for

InputOption = Annotated[
    Path, typer.Option("--input", exists=True, dir_okay=False, help="Berkas CSV, XLSX, atau JSONL yang dinilai.")
]
ColumnOption = Annotated[str, typer.Option("--text-column", help="Kolom yang berisi teks komentar.")]
OutputOption = Annotated[Path, typer.Option("--output", help="Berkas hasil; akhiran .csv atau .jsonl.")]
ExplainOption = Annotated[bool, typer.Option("--explain/--no-explain", help="Sertakan alasan.")]


@dataclass(frozen=True, slots=True)
class Scored:
    """How many rows were written, how many of them got no whole verdict, and how many needed a remark."""

    rows: int
    unjudged: int
    remarked: int


class StoppedError(Exception):
    """Somebody stopped the command before the file was complete."""


def score(
    source: InputOption,
    column: ColumnOption,
    output: OutputOption,
    model: ModelOption = None,
    registry: RegistryOption = None,
    explain: ExplainOption = True,
    as_json: AsJson = False,
) -> None:
    """Menilai setiap baris berkas; kolom asli tetap ada dan urutannya tidak berubah."""
    _check_output(source, output)
    with failures(as_json):
        claims = registry_for(registry)
        judge = Judge(load_assessor(model or default_model()), claims.best, division_key)
        try:
            with _stoppable(), progress("Menilai", "baris", hidden=as_json) as advance:
                scored = score_file(source, column, output, judge, explain=explain, advance=advance)
        except StoppedError as error:
            raise _stopped(as_json, output) from error
    _report(as_json, output, scored, judge, claims)


def score_file(source: Path, column: str, output: Path, judge: Judge, *, explain: bool, advance: Advance) -> Scored:
    """Judge a file row by row into another, which is whole or untouched. Raises PlatformError BAD_FILE, OSError."""
    rows = unjudged = remarked = 0
    with open_rows(source, column) as table, written_rows(output, header_of(table.header)) as write:
        for judged in judged_rows(table.rows, table.text_at, judge):
            write(values_of(judged, explain=explain, objects=is_json(output)))
            rows, unjudged = rows + 1, unjudged + (not judged.done)
            remarked += bool(judged.row.remark)
            if rows % BATCH_ROWS == 0:
                advance(rows, table.done(), table.total)
    return Scored(rows, unjudged, remarked)


def _check_output(source: Path, output: Path) -> None:
    if output.suffix.lower() not in SUFFIXES:
        raise typer.BadParameter("Akhiran berkas hasil harus .csv atau .jsonl.", param_hint="--output")
    if output.exists() and output.samefile(source):
        raise typer.BadParameter("Berkas hasil tidak boleh berkas masukan itu sendiri.", param_hint="--output")


def _report(as_json: bool, output: Path, scored: Scored, judge: Judge, claims: Registry) -> None:
    assessor = judge.assessor
    result = {
        "rows": scored.rows, "not_judged": scored.unjudged, "remarked": scored.remarked, "output": str(output),
        "model_version": assessor.model_version, "registry": claims.name, "claims": len(claims),
    }  # fmt: skip
    text = (
        f"{scored.rows} baris ditulis ke {output} (model {assessor.model_version}; "
        f"{len(claims)} klaim dari {claims.name})."
    )
    if scored.unjudged:
        text += f" {scored.unjudged} baris tidak dinilai; sebabnya di kolom state."
    if scored.remarked:
        text += f" {scored.remarked} baris diberi catatan di kolom state."
    if assessor.trouble:
        show(as_json, {"ok": False, **result, "detail": assessor.trouble}, f"{text}\nPERHATIAN: tidak ada model yang "
             f"menilai. {assessor.trouble}")  # fmt: skip
        raise typer.Exit(FAILED)
    show(as_json, result, text)


def _stopped(as_json: bool, output: Path) -> typer.Exit:
    detail = f"Dihentikan sebelum selesai. {output} tidak ditulis; jalankan lagi untuk mengulang dari awal."
    if as_json:
        show(as_json, {"ok": False, "error": {"code": "stopped", "message": "stopped; nothing was written",
                                              "detail": detail}}, "")  # fmt: skip
    else:
        typer.echo(detail, err=True)
    return typer.Exit(FAILED)


@contextmanager
def _stoppable() -> Iterator[None]:
    """Being told to end counts like Ctrl+C: the draft is removed and the person is told."""
    former = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt as error:
        raise StoppedError from error
    finally:
        signal.signal(signal.SIGTERM, former)
