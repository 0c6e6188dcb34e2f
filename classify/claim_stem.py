"""Words of headlines and of the street -> one root: PySastrawi, after the informal affixes were made formal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from Sastrawi.Dictionary.ArrayDictionary import ArrayDictionary
from Sastrawi.Stemmer.Stemmer import Stemmer
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

SHORTEST_ROOT = 4
LONGEST_WORD = 30
"""Longer words are no Indonesian words; their roots are not looked for."""

_AFFIXED = re.compile(r"^(?:me|di|be|te|ke|pe|se|ku|kau|mem|men)|(?:kan|an|i|nya|ku|mu|lah|kah|tah|pun)$")
_OPEN_VOWEL = re.compile(r"e([^aeiou]{1,2}(?:in)?)$")
"""Jakarta and Java say "ancem", "dapet" where the dictionary has "ancam", "dapat"."""
_DIGITS = str.maketrans("01345678", "oieasgtb")
_LETTERS = (
    ("v", "u"),
    ("vv", "w"),
    ("x", "ks"),
    ("q", "k"),
    ("z", "s"),
    ("y", "i"),
    ("f", "p"),
    ("v", "p"),
    ("dz", "z"),
)
"""How letters are swapped to hide a word from filters, or by habit; tried in this order, each for the whole word."""
_ENDINGS = (
    "", "in", "an", "nya", "kan", "i", "nye", "ne", "ny", "e", "ke", "ken", "en", "ake", "na", "eun", "keun", "kn", "x",
    "y", "lah", "mu", "ku",
)  # fmt: skip
_BEGINNINGS = (
    ("nge", ""), ("ng", ""), ("ng", "h"), ("ng", "k"), ("ny", "s"), ("ny", "c"), ("n", "t"), ("n", ""), ("m", "p"),
    ("m", ""), ("di", ""), ("ke", ""), ("ka", ""), ("ti", ""), ("ter", ""), ("te", ""), ("dik", ""), ("tak", ""),
    ("diper", ""), ("meng", ""), ("meng", "k"), ("menge", ""), ("meny", "s"), ("men", "t"), ("men", ""), ("mem", "p"),
    ("mem", ""), ("me", ""), ("ber", ""), ("be", ""), ("pe", ""), ("pem", ""), ("pem", "p"), ("pen", "t"), ("pen", ""),
    ("peng", ""), ("ku", ""), ("se", ""),
)  # fmt: skip
"""Colloquial and Javanese affixes beside the formal ones, and the letter the root had before a nasal took its place."""


_STANDING = {
    word: root
    for root, words in {
        "akui": "mengaku ngaku mengakui diakui akui pengakuan", "apus": "ngapusi diapusi", "bantah": "membantah",
        "beber": "beberkan membeberkan", "berontak": "pemberontakan memberontak",
        "berhentikan": "diberhentikan memberhentikan pemberhentian", "bijakan": "kebijakan", "culik": "penculikan",
        "kawal": "mengawal pengawalan", "kuras": "menguras", "ketum": "ketum",
        "minang": "minang", "napi": "napi", "padam": "pemadaman memadamkan", "pemerintah": "pemerintah pemerintahan",
        "penduduk": "penduduk", "peroleh": "perolehan peroleh memperoleh diperoleh", "petahana": "petahana",
        "pppk": "pppk p3k", "qatar": "qatar", "rampok": "perampokan", "relawan": "relawan", "rusak": "kerusakan",
        "sah": "mengesahkan pengesahan", "sebelum": "sebelum sebelumnya", "setelah": "setelah setelahnya",
        "setuju": "setuju disetujui menyetujui persetujuan", "tarik": "penarikan",
        "usaha": "pengusaha", "perusahaan": "perusahaan", "menang": "menangi menangin dimenangin",
        "hargaan": "penghargaan", "malam": "malem", "sesal": "nyesel", "nakes": "nakes",
    }.items()
    for word in words.split()
}  # fmt: skip
"""Words that the stemmer takes apart wrongly, or into a root that says something else."""


class Roots:
    """The root of a word, however it is affixed or disguised. Keeps at most ``most_kept`` roots in memory."""

    def __init__(self, most_kept: int = 100_000) -> None:
        self._words = frozenset(StemmerFactory().get_words())
        self._stemmer = Stemmer(ArrayDictionary(self._words))
        self._kept: dict[str, str] = {}
        self._most = most_kept

    def __call__(self, word: str) -> str:
        """The root of one lower-case word without blanks; a word nobody knows is its own root."""
        root = self._kept.get(word)
        if root is None:
            if len(self._kept) >= self._most:
                self._kept.clear()
            root = self._kept[word] = self._work_out(word)
        return root

    def knows(self, word: str) -> bool:
        """Whether the word is a root of the Indonesian dictionary."""
        return word in self._words

    def _work_out(self, word: str) -> str:
        if len(word) < 3 or len(word) > LONGEST_WORD or word.isdigit():
            return word
        if word in _STANDING:
            return _STANDING[word]
        for form in _undisguised(word):
            root = self._formal(form)
            if root in self._words:
                return root
        plain = word.translate(_DIGITS)
        spoken = next((root for root in _spoken(plain) if root in self._words), None)
        return spoken or (word.removesuffix("nya") if len(word) > 6 else word)

    def _formal(self, word: str) -> str:
        if word in self._words or len(word) < 4 or not _AFFIXED.search(word):
            return word
        return str(self._stemmer.stem_singular_word(word))


def _undisguised(word: str) -> Iterator[str]:
    """The word, then what it may have been before letters were swapped."""
    yield word
    plain = word if word.isalpha() else word.translate(_DIGITS)
    if plain != word:
        yield plain
    for written, meant in _LETTERS:
        if written in plain:
            yield plain.replace(written, meant)


def _spoken(word: str) -> Iterator[str]:
    """What the root may be where the affixes are colloquial."""
    if len(word) < SHORTEST_ROOT:
        return
    for form in (word, _OPEN_VOWEL.sub(r"a\1", word)):
        for ending in _ENDINGS:
            if form.endswith(ending) and len(form) - len(ending) >= SHORTEST_ROOT:
                yield from _without_beginning(form.removesuffix(ending))


def _without_beginning(word: str) -> Iterator[str]:
    yield word
    yield f"h{word}"
    for written, meant in _BEGINNINGS:
        root = meant + word.removeprefix(written)
        if word.startswith(written) and len(root) >= SHORTEST_ROOT:
            yield root
