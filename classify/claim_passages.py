"""A claim is often one sentence of a longer comment: the stretches of a text that may each repeat one."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import groupby

from classify.claim_text import Reading, Term

FEWEST_TERMS = 4
"""A stretch of fewer words that tell something is compared only as part of the whole."""
LONGEST_STRETCH = 16
STEP = 8
MOST_PASSAGES = 24
"""Of one text: what a very long comment says after so many stretches is compared only as part of the whole."""
_END = re.compile(r"[.!?;]+(?=\s|$)|\n")


def passages(reading: Reading) -> list[Reading]:
    """The whole text first, then every sentence, and pieces of long ones."""
    found = [reading]
    if len(reading.terms) <= FEWEST_TERMS:
        return found
    for terms in _stretches(reading):
        if FEWEST_TERMS <= len(terms) < len(reading.terms):
            found.append(_part(reading, terms[0].first, terms[-1].last))
        if len(found) > MOST_PASSAGES:
            break
    return found


def _stretches(reading: Reading) -> Iterator[list[Term]]:
    ends = [match.end() for match in _END.finditer(reading.normalised.clean)]
    spans = reading.normalised.spans
    for _, group in groupby(reading.terms, lambda term: bisect_right(ends, spans[term.first][0])):
        sentence = list(group)
        if len(sentence) <= LONGEST_STRETCH:
            yield sentence
            continue
        for start in range(0, len(sentence) - STEP, STEP):
            yield sentence[start : start + LONGEST_STRETCH]


def _part(reading: Reading, first: int, last: int) -> Reading:
    terms = tuple(term for term in reading.terms if first <= term.first and term.last <= last)
    meanings = tuple(found for found in reading.meanings if first <= found.first and found.last <= last)
    return Reading(reading.normalised, terms, meanings)
