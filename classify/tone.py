"""Which words praise, blame or insult, and which turn the word after them round ("tidak takut" is no fear)."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

TONE_FILE = Path(__file__).with_name("tone.toml")

_ENDINGS = ("nya", "lah", "kah", "pun", "ku", "mu")
_PREFIXES = ("ter", "se", "me", "ber", "di", "ke", "mem", "men", "meng")
_SUFFIXES = ("", "an", "kan")
_SHORTEST = 4
"""Letters that must be left of a word without its prefix: fewer say nothing."""


@dataclass(frozen=True)
class Tone:
    """The word lists in force; ``digest`` names their state."""

    positive: frozenset[str]
    negative: frozenset[str]
    negators: frozenset[str]
    passed_over: frozenset[str]
    contrast: frozenset[str]
    insulting: frozenset[str]
    groups: frozenset[str]
    digest: str

    def directions(self, words: Sequence[str]) -> list[int]:
        """1 for each word as it stands, -1 for one turned round by a negator before it, 0 for the negator itself."""
        turned, directions = False, []
        for word in words:
            if word in self.negators:
                turned = True
                directions.append(0)
                continue
            directions.append(-1 if turned else 1)
            turned = turned and word in self.passed_over
        return directions

    def last_clause(self, words: Sequence[str]) -> int:
        """Where the part after the last "but" begins, that word included; 0 without one."""
        return max((at for at, word in enumerate(words) if word in self.contrast), default=0)

    def praise(self, word: str) -> int:
        """1 for a word of praise, -1 for one of blame, 0 for any other; common endings and prefixes are undone."""
        for form in _forms(word):
            if form in self.positive:
                return 1
            if form in self.negative:
                return -1
        return 0

    def insults(self, word: str) -> bool:
        """Whether the word insults."""
        return any(form in self.insulting for form in _without_ending(word))

    def names_group(self, word: str) -> bool:
        """Whether the word stands for people by faith or origin."""
        return any(form in self.groups for form in _without_ending(word))


def load_tone(path: Path = TONE_FILE) -> Tone:
    """The project's word lists. Raises ValueError naming words that are both praise and blame."""
    content = path.read_bytes()
    data = tomllib.loads(content.decode("utf-8"))
    positive, negative = frozenset(data["positive"].split()), frozenset(data["negative"].split())
    if both := positive & negative:
        raise ValueError(f"{path.name}: both praise and blame: {', '.join(sorted(both))}")
    return Tone(
        positive,
        negative,
        frozenset(data["negators"].split()),
        frozenset(data["passed_over"].split()),
        frozenset(data["contrast"].split()),
        frozenset(data["insults"].split()),
        frozenset(data["groups"].split()),
        hashlib.sha256(content).hexdigest(),
    )


@lru_cache(maxsize=1)
def tone_in_force() -> Tone:
    """The lists the features are made with, read once."""
    return load_tone()


def _without_ending(word: str) -> Iterator[str]:
    yield word
    for ending in _ENDINGS:
        if word.endswith(ending):
            yield word.removesuffix(ending)


def _forms(word: str) -> Iterator[str]:
    """The word itself, without its ending, and without a prefix."""
    yield from _without_ending(word)
    for prefix in _PREFIXES:
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) >= _SHORTEST:
            yield from (rest.removesuffix(suffix) for suffix in _SUFFIXES)
