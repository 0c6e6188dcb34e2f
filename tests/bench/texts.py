"""Comments to measure with: the project's own corpus, varied so that hardly two are the same."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from functools import cache

from classify.examples import CORPUS_FILE

SYLLABLES = ("ar", "bu", "cit", "da", "eng", "ga", "han", "ju", "kir", "la", "mun", "no", "pra", "su", "ti", "wan")
ENDINGS = ("", "", "", " 🙏", " !!", "...", " wkwkwk", " min", " kak", " 😡😡")
JOINED = 0.25
"""Share of comments made of two sentences of the corpus."""


def comments(count: int, seed: int = 1) -> Iterator[str]:
    """Texts as the public types them. The same seed gives the same texts."""
    chance, known = random.Random(seed), _corpus()
    for _ in range(count):
        text = chance.choice(known)
        if chance.random() < JOINED:
            text = f"{text} {chance.choice(known)}"
        yield f"{text} {_new_word(chance)} TPS {chance.randint(1, 400):03d}{chance.choice(ENDINGS)}"


def _new_word(chance: random.Random) -> str:
    """A name nobody has written before: no cache may make the numbers better than they are."""
    return "".join(chance.choices(SYLLABLES, k=chance.randint(2, 5)))


@cache
def _corpus() -> tuple[str, ...]:
    with CORPUS_FILE.open(encoding="utf-8", newline="") as file:
        return tuple(row["text"] for row in csv.DictReader(file))
