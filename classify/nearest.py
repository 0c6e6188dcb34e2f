"""The labelled example a comment is most like: an inverted index over rare words, small and quick to ask."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from pathlib import Path

from classify.kinds import Flag
from classify.normalise import Normaliser

CORPUS_FILE = Path(__file__).parent / "corpus" / "comments.csv"
ALIKE = 0.3
"""Cosine of rare words from which an example explains something; below it only looks arbitrary."""
COMMON = 0.01
"""Words in more than this share of the examples say nothing about likeness."""
SHOWN = 120
"""Characters of an example that are shown."""


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled comment of the corpus that is like the one at hand, and the words both have."""

    text: str
    similarity: float
    terms: tuple[str, ...]


@dataclass(frozen=True)
class ExampleIndex:
    """Examples by word, only of flags that a comment is shown an example for."""

    texts: tuple[str, ...]
    flags: tuple[frozenset[Flag], ...]
    lengths: tuple[float, ...]
    postings: Mapping[str, tuple[int, ...]]
    weights: Mapping[str, float]

    def nearest(self, words: Sequence[str], flag: Flag) -> Example | None:
        """The example with this flag that shares most; None when none is alike enough."""
        known = {word for word in words if word in self.postings}
        if not known:
            return None
        shared: defaultdict[int, float] = defaultdict(float)
        for word in known:
            square = self.weights[word] ** 2
            for row in self.postings[word]:
                shared[row] += square
        length = sqrt(sum(self.weights[word] ** 2 for word in known))
        fitting = (
            (value / (length * self.lengths[row]), -row) for row, value in shared.items() if flag in self.flags[row]
        )
        similarity, row = max(fitting, default=(0.0, 0))
        return self._example(-row, similarity, known) if similarity >= ALIKE else None

    def _example(self, row: int, similarity: float, words: set[str]) -> Example:
        both = sorted((word for word in words if row in self.postings[word]), key=lambda word: -self.weights[word])
        text = self.texts[row]
        return Example(text if len(text) <= SHOWN else text[:SHOWN] + "…", min(1.0, similarity), tuple(both[:3]))


def load_example_index(normaliser: Normaliser, path: Path = CORPUS_FILE) -> ExampleIndex:
    """The labelled comments of the project's own corpus, flagged ones only."""
    with path.open(encoding="utf-8", newline="") as handle:
        rows = [(row["text"], _flags(row)) for row in csv.DictReader(handle)]
    flagged = [(text, flags, set(normaliser(text).words)) for text, flags in rows if flags]
    return build_index(flagged)


def build_index(examples: Sequence[tuple[str, frozenset[Flag], set[str]]]) -> ExampleIndex:
    """An index over texts with their flags and words."""
    counts = Counter(word for _, _, words in examples for word in words)
    most = max(2, int(len(examples) * COMMON))
    weights = {
        word: 1 + log(len(examples) / count) for word, count in counts.items() if count <= most and len(word) > 2
    }
    postings: defaultdict[str, list[int]] = defaultdict(list)
    lengths = []
    for row, (_, _, words) in enumerate(examples):
        rare = [word for word in words if word in weights]
        lengths.append(sqrt(sum(weights[word] ** 2 for word in rare)) or 1.0)
        for word in rare:
            postings[word].append(row)
    texts, flags = tuple(text for text, _, _ in examples), tuple(flags for _, flags, _ in examples)
    return ExampleIndex(texts, flags, tuple(lengths), {word: tuple(rows) for word, rows in postings.items()}, weights)


def _flags(row: Mapping[str, str]) -> frozenset[Flag]:
    shown = (Flag.NEEDS_RESPONSE, Flag.URGENT, Flag.HOAX_SUSPECT)
    return frozenset(flag for flag in shown if row[flag] == "1")
