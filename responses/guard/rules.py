"""The guard's rules as data: read once from ``rules.toml``, completed with the lists of an office."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from responses.guard.kinds import Severity, Stage
from responses.guard.lexicon import Lexicon, Phrase, index
from responses.guard.office import OfficeGuard
from responses.guard.reading import fold

RULES_FILE = Path(__file__).parent / "rules.toml"
_NEEDED = {"key", "title", "severity", "message", "source"}
_FIELDS = _NEEDED | {"phrases", "unless", "absent", "check", "during", "stages", "only", "verdict_silences"}
_WORD = re.compile(r"[^\W_]+")


class BadRulesError(ValueError):
    """The guard's rules cannot be used; the message names the rule and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. It speaks by its phrases, or by the check of that name in ``checks``."""

    key: str
    title: str
    message: str
    source: str
    severity: Severity
    during: tuple[tuple[Stage, Severity], ...]
    stages: frozenset[Stage]
    replies_only: bool
    verdict_silences: bool
    check: str
    phrases: Mapping[int, tuple[Phrase, ...]]
    unless: Mapping[int, tuple[Phrase, ...]]
    absent: Mapping[int, tuple[Phrase, ...]]

    def severity_in(self, stage: Stage) -> Severity:
        """How grave a finding of this rule is in a stage."""
        return dict(self.during).get(stage, self.severity)


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Every rule in force for one office, and the words they are made of."""

    rules: tuple[Rule, ...]
    lexicon: Lexicon


@lru_cache(maxsize=64)
def book_for(office: OfficeGuard) -> RuleBook:
    """The rules with an office's names and words. Raises BadRulesError."""
    return build(_shipped(), office)


def build(raw: Mapping[str, Any], office: OfficeGuard) -> RuleBook:
    """Rules from parsed TOML. Raises BadRulesError naming the rule."""
    lexicon = Lexicon()
    own = {"nama": office.participants, "kantor": office.words}
    for name, members in raw["words"].items():
        given = [" ".join(_WORD.findall(fold(one).text)) for one in own.get(name, ())]
        try:
            lexicon.add_class(name, [*members, *filter(None, given)])
        except ValueError as error:
            raise BadRulesError(f"words '{name}': {error}") from error
    rules = tuple(_rule(entry, lexicon) for entry in raw["rule"])
    if len({rule.key for rule in rules}) != len(rules):
        raise BadRulesError("two rules have the same key")
    return RuleBook(rules, lexicon)


@lru_cache(maxsize=1)
def _shipped() -> Mapping[str, Any]:
    return tomllib.loads(RULES_FILE.read_text("utf-8"))


def _rule(entry: Mapping[str, Any], lexicon: Lexicon) -> Rule:
    where = f"rule '{entry.get('key', '?')}'"
    if missing := sorted(_NEEDED - entry.keys()):
        raise BadRulesError(f"{where}: missing {', '.join(missing)}")
    if unknown := sorted(entry.keys() - _FIELDS):
        raise BadRulesError(f"{where}: unknown {', '.join(unknown)}")
    if ("check" in entry) == ("phrases" in entry):
        raise BadRulesError(f"{where}: needs either phrases or a check")
    try:
        return _built(entry, lexicon)
    except ValueError as error:
        raise BadRulesError(f"{where}: {error}") from error


def _built(entry: Mapping[str, Any], lexicon: Lexicon) -> Rule:
    phrases, unless, absent = (
        index([lexicon.phrase(text) for text in entry.get(name, ())]) for name in ("phrases", "unless", "absent")
    )
    if entry.get("only", "reply") != "reply":
        raise ValueError("only can be 'reply'")
    return Rule(
        key=entry["key"],
        title=entry["title"],
        message=entry["message"],
        source=entry["source"],
        severity=Severity(entry["severity"]),
        during=tuple((Stage(stage), Severity(grave)) for stage, grave in entry.get("during", {}).items()),
        stages=frozenset(map(Stage, entry.get("stages", Stage))),
        replies_only="only" in entry,
        verdict_silences=entry.get("verdict_silences", False) is True,
        check=entry.get("check", ""),
        phrases=phrases,
        unless=unless,
        absent=absent,
    )
