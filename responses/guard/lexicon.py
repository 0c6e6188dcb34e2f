"""The words of the rules and their phrases: ``ayo|mari ~2 pilih+ @peserta``.

A word stands for itself and itself with -nya, -lah and the like; ``word+`` also for what is derived from it
(``pilih+``: memilih, dipilih, pilihan). ``a|b`` is either, ``@class`` any member of a class, ``#`` a short number,
``~`` up to three words in between (``~6``: up to six), a trailing ``?`` makes a word optional.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from responses.guard.reading import LONGEST_WORD, forms, unmasked

GAP = 3
NUMBER = 0
"""The lexeme of a number of one to three digits."""
_CLITICS = ("", "nya", "lah", "kah", "pun", "ku", "mu")
_ENDINGS = ("", "kan", "i", "an", "in")
_NASAL = {"p": "m", "t": "n", "k": "ng", "s": "ny"}

Reading = frozenset[int]
Member = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a phrase: any of these rows of lexemes, by their first, or a gap of up to ``gap`` words."""

    rows: Mapping[int, tuple[Member, ...]] = field(default_factory=dict)
    optional: bool = False
    gap: int = 0


Phrase = tuple[Slot, ...]


@dataclass
class Lexicon:
    """Gives every word of the rules a number, and reads the words of a draft as these numbers."""

    classes: dict[str, tuple[Member, ...]] = field(default_factory=dict)
    _ids: dict[str, int] = field(default_factory=dict)
    _by_form: dict[str, set[int]] = field(default_factory=dict)
    _beginnings: set[str] = field(default_factory=set)

    def read(self, word: str) -> Reading:
        """The lexemes a word of a draft may be."""
        found: set[int] = {NUMBER} if word.isdecimal() and len(word) <= 3 else set()
        for form in forms(word):
            found |= self._by_form.get(form, set())
        return frozenset(found)

    def knows(self, word: str) -> bool:
        """Whether a word of a draft is a word of some rule."""
        return any(form in self._by_form for form in forms(word))

    def longest(self, letters: str) -> int:
        """Letters of the longest word of some rule that ``letters`` begin with, leetspeak undone; 0 without any."""
        best = 0
        for row in unmasked(letters[:LONGEST_WORD]):
            if row[:3] in self._beginnings:
                lengths = range(len(row), max(best, 2), -1)
                best = next((length for length in lengths if row[:length] in self._by_form), best)
        return best

    def add_class(self, name: str, members: Iterable[str]) -> None:
        """Name a class of words or short phrases; members may name earlier classes. Raises ValueError."""
        rows = [row for text in members for row in self._rows(text)]
        self.classes[name] = tuple(dict.fromkeys((*self.classes.get(name, ()), *rows)))

    def phrase(self, text: str) -> Phrase:
        """One phrase of a rule. Raises ValueError saying what is wrong with it."""
        slots = tuple(self._slot(part) for part in text.split())
        if not slots or slots[0].gap or slots[0].optional or slots[-1].gap:
            raise ValueError(f"'{text}': a phrase begins with a word that is not optional and ends with a word")
        return slots

    def _slot(self, part: str) -> Slot:
        if part.startswith("~"):
            return Slot(gap=int(part[1:]) if part[1:] else GAP)
        optional = part.endswith("?")
        rows: dict[int, tuple[Member, ...]] = {}
        for row in dict.fromkeys(row for one in part.rstrip("?").split("|") for row in self._rows(one)):
            rows[row[0]] = (*rows.get(row[0], ()), row)
        return Slot(rows, optional)

    def _rows(self, text: str) -> Sequence[Member]:
        """The rows of lexemes a short phrase without gaps stands for."""
        choices: list[list[Member]] = []
        for part in text.split():
            if part.startswith("@"):
                if part[1:] not in self.classes:
                    raise ValueError(f"'{text}': no class of words is called '{part[1:]}'")
                choices.append(list(self.classes[part[1:]]))
            else:
                choices.append([(self._lexeme(one),) for one in part.split("|")])
        if not choices:
            raise ValueError("an empty phrase")
        return [tuple(number for piece in row for number in piece) for row in product(*choices)]

    def _lexeme(self, word: str) -> int:
        if word == "#":
            return NUMBER
        stem = word.rstrip("+")
        if not stem.isalnum() or stem != stem.casefold():
            raise ValueError(f"'{word}': a word has small letters and digits only, and + at its end at most")
        if word not in self._ids:
            self._ids[word] = len(self._ids) + 1
            for form in _inflected(stem) if word.endswith("+") else [stem]:
                self._beginnings.add(form[:3])
                for clitic in _CLITICS:
                    self._by_form.setdefault(form + clitic, set()).add(self._ids[word])
        return self._ids[word]


def _inflected(stem: str) -> set[str]:
    """What Indonesian derives from a stem, without judging whether each form is in use."""
    heads = {stem, _nasal(stem, "me"), _nasal(stem, "pe")}
    heads |= {prefix + stem for prefix in ("di", "ter", "ber", "ke", "ku", "memper", "diper")}
    return {head + ending for head, ending in product(heads, _ENDINGS)}


def _nasal(stem: str, prefix: str) -> str:
    first = stem[0]
    if first in _NASAL:
        return f"{prefix}{_NASAL[first]}{stem[1:]}"
    nasal = {**dict.fromkeys("bfv", "m"), **dict.fromkeys("cdjz", "n"), **dict.fromkeys("aeiouhg", "ng")}
    return f"{prefix}{nasal.get(first, '')}{stem}"


def match(phrase: Phrase, words: Sequence[Reading], start: int) -> int | None:
    """The end (exclusive) of the shortest stretch from ``start`` that fits, or None."""
    ends = {start}
    for slot in phrase:
        ends = _step(slot, words, ends)
        if not ends:
            return None
    return min(ends)


def _step(slot: Slot, words: Sequence[Reading], places: set[int]) -> set[int]:
    if slot.gap:
        return {place + more for place in places for more in range(slot.gap + 1) if place + more < len(words)}
    ends = set(places) if slot.optional else set()
    for place in places:
        for lexeme in words[place] if place < len(words) else ():
            ends |= {place + len(row) for row in slot.rows.get(lexeme, ()) if _fits(row, words, place)}
    return ends


def _fits(row: Member, words: Sequence[Reading], place: int) -> bool:
    return place + len(row) <= len(words) and all(
        lexeme in words[place + further] for further, lexeme in enumerate(row)
    )


def index(phrases: Sequence[Phrase]) -> Mapping[int, tuple[Phrase, ...]]:
    """Phrases by the lexemes they can begin with."""
    found: dict[int, list[Phrase]] = {}
    for phrase in phrases:
        for lexeme in phrase[0].rows:
            found.setdefault(lexeme, []).append(phrase)
    return {lexeme: tuple(some) for lexeme, some in found.items()}
