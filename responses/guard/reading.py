"""A draft as the guard reads it: disguises undone, words in sentences, each still knowing where it stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, Protocol

LONGEST_WORD = 40
"""No word of a rule is longer; what is longer even without repeats is no word."""

_IGNORED = frozenset("\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u2800\u3164\uffa0")
_LOOKALIKES = str.maketrans("аеорсухкмнтіјѕԁɡ", "aeopcyxkmhtijsdg")
_LEET_I = str.maketrans("013457@$!|", "oieastasii")
_LEET_L = str.maketrans("013457@$!|", "oleastasll")
_TRIPLED = re.compile(r"(\w)\1{2,}")
_DOUBLED = re.compile(r"(\w)\1+")
_PARAGRAPH = re.compile(r"\n\s*\n")
_CHUNK = re.compile(r"\S+")
_PART = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"(?<![.…])[.?!;]+[\"”’)\]]*$")
_SHORT = "no nmr jl jln gg rt rw kec kab kel ds dr drs h hj sdr sdri bpk yth hal tgl pkl plt plh an sd dll dsb dst prov"
_ABBREVIATIONS = frozenset(_SHORT.split())
"""A dot after these ends no sentence."""


class Span(NamedTuple):
    """A stretch of the draft: characters from ``start`` up to, not including, ``end``."""

    start: int
    end: int


class Known(Protocol):
    """The words of the rules."""

    def knows(self, word: str) -> bool:
        """Whether a word of a draft is a word of some rule."""

    def longest(self, letters: str) -> int:
        """Letters of the longest word of some rule that ``letters`` begin with, or 0."""


class Word(NamedTuple):
    """One word without its disguise, and where it stands in the draft."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Folded:
    """The draft in plain small letters; ``at`` gives each letter's place in the draft."""

    text: str
    at: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """Where a stretch of ``text`` stands in the draft."""
        return Span(self.at[start], self.at[end - 1] + 1)


def fold(text: str) -> Folded:
    """Small letters without accents, invisible marks, styled alphabets and look-alikes. Never raises."""
    if text.isascii():
        return Folded(text.lower(), range(len(text)))
    letters: list[str] = []
    at: list[int] = []
    for place, character in enumerate(text):
        for letter in _plain(character):
            letters.append(letter)
            at.append(place)
    return Folded("".join(letters), at)


@lru_cache(maxsize=8192)
def _plain(character: str) -> str:
    if character in _IGNORED or unicodedata.category(character) in ("Cf", "Cs"):
        return ""
    plain = unicodedata.normalize("NFKD", character).casefold().translate(_LOOKALIKES)
    return "".join(_digit(one) for one in plain if not unicodedata.combining(one))


def _digit(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)


def sentences(text: str, known: Known) -> list[list[Word]]:
    """The words of a folded text, sentence by sentence; their places are those in ``text``.

    Only words some rule has (``known``) are put together from letters written apart or broken up by signs.
    """
    found: list[list[Word]] = [[]]
    letters: list[Word] = []
    for chunk, following in pairwise([*_CHUNK.finditer(text), None]):
        assert chunk is not None, "only the last of the row is empty"
        words = _words(chunk.group(), chunk.start(), known)
        if len(words) == 1 and len(words[0].text) == 1 and not (letters and chunk.start() - letters[-1].end > 2):
            letters.append(words[0])
        else:
            found[-1] += _together(letters, known)
            letters = []
            found[-1] += words
        if following is None or _ends(chunk.group(), words) or _PARAGRAPH.search(text, chunk.end(), following.start()):
            found[-1] += _together(letters, known)
            letters = []
            found.append([])
    return [sentence for sentence in found if sentence]


def forms(word: str) -> frozenset[str]:
    """Every word that may be meant: as written, leetspeak undone, repeated letters squeezed."""
    short = _TRIPLED.sub(r"\1\1", word)
    if len(short) > LONGEST_WORD:
        return frozenset()
    return _forms(short)


@lru_cache(maxsize=50_000)
def _forms(word: str) -> frozenset[str]:
    bases = unmasked(word)
    return frozenset(bases) | {_DOUBLED.sub(r"\1", one) for one in bases}


def unmasked(word: str) -> tuple[str, ...]:
    """The word as written, and with digits and signs read as the letters they stand for."""
    if word.isalpha() or word.isdecimal():
        return (word,)
    return (word, word.translate(_LEET_I), word.translate(_LEET_L))


def _words(chunk: str, start: int, known: Known) -> list[Word]:
    """The words of one stretch without blanks; a word broken up by signs ("pi.lih", "p!lih") is made whole."""
    parts = [Word(part.group(), start + part.start(), start + part.end()) for part in _PART.finditer(chunk)]
    if not parts or len(chunk) > 2 * LONGEST_WORD:
        return parts
    core = chunk[parts[0].start - start : parts[-1].end - start]
    if len(parts) < 2 or all(known.knows(part.text) for part in parts):
        return parts
    for whole in unmasked(core):
        joined = "".join(filter(str.isalnum, whole))
        if known.knows(joined):
            return [Word(joined, parts[0].start, parts[-1].end)]
    return parts


def _together(letters: list[Word], known: Known) -> list[Word]:
    """Letters written apart become the longest words known, from left to right."""
    if len(letters) < 3:
        return letters
    row, found, at = "".join(letter.text for letter in letters), [], 0
    while at < len(row):
        end = at + max(known.longest(row[at : at + LONGEST_WORD]), 1)
        found.append(Word(row[at:end], letters[at].start, letters[end - 1].end))
        at = end
    return found


def _ends(chunk: str, words: list[Word]) -> bool:
    if not _SENTENCE_END.search(chunk):
        return False
    last = words[-1].text if words else ""
    return last not in _ABBREVIATIONS and not (len(last) == 1 and last.isalpha())
