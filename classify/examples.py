"""The labelled comments a model learns from, and which of them say nearly the same."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import CountVectorizer

from classify.errors import ClassifierError
from classify.model import FLAGS

CORPUS_FILE = Path(__file__).parent / "corpus" / "comments.csv"
NEAR_DUPLICATE = 0.6
"""Jaccard similarity of letter 4-grams above which two comments say the same."""


class CorpusError(ClassifierError):
    """The corpus cannot be learnt from; the message names the file, the line and what is wrong."""


@dataclass(frozen=True)
class Examples:
    """Texts and their labels (0 or 1), one column per flag in the order of FLAGS; ``digest`` names the file's state."""

    texts: tuple[str, ...]
    labels: NDArray[np.int8]
    digest: str


def read_examples(path: Path = CORPUS_FILE) -> Examples:
    """Read a corpus. Raises CorpusError for a missing column, a label that is not 0 or 1 and an empty text."""
    content = path.read_bytes()
    rows = list(csv.DictReader(content.decode("utf-8").splitlines(keepends=True)))
    if not rows or not {"text", *FLAGS} <= rows[0].keys():
        raise CorpusError(f"{path.name}: needs rows and the columns text, {', '.join(FLAGS)}")
    labels = [_labels(row, f"{path.name}: row {number}") for number, row in enumerate(rows, start=1)]
    return Examples(
        tuple(row["text"] for row in rows), np.array(labels, dtype=np.int8), hashlib.sha256(content).hexdigest()
    )


def _labels(row: dict[str, str], where: str) -> list[int]:
    if not row["text"].strip():
        raise CorpusError(f"{where}: the text is empty")
    if any(row[flag] not in {"0", "1"} for flag in FLAGS):
        raise CorpusError(f"{where}: every label must be 0 or 1")
    if row["urgent"] == "1" and row["needs_response"] == "0":
        raise CorpusError(f"{where}: an urgent comment always needs a response")
    return [int(row[flag]) for flag in FLAGS]


def similarities(texts: Sequence[str], above: float) -> csr_matrix:
    """Jaccard similarity of letter 4-grams of every pair that lies above ``above``, each pair once."""
    grams = CountVectorizer(analyzer="char", ngram_range=(4, 4), binary=True, lowercase=True)
    presence = grams.fit_transform([f" {text.strip()} " for text in texts]).astype(np.float64)
    shared = (presence @ presence.T).tocoo()
    sizes = np.asarray(presence.sum(axis=1)).ravel()
    jaccard = shared.data / (sizes[shared.row] + sizes[shared.col] - shared.data)
    keep = (jaccard > above) & (shared.row < shared.col)
    return csr_matrix((jaccard[keep], (shared.row[keep], shared.col[keep])), shape=shared.shape)


def near_duplicates(texts: Sequence[str], above: float = NEAR_DUPLICATE) -> list[tuple[str, str]]:
    """The pairs of texts that say nearly the same."""
    pairs = similarities(texts, above).tocoo()
    return [(texts[left], texts[right]) for left, right in zip(pairs.row, pairs.col, strict=True)]


def clusters(texts: Sequence[str], above: float = 0.35) -> NDArray[np.int32]:
    """A cluster number per text. Clusters never cross folds, so that no comment is tested on its own twin."""
    _, numbers = connected_components(similarities(texts, above), directed=False)
    return np.asarray(numbers, dtype=np.int32)
