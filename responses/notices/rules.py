"""When people are reminded and who comes next when nothing happens: TOML data as frozen dataclasses."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from responses.kinds import Role

SHIPPED = Path(__file__).parent / "escalation.toml"
DAY = 24 * 60
_TABLES = {
    "reminder": {"fraction", "least_minutes"}, "same_day": {"minutes"}, "escalation": {"fraction", "least_minutes"},
    "urgent": {"roles", "unacknowledged_minutes"}, "quiet": {"window"}, "next": {role.value for role in Role},
}  # fmt: skip


class BadRulesError(ValueError):
    """A file of rules contradicts itself; the message names the file, the place and the reason."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a step's minutes, but not less than some."""

    fraction: float
    least_minutes: int

    def of(self, minutes: int) -> int:
        """Minutes, rounded up to whole ones."""
        return max(self.least_minutes, -int(-minutes * self.fraction // 1))


@dataclass(frozen=True, slots=True)
class Window:
    """Hours of silence in minutes after local midnight; ``start`` later than ``end`` crosses midnight."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Rules:
    """Who is told when. ``quiet`` None: what is not urgent waits for office hours."""

    reminder: Share
    same_day_minutes: int
    escalation: Share
    urgent_roles: tuple[Role, ...]
    unacknowledged_minutes: int
    quiet: Window | None
    following: Mapping[Role, tuple[Role, ...]]

    def above(self, roles: Iterable[Role], held: frozenset[Role]) -> tuple[Role, ...]:
        """The next authority of these roles that anybody of the office holds; nothing at the top."""
        seen, level = set(roles), list(roles)
        while level:
            level = [role for below in level for role in self.following.get(below, ()) if role not in seen]
            seen.update(level)
            if found := tuple(role for role in dict.fromkeys(level) if role in held):
                return found
        return ()


def load(path: Path = SHIPPED) -> Rules:
    """Read a file of rules. Raises BadRulesError."""
    try:
        return parse(path.read_text("utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise BadRulesError(f"{path.name}: {error}") from error


def parse(text: str, where: str) -> Rules:
    """Read rules from TOML text; ``where`` names them in messages. Raises BadRulesError."""
    try:
        raw = tomllib.loads(text)
        _check_names(raw)
        return _build(raw)
    except KeyError as error:
        raise BadRulesError(f"{where}: missing {error}") from error
    except (TypeError, ValueError) as error:
        raise BadRulesError(f"{where}: {error}") from error


def parse_window(given: tuple[str, str]) -> Window:
    """``("21:00", "06:00")``. Raises ValueError."""
    start, end = (_minutes_of_day(text) for text in given)
    if start == end:
        raise ValueError("a window needs two different times")
    return Window(start, end)


def _check_names(raw: Mapping[str, Any]) -> None:
    unknown = [name for name in raw if name not in _TABLES]
    unknown += [f"{name}.{key}" for name, known in _TABLES.items() for key in raw.get(name, {}) if key not in known]
    if unknown:
        raise ValueError(f"unknown {', '.join(sorted(unknown))}")


def _build(raw: Mapping[str, Any]) -> Rules:
    window = raw["quiet"]["window"]
    return Rules(
        reminder=_share(raw["reminder"], "reminder"),
        same_day_minutes=_count(raw["same_day"]["minutes"], "same_day.minutes"),
        escalation=_share(raw["escalation"], "escalation"),
        urgent_roles=tuple(Role(role) for role in raw["urgent"]["roles"]),
        unacknowledged_minutes=_count(raw["urgent"]["unacknowledged_minutes"], "urgent.unacknowledged_minutes"),
        quiet=None if window == "office_hours" else parse_window(tuple(window)),
        following={Role(role): tuple(Role(name) for name in above) for role, above in raw["next"].items()},
    )


def _share(raw: Mapping[str, Any], where: str) -> Share:
    fraction = raw["fraction"]
    if not isinstance(fraction, int | float) or not 0 < fraction <= 1:
        raise ValueError(f"{where}.fraction must lie above 0 and not above 1, not {fraction!r}")
    return Share(float(fraction), _count(raw["least_minutes"], f"{where}.least_minutes"))


def _count(value: object, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= 7 * DAY:
        raise ValueError(f"{where} must be whole minutes between 1 and {7 * DAY}, not {value!r}")
    return value


def _minutes_of_day(text: str) -> int:
    hours, _colon, minutes = text.partition(":")
    if not (hours.isdecimal() and minutes.isdecimal() and len(text) == 5 and int(hours) < 24 and int(minutes) < 60):
        raise ValueError(f"{text!r} is no time of day like 21:00")
    return int(hours) * 60 + int(minutes)
