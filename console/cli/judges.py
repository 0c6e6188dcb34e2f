"""What ``simak classify`` judges by: the model, made first where there is none, and who owns a topic."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from classify.examples import CORPUS_FILE
from classify.kinds import Topic
from classify.train import SEED, train
from console.cli.parts import settings_with_folder
from responses.divisions import division_of

ModelOption = Annotated[
    Path | None, typer.Option("--model", exists=True, dir_okay=False, help="Berkas model; kosong: model bawaan.")
]
RegistryOption = Annotated[
    Path | None,
    typer.Option(
        "--registry", exists=True, dir_okay=False,
        help="Daftar klaim CSV (kolom id dan text); kosong: daftar kantor, atau klaim bawaan Simak.",
    ),
]  # fmt: skip


def default_model() -> Path:
    """The default model's file, trained first when there is none. Raises ClassifierError, OSError, BadSettingError."""
    path = settings_with_folder().model_file
    if not path.exists():
        typer.echo("Model bawaan belum ada; dilatih dari korpus Simak, sekitar setengah menit ...", err=True)
        train(CORPUS_FILE, path.parent, SEED)
    return path


def division_key(topic: Topic | None) -> str:
    """The key of the division that owns a topic; empty without one."""
    division = division_of(topic)
    return division.value if division else ""
