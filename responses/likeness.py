"""How alike two short texts are: rare words and pieces of words they share, in plain Python.

The console never loads scikit-learn, which costs more memory than a small office has; a thousand texts need neither.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from math import log, sqrt

from classify.normalise import load_normaliser

PIECE = 4
"""Letters of a piece of a word: ``terdaftar`` and ``mendaftar`` share most of theirs."""
CACHED = 2_500
"""Texts whose features are kept; replies and templates do not change."""
_EMPTY = """yang di ke dari dan atau ini itu ada apa saya kamu kami kita admin kak pak bu dong ya sih kok tidak bisa
untuk dengan pada akan sudah belum juga saja mau tapi karena kalau lagi mohon tolong bagaimana mengapa kapan berapa mana
lah nya apakah cara syaratnya"""
_STOP = frozenset(_EMPTY.split())
"""Words nearly every comment has."""

Features = frozenset[str]


@lru_cache(maxsize=CACHED)
def features(text: str) -> Features:
    """The words that carry meaning, and the pieces of the long ones; numbers are nobody's likeness."""
    words = {word for word in load_normaliser()(text).words if len(word) > 1 and word.isalpha() and word not in _STOP}
    pieces = {word[at : at + PIECE] for word in words if len(word) > PIECE for at in range(len(word) - PIECE + 1)}
    return frozenset(words | pieces)


def similarities(query: Features, texts: Sequence[Features]) -> list[float]:
    """The cosine (0 to 1) of a text with each of the others; what few of them share counts for more."""
    counts: Counter[str] = Counter()
    for one in texts:
        counts.update(one)
    total = len(texts) + 1
    # from 1 on: in an office with three replies, all on polling places, the words of that topic still count
    weight = {feature: 1 + log(total / count) for feature, count in counts.items()}
    # a word no other text has may be a slip of the pen: it counts half of what its rarity would say
    unseen = 1 + log(total) / 2
    squares = {feature: value * value for feature, value in weight.items()}
    length = sqrt(sum(squares.get(feature, unseen * unseen) for feature in query))
    return [_cosine(query, one, squares, length) for one in texts]


def _cosine(query: Features, other: Features, squares: dict[str, float], length: float) -> float:
    shared = query & other
    if not shared:
        return 0.0
    size = sqrt(sum(map(squares.__getitem__, other)))
    return min(1.0, sum(map(squares.__getitem__, shared)) / (length * size))
