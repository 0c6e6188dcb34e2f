"""The default model, trained once in a run whichever process needs it first: that takes half a minute.

A short run (``make test``) trains on every third comment, which takes a third of the time.
"""

from __future__ import annotations

import csv
import fcntl
import os
from pathlib import Path

from classify.examples import CORPUS_FILE
from classify.train import MODEL_NAME, SEED, train

SHORT = os.environ.get("SIMAK_TEST_STRICT") == "0"


def trained_model(basetemp: Path) -> Path:
    """The model file. ``basetemp`` is the folder of this process; those of one run share the one above."""
    shared = basetemp.parent if "PYTEST_XDIST_WORKER" in os.environ else basetemp
    folder = shared / "trained"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / MODEL_NAME).exists():
            train(_third(folder) if SHORT else CORPUS_FILE, folder, SEED)
    return folder / MODEL_NAME


def _third(folder: Path) -> Path:
    part = folder / "sepertiga.csv"
    with CORPUS_FILE.open(encoding="utf-8", newline="") as whole, part.open("w", encoding="utf-8", newline="") as third:
        header, *rows = csv.reader(whole)
        csv.writer(third).writerows([header, *rows[::3]])
    return part
