"""SOPs as data: TOML text becomes frozen dataclasses, and a file that contradicts itself is refused."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from ingest.kinds import Kind
from responses.errors import BadSopError
from responses.kinds import Clock, Effect, Need, Role

MAX_BYTES = 256 * 1024
_STEP_KEYS = {"key", "title", "role", "minutes", "needs", "gives", "no", "other_than", "effects", "clock"}
_SOP_KEYS = {"key", "version", "title", "source", "clock", "same_day", "may_decline", "step"}
_SOURCE_KEYS = {"office", "decree", "date", "note"}

K = TypeVar("K", bound=Kind)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the flowchart. ``minutes`` is None where the SOP prints none."""

    key: str
    title: str
    roles: tuple[Role, ...]
    minutes: int | None
    needs: tuple[Need, ...] = ()
    gives: str = ""
    no: str | None = None
    other_than: str | None = None
    effects: tuple[Effect, ...] = ()
    clock: Clock = Clock.OFFICE


@dataclass(frozen=True, slots=True)
class SopSource:
    """The decree a procedure comes from."""

    office: str
    decree: str
    date: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sop:
    """One version of one procedure. ``sha256`` is of the text it was read from."""

    key: str
    version: int
    title: str
    source: SopSource
    same_day: bool
    may_decline: tuple[Role, ...]
    steps: tuple[Step, ...]
    sha256: str

    def step(self, key: str) -> Step:
        """The step of that key. Raises KeyError when there is none."""
        for step in self.steps:
            if step.key == key:
                return step
        raise KeyError(key)

    def after(self, key: str) -> Step | None:
        """The step that follows, or None at the end."""
        index = self.steps.index(self.step(key))
        return self.steps[index + 1] if index + 1 < len(self.steps) else None

    @property
    def roles(self) -> frozenset[Role]:
        """Every role the procedure needs."""
        return frozenset(role for step in self.steps for role in step.roles)

    @property
    def minutes(self) -> int:
        """The printed minutes added up; steps without printed minutes count nothing."""
        return sum(step.minutes or 0 for step in self.steps)


def load(path: Path) -> tuple[Sop, str]:
    """Read one SOP file and its exact text. Raises BadSopError."""
    if path.stat().st_size > MAX_BYTES:
        raise BadSopError(f"{path.name}: the file is larger than {MAX_BYTES // 1024} KB")
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise BadSopError(f"{path.name}: not UTF-8 text") from error
    return parse(text, path.name), text


def parse(text: str, where: str) -> Sop:
    """Read SOP text. ``where`` names the file in messages. Raises BadSopError."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadSopError(f"{where}: not TOML: {error}") from error
    try:
        sop = _build(raw, text, where)
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, BadSopError):
            raise
        raise BadSopError(f"{where}: {_explain(error)}") from error
    check(sop, where)
    return sop


def _explain(error: Exception) -> str:
    return f"missing {error}" if isinstance(error, KeyError) else str(error)


def _build(raw: dict[str, Any], text: str, where: str) -> Sop:
    _only(raw, _SOP_KEYS, where)
    _only(raw["source"], _SOURCE_KEYS, f"{where}: source")
    clock = Clock(raw.get("clock", Clock.OFFICE.value))
    return Sop(
        key=_text(raw["key"]),
        version=_count(raw["version"], f"{where}: version"),
        title=_text(raw["title"]),
        source=SopSource(**raw["source"]),
        same_day=raw.get("same_day", False) is True,
        may_decline=_kinds(Role, raw.get("may_decline", ()), f"{where}: may_decline"),
        steps=tuple(_step(item, clock, where) for item in raw["step"]),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def _step(raw: dict[str, Any], clock: Clock, where: str) -> Step:
    here = f"{where}: step {raw.get('key')!r}"
    _only(raw, _STEP_KEYS, here)
    roles = raw["role"]
    return Step(
        key=_text(raw["key"]),
        title=_text(raw["title"]),
        roles=_kinds(Role, [roles] if isinstance(roles, str) else roles, here),
        minutes=None if "minutes" not in raw else _count(raw["minutes"], f"{here}: minutes"),
        needs=_kinds(Need, raw.get("needs", ()), here),
        gives=raw.get("gives", ""),
        no=raw.get("no"),
        other_than=raw.get("other_than"),
        effects=_kinds(Effect, raw.get("effects", ()), here),
        clock=Clock(raw["clock"]) if "clock" in raw else clock,
    )


def _only(raw: dict[str, Any], known: set[str], where: str) -> None:
    if unknown := sorted(set(raw) - known):
        raise BadSopError(f"{where}: unknown {', '.join(unknown)}")


def _kinds(kind: type[K], values: Iterable[str], where: str) -> tuple[K, ...]:
    for value in values:
        if value not in {member.value for member in kind}:
            raise BadSopError(f"{where}: {value!r} is no {kind.__name__.lower()}")
    return tuple(kind(value) for value in values)


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{value!r} is no text")
    return value


def _count(value: object, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        raise BadSopError(f"{where}: {value!r} is not above zero")
    return value


def check(sop: Sop, where: str) -> None:
    """Refuse what cannot run: duplicate keys, pointers that do not point back, effects in an impossible order."""
    seen: list[Step] = []
    if not sop.steps:
        raise BadSopError(f"{where}: no steps")
    for step in sop.steps:
        here = f"{where}: step {step.key!r}"
        keys = [earlier.key for earlier in seen]
        if step.key in keys:
            raise BadSopError(f"{here} appears twice")
        if not step.roles:
            raise BadSopError(f"{here} belongs to no role")
        for name, target in (("no", step.no), ("other_than", step.other_than)):
            if target is not None and target not in keys:
                raise BadSopError(f"{here}: {name} points to {target!r}, which is not an earlier step")
        _check_effects(step, seen, here)
        seen.append(step)
    _check_second_pair_of_eyes(sop, where)
    if Effect.PROVE not in {effect for step in sop.steps for effect in step.effects}:
        raise BadSopError(f"{where}: no step proves the publication")


def _check_second_pair_of_eyes(sop: Sop, where: str) -> None:
    for index, step in enumerate(sop.steps):
        if Effect.PUBLISH not in step.effects:
            continue
        before = {effect for earlier in sop.steps[: index + 1] for effect in earlier.effects}
        after = {effect for later in sop.steps[index + 1 :] for effect in later.effects}
        if Effect.CONSENT not in before and Effect.RATIFY not in after:
            raise BadSopError(f"{where}: step {step.key!r} publishes what no second person ever reads")


def _check_effects(step: Step, seen: list[Step], here: str) -> None:
    before = {effect for earlier in seen for effect in earlier.effects} | set(step.effects)
    needed = {
        Effect.CONSENT: Effect.DRAFT,
        Effect.PUBLISH: Effect.DRAFT,
        Effect.PROVE: Effect.PUBLISH,
        Effect.RATIFY: Effect.PROVE,
    }
    for effect in step.effects:
        if effect in needed and needed[effect] not in before:
            raise BadSopError(f"{here}: {effect.value} comes before any {needed[effect].value}")
    if (Effect.DRAFT in step.effects) != (Need.DRAF in step.needs):
        raise BadSopError(f"{here}: the effect 'draft' and the need 'draf' belong together")
    if Effect.PROVE in step.effects and (len(step.effects) > 1 or step.needs or step.no):
        raise BadSopError(f"{here}: a step that proves does nothing else")
