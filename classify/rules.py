"""Rules as data: what a flag is decided by, in words a person can check and change without touching code."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classify.errors import ClassifierError
from classify.kinds import Flag
from classify.normalise import Normalised

RULES_FOLDER = Path(__file__).parent / "rules"
SLANG_NAME = "slang.toml"

GAP = r" (?:\S+ ){0,4}"
"""What ``~`` stands for in a pattern: up to four words in between."""

_LONG_NUMBER = re.compile(r"\d[\d ]{8,}")
_FIELDS = {"key", "flag", "patterns", "unless", "when", "weight", "decisive", "sentence", "source"}
_NEEDED = {"key", "flag", "patterns", "weight", "sentence", "source"}


class BadRulesError(ClassifierError):
    """A rules file cannot be used; the message names the file, the rule and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``weight`` is added to the model's log-odds (negative speaks against the flag).

    A decisive rule settles the flag by itself, towards the sign of its weight. ``when`` are pieces of text of
    which one must be present before the patterns are tried; it only saves time. ``unless`` takes a match back.
    """

    key: str
    flag: Flag
    patterns: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    when: tuple[str, ...]
    weight: float
    decisive: bool
    sentence: str
    source: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that fits a text, and the writer's words it fits on; ``spans`` say where those stand in ``clean``."""

    rule: Rule
    terms: tuple[str, ...]
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Every rule in force and the digest that names this state of the files."""

    rules: tuple[Rule, ...]
    digest: str

    def hits(self, text: Normalised) -> list[Hit]:
        """The rules that fit ``text``, in the order of the files."""
        plain = text.text
        found = []
        for rule in self.rules:
            if rule.when and not any(piece in plain for piece in rule.when):
                continue
            if matches := _matches(rule, text):
                terms = dict.fromkeys(masked(text.term(*match.span())[:120]) for match in matches)
                found.append(Hit(rule, tuple(terms), tuple(text.place(*match.span()) for match in matches)))
        return found


def _matches(rule: Rule, text: Normalised) -> list[re.Match[str]]:
    matches = [match for pattern in rule.patterns if (match := pattern.search(text.text))]
    if not matches or any(pattern.search(text.text) for pattern in rule.unless):
        return []
    return matches[:3]


def masked(term: str) -> str:
    """A term without the rest of a long number: reasons are kept, so they must not carry somebody's identity."""
    return _LONG_NUMBER.sub(lambda match: f"{match.group()[:4]}…", term)


def load_rules(folder: Path = RULES_FOLDER) -> RuleBook:
    """Read every rules file of ``folder``. Raises BadRulesError naming the file and the rule."""
    files = sorted(path for path in folder.glob("*.toml") if path.name != SLANG_NAME)
    if not files:
        raise BadRulesError(f"{folder}: no rules file found")
    rules: dict[str, Rule] = {}
    for path in files:
        for rule in _read(path):
            if rule.key in rules:
                raise BadRulesError(f"{path.name}: rule '{rule.key}': this key is already used by another rule")
            rules[rule.key] = rule
    return RuleBook(tuple(rules.values()), _digest(folder))


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.toml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _read(path: Path) -> Iterable[Rule]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadRulesError(f"{path.name}: not readable as TOML: {error}") from error
    entries = data.get("rule")
    if set(data) != {"rule"} or not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        raise BadRulesError(f"{path.name}: must hold [[rule]] tables and nothing else")
    return [
        _rule(entry, f"{path.name}: rule '{entry.get('key', f'number {number}')}'")
        for number, entry in enumerate(entries, start=1)
    ]


def _rule(entry: Mapping[str, Any], where: str) -> Rule:
    _check_fields(entry, where)
    return Rule(
        key=entry["key"],
        flag=_flag(entry["flag"], where),
        patterns=_patterns(entry["patterns"], where),
        unless=_patterns(entry.get("unless", []), where),
        when=_strings(entry.get("when", []), "when", where),
        weight=_weight(entry["weight"], where),
        decisive=entry.get("decisive", False) is True,
        sentence=entry["sentence"],
        source=entry["source"],
    )


def _check_fields(entry: Mapping[str, Any], where: str) -> None:
    if missing := _NEEDED - entry.keys():
        raise BadRulesError(f"{where}: missing {', '.join(sorted(missing))}")
    if unknown := entry.keys() - _FIELDS:
        raise BadRulesError(f"{where}: unknown field {', '.join(sorted(unknown))}")
    for name in ("key", "sentence", "source"):
        if not isinstance(entry[name], str) or not entry[name].strip():
            raise BadRulesError(f"{where}: {name} must be text that is not empty")
    if not isinstance(entry.get("decisive", False), bool):
        raise BadRulesError(f"{where}: decisive must be true or false")
    if not entry["patterns"]:
        raise BadRulesError(f"{where}: patterns must not be empty")


def _flag(value: object, where: str) -> Flag:
    try:
        return Flag(str(value))
    except ValueError as error:
        raise BadRulesError(f"{where}: unknown flag '{value}', known: {', '.join(Flag)}") from error


def _weight(value: object, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < abs(value) <= 10:
        raise BadRulesError(f"{where}: weight must be a number from -10 to 10 and not 0")
    return float(value)


def _strings(values: object, name: str, where: str) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) and value for value in values):
        raise BadRulesError(f"{where}: {name} must be a list of texts")
    return tuple(values)


def _patterns(values: object, where: str) -> tuple[re.Pattern[str], ...]:
    return tuple(_compiled(value, where) for value in _strings(values, "patterns", where))


def _compiled(value: str, where: str) -> re.Pattern[str]:
    """Whole words only: a pattern begins and ends at a blank or at an end of the text."""
    try:
        pattern = re.compile(rf"(?<!\S)(?:{value.replace(' ~ ', GAP)})(?!\S)")
    except re.error as error:
        raise BadRulesError(f"{where}: '{value}' is no regular expression: {error}") from error
    if pattern.search(""):
        raise BadRulesError(f"{where}: '{value}' fits every text")
    return pattern
