"""Whether two comments say nearly the same: their 4-grams, how many they share, and MinHash keys to find candidates.

Written in numpy because a library for it (datasketch) works out one signature at a time, and keeps per text what
costs several times the memory of the arrays here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from classify.normalise import MAX_CHARACTERS, Normaliser

THRESHOLD = 0.6
"""Jaccard likeness of letter 4-grams from which two comments say nearly the same."""
FEWEST_WORDS, FEWEST_LETTERS = 5, 25
"""A text that has fewer of both is too short: "mantap min" from two people says nothing of them."""
BANDS = 24
ROWS = 4
"""Two texts are candidates when one of 24 bands of 4 minima agrees: 96 % of pairs alike by 0.6, 99.8 % by 0.7."""

Grams = NDArray[np.uint32]
Keys = NDArray[np.uint32]

_ACCOUNT, _LINK, _NUMBER = "akun", "tautan", "nomor"
_MASKS = frozenset({_ACCOUNT, _LINK, _NUMBER})
_MASKED = re.compile(
    r"(?P<tautan>(?:https?://|www\.)\S+|(?<![\w.-])[\w-]++(?:\.[\w-]++)*\.(?:com|co|id|net|org|me|ly|info|xyz|site|link)\b\S*)"
    r"|(?<![\w.])(?P<akun>@[\w.]++(?:[\s,]++@[\w.]++)*)"
    r"|(?<!\w)(?P<nomor>\+?\d(?:[\s.-]?\d){5,})(?!\w)",
    re.IGNORECASE,
)
_GRAM = 4
_CHARACTERS_AT_ONCE = 200_000
"""So that a batch of the longest texts needs no more memory than one of short ones."""
_chance = np.random.default_rng(20261120)
_MIX = (_chance.integers(1 << 31, size=_GRAM, dtype=np.uint32) * 2 + 1).astype(np.uint32)
_PERMUTATIONS = (_chance.integers(1 << 31, size=BANDS * ROWS, dtype=np.uint32) * 2 + 1).astype(np.uint32)
_BAND_MIX = (_chance.integers(1 << 31, size=ROWS, dtype=np.uint32) * 2 + 1).astype(np.uint32)


@dataclass(frozen=True, slots=True)
class Sketch:
    """One text to compare: the sorted hashes of its different 4-grams, and one key per band."""

    grams: Grams
    keys: Keys


def plain(text: str, normalise: Normaliser) -> str:
    """The words two comments are compared by, or nothing where they are too few to say anything.

    Mentions, links and numbers of six digits and more become one word each, so that a text posted again under another
    name or with another link is still the same text. Emoji and punctuation do not count. At most 10,000 characters;
    never raises.
    """
    found = normalise(text)
    # on the cleaned text: a mark nobody sees must not hide a link
    masked = _MASKED.sub(_mask, found.clean)
    words = [word for word in (found if masked == found.clean else normalise(masked)).words if word[0].isalnum()]
    own = [word for word in words if word not in _MASKS]
    if len(own) < FEWEST_WORDS and sum(map(len, own)) < FEWEST_LETTERS:
        return ""
    return " ".join(words)[:MAX_CHARACTERS]


def _mask(match: re.Match[str]) -> str:
    return f" {match.lastgroup} "


def sketch(plains: Sequence[str]) -> list[Sketch]:
    """One sketch per text of ``plain``, in the same order; the work is done once for texts that are the same.

    4-grams are told apart by 32-bit hashes: two different ones meet once in four thousand million.
    """
    different = list(dict.fromkeys(plains))
    sketches = [one for chunk in _chunks(different) for one in _sketch_chunk(chunk)]
    by_text = dict(zip(different, sketches, strict=True))
    return [by_text[text] for text in plains]


def jaccard(left: Grams, right: Grams) -> float:
    """The share of their 4-grams two texts have in common, 0 to 1; 1 for two without any."""
    few, many = (left, right) if left.size <= right.size else (right, left)
    if not few.size:
        return float(not many.size)
    at = many.searchsorted(few)
    at[at == many.size] = 0
    shared = int(np.count_nonzero(many[at] == few))
    return shared / (left.size + right.size - shared)


def similarity(left: str, right: str, normalise: Normaliser) -> float:
    """How alike two comments as they were written are, 0 to 1; 0 where one is too short to be compared."""
    texts = plain(left, normalise), plain(right, normalise)
    if not all(texts):
        return 0.0
    one, other = sketch(texts)
    return jaccard(one.grams, other.grams)


def _chunks(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    sizes = list(accumulate(map(len, texts), initial=0))
    starts = [0]
    for at in range(1, len(texts)):
        if sizes[at + 1] - sizes[starts[-1]] > _CHARACTERS_AT_ONCE:
            starts.append(at)
    return (texts[start:end] for start, end in pairwise([*starts, len(texts)]))


def _sketch_chunk(texts: Sequence[str]) -> Iterator[Sketch]:
    if not texts:
        return
    grams, starts = _grams(texts)
    keys = _band_keys(grams, starts)
    for row, (start, end) in enumerate(pairwise([*starts.tolist(), grams.size])):
        yield Sketch(grams[start:end].copy(), keys[row].copy())


def _grams(texts: Sequence[str]) -> tuple[Grams, NDArray[np.intp]]:
    """The different 4-grams of every text, sorted within it, and where each text's begin. A text has at least one."""
    padded = [f" {text:<{_GRAM}} " for text in texts]
    codes = np.frombuffer("".join(padded).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    owner = np.repeat(np.arange(len(padded), dtype=np.uint64), [len(text) for text in padded])
    last = codes.size - _GRAM + 1
    hashes = sum((codes[at : last + at] * _MIX[at] for at in range(_GRAM)), np.zeros(last, dtype=np.uint32))
    hashes = _stir(hashes)
    whole = owner[:last] == owner[_GRAM - 1 :]
    packed = np.unique((owner[:last][whole] << np.uint64(32)) | hashes[whole])
    starts = np.searchsorted(packed, np.arange(len(padded), dtype=np.uint64) << np.uint64(32))
    return packed.astype(np.uint32), starts


def _band_keys(grams: Grams, starts: NDArray[np.intp]) -> NDArray[np.uint32]:
    """The smallest hash of each text under every permutation, ``ROWS`` of them folded into one key."""
    keys = np.zeros((starts.size, BANDS), dtype=np.uint32)
    for number, factor in enumerate(_PERMUTATIONS):
        band, row = divmod(number, ROWS)
        keys[:, band] += np.minimum.reduceat(_stir(grams * factor), starts) * _BAND_MIX[row]
    return _stir(keys)


def _stir(values: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The same numbers with their bits spread evenly: the ending of MurmurHash3, a bijection."""
    values = (values ^ (values >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    values = (values ^ (values >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return values ^ (values >> np.uint32(16))
