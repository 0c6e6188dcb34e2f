"""Text as numbers: hashed word 1-2 grams beside hashed letter 2-5 grams. Nothing is learnt here, nothing stored."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.utils import murmurhash3_32

from classify.normalise import Normalised

WORD_FEATURES = 2**16
LETTER_FEATURES = 2**17
FEATURES = WORD_FEATURES + LETTER_FEATURES

FORMAT = "word12-2^16+charwb25-2^17"
"""Named in the model file: a model made for other features is refused."""


def word_grams(text: str) -> list[str]:
    """The words of a normalised text, then each pair of neighbours joined by a blank."""
    words = text.split(" ") if text else []
    return words + [f"{left} {right}" for left, right in pairwise(words)]


_WORDS = HashingVectorizer(analyzer=word_grams, n_features=WORD_FEATURES, alternate_sign=False, norm="l2")
_LETTERS = HashingVectorizer(
    analyzer="char_wb", ngram_range=(2, 5), lowercase=False, n_features=LETTER_FEATURES, alternate_sign=False, norm="l2"
)


def features(texts: Sequence[Normalised]) -> csr_matrix:
    """One row of ``FEATURES`` columns per text: words first, letters after."""
    plain = [text.text for text in texts]
    return hstack([_WORDS.transform(plain), _LETTERS.transform(plain)], format="csr")


@lru_cache(maxsize=100_000)
def word_column(gram: str) -> int:
    """The column of one word or word pair, as the hashing vectorizer chooses it."""
    return abs(int(murmurhash3_32(gram, seed=0))) % WORD_FEATURES
