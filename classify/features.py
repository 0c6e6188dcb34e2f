"""Text as numbers: the blocks of classify/columns.py as one sparse row, and what each word adds to a linear score.

Needs numpy and scipy alone, so that a worker that only judges never loads scikit-learn.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from classify.columns import FEATURES, SIZES, Columns, owners_of_typed, pieces_of, word_column
from classify.normalise import Normalised
from classify.tone import tone_in_force

__all__ = ["FEATURES", "FORMAT", "features", "shares", "word_column"]

FORMAT = f"simak-blocks-{FEATURES}-{tone_in_force().digest[:8]}"
"""Named in the model file: a model made for other features is refused."""

Numbers = NDArray[np.float64]
_BLOCK_OF = np.repeat(np.arange(len(SIZES), dtype=np.uint8), SIZES)


def features(texts: Sequence[Normalised]) -> csr_matrix:
    """One row of ``FEATURES`` columns per text, float32, each block of length 1; a text without words has none."""
    parts: list[Columns] = []
    lengths = np.zeros(len(texts), dtype=np.int64)
    for row, text in enumerate(texts):
        pieces = pieces_of(text)
        rest = _columns([*pieces.pairs, *pieces.typed, *pieces.typed_pairs, *pieces.last, *pieces.whole])
        parts += [*pieces.words, rest]
        lengths[row] = sum(map(len, pieces.words)) + len(rest)
    return _rows(np.concatenate([_columns([]), *parts]), lengths)


def shares(text: Normalised, weights: NDArray[np.floating]) -> Numbers:
    """What each normalised word adds to the score of one head (``weights``, one per column).

    A pair is shared equally by its two words. Columns of the whole text and of marks between words belong to none, and
    a word written twice counts twice, so the sum is close to the score but not the score itself.
    """
    count = len(text.words)
    if not count:
        return np.zeros(0)
    here, factors, first, second = _placed(text)
    halves = weights[here] * factors
    both = np.bincount(first, halves, count + 1) + np.bincount(second, halves, count + 1)
    return np.asarray(both[:count], dtype=np.float64)


@lru_cache(maxsize=4)  # every flag of a text asks for the same
def _placed(text: Normalised) -> tuple[Columns, Numbers, NDArray[np.int64], NDArray[np.int64]]:
    """The columns of a text, what half a weight of each counts, and the two words that share it."""
    pieces, count = pieces_of(text), len(text.words)
    rest = _columns([*pieces.last, *pieces.pairs, *pieces.typed, *pieces.typed_pairs])
    columns = np.concatenate([*pieces.words, rest])
    typed, places = owners_of_typed(text), list(range(count))
    words = np.repeat(places, [len(part) for part in pieces.words]).tolist() + places[count - len(pieces.last) :]
    # marks between words are put behind the last word and cut off
    first = np.array([*words, *places[:-1], *typed, *typed[:-1]], dtype=np.int64) % (count + 1)
    second = np.array([*words, *places[1:], *typed, *typed[1:]], dtype=np.int64) % (count + 1)
    turned = columns < 0
    here = np.where(turned, ~columns, columns)
    sizes = np.bincount(_BLOCK_OF[here], minlength=len(SIZES))
    return here, np.where(turned, -0.5, 0.5) / np.sqrt(sizes)[_BLOCK_OF[here]], first, second


def _columns(numbers: list[int]) -> Columns:
    return np.array(numbers, dtype=np.int32)


def _rows(columns: Columns, lengths: NDArray[np.int64]) -> csr_matrix:
    turned = columns < 0
    values = np.where(turned, np.float32(-1), np.float32(1))
    starts = np.concatenate([[0], np.cumsum(lengths)])
    matrix = csr_matrix((values, np.where(turned, ~columns, columns), starts), shape=(len(lengths), FEATURES))
    matrix.sum_duplicates()
    # a gram is there or not: how often says little in a comment
    np.sign(matrix.data, out=matrix.data)
    keys = np.repeat(np.arange(len(lengths)), np.diff(matrix.indptr)) * len(SIZES) + _BLOCK_OF[matrix.indices]
    sizes = np.bincount(keys, np.abs(matrix.data))
    matrix.data /= np.sqrt(np.maximum(sizes, 1.0)).astype(np.float32)[keys]
    return matrix
