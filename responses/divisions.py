"""Which division of the office owns a topic, and where the public is referred to for what no division owns."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from classify.kinds import Topic
from responses.kinds import Division

DIVISIONS_FILE = Path(__file__).parent / "divisions.toml"


@dataclass(frozen=True, slots=True)
class Referral:
    """A body outside the office that owns a topic: its name, where to find it, and on what ground."""

    name: str
    where: str
    source: str


@dataclass(frozen=True, slots=True)
class Routing:
    """Every topic with its division, or with the body outside it is referred to."""

    owners: Mapping[Topic, Division]
    outside: Mapping[Topic, Referral]


def division_of(topic: Topic | None) -> Division | None:
    """The division that owns a topic, or None without a topic and for one outside the office."""
    return load_routing().owners.get(topic) if topic else None


def referral_of(topic: Topic | None) -> Referral | None:
    """Where the public is referred to for a topic outside the office, or None."""
    return load_routing().outside.get(topic) if topic else None


@lru_cache(maxsize=4)
def load_routing(path: Path = DIVISIONS_FILE) -> Routing:
    """The routing as data. Raises ValueError when a topic is unknown, missing, or stands there twice."""
    raw = tomllib.loads(path.read_text("utf-8"))
    owners = {Topic(topic): Division(division) for topic, division in raw["owner"].items()}
    outside = {Topic(topic): Referral(**entry) for topic, entry in raw["outside"].items()}
    if owners.keys() & outside.keys() or owners.keys() | outside.keys() != set(Topic):
        raise ValueError(f"{path.name}: every topic has one owner, inside or outside")
    return Routing(owners, outside)
