"""``simak classify``: judge what waits, judge a file, say why a text is judged as it is."""

from __future__ import annotations

import typer

from classify.classifier import load_assessor
from console.cli.explaining import explain
from console.cli.output import FAILED, AsJson, failures, group, show
from console.cli.parts import open_runtime
from console.cli.scoring import score
from console.pipeline import assess_and_queue
from console.runtime import utc_now

app = group("Penilaian komentar.")
app.command("score")(score)
app.command("explain")(explain)


@app.command("run")
def run(as_json: AsJson = False) -> None:
    """Menilai komentar yang menunggu dan memasukkannya ke antrean."""
    with failures(as_json):
        runtime = open_runtime()
        assessor = load_assessor(runtime.settings.model_file)
        written = assess_and_queue(runtime.database, assessor, now=utc_now)
    result = {"verdicts": written, "model_version": assessor.model_version}
    if assessor.trouble:
        show(as_json, {**result, "ok": False, "detail": assessor.trouble}, f"{written} komentar masuk antrean sebagai "
             f"“belum dinilai”: {assessor.trouble}")  # fmt: skip
        raise typer.Exit(FAILED)
    show(as_json, result, f"{written} komentar dinilai (model {assessor.model_version}).")
