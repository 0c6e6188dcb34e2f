"""The model as plain arrays in one .npz: no pickle, a checksum, and a card that says where it comes from."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from classify.card import CardError, ModelCard, card_of, card_text
from classify.errors import ClassifierError
from classify.features import FEATURES, FORMAT, shares
from classify.kinds import FLAGS, QUESTIONS, Flag, Question
from classify.normalise import Normalised

FORMAT_VERSION = 2
COLUMNS = len(FLAGS) + sum(len(question.answers) for question in QUESTIONS)

_WHAT_TO_DO = "Latih ulang model bawaan (simak model train). Sampai itu hanya aturan yang menilai."

Floats = NDArray[np.float32]
Numbers = NDArray[np.float64]


class ModelError(ClassifierError):
    """The model file cannot be used. ``str()`` is an Indonesian sentence that says why and what to do."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"Berkas model {path.name} {why}. {_WHAT_TO_DO}")


@dataclass(frozen=True)
class Mix:
    """How the raw scores of one question become probabilities: ``softmax(scores @ weights + bias)``."""

    weights: Floats
    bias: Floats

    def probabilities(self, scores: Numbers) -> Numbers:
        """One row per text, one column per answer; each row sums to 1."""
        logits = scores @ self.weights + self.bias
        raised = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float64)


@dataclass(frozen=True)
class Model:
    """One linear column per flag and per answer, and what turns their scores into probabilities and decisions.

    ``platt`` has a row per flag: what a score counts, what the sum of rule weights counts, and the offset, all in
    log-odds. ``limits`` has a row per flag: the probability from which it is on, and the two ends of the band in which
    a person should read it.
    """

    coef: Floats
    intercept: Floats
    platt: Floats
    limits: Floats
    mixes: Mapping[Question, Mix]
    card: ModelCard

    def scores(self, matrix: csr_matrix) -> Numbers:
        """Raw scores, one row per text, one column per flag and answer."""
        return np.asarray(matrix.astype(np.float32) @ self.coef + self.intercept, dtype=np.float64)

    def strongest(self, text: Normalised, flag: Flag, count: int) -> list[int]:
        """Positions of the words of a text that speak most for a flag, the strongest first."""
        added = shares(text, self.coef[:, FLAGS.index(flag)])
        ranked = np.argsort(-added, kind="stable").tolist()
        return [at for at in ranked if added[at] > 0 and _says_something(text.words[at])][:count]


_EMPTY = frozenset(
    {"ini", "itu", "yang", "dan", "oleh", "ada", "juga", "saja", "tidak", "dari", "untuk", "dengan", "pada", "sudah"}
)
"""Words every kind of comment has: they may weigh, but explain nothing to a person."""


def _says_something(word: str) -> bool:
    return len(word) > 2 and word.isalpha() and word not in _EMPTY


def answer_columns(question: Question) -> slice:
    """Where the columns of a question's answers stand."""
    start = len(FLAGS)
    for other in QUESTIONS:
        if other is question:
            break
        start += len(other.answers)
    return slice(start, start + len(question.answers))


def save_model(model: Model, path: Path) -> None:
    """Write the model in one step: a reader sees the old file or the new one, never half of one."""
    arrays = _arrays(model)
    meta = json.dumps({"card": card_text(model.card), "checksum": _checksum(arrays, model.card)})
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("wb") as handle:
            np.savez_compressed(handle, allow_pickle=False, meta=np.frombuffer(meta.encode(), dtype=np.uint8), **arrays)
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
    shapes = _shapes()
    if "meta" not in parts:
        raise ModelError(path, "bukan berkas model Simak")
    card, checksum = _card(path, parts.pop("meta"))
    if card.format_version != FORMAT_VERSION or card.features != FORMAT:
        raise ModelError(path, "dibuat untuk versi Simak yang lain")
    if {name: part.shape for name, part in parts.items()} != shapes:
        raise ModelError(path, "berisi ukuran yang tidak sesuai")
    if any(part.dtype != np.float32 or not np.isfinite(part).all() for part in parts.values()):
        raise ModelError(path, "berisi angka yang tidak sah")
    if _checksum(parts, card) != checksum:
        raise ModelError(path, "berubah sejak dibuat (jumlah periksa tidak cocok)")
    mixes = {question: Mix(parts[f"mix_{question}"], parts[f"bias_{question}"]) for question in QUESTIONS}
    return Model(parts["coef"], parts["intercept"], parts["platt"], parts["limits"], mixes, card)


def _shapes() -> dict[str, tuple[int, ...]]:
    shapes: dict[str, tuple[int, ...]] = {
        "coef": (FEATURES, COLUMNS), "intercept": (COLUMNS,), "platt": (len(FLAGS), 3), "limits": (len(FLAGS), 3),
    }  # fmt: skip
    for question in QUESTIONS:
        size = len(question.answers)
        shapes |= {f"mix_{question}": (size, size), f"bias_{question}": (size,)}
    return shapes


def _card(path: Path, meta: NDArray[Any]) -> tuple[ModelCard, str]:
    try:
        data = json.loads(meta.tobytes().decode())
        return card_of(data["card"]), str(data["checksum"])
    except CardError as error:
        raise ModelError(path, "dibuat untuk versi Simak yang lain") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(path, "memiliki keterangan yang tidak terbaca") from error


def _arrays(model: Model) -> dict[str, Floats]:
    arrays = {"coef": model.coef, "intercept": model.intercept, "platt": model.platt, "limits": model.limits}
    for question, mix in model.mixes.items():
        arrays |= {f"mix_{question}": mix.weights, f"bias_{question}": mix.bias}
    return arrays


def _checksum(arrays: Mapping[str, Floats], card: ModelCard) -> str:
    digest = hashlib.sha256(card_text(card).encode())
    for name in sorted(arrays):
        digest.update(name.encode() + np.ascontiguousarray(arrays[name]).tobytes())
    return digest.hexdigest()
