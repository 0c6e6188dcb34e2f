"""Comments in made-up words, of which a few decide the labels: a model learns them in a second."""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from classify.examples import Examples
from classify.kinds import FLAGS, QUESTIONS

CORPUS_WORDS: Mapping[str, tuple[int, int, int]] = {
    "bertanyalah": (1, 0, 0), "gawatnian": (1, 1, 0), "bohongnian": (0, 0, 1), "mantaplah": (0, 0, 0),
}  # fmt: skip
"""What the corpus says it with: needs_response, urgent, hoax_suspect."""
OFFICE_WORDS: Mapping[str, tuple[int, int, int]] = {
    "wartakeun": (1, 0, 0), "ngabaledug": (1, 1, 0), "ceunahmah": (0, 0, 1), "saenyaan": (0, 0, 0),
}  # fmt: skip
"""What the people of the office say it with; no corpus knows these words."""
Said = tuple[str, tuple[int, int, int]]


def comments(words: Mapping[str, tuple[int, int, int]], count: int, seed: int) -> list[Said]:
    """``count`` comments, each word in its turn; no two of them are alike."""
    chance = random.Random(seed)
    named = list(words.items())
    return [(f"{_filler(chance)} {word} {_filler(chance)}", flags) for word, flags in (named * count)[:count]]


def examples(said: Sequence[Said]) -> Examples:
    """The comments as a corpus with an answer to every question."""
    flags = np.zeros((len(said), len(FLAGS)), dtype=np.int8)
    flags[:, :3] = [labels for _, labels in said]
    choices = np.tile(np.arange(len(said), dtype=np.int8)[:, None] % 2, (1, len(QUESTIONS)))
    return Examples(tuple(text for text, _ in said), flags, choices, f"{len(said)}-{said[0][0]}" if said else "")


def write_corpus(path: Path, said: Sequence[Said]) -> Path:
    """The comments as a corpus file."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        rows = csv.writer(handle)
        rows.writerow(["text", *FLAGS, "kind", "sentiment", "topic"])
        answers = ([0, 0, 0, "question", "neutral", "hasil"], [0, 0, 0, "none", "negative", "none"])
        rows.writerows([text, *flags, *answers[number % 2]] for number, (text, flags) in enumerate(said))
    return path


def _filler(chance: random.Random) -> str:
    return " ".join("".join(chance.choices("bcdfghjklmnprstw", k=7)) for _ in range(4))
