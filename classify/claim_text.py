"""A headline or a comment -> the roots, numbers and meanings by which both are compared."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

from classify.claim_numbers import UNITS, numbers
from classify.claim_spelling import Speller
from classify.claim_stem import Roots
from classify.claim_synonyms import Meaning, Synonyms, load_synonyms
from classify.normalise import Normalised, Normaliser, load_normaliser

MOST_WORDS = 300
"""Words of one text that are read: a claim that is repeated only later in a longer text is not found."""
GENERALISED = frozenset({"pemilihan", "undangan"})
AS_WRITTEN = frozenset({"pilkada", "pilpres", "pileg", "pilkades", "pemilu", "c6"})
"""What the normaliser writes as a more general word, and what makes a claim another one here."""
_COUNTED = re.compile(r"(\d+)([a-z]{2,})")


@dataclass(frozen=True, slots=True)
class Term:
    """One word, or one number of several words, that carries meaning: its key, and the words it was read from."""

    key: str
    first: int
    last: int


@dataclass(frozen=True)
class Reading:
    """One text as the matcher reads it."""

    normalised: Normalised
    terms: tuple[Term, ...]
    meanings: tuple[Meaning, ...]

    @cached_property
    def content(self) -> int:
        """How many words carry meaning, each counted once."""
        return len({term.key for term in self.terms})

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where a stretch of words (both ends included) stands in ``normalised.clean``."""
        return self.normalised.spans[first][0], self.normalised.spans[last][1]

    def written(self, first: int, last: int) -> str:
        """The writer's own words for a stretch of words (both ends included)."""
        start, end = self.span(first, last)
        return " ".join(self.normalised.clean[start:end].split())


class Reader:
    """Reads texts of any kind, claims and comments the same way."""

    def __init__(
        self,
        normaliser: Normaliser | None = None,
        roots: Roots | None = None,
        synonyms: Synonyms | None = None,
        speller: Speller | None = None,
    ) -> None:
        """What is not given is the project's own; without a speller, unknown words stay as they are."""
        self._normalise = normaliser or load_normaliser()
        self._roots = roots or Roots()
        self._speller: Speller | None = None  # the words of the synonyms are taken as they stand
        self._synonyms = synonyms or load_synonyms(self._phrase)
        self._speller = speller

    def knowing(self, words: Mapping[str, str]) -> Reader:
        """A reader to whom an unknown word may be a misspelt one of these (each with its root), or of the synonyms."""
        speller = Speller({**self._synonyms.words, **words})
        return Reader(self._normalise, self._roots, self._synonyms, speller)

    def vocabulary(self, readings: Iterable[Reading]) -> dict[str, str]:
        """Every word that tells something in some readings, with its root, the most frequent first."""
        seen = Counter(word for reading in readings for word in reading.normalised.words[:MOST_WORDS] if word.isalpha())
        roots = {word: self._roots(word) for word, _ in seen.most_common() if len(word) > 2}
        return {word: root for word, root in roots.items() if self._tells(root)}

    @property
    def meanings(self) -> Mapping[int, Sequence[tuple[str, ...]]]:
        """Every meaning known, with its words and phrases as roots."""
        return self._synonyms.phrases

    def __call__(self, text: str) -> Reading:
        """Read one text; never raises. Only its first ``MOST_WORDS`` words are read."""
        normalised = self._normalise(text)
        roots, places = self._roots_of(normalised)
        terms = tuple(Term(root, *place) for root, place in zip(roots, places, strict=True) if self._tells(root))
        return Reading(normalised, terms, tuple(self._placed(roots, places)))

    def _roots_of(self, normalised: Normalised) -> tuple[list[str], list[tuple[int, int]]]:
        """The roots and numbers of a text in their order, and which words each was read from."""
        entries = list(self._entries(normalised))
        words = [word for word, _ in entries]
        found = {number.first: number for number in numbers(words, _joints(normalised, entries))}
        roots: list[str] = []
        places: list[tuple[int, int]] = []
        at = 0
        while at < len(entries):
            last = found[at].last if at in found else at
            for root in (f"#{found[at].plain}",) if at in found else self._meant(words[at]):
                roots.append(root)
                places.append((entries[at][1], entries[last][1]))
            at = last + 1
        return roots, places

    def _placed(self, roots: list[str], places: list[tuple[int, int]]) -> Iterator[Meaning]:
        for meaning in self._synonyms(roots):
            yield Meaning(meaning.group, places[meaning.first][0], places[meaning.last][1])

    def _tells(self, root: str) -> bool:
        return len(root) > 1 and root not in self._synonyms.ignored and (root[0] == "#" or root.isalnum())

    def _meant(self, word: str) -> tuple[str, ...]:
        root = self._roots(word)
        if self._speller is None or self._roots.knows(root) or self._synonyms.knows(root):
            return (root,)
        return self._speller(root)

    def _entries(self, normalised: Normalised) -> Iterator[tuple[str, int]]:
        """The words, each with its place; "3thn" is two."""
        for at, word in enumerate(normalised.words[:MOST_WORDS]):
            written = normalised.word(at).lower() if word in GENERALISED else word
            counted = _COUNTED.fullmatch(word)
            if counted and counted[2] not in UNITS:
                yield counted[1], at
                yield self._normalise(counted[2]).text, at
            else:
                yield (written if written in AS_WRITTEN else word), at

    def _phrase(self, phrase: str) -> tuple[str, ...]:
        return tuple(self._roots_of(self._normalise(phrase))[0])


def _joints(normalised: Normalised, entries: list[tuple[str, int]]) -> list[str]:
    """What is written between each word and the next."""
    spans = [normalised.spans[at] for _, at in entries]
    return [normalised.clean[left[1] : right[0]] for left, right in pairwise(spans)]


@cache
def default_reader() -> Reader:
    """The reader with the project's slang, roots and synonyms; made once, it may be shared."""
    return Reader()
