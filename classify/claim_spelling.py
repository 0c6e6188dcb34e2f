"""Words nobody knows -> the known words they were meant to be: vowels left out, one slip, words glued together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

FEWEST_CONSONANTS = 3
SHORTEST_WITH_A_SLIP = 6
LONGEST_GLUED = 40
_VOWELS = re.compile("[aeiou]")
_DOUBLED = re.compile(r"(.)\1")


class Speller:
    """Repairs unknown words by a list of known ones. Keeps at most ``most_kept`` answers in memory."""

    def __init__(self, roots: Mapping[str, str], most_kept: int = 50_000) -> None:
        """``roots`` gives the root of every known word as written; of two that fit, the earlier one is taken."""
        self._roots = dict(roots)
        self._skeletons: dict[str, str] = {}
        self._slips: dict[str, str] = {}
        for word, root in self._roots.items():
            self._skeletons.setdefault(word[:1] + _skeleton(word), root)
            if len(word) >= SHORTEST_WITH_A_SLIP:
                for form in _shortened(word):
                    self._slips.setdefault(form, root)
        self._kept: dict[str, tuple[str, ...]] = {}
        self._most = most_kept

    def __call__(self, word: str) -> tuple[str, ...]:
        """The roots meant; the word itself when nothing known is near it."""
        meant = self._kept.get(word)
        if meant is None:
            if len(self._kept) >= self._most:
                self._kept.clear()
            meant = self._kept[word] = self._work_out(word)
        return meant

    def _work_out(self, word: str) -> tuple[str, ...]:
        if word in self._roots or not word.isalpha():
            return (self._roots.get(word, word),)
        found = self._without_vowels(word) or self._with_a_slip(word)
        return (found,) if found else tuple(self._parts(word)) or (word,)

    def _without_vowels(self, word: str) -> str | None:
        skeleton = _skeleton(word)
        if len(skeleton) < FEWEST_CONSONANTS or len(_VOWELS.findall(word)) * 3 > len(word):
            return None
        return self._skeletons.get(word[:1] + skeleton)

    def _with_a_slip(self, word: str) -> str | None:
        if len(word) < SHORTEST_WITH_A_SLIP - 1:
            return None
        return next((self._slips[form] for form in _shortened(word) if form in self._slips), None)

    def _parts(self, word: str) -> Iterator[str]:
        """The known words a glued one is made of, nothing unless it is wholly made of them."""
        ways: list[tuple[str, ...] | None] = [()] + [None] * len(word)
        if len(word) > LONGEST_GLUED:
            return
        for end in range(3, len(word) + 1):
            for start in range(max(0, end - 15), end - 2):
                before = ways[start]
                if before is not None and word[start:end] in self._roots:
                    ways[end] = (*before, self._roots[word[start:end]])
                    break
        yield from ways[-1] or ()


def _skeleton(word: str) -> str:
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", word))


def _shortened(word: str) -> Iterator[str]:
    """The word, and the word with any letter but the first left out: two words one slip apart share one of these."""
    yield word
    for at in range(1, len(word)):
        yield word[:at] + word[at + 1 :]
