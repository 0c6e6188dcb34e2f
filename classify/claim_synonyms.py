"""Which words the public uses for the words of a headline, as data the project wrote."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SYNONYM_FILES = tuple(sorted(Path(__file__).parent.glob("claim_synonyms*.toml")))

Read = Callable[[str], tuple[str, ...]]
"""How a phrase of the file becomes roots; the same way comments do."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A group of synonyms found in a text: which one, and from which to which root (inclusive)."""

    group: int
    first: int
    last: int


class Synonyms:
    """Finds the meanings of a sequence of roots, single words and phrases alike."""

    def __init__(self, groups: Sequence[Sequence[str]], ignored: Sequence[str], read: Read) -> None:
        self.ignored = frozenset(root for word in ignored for root in read(word))
        found: defaultdict[tuple[str, ...], set[int]] = defaultdict(set)
        for group, phrases in enumerate(groups):
            for phrase in phrases:
                found[read(phrase)].add(group)
        self.phrases: defaultdict[int, list[tuple[str, ...]]] = defaultdict(list)
        """Every word and phrase of each meaning, as roots."""
        for roots, meant in found.items():
            for group in meant:
                self.phrases[group].append(roots)
        self._words = {roots[0]: tuple(sorted(groups)) for roots, groups in found.items() if len(roots) == 1}
        self.words = {root: root for root in (*self._words, *self.ignored) if root.isalpha()}
        self._phrases: defaultdict[str, list[tuple[tuple[str, ...], tuple[int, ...]]]] = defaultdict(list)
        for roots, meant in found.items():
            if len(roots) > 1:
                self._phrases[roots[0]].append((roots, tuple(sorted(meant))))

    def __call__(self, roots: Sequence[str]) -> Iterator[Meaning]:
        """Every meaning of every word and phrase, in the order of the text."""
        for at, root in enumerate(roots):
            for group in self._words.get(root, ()):
                yield Meaning(group, at, at)
            for phrase, groups in self._phrases.get(root, ()):
                if tuple(roots[at : at + len(phrase)]) == phrase:
                    for group in groups:
                        yield Meaning(group, at, at + len(phrase) - 1)

    def knows(self, root: str) -> bool:
        """Whether a single word has synonyms, or is ignored."""
        return root in self._words or root in self.ignored


def load_synonyms(read: Read, paths: Sequence[Path] = SYNONYM_FILES) -> Synonyms:
    """The project's synonyms. Raises ValueError naming a line that has fewer than two words for one meaning."""
    groups, ignored = [], list[str]()
    for path in paths:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        ignored += data.pop("ignored", ())
        groups += [_phrases(line, topic, path) for topic, lines in data.items() for line in lines]
    return Synonyms(groups, ignored, read)


def _phrases(line: str, topic: str, path: Path) -> list[str]:
    phrases = [phrase.strip() for phrase in line.split(",")]
    if len(phrases) < 2 or not all(phrases):
        raise ValueError(f"{path.name}: '{line}' in '{topic}' needs two or more words, separated by commas")
    return phrases
