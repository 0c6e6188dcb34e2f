"""``simak classify`` and ``simak model``: judge what waits, train and measure the model."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from classify.classifier import UnavailableClassifier
from classify.evaluate import evaluate
from classify.examples import CORPUS_FILE
from classify.model import FlagMetrics
from classify.train import train
from console.cli.output import FAILED, AsJson, failures, group, show
from console.cli.parts import open_runtime, settings_with_folder
from console.pipeline import assess_and_queue, load_assessor
from console.runtime import utc_now

app = group("Penilaian komentar.")
model_app = group("Model penilai.")

SEED = 20_260_101
"""The same corpus, rules and seed give the same model file on every machine."""


@app.command("run")
def run(as_json: AsJson = False) -> None:
    """Menilai komentar yang menunggu dan memasukkannya ke antrean."""
    with failures(as_json):
        runtime = open_runtime()
        assessor = load_assessor(runtime.settings)
        written = assess_and_queue(runtime.database, assessor, now=utc_now)
    result = {"verdicts": written, "model_version": assessor.model_version}
    if isinstance(assessor, UnavailableClassifier):
        show(as_json, {**result, "ok": False, "detail": assessor.reason}, f"{written} komentar masuk antrean sebagai "
             f"“belum dinilai”: {assessor.reason}")  # fmt: skip
        raise typer.Exit(FAILED)
    show(as_json, result, f"{written} komentar dinilai (model {assessor.model_version}).")


@model_app.command("train")
def train_model(seed: Annotated[int, typer.Option(help="Benih acak.")] = SEED, as_json: AsJson = False) -> None:
    """Melatih model bawaan dari korpus milik Simak sendiri."""
    with failures(as_json):
        card = train(CORPUS_FILE, settings_with_folder().model_file.parent, seed)
        show(as_json, {"version": card.version, "rows": card.corpus_rows}, f"Model {card.version} dilatih dari "
             f"{card.corpus_rows} komentar.")  # fmt: skip


@model_app.command("evaluate")
def evaluate_model(seed: Annotated[int, typer.Option(help="Benih acak.")] = SEED, as_json: AsJson = False) -> None:
    """Mengukur model pada komentar yang belum pernah dilihatnya (lima lipatan)."""
    with failures(as_json):
        metrics = evaluate(CORPUS_FILE, seed)
    result = {"rows": metrics.rows, "flags": [asdict(flag) for flag in metrics.flags]}
    show(as_json, result, "\n".join([f"{metrics.rows} komentar, lima lipatan", *map(_line, metrics.flags)]))


def _line(flag: FlagMetrics) -> str:
    return (
        f"{flag.flag:16} n={flag.support:4}  model: presisi {flag.precision:.3f} recall {flag.recall:.3f} "
        f"F1 {flag.f1:.3f}  model+aturan: presisi {flag.product_precision:.3f} recall {flag.product_recall:.3f} "
        f"F1 {flag.product_f1:.3f}"
    )
