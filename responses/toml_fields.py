"""Typed values out of parsed TOML: what stands in a field must be what the field is for, or the field is named."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, TypeVar

from ingest.kinds import Kind
from responses.errors import BadSopError

K = TypeVar("K", bound=Kind)

_UNSEEN = {"Cc", "Cf", "Cs", "Co"}
"""Unicode categories of control, direction and private characters: they would show another text than is stored."""


def only(raw: object, known: set[str], where: str) -> dict[str, Any]:
    """The table, if it is one and holds nothing unknown. Raises BadSopError."""
    if not isinstance(raw, dict):
        raise BadSopError(f"{where}: {_shown(raw)} is no table")
    if unknown := sorted(set(raw) - known):
        raise BadSopError(f"{where}: unknown {', '.join(unknown)}")
    return raw


def tables(raw: object, where: str) -> list[Any]:
    """The items of an array of tables; each is looked at by ``only``. Raises BadSopError."""
    if not isinstance(raw, list):
        raise BadSopError(f"{where}: {_shown(raw)} is no list of tables")
    return raw


def text(raw: dict[str, Any], name: str, where: str, default: str | None = None) -> str:
    """The text of a field; without a default the field must be there. Raises BadSopError."""
    if name not in raw:
        if default is None:
            raise BadSopError(f"{where}: missing {name!r}")
        return default
    return words(raw[name], f"{where}: {name}")


def words(value: object, where: str) -> str:
    """A text that says something. Raises BadSopError."""
    if not isinstance(value, str) or not value.strip():
        raise BadSopError(f"{where}: {_shown(value)} is no text")
    if any(unicodedata.category(letter) in _UNSEEN and letter not in "\n\t" for letter in value):
        raise BadSopError(f"{where}: {_shown(value)} holds a character that cannot be seen")
    return value


def name_of(raw: dict[str, Any], pattern: re.Pattern[str], where: str) -> str:
    """The ``key`` of a table: stored, printed and pointed at, so short and plain. Raises BadSopError."""
    value = text(raw, "key", where)
    if not pattern.fullmatch(value):
        raise BadSopError(f"{where}: key {_shown(value)} does not match {pattern.pattern}")
    return value


def texts(raw: dict[str, Any], name: str, where: str) -> tuple[str, ...]:
    """The texts of a list, none when it is not there. Raises BadSopError."""
    values = raw.get(name, [])
    if not isinstance(values, list):
        raise BadSopError(f"{where}: {name}: {_shown(values)} is no list")
    return tuple(words(value, f"{where}: {name}") for value in values)


def count(raw: dict[str, Any], name: str, where: str, most: int) -> int:
    """A whole number from one to ``most``. Raises BadSopError."""
    if name not in raw:
        raise BadSopError(f"{where}: missing {name!r}")
    value = raw[name]
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        raise BadSopError(f"{where}: {name}: {_shown(value)} is not above zero")
    if value > most:
        raise BadSopError(f"{where}: {name}: above {most}")
    return value


def flag(raw: dict[str, Any], name: str, where: str) -> bool:
    """True or false, false when it is not there. Raises BadSopError."""
    value = raw.get(name, False)
    if not isinstance(value, bool):
        raise BadSopError(f"{where}: {name}: {_shown(value)} is neither true nor false")
    return value


def kind(kind: type[K], raw: dict[str, Any], name: str, where: str, default: K) -> K:
    """One member of a kind. Raises BadSopError."""
    return _member(kind, words(raw[name], f"{where}: {name}"), where) if name in raw else default


def kinds(kind: type[K], raw: dict[str, Any], name: str, where: str) -> tuple[K, ...]:
    """The members a list names, each once. Raises BadSopError."""
    members = tuple(_member(kind, value, where) for value in texts(raw, name, where))
    if len(set(members)) < len(members):
        raise BadSopError(f"{where}: {name} names one thing twice")
    return members


def _shown(value: object) -> str:
    """The value as it stands, without the megabytes that may follow."""
    return repr(value)[:80]


def _member(kind: type[K], value: str, where: str) -> K:
    try:
        return kind(value)
    except ValueError:
        raise BadSopError(f"{where}: {_shown(value)} is no {kind.__name__.lower()}") from None
