"""Which known claim a comment repeats: found by shared meanings, words and letters, never by a guess alone.

A claim that is denied in the comment is still the same claim; a person decides what follows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from classify.claim_background import Background, Floats, load_background
from classify.claim_features import Letters, Words, word_weights
from classify.claim_passages import passages
from classify.claim_text import Reader, Reading, default_reader
from ingest.kinds import Kind

SUGGEST = 0.37
FLAG = 0.56
ENOUGH = 21.0
"""The least that a text and a claim must share (``Match.evidence``): two rare words, or four that are not so rare.

All three were chosen on the project's comments beside the claims that come with Simak, and on its development pairs.
Of 8,697 comments 24 were flagged, 23 of them rightly, 48 suggested, 34 of them rightly: all were read. Of 700 more,
16 were flagged and 12 suggested, all rightly. Of the pairs 66 in 100 are suggested rightly among 10,000 claims, and 62
where the claim is alone in its registry.
"""
FEWEST_WORDS = 4
"""A text of fewer meaningful words is never more than a suggestion."""
CLAIM_SHARE = 0.35
"""How much the length of the claim counts beside that of the comment, which says more than the claim."""
LETTER_SHARE = 0.2
RARITY_OF_WORDS = 1.25
RARITY_OF_LETTERS = 2.0
COMMONEST_LETTERS = 0.03
TOGETHER = 64
"""Texts that are compared at once: more would need more memory, fewer more time."""
MOST_TERMS = 8


_Said = tuple[int, int, int]
_Place = tuple[int, int]


class MatchLevel(Kind):
    """How sure the matcher is that a comment repeats a claim."""

    NONE = "none", "Tidak ada klaim yang cocok"
    SUGGEST = "suggest", "Mungkin klaim ini"
    FLAG = "flag", "Cocok dengan klaim ini"


@dataclass(frozen=True, slots=True)
class ClaimText:
    """A claim as the matcher needs it: its wording as published, and any others."""

    id: str
    wordings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A claim found for a text: ``score`` from 0 to 1, and the writer's own words both share, the weightiest first."""

    claim_id: str
    score: float
    terms: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    """Where each of ``terms`` stands in ``Normalised.clean`` of the text."""
    content: int = 0
    """How many meaningful words the text has."""
    evidence: float = 0.0
    """How much all that both share tells: the rarities of its words and meanings, each counted once."""


def level(match: Match) -> MatchLevel:
    """Whether to show a match, and how surely: by the thresholds; never a flag for a very short text."""
    if match.score < SUGGEST or match.evidence < ENOUGH:
        return MatchLevel.NONE
    sure = match.score >= FLAG and match.content >= FEWEST_WORDS
    return MatchLevel.FLAG if sure else MatchLevel.SUGGEST


class ClaimIndex:
    """A registry of claims, made ready once and searched many times. 10,000 claims take about 100 MB."""

    def __init__(
        self, claims: Sequence[ClaimText], reader: Reader | None = None, background: Background | None = None
    ) -> None:
        """What is not given is the project's own."""
        self._ids = [claim.id for claim in claims for _ in claim.wordings]
        wordings = [claim.wordings for claim in claims if claim.wordings]
        self._claims = len(wordings)
        self._most_wordings = max(map(len, wordings), default=1)
        reader, background = reader or default_reader(), background or load_background()
        readings = [reader(text) for text in chain.from_iterable(wordings)]
        self._reader = reader.knowing(reader.vocabulary(readings))
        self._words = Words(_elsewhere(background, reader), background.texts, RARITY_OF_WORDS)
        weights = [word_weights(reading) for reading in readings]
        self._words.learn(weights)
        self._by_words = self._words.table(weights)
        self._letters = Letters()
        self._letters.learn(readings)
        self._by_letters = self._letters.table(readings, background, RARITY_OF_LETTERS, COMMONEST_LETTERS)

    def __len__(self) -> int:
        return self._claims

    def search(self, text: str, top: int) -> list[Match]:
        """The claims nearest to one text, the best first; fewer than ``top`` when fewer share anything with it."""
        return self.search_many([text], top)[0]

    def search_many(self, texts: Sequence[str], top: int) -> list[list[Match]]:
        """The same for many texts at once. Raises ValueError when ``top`` is not positive."""
        if top < 1:
            raise ValueError(f"top must be 1 or more, not {top}")
        if not self._ids:
            return [[] for _ in texts]
        parts = (texts[start : start + TOGETHER] for start in range(0, len(texts), TOGETHER))
        return [found for part in parts for found in self._search(part, top)]

    def _search(self, texts: Sequence[str], top: int) -> Iterator[list[Match]]:
        readings = [self._reader(text) for text in texts]
        parts = [passages(reading) for reading in readings]
        starts = np.cumsum([0, *map(len, parts)])[:-1]
        scores = np.maximum.reduceat(self._scores(list(chain.from_iterable(parts))), starts, axis=0)
        # so many wordings that ``top`` different claims are among them
        for reading, row, order in zip(readings, scores, _highest(scores, top * self._most_wordings), strict=True):
            best: dict[str, int] = {}
            for wording in order[row[order] > 0].tolist():
                best.setdefault(self._ids[wording], wording)
            said = self._said(reading)
            yield [self._match(reading, said, wording, row[wording]) for wording in list(best.values())[:top]]

    def _scores(self, readings: Sequence[Reading]) -> Floats:
        rows, unknown = self._words.rows([word_weights(reading) for reading in readings])
        scores = self._by_words.coverages(rows, unknown, CLAIM_SHARE)
        scores += LETTER_SHARE * self._by_letters.cosines(self._letters.rows(readings))
        scores /= 1 + LETTER_SHARE
        return scores

    def _match(self, reading: Reading, said: Sequence[_Said], wording: int, score: float) -> Match:
        places, evidence = self._shared(said, wording)
        return Match(
            claim_id=self._ids[wording],
            score=min(1.0, float(score)),
            terms=tuple(reading.written(*place) for place in places[:MOST_TERMS]),
            spans=tuple(reading.span(*place) for place in places[:MOST_TERMS]),
            content=reading.content,
            evidence=evidence,
        )

    def _said(self, reading: Reading) -> list[_Said]:
        """Every word and meaning of a text that some claim has: its column and where it stands."""
        keys = [(term.key, term.first, term.last) for term in reading.terms]
        keys += [(f"={found.group}", found.first, found.last) for found in reading.meanings]
        columns = self._words.columns
        return [(columns[key], first, last) for key, first, last in keys if key in columns]

    def _shared(self, said: Sequence[_Said], wording: int) -> tuple[list[_Place], float]:
        """Which stretches of the text speak of the same as the claim, the weightiest first, and how much they say."""
        inside = set(self._by_words.columns_of(wording).tolist())
        columns: defaultdict[_Place, list[int]] = defaultdict(list)
        for column, first, last in said:
            if column in inside:
                columns[first, last].append(column)
        rarity = self._by_words.rarity
        weight = {place: float(rarity[found].sum()) for place, found in columns.items()}
        places: list[_Place] = []
        told: set[int] = set()
        evidence = 0.0
        for place in sorted(weight, key=lambda place: (place[0] - place[1], -weight[place])):  # phrases come first
            if any(place[0] <= last and first <= place[1] for first, last in places):
                continue
            places.append(place)
            if told.isdisjoint(columns[place]):
                evidence += float(rarity[columns[place]].max())
            told.update(columns[place])
        return sorted(places, key=lambda place: -weight[place]), evidence


def _elsewhere(background: Background, reader: Reader) -> dict[str, int]:
    """In how many ordinary comments each word and each meaning stands."""
    meanings = {f"={group}": background.meaning(phrases) for group, phrases in reader.meanings.items()}
    return {**background.counts, **meanings}


def _highest(scores: Floats, top: int) -> npt.NDArray[np.int64]:
    """For every row the columns of the highest values, the highest first; of equals the earlier one."""
    count = min(top, scores.shape[1])
    if count < scores.shape[1]:
        some = np.sort(np.argpartition(-scores, count - 1, axis=1)[:, :count], axis=1)
    else:
        some = np.broadcast_to(np.arange(count), scores.shape)
    order = np.argsort(-np.take_along_axis(scores, some, axis=1), axis=1, kind="stable")
    return np.take_along_axis(some, order, axis=1)
