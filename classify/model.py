"""The model as plain arrays in one .npz: no pickle, a checksum, and a card that says where it comes from."""

from __future__ import annotations

import hashlib
import json
import math
import os
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.special import expit

from classify.assessment import Flag
from classify.errors import ClassifierError
from classify.features import FEATURES, FORMAT, word_column

FORMAT_VERSION = 1
FLAGS = (Flag.NEEDS_RESPONSE, Flag.URGENT, Flag.HOAX_SUSPECT)

_SHAPES = {
    "coef": (len(FLAGS), FEATURES),
    "intercept": (len(FLAGS),),
    "platt": (len(FLAGS), 2),
    "threshold": (len(FLAGS),),
}
_WHAT_TO_DO = "Latih ulang model bawaan, lalu ulangi penilaian. Komentar tetap masuk antrean sebagai belum dinilai."

Floats = NDArray[np.float32]


class ModelError(ClassifierError):
    """The model file cannot be used. ``str()`` is an Indonesian sentence that says why and what to do."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"Berkas model {path.name} {why}. {_WHAT_TO_DO}")


@dataclass(frozen=True, slots=True)
class FlagMetrics:
    """Out-of-fold figures of one flag: of the model alone and of model and rules together; shares from 0 to 1."""

    flag: str
    support: int
    precision: float
    recall: float
    f1: float
    product_precision: float
    product_recall: float
    product_f1: float


@dataclass(frozen=True, slots=True)
class ModelCard:
    """Where a model comes from and how well it did on comments it had not seen."""

    format_version: int
    features: str
    version: str
    rules_digest: str
    corpus_digest: str
    corpus_rows: int
    seed: int
    sklearn_version: str
    metrics: tuple[FlagMetrics, ...]


@dataclass(frozen=True)
class Model:
    """Three linear heads with Platt calibration (``expit(a * score + b)``) and a threshold each, in order of FLAGS."""

    coef: Floats
    intercept: Floats
    platt: Floats
    threshold: Floats
    card: ModelCard

    def log_odds(self, matrix: csr_matrix) -> NDArray[np.float64]:
        """Calibrated log-odds, one row per text, one column per flag."""
        raw = matrix @ self._columns + self.intercept
        return np.asarray(raw * self.platt[:, 0] + self.platt[:, 1], dtype=np.float64)

    @cached_property
    def _columns(self) -> NDArray[np.float64]:
        return np.ascontiguousarray(self.coef.T, dtype=np.float64)

    def strongest(self, words: Sequence[str], head: int, count: int) -> list[int]:
        """Positions of the words that speak most for the flag ``head``; half of a pair goes to each of its words."""
        weights = self.coef[head]
        shares = [float(weights[word_column(word)]) for word in words]
        for at, (left, right) in enumerate(pairwise(words)):
            half = float(weights[word_column(f"{left} {right}")]) / 2
            shares[at] += half
            shares[at + 1] += half
        ranked = sorted(range(len(words)), key=lambda at: -shares[at])
        return [at for at in ranked if shares[at] > 0 and len(words[at]) > 2 and words[at].isalpha()][:count]


def probability(log_odds: float) -> float:
    """Log-odds as a probability, safe at both ends."""
    return float(expit(log_odds)) if math.isfinite(log_odds) else float(log_odds > 0)


def save_model(model: Model, path: Path) -> None:
    """Write the model in one step: a reader sees the old file or the new one, never half of one."""
    meta = json.dumps({**asdict(model.card), "checksum": _checksum(_arrays(model), model.card)}, sort_keys=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("wb") as handle:
            np.savez_compressed(
                handle,
                meta=np.frombuffer(meta.encode(), dtype=np.uint8),
                coef=model.coef,
                intercept=model.intercept,
                platt=model.platt,
                threshold=model.threshold,
            )
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def load_model(path: Path) -> Model:
    """Read a model. Raises ModelError for a file that is missing, damaged, foreign or made for other features."""
    if not path.is_file():
        raise ModelError(path, "tidak ditemukan")
    try:
        with path.open("rb") as handle, np.load(handle, allow_pickle=False) as stored:
            parts = {name: stored[name] for name in stored.files}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile, KeyError, TypeError, AttributeError) as error:
        raise ModelError(path, "rusak atau bukan berkas model Simak") from error
    return _checked(path, parts)


def _checked(path: Path, parts: dict[str, NDArray[Any]]) -> Model:
    if parts.keys() != {"meta", *_SHAPES}:
        raise ModelError(path, "bukan berkas model Simak")
    card, checksum = _card(path, parts.pop("meta"))
    if card.format_version != FORMAT_VERSION or card.features != FORMAT:
        raise ModelError(path, "dibuat untuk versi Simak yang lain")
    if any(parts[name].shape != shape or parts[name].dtype != np.float32 for name, shape in _SHAPES.items()):
        raise ModelError(path, "berisi ukuran yang tidak sesuai")
    if not all(np.isfinite(part).all() for part in parts.values()) or _checksum(parts, card) != checksum:
        raise ModelError(path, "berubah sejak dibuat (jumlah periksa tidak cocok)")
    return Model(parts["coef"], parts["intercept"], parts["platt"], parts["threshold"], card)


def _card(path: Path, meta: NDArray[Any]) -> tuple[ModelCard, str]:
    try:
        data = json.loads(meta.tobytes().decode())
        checksum = data.pop("checksum")
        if data.keys() != {field.name for field in fields(ModelCard)}:
            raise ModelError(path, "dibuat untuk versi Simak yang lain")
        metrics = tuple(FlagMetrics(**entry) for entry in data.pop("metrics"))
        return ModelCard(**data, metrics=metrics), str(checksum)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(path, "memiliki keterangan yang tidak terbaca") from error


def _arrays(model: Model) -> dict[str, Floats]:
    return {"coef": model.coef, "intercept": model.intercept, "platt": model.platt, "threshold": model.threshold}


def _checksum(arrays: dict[str, Floats], card: ModelCard) -> str:
    digest = hashlib.sha256(json.dumps(asdict(card), sort_keys=True).encode())
    for name in sorted(arrays):
        digest.update(name.encode() + np.ascontiguousarray(arrays[name]).tobytes())
    return digest.hexdigest()
