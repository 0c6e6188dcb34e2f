"""Which columns a text has: hashed words, letters within words, and marks. The columns of a word are worked out once.

Nothing is learnt here, nothing is stored. Eight blocks side by side: normalised words and pairs of neighbours; letter
2-5 grams within words; words, marks and pairs as they were typed; words and letter 3-5 grams that count the other way
round after a negator ("tidak takut"); the same words once more after the last "but"; praise and blame
(classify/tone.toml); and marks of the text as a whole, insults among them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from classify.normalise import Normalised
from classify.tone import tone_in_force

WORD_FEATURES, LETTER_FEATURES, TYPED_FEATURES = 2**16, 2**15, 2**16
TURNED_WORD_FEATURES, TURNED_LETTER_FEATURES, LAST_FEATURES = 2**14, 2**15, 2**14
SIZES = (
    WORD_FEATURES, LETTER_FEATURES, TYPED_FEATURES, TURNED_WORD_FEATURES, TURNED_LETTER_FEATURES, LAST_FEATURES, 32, 32,
)  # fmt: skip
"""Columns of each block. Eight times as many gave no more than 0.2 points on any corpus."""
_WORD, _LETTER, _TYPED, _TURNED_WORD, _TURNED_LETTER, _LAST, _TONE, _MARK = (
    sum(SIZES[:at]) for at in range(len(SIZES))
)
FEATURES = sum(SIZES)

CACHED_WORDS = 20_000
"""Words whose columns are kept, some 15 MB at most."""

Columns = NDArray[np.int32]
_TYPED_TOKEN = re.compile(r"[^\W_]+|[^\w\s]")
_LENGTHS = (2, 5, 10, 20, 40)
"""Words up to which a text belongs to the first, second, ... length."""
_AMOUNTS = (0, 1, 3, 6)
"""Words by which praise and blame differ, told apart."""
_MARKS: tuple[Callable[[str], object], ...] = (
    lambda text: "?" in text,
    lambda text: text.count("?") > 1,
    lambda text: "!" in text,
    lambda text: text.count("!") > 1,
    lambda text: text.endswith("?"),
    re.compile(r"(.)\1{2,}").search,
    re.compile(r"[A-Z]{3,}").search,
    str.isupper,
    re.compile(r"\d").search,
    re.compile(r"https?:|www\.|\.com").search,
    lambda text: "@" in text,
    lambda text: "..." in text,
    re.compile("[\u2600-\u27bf\U0001f300-\U0001faff]").search,
    lambda text: '"' in text,
)
_INSULT = len(_MARKS) + len(_LENGTHS) + 1


@dataclass(frozen=True, slots=True)
class Pieces:
    """The columns of one text; ``~column`` stands for a column that counts the other way round.

    ``words`` has an array per normalised word, ``pairs`` a column per two neighbours; ``typed`` and ``typed_pairs`` the
    same as they were typed; ``last`` a column per word after the last contrast; ``whole`` what belongs to no word.
    """

    words: list[Columns]
    pairs: list[int]
    typed: list[int]
    typed_pairs: list[int]
    last: list[int]
    whole: list[int]


@lru_cache(maxsize=100_000)
def word_column(gram: str) -> int:
    """The column of one normalised word, or of a pair joined by a blank."""
    return _column(gram, _WORD, WORD_FEATURES)


def pieces_of(text: Normalised) -> Pieces:
    """Every column of one text; none for a text without words."""
    words = text.words
    if not words:
        return Pieces([], [], [], [], [], [])
    tone = tone_in_force()
    directions, clause = tone.directions(words), tone.last_clause(words)
    typed = _TYPED_TOKEN.findall(text.clean.lower())
    return Pieces(
        [_word(word, direction) for word, direction in zip(words, directions, strict=True)],
        [_column(f"{left} {right}", _WORD, WORD_FEATURES) for left, right in pairwise(words)],
        [_column(word, _TYPED, TYPED_FEATURES) for word in typed],
        [_column(f"{left} {right}", _TYPED, TYPED_FEATURES) for left, right in pairwise(typed)],
        [_last(*word) for word in zip(words[clause:], directions[clause:], strict=True)] if clause else [],
        [*_tone(words, directions, clause), *_marks(text)],
    )


def owners_of_typed(text: Normalised) -> list[int]:
    """For each typed word or mark the position of the normalised word it was read as; -1 for a mark between words."""
    starts = [start for start, _ in text.spans]
    owners = []
    for token in _TYPED_TOKEN.finditer(text.clean.lower()):
        at = bisect_right(starts, token.start()) - 1
        owners.append(at if at >= 0 and token.start() < text.spans[at][1] else -1)
    return owners


@lru_cache(maxsize=CACHED_WORDS)
def _word(word: str, direction: int) -> Columns:
    """Every column of one word by itself; a negator (direction 0) turns others round and has no direction itself."""
    plain = {word_column(word), *(_column(gram, _LETTER, LETTER_FEATURES) for gram in _letters(word, 2))}
    if direction == 0:
        return np.array(sorted(plain), dtype=np.int32)
    directed = {
        _column(word, _TURNED_WORD, TURNED_WORD_FEATURES),
        *(_column(gram, _TURNED_LETTER, TURNED_LETTER_FEATURES) for gram in _letters(word, 3)),
    }
    return np.array([*plain, *(column if direction > 0 else ~column for column in directed)], dtype=np.int32)


def _letters(word: str, shortest: int) -> Iterator[str]:
    padded = f" {word} "
    for size in range(shortest, 6):
        yield from (padded[at : at + size] for at in range(len(padded) - size + 1))


def _column(gram: str, start: int, size: int) -> int:
    return start + crc32(gram.encode("utf-8", "replace")) % size


@lru_cache(maxsize=CACHED_WORDS)
def _last(word: str, direction: int) -> int:
    column = _column(word, _LAST, LAST_FEATURES)
    return column if direction >= 0 else ~column


def _tone(words: Sequence[str], directions: Sequence[int], clause: int) -> list[int]:
    """What praise and blame amount to: which there is, how much more of it, and which in each third and at the end."""
    read = [_praise(word) * (direction or 1) for word, direction in zip(words, directions, strict=True)]
    found = [praise for praise in read if praise]
    if not found:
        return [_TONE]
    third = (len(read) + 2) // 3
    sums = (*(sum(read[at * third : (at + 1) * third]) for at in range(3)), sum(read[clause:]) if clause else 0)
    total = sum(found)
    facts = [1 in found, -1 in found, found[0] > 0, found[0] < 0, found[-1] > 0, found[-1] < 0]
    facts += [total > limit for limit in _AMOUNTS] + [total < -limit for limit in _AMOUNTS]
    facts += [part > 0 for part in sums] + [part < 0 for part in sums]
    return [_TONE + at for at, fact in enumerate(facts, start=1) if fact]


@lru_cache(maxsize=CACHED_WORDS)
def _praise(word: str) -> int:
    return tone_in_force().praise(word)


def _marks(text: Normalised) -> list[int]:
    """Marks, length and insults of the whole text."""
    typed, count = text.clean.strip(), len(text.words)
    marks = [_MARK + at for at, mark in enumerate(_MARKS) if mark(typed)]
    marks.append(_MARK + len(_MARKS) + sum(count > length for length in _LENGTHS))
    return marks + [_MARK + _INSULT + at for at, fact in enumerate(_insults(text.words)) if fact]


def _insults(words: Sequence[str]) -> tuple[bool, ...]:
    insults, group = sum(map(_insulting, words)), any(map(_group, words))
    return (
        insults > 0, insults > 1, insults > 2, group, insults > 0 and group, not insults and not group,
        insults > 0 and "kamu" in words,
    )  # fmt: skip


@lru_cache(maxsize=CACHED_WORDS)
def _insulting(word: str) -> bool:
    return tone_in_force().insults(word)


@lru_cache(maxsize=CACHED_WORDS)
def _group(word: str) -> bool:
    return tone_in_force().names_group(word)
