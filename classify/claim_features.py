"""Readings as numbers: columns for words and meanings, columns for letter sequences, the rare ones heaviest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from classify.claim_background import Background, Floats, rarity, sequences
from classify.claim_text import Reading

WORD_BESIDE_MEANING = 0.3
"""What the very word still counts where its meaning counts already."""
WORD_INSIDE_PHRASE = 0.3
"""What the meanings of a single word count where it is part of a known phrase."""
FEWEST_COMMON = 50
"""In a small registry nothing that fewer claims have is called common."""
NOT_ZERO = 1e-6

Columns = npt.NDArray[np.int32]


def word_weights(reading: Reading) -> dict[str, float]:
    """The words and meanings of a text, each once, with what it counts before its rarity is known.

    A word of several meanings counts no more than a word of one: each meaning counts as the root of its share.
    """
    meant = Counter((meaning.first, meaning.last) for meaning in reading.meanings)
    inside = {at for first, last in meant if last > first for at in range(first, last + 1)}
    covered = inside | {first for first, _ in meant}
    weights: dict[str, float] = {}
    for meaning in reading.meanings:
        weight = meant[meaning.first, meaning.last] ** -0.5
        if meaning.first == meaning.last and meaning.first in inside:
            weight *= WORD_INSIDE_PHRASE
        key = f"={meaning.group}"
        weights[key] = max(weight, weights.get(key, 0.0))
    for term in reading.terms:
        weights[term.key] = WORD_BESIDE_MEANING if term.first in covered else 1.0
    return weights


class Table:
    """The claims' rows in their columns, weighted by rarity, turned so that many texts are compared at once."""

    def __init__(self, rows: csr_matrix, elsewhere: Floats, texts: int, power: float, commonest: float = 1.0) -> None:
        """``rows`` has a row per claim wording; ``elsewhere`` says how many of ``texts`` comments have each column.

        A column that more than the share ``commonest`` of claims and comments have tells nothing and counts nothing.
        """
        count = rows.shape[0] + texts
        seen = np.bincount(rows.indices, minlength=rows.shape[1]) + elsewhere
        weights = rarity(seen, count, power)
        self.rarity = np.where(seen > max(count * commonest, FEWEST_COMMON), np.float32(0), weights)
        self._claims = rows
        weighted = rows.copy()
        weighted.data *= self.rarity[rows.indices]
        self.mass = row_sums(weighted.data * rows.data, rows.indptr)
        weighted.eliminate_zeros()
        self._by_column = weighted.T.tocsr()

    def shared(self, rows: csr_matrix) -> Floats:
        """What each text (row) shares with each claim (column)."""
        return np.asarray((rows @ self._by_column).toarray(), np.float32)

    def masses(self, rows: csr_matrix) -> Floats:
        """What each text says in all, as far as the claims know its words."""
        return row_sums(rows.data**2 * self.rarity[rows.indices], rows.indptr)

    def cosines(self, rows: csr_matrix) -> Floats:
        """How alike each text and each claim are, from 0 to 1."""
        lengths = np.sqrt(np.maximum(self.masses(rows), NOT_ZERO))
        scaled = rows.copy()
        scaled.data /= np.repeat(lengths, np.diff(rows.indptr))
        alike = self.shared(scaled)
        alike /= np.sqrt(np.maximum(self.mass, NOT_ZERO))
        return alike

    def coverages(self, rows: csr_matrix, unknown: Floats, claim_share: float) -> Floats:
        """What is shared, of what the text says and, for the part ``claim_share``, of what the claim says."""
        mass = (1 - claim_share) * (self.masses(rows) + unknown) + NOT_ZERO
        covered = self.shared(rows)
        covered /= mass[:, None] + claim_share * self.mass
        return covered

    def columns_of(self, claim: int) -> Columns:
        """The columns one claim is made of."""
        start, end = self._claims.indptr[claim : claim + 2]
        return np.asarray(self._claims.indices[start:end])


class Words:
    """Columns for words and meanings, learnt from the claims; what no claim has still weighs by its rarity."""

    def __init__(self, elsewhere: Mapping[str, int], texts: int, power: float) -> None:
        """``elsewhere`` says how many of ``texts`` comments have a word or meaning."""
        self.columns: dict[str, int] = {}
        self._elsewhere, self._texts, self._power = elsewhere, texts, power
        self._masses: dict[str, float] = {}
        self._unheard_of = 0.0

    def learn(self, weights: Sequence[dict[str, float]]) -> None:
        """Give every key a column."""
        for row in weights:
            for key in row:
                self.columns.setdefault(key, len(self.columns))
        seen = np.fromiter(self._elsewhere.values(), np.float64, len(self._elsewhere))
        texts = self._texts + len(weights)
        self._masses = dict(zip(self._elsewhere, rarity(seen, texts, self._power).tolist(), strict=True))
        self._unheard_of = float(rarity(0, texts, self._power))

    def table(self, weights: Sequence[dict[str, float]]) -> Table:
        """The claims learnt from, ready to be compared with."""
        seen = np.array([self._elsewhere.get(key, 0) for key in self.columns], np.float32)
        return Table(self.rows(weights)[0], seen, self._texts, self._power)

    def rows(self, weights: Sequence[dict[str, float]]) -> tuple[csr_matrix, Floats]:
        """The texts in the columns, and what all weighs that has none."""
        columns: list[int] = []
        values: list[float] = []
        ends, unknown = [0], []
        for row in weights:
            lost = 0.0
            for key, weight in row.items():
                column = self.columns.get(key)
                if column is None:
                    lost += weight * weight * self._masses.get(key, self._unheard_of)
                else:
                    columns.append(column)
                    values.append(weight)
            ends.append(len(columns))
            unknown.append(lost)
        return _matrix(columns, values, ends, len(self.columns)), np.array(unknown, np.float32)


class Letters:
    """Columns for the letter sequences of roots, learnt from the claims; at most ``most_kept`` roots stay in memory.

    Numbers have none: 41 and 411 are not alike.
    """

    def __init__(self, most_kept: int = 100_000) -> None:
        self._columns: dict[str, int] = {}
        self._kept: dict[str, Columns] = {}
        self._most = most_kept

    def learn(self, readings: Sequence[Reading]) -> None:
        """Give every sequence of every root a column."""
        for root in {root for reading in readings for root in _spelt(reading)}:
            for sequence in sequences(root):
                self._columns.setdefault(sequence, len(self._columns))

    def table(self, readings: Sequence[Reading], background: Background, power: float, commonest: float) -> Table:
        """The claims learnt from, ready to be compared with."""
        seen = np.array([background.letters.get(key, 0) for key in self._columns], np.float32)
        return Table(self.rows(readings), np.minimum(seen, background.texts), background.texts, power, commonest)

    def rows(self, readings: Sequence[Reading]) -> csr_matrix:
        """The texts in the columns, each sequence once."""
        rows = [self._row(reading) for reading in readings]
        columns = np.concatenate([*rows, np.empty(0, np.int32)])
        ends = np.cumsum([0, *map(len, rows)])
        return _matrix(columns, np.ones(len(columns)), ends, len(self._columns))

    def _row(self, reading: Reading) -> Columns:
        known = [self._of(root) for root in _spelt(reading)]
        return np.unique(np.concatenate(known)) if known else np.empty(0, np.int32)

    def _of(self, root: str) -> Columns:
        found = self._kept.get(root)
        if found is None:
            if len(self._kept) >= self._most:
                self._kept.clear()
            columns = [self._columns[sequence] for sequence in sequences(root) if sequence in self._columns]
            found = self._kept[root] = np.array(columns, np.int32)
        return found


def row_sums(values: Floats, starts: npt.NDArray[Any]) -> Floats:
    """The sum of each row of a sparse matrix, given its values and where its rows begin."""
    sums = np.concatenate([np.zeros(1), np.cumsum(values, dtype=np.float64)])
    return np.asarray(sums[starts[1:]] - sums[starts[:-1]], np.float32)


def _matrix(columns: Any, values: Any, ends: Any, width: int) -> csr_matrix:
    parts = (np.asarray(values, np.float32), np.asarray(columns, np.int32), np.asarray(ends, np.int32))
    return csr_matrix(parts, shape=(len(ends) - 1, width))


def _spelt(reading: Reading) -> set[str]:
    return {term.key for term in reading.terms if term.key[0] != "#"}
