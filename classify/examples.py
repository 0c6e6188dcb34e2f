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
from classify.fitting import UNKNOWN
from classify.kinds import FLAGS, QUESTIONS, Flag, Question

CORPUS_FILE = Path(__file__).parent / "corpus" / "comments.csv"
HOLDOUT_FILE = CORPUS_FILE.with_name("holdout.csv")
NEEDED = {"text", Flag.NEEDS_RESPONSE.value, Flag.URGENT.value, Flag.HOAX_SUSPECT.value}
_COLUMNS = {Question.INTENT: "kind"}
ROWS_AT_ONCE = 500
Pairs = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]
"""Rows, columns and values of a sparse matrix."""
NEAR_DUPLICATE = 0.6
"""Jaccard similarity of letter 4-grams above which two comments say the same."""


class CorpusError(ClassifierError):
    """The corpus cannot be learnt from; the message names the file, the line and what is wrong."""


@dataclass(frozen=True)
class Examples:
    """Texts and their labels; ``digest`` names the state of the file they came from.

    ``flags`` has a column per Flag (1, 0 or UNKNOWN), ``choices`` one per Question (the position among its answers, or
    UNKNOWN).
    """

    texts: tuple[str, ...]
    flags: NDArray[np.int8]
    choices: NDArray[np.int8]
    digest: str

    def answers(self, question: Question) -> NDArray[np.int8]:
        """The column of a question."""
        return self.choices[:, QUESTIONS.index(question)]

    def flagged(self, flag: Flag) -> NDArray[np.int8]:
        """The column of a flag."""
        return self.flags[:, FLAGS.index(flag)]

    def __add__(self, other: Examples) -> Examples:
        """Both, one after the other."""
        digest = hashlib.sha256(f"{self.digest}+{other.digest}".encode()).hexdigest()
        flags, choices = np.vstack([self.flags, other.flags]), np.vstack([self.choices, other.choices])
        return Examples((*self.texts, *other.texts), flags, choices, digest)


def read_examples(path: Path = CORPUS_FILE) -> Examples:
    """Read a corpus. Raises CorpusError for a missing column, a label outside the guide and an empty text.

    The columns of flags are needed; those of the questions may be missing, and so may a label (an empty cell).
    """
    content = path.read_bytes()
    rows = list(csv.DictReader(content.decode("utf-8").splitlines(keepends=True)))
    if not rows or not rows[0].keys() >= NEEDED:
        raise CorpusError(f"{path.name}: needs rows and the columns {', '.join(sorted(NEEDED))}")
    labels = [_labels(row, f"{path.name}: row {number}") for number, row in enumerate(rows, start=1)]
    return Examples(
        tuple(row["text"] for row in rows),
        np.array([flags for flags, _ in labels], dtype=np.int8),
        np.array([choices for _, choices in labels], dtype=np.int8),
        hashlib.sha256(content).hexdigest(),
    )


def _labels(row: dict[str, str], where: str) -> tuple[list[int], list[int]]:
    if not row["text"].strip():
        raise CorpusError(f"{where}: the text is empty")
    if row["urgent"] == "1" and row["needs_response"] == "0":
        raise CorpusError(f"{where}: an urgent comment always needs a response")
    return [_flag(row, flag, where) for flag in FLAGS], [_choice(row, question, where) for question in QUESTIONS]


def _flag(row: dict[str, str], flag: Flag, where: str) -> int:
    value = row.get(flag)
    if not value and flag not in NEEDED:
        return UNKNOWN
    if value not in {"0", "1"}:
        raise CorpusError(f"{where}: every label must be 0 or 1, {flag} is not")
    return int(value)


def _choice(row: dict[str, str], question: Question, where: str) -> int:
    value = row.get(_COLUMNS.get(question, question))
    if not value:
        return UNKNOWN
    if value not in question.answers:
        raise CorpusError(f"{where}: {question} must be one of {', '.join(question.answers)}, not '{value}'")
    return question.answers.index(value)


def similarities(texts: Sequence[str], above: float) -> csr_matrix:
    """Jaccard similarity of letter 4-grams of every pair that lies above ``above``, each pair once."""
    grams = CountVectorizer(analyzer="char", ngram_range=(4, 4), binary=True, lowercase=True, dtype=np.int32)
    presence = grams.fit_transform([f" {text.strip()} " for text in texts])
    sizes, turned = np.asarray(presence.sum(axis=1)).ravel(), presence.T.tocsr()
    # some rows at once: all pairs of eight thousand comments together would need two gigabytes
    parts = [
        _alike(presence[start : start + ROWS_AT_ONCE] @ turned, start, sizes, above)
        for start in range(0, len(texts), ROWS_AT_ONCE)
    ]
    rows, columns, values = (np.concatenate(column) for column in zip(*parts, strict=True))
    return csr_matrix((values, (rows, columns)), shape=(len(texts), len(texts)))


def _alike(shared: csr_matrix, start: int, sizes: NDArray[np.int64], above: float) -> Pairs:
    pairs = shared.tocoo()
    rows = pairs.row + start
    jaccard = pairs.data / (sizes[rows] + sizes[pairs.col] - pairs.data)
    keep = (jaccard > above) & (rows < pairs.col)
    return rows[keep], pairs.col[keep], jaccard[keep]


def near_duplicates(texts: Sequence[str], above: float = NEAR_DUPLICATE) -> list[tuple[str, str]]:
    """The pairs of texts that say nearly the same."""
    pairs = similarities(texts, above).tocoo()
    return [(texts[left], texts[right]) for left, right in zip(pairs.row, pairs.col, strict=True)]


def clusters(texts: Sequence[str], above: float = 0.35) -> NDArray[np.int32]:
    """A cluster number per text. Clusters never cross folds, so that no comment is tested on its own twin."""
    _, numbers = connected_components(similarities(texts, above), directed=False)
    return np.asarray(numbers, dtype=np.int32)
