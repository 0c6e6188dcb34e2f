"""``simak model``: train it, measure it, and read where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from classify.card import Figures
from classify.claim_trial import trial
from classify.evaluate import evaluate, judged, prepare
from classify.examples import CORPUS_FILE, HOLDOUT_FILE, read_examples
from classify.model import load_model
from classify.rules import load_rules
from classify.train import SEED, train
from console.cli.card_text import card_lines
from console.cli.figures import EXPLAINED, Against, against_line, claims_against, lines_of, urgent_against
from console.cli.judges import default_model
from console.cli.output import AsJson, failures, group, show
from console.cli.outside import examples_of, measurable, measured_on, named_paths
from console.cli.parts import settings_with_folder

model_app = group("Model penilai.")

SeedOption = Annotated[int, typer.Option(help="Benih acak.")]
TrainCorpusOption = Annotated[
    list[str] | None, typer.Option("--corpus", metavar="NAMA=BERKAS", help="Korpus tambahan; boleh diulang.")
]
MeasuredOption = Annotated[
    list[str] | None,
    typer.Option(
        "--corpus",
        metavar="NAMA=BERKAS",
        help="Ukur juga pada korpus luar: sirekap=BERKAS, smsa=LATIH,UJI, hate=BERKAS; boleh diulang.",
    ),
]


@model_app.command("train")
def train_model(corpus: TrainCorpusOption = None, seed: SeedOption = SEED, as_json: AsJson = False) -> None:
    """Melatih model bawaan dari korpus Simak, dan dari korpus lain bila disebutkan."""
    named = named_paths(corpus)
    with failures(as_json):
        folder = settings_with_folder().model_file.parent
        card = train(CORPUS_FILE, folder, seed, others=examples_of(named))
        sources = ", ".join(f"{source.name} {source.rows}" for source in card.sources)
        show(as_json, {"version": card.version, "rows": card.rows, "sources": [asdict(one) for one in card.sources]},
             f"Model {card.version} dilatih dari {card.rows} komentar ({sources}).")  # fmt: skip


@model_app.command("evaluate")
def evaluate_model(corpus: MeasuredOption = None, seed: SeedOption = SEED, as_json: AsJson = False) -> None:
    """Mengukur model pada komentar yang belum pernah dilihatnya: lima lipatan, data uji, dan korpus luar."""
    named = measurable(corpus)
    with failures(as_json):
        model = default_model()
        own = (evaluate(read_examples(), seed), _on_holdout(model))
        against = [one for figures in own for one in urgent_against(figures)]
        against += claims_against(trial(seed))
        outside = [measured_on(name, paths, model, seed) for name, paths in named]
        against += [one for report in outside for one in report.against]
    figures = [*own, *(one for report in outside for one in report.figures)]
    notes = [note for report in outside for note in report.notes]
    goals = [{**asdict(one), "reached": one.reached} for one in against]
    result = {"figures": [asdict(one) for one in figures], "goals": goals, "notes": notes}
    show(as_json, result, "\n".join(_lines(figures, against, notes)))


@model_app.command("card")
def card_of_model(as_json: AsJson = False) -> None:
    """Menampilkan kartu model: asal, isi, angka beserta artinya, lisensi sumber, dan batas pemakaiannya."""
    with failures(as_json):
        card = load_model(settings_with_folder().model_file).card
        current = load_rules().digest
    changed = current != card.rules_digest
    show(as_json, {"card": asdict(card), "rules_changed": changed}, "\n".join(card_lines(card, rules_now=current)))


def _on_holdout(model: Path) -> Figures:
    return judged("data uji", load_model(model), prepare(read_examples(HOLDOUT_FILE), load_rules()))


def _lines(figures: list[Figures], against: list[Against], notes: list[str]) -> Iterator[str]:
    for one in figures:
        yield from lines_of(one)
        yield ""
    yield from EXPLAINED
    yield from ["", *map(against_line, against), *notes]
