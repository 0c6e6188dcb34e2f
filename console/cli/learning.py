"""``simak model``: learn from what people said, go back, and find what helps most to label."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated, Any

import typer

from classify.examples import CORPUS_FILE, HOLDOUT_FILE, read_examples
from classify.improvement import ROUNDS, Comparison, HeadComparison
from classify.learning import LabelledComments, office_examples
from classify.model import Model, load_model
from classify.retrain import Proposal, lacking, retrain
from classify.rules import load_rules
from classify.train import SEED
from console.cli.models import SeedOption, TrainCorpusOption, model_app
from console.cli.output import AsJson, OfficeKey, failures, show
from console.cli.outside import examples_of, named_paths
from console.cli.parts import office_of, open_runtime
from console.model_files import replace_model, restore_model
from console.runtime import utc_now
from responses.views import unsure

__all__ = ["model_app"]

MOST = 1_000
Top = Annotated[int, typer.Option(min=1, max=MOST, help="Paling banyak berapa komentar.")]
Apply = Annotated[bool, typer.Option("--apply", help="Ganti model bila calon lebih baik; yang lama disimpan.")]


@model_app.command("retrain")
def retrain_model(
    apply: Apply = False, corpus: TrainCorpusOption = None, seed: SeedOption = SEED, as_json: AsJson = False
) -> None:
    """Melatih calon model dari korpus dan koreksi petugas, lalu membandingkannya pada data uji kantor."""
    named = named_paths(corpus)
    with failures(as_json):
        runtime = open_runtime()
        path = runtime.settings.model_file
        current, rules = load_model(path), load_rules()
        with runtime.database.read() as session:
            labelled = office_examples(session, None)
        corpora = [("simak", read_examples(CORPUS_FILE)), *examples_of(named)]
        _tell_of_waiting(labelled)
        proposal = retrain(current, corpora, labelled, rules, seed, holdout=HOLDOUT_FILE)
        applied = apply and proposal.better and proposal.candidate is not None
        if applied and proposal.candidate:
            found = _recorded(proposal)
            replace_model(
                runtime.database, path, proposal.candidate, expected=current.card.version, found=found, now=utc_now()
            )
    show(as_json, _json(current, proposal, applied), "\n".join(_lines(current, proposal, applied)))


@model_app.command("restore")
def restore(as_json: AsJson = False) -> None:
    """Mengembalikan model sebelumnya; yang sekarang disimpan, jadi dapat dikembalikan lagi."""
    with failures(as_json):
        runtime = open_runtime()
        before, after = restore_model(runtime.database, runtime.settings.model_file, now=utc_now())
    show(as_json, {"before": before, "after": after}, f"Model {after} berlaku lagi menggantikan {before}.")


@model_app.command("unsure")
def show_unsure(top: Top = 50, office: OfficeKey = "", as_json: AsJson = False) -> None:
    """Menampilkan komentar yang paling berguna untuk dinilai petugas, masing-masing dengan alasannya."""
    with failures(as_json):
        runtime = open_runtime()
        with runtime.database.read() as session:
            found = unsure.most_useful(session, office_of(session, office).id, load_rules(), top=top)
    text = "\n".join(line for row in found for line in _unsure_lines(row)) or "Tidak ada komentar yang diragukan."
    show(as_json, {"comments": [asdict(row) for row in found]}, text)


def _tell_of_waiting(labelled: LabelledComments) -> None:
    if not lacking(labelled):
        typer.echo("Melatih calon model, sekitar satu menit ...", err=True)


def _recorded(proposal: Proposal) -> dict[str, str | int]:
    """What spoke for the candidate, as the event keeps it."""
    assert proposal.comparison is not None, "a better candidate was compared"
    found = proposal.comparison
    return {
        "learnt": proposal.learnt, "held_out": proposal.held_out, "macro_f1_before": f"{found.before:.4f}",
        "macro_f1_after": f"{found.after:.4f}", "likely": f"{found.likely:.4f}",
    }  # fmt: skip


def _json(current: Model, proposal: Proposal, applied: bool) -> dict[str, Any]:
    return {
        "better": proposal.better, "applied": applied, "current": current.card.version,
        "candidate": proposal.candidate.card.version if proposal.candidate else None, "learnt": proposal.learnt,
        "held_out": proposal.held_out, "left_out": proposal.left_out, "findings": proposal.findings,
        "comparison": asdict(proposal.comparison) if proposal.comparison else None,
    }  # fmt: skip


def _lines(current: Model, proposal: Proposal, applied: bool) -> Iterator[str]:
    yield f"Model sekarang: {current.card.version}."
    yield f"Komentar kantor: {proposal.learnt} untuk dipelajari, {proposal.held_out} hanya untuk menguji."
    if proposal.candidate and proposal.comparison:
        yield f"Calon: {proposal.candidate.card.version}, dari {proposal.candidate.card.rows} komentar."
        yield from _compared(proposal.comparison)
    if proposal.left_out:
        yield f"Calon tidak belajar dari {', '.join(proposal.left_out)}; sebutkan dengan --corpus bila masih perlu."
    yield from proposal.findings
    if applied:
        yield "Model diganti. Yang lama disimpan: simak model restore"
    elif proposal.better:
        yield "Model belum diganti. Untuk menggantinya: simak model retrain --apply"
    else:
        yield "Model tidak diganti. Komentar yang paling berguna untuk dinilai: simak model unsure"


def _compared(found: Comparison) -> Iterator[str]:
    yield from map(_head_line, found.heads)
    yield (
        f"Rata-rata makro-F1 {found.before:.3f} menjadi {found.after:.3f}; calon unggul pada {found.likely:.0%} dari "
        f"{ROUNDS} undian ulang data uji."
    )


def _head_line(head: HeadComparison) -> str:
    return (
        f"  {head.flag.label:16} n={head.rows:4} ({head.positives} ya)  makro-F1 {head.before:.3f} menjadi "
        f"{head.after:.3f}  ditemukan {head.recall_before:.0%} menjadi {head.recall_after:.0%}  "
        f"diperbaiki {head.mended}, dirusak {head.broken}"
    )


def _unsure_lines(row: unsure.Unsure) -> Iterator[str]:
    yield f"{row.comment_id:8}  {' '.join(row.excerpt.split())}"
    yield from (f"          - {why}" for why in row.why)
