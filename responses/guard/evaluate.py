"""How well the guard finds what people marked: precision and recall per rule over a labelled file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from responses.errors import RefusedError
from responses.guard.check import check
from responses.guard.checks import Context
from responses.guard.kinds import Stage
from responses.guard.office import OfficeGuard

_FIELDS = {"text", "rules", "stage", "reply", "platforms", "quoted", "verdict"}


class BadExamplesError(RefusedError):
    """A labelled file cannot be read; the message names the part."""

    code = "bad_examples"


@dataclass(frozen=True, slots=True)
class Example:
    """A text, the rules that should speak, and the context it is said in."""

    text: str
    rules: frozenset[str]
    context: Context


@dataclass(slots=True)
class Score:
    """Counts of one rule: right, too many, missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float | None:
        """Right findings among all findings, or None without any."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else None

    @property
    def recall(self) -> float | None:
        """Right findings among all that should be, or None without any."""
        return self.right / (self.right + self.missed) if self.right + self.missed else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Scores by rule, the sum, and every text that was judged otherwise than marked."""

    examples: int
    scores: Mapping[str, Score]
    total: Score
    differing: tuple[tuple[Example, frozenset[str]], ...] = field(default=())


def read_examples(path: Path) -> dict[str, tuple[Example, ...]]:
    """The parts of a labelled file. Raises BadExamplesError, OSError."""
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadExamplesError(f"{path.name}: {error}") from error
    try:
        return {part: tuple(_example(entry) for entry in entries) for part, entries in raw.items()}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadExamplesError(f"{path.name}: tiap contoh berisi text dan rules ({error}).") from error


def evaluate(examples: Sequence[Example]) -> Outcome:
    """Hold the guard against the marks."""
    scores: dict[str, Score] = {}
    differing = []
    for example in examples:
        found = frozenset(finding.rule for finding in check(example.text, example.context))
        _count(scores, example.rules, found)
        if found != example.rules:
            differing.append((example, found))
    return Outcome(len(examples), dict(sorted(scores.items())), _total(scores.values()), tuple(differing))


def _count(scores: dict[str, Score], wanted: frozenset[str], found: frozenset[str]) -> None:
    for rule in wanted | found:
        score = scores.setdefault(rule, Score())
        score.right += rule in wanted & found
        score.wrong += rule in found - wanted
        score.missed += rule in wanted - found


def _total(scores: Iterable[Score]) -> Score:
    total = Score()
    for one in scores:
        total.right, total.wrong, total.missed = (
            total.right + one.right, total.wrong + one.wrong, total.missed + one.missed
        )  # fmt: skip
    return total


def _example(entry: Mapping[str, Any]) -> Example:
    if unknown := entry.keys() - _FIELDS:
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
    context = Context(
        stage=Stage(entry.get("stage", "none")),
        platforms=tuple(entry.get("platforms", ())),
        is_reply=entry.get("reply", True),
        office=OfficeGuard(),
        quoted=entry.get("quoted", ""),
        has_verdict=entry.get("verdict", False),
    )
    return Example(entry["text"], frozenset(entry["rules"]), context)
