"""How common words are where nobody speaks of any claim: counted once over the project's own comments.

A registry of one claim cannot tell "kontainer" from "suara"; with these counts beside its own, a score means the same
in a registry of 1, of 90 and of 10,000 claims. After the corpus changed much, write the file anew with
``write(count(texts, default_reader()))``; until then the counts are a little old, which does no harm.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from classify.claim_text import Reader

COUNT_FILE = Path(__file__).parent / "corpus" / "word_counts.csv"
FEWEST = 2
"""A word of fewer comments than this is as rare as one of none, and is not kept."""
ALL = "*"
"""Stands in the file for the number of comments that were read."""
LETTER_SIZES = (3, 4, 5)

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Background:
    """In how many of ``texts`` ordinary comments each root and each number stands."""

    texts: int
    counts: Mapping[str, int]

    def meaning(self, phrases: Iterable[Sequence[str]]) -> int:
        """In how many comments one of these phrases stands, at most: a phrase is as frequent as its rarest word."""
        seen = sum(min(self.counts.get(root, 0) for root in phrase) for phrase in phrases)
        return min(self.texts, seen)

    @cached_property
    def letters(self) -> Mapping[str, int]:
        """In how many comments each letter sequence stands, at most: those of the words that have it, added up."""
        seen: Counter[str] = Counter()
        for root, count in self.counts.items():
            if root[0] != "#":
                for sequence in set(sequences(root)):
                    seen[sequence] += count
        return seen


def rarity(seen: npt.ArrayLike, texts: int, power: float) -> Floats:
    """What a word weighs that stands in ``seen`` of so many texts: the logarithm BM25 uses, raised to ``power``."""
    found = np.minimum(np.asarray(seen, np.float64), texts)
    return np.asarray(np.log1p((texts - found + 0.5) / (found + 0.5)) ** power, np.float32)


def sequences(root: str) -> list[str]:
    """The letter sequences of a root, with its beginning and its end marked."""
    framed = f" {root} "
    return [framed[at : at + size] for size in LETTER_SIZES for at in range(len(framed) - size + 1)]


def count(texts: Iterable[str], reader: Reader) -> Background:
    """Count the roots and numbers of some comments."""
    read, seen = 0, Counter[str]()
    for text in texts:
        read += 1
        seen.update({term.key for term in reader(text).terms})
    return Background(read, {root: number for root, number in seen.items() if number >= FEWEST})


def write(background: Background, path: Path = COUNT_FILE) -> None:
    """Keep the counts as a table, in the order of the alphabet."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerows([("root", "comments"), (ALL, background.texts), *sorted(background.counts.items())])


@cache
def load_background() -> Background:
    """The counts that come with Simak. Raises ValueError when the file is damaged."""
    counts = dict(_rows(COUNT_FILE))
    if ALL not in counts:
        raise ValueError(f"{COUNT_FILE.name}: the number of comments ('{ALL}') is missing")
    return Background(counts.pop(ALL), counts)


def _rows(path: Path) -> Iterator[tuple[str, int]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            try:
                yield row["root"], int(row["comments"])
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(f"{path.name}: no root with its number of comments: {row}") from error
