"""What a comment is about, by rules anybody can read: the first thing needed to find the division concerned."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from classify.errors import ClassifierError
from classify.kinds import Topic
from classify.normalise import Normalised, load_normaliser
from classify.rules import GAP

TOPICS_FILE = Path(__file__).parent / "topics.toml"
ENOUGH = 1.0
"""The least sum of weights that names a topic."""


@dataclass(frozen=True, slots=True)
class TopicRules:
    """The patterns of one topic, each with its weight."""

    topic: Topic
    patterns: tuple[tuple[re.Pattern[str], float], ...]

    def weight(self, text: Normalised) -> float:
        """The sum of the weights of the patterns that fit."""
        return sum(weight for pattern, weight in self.patterns if pattern.search(text.text))


def topic_of(text: str) -> Topic | None:
    """The topic a comment is about, or None when it names none. Never raises for any text."""
    plain = load_normaliser()(text)
    found = [(rules.weight(plain), rules.topic) for rules in _rules()]
    weight, topic = max(found, key=lambda pair: pair[0])
    return topic if weight >= ENOUGH else None


def load_topics(path: Path = TOPICS_FILE) -> tuple[TopicRules, ...]:
    """The rules of every topic, in the order of the file. Raises ClassifierError naming the file and the topic."""
    raw = tomllib.loads(path.read_text("utf-8"))
    rules = tuple(_topic(entry, path.name) for entry in raw["topic"])
    missing = set(Topic) - {one.topic for one in rules}
    if missing or len(rules) != len(Topic):
        raise ClassifierError(f"{path.name}: every topic stands there once; missing {', '.join(sorted(missing))}")
    return rules


_rules = lru_cache(maxsize=1)(load_topics)


def _topic(entry: Mapping[str, Any], name: str) -> TopicRules:
    try:
        patterns = tuple((_compiled(pattern), float(weight)) for pattern, weight in entry["patterns"])
        return TopicRules(Topic(entry["key"]), patterns)
    except (KeyError, TypeError, ValueError, re.error) as error:
        raise ClassifierError(f"{name}: topic '{entry.get('key', '?')}': {error}") from error


def _compiled(value: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{value.replace(' ~ ', GAP)})(?!\S)")
