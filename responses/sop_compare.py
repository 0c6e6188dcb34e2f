"""Two versions of a procedure side by side: which steps came, went, moved or changed, field by field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum

from responses.sop import Sop, Step

Value = str | int | bool | tuple[str, ...] | None
"""A field as plain data; roles, needs and effects by their stored values."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field with what stood there and what stands there."""

    field: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class StepChange:
    """What changed in a step that both have."""

    key: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class SopDiff:
    """The way from one procedure to another. ``moved``: the steps both have come in another order."""

    head: tuple[FieldChange, ...]
    added: tuple[Step, ...]
    removed: tuple[Step, ...]
    changed: tuple[StepChange, ...]
    moved: bool

    @property
    def same(self) -> bool:
        """Whether nothing differs but the version and comments."""
        return not (self.head or self.added or self.removed or self.changed or self.moved)


def compare(before: Sop, after: Sop) -> SopDiff:
    """What changed from one procedure to another; their versions and hashes are not looked at."""
    old, new = ({step.key: step for step in sop.steps} for sop in (before, after))
    both = [key for key in new if key in old]
    changed = (StepChange(key, _changes(_plain(old[key]), _plain(new[key]))) for key in both)
    return SopDiff(
        head=_changes(_head(before), _head(after)),
        added=tuple(step for step in after.steps if step.key not in old),
        removed=tuple(step for step in before.steps if step.key not in new),
        changed=tuple(change for change in changed if change.fields),
        moved=both != [key for key in old if key in new],
    )


def _changes(before: dict[str, Value], after: dict[str, Value]) -> tuple[FieldChange, ...]:
    return tuple(FieldChange(name, before[name], after[name]) for name in after if before[name] != after[name])


def _head(sop: Sop) -> dict[str, Value]:
    own: dict[str, Value] = {
        "key": sop.key, "title": sop.title, "subject": sop.subject.value, "same_day": sop.same_day,
        "may_decline": _values(sop.may_decline),
    }  # fmt: skip
    source = {f"source.{field.name}": getattr(sop.source, field.name) for field in fields(sop.source)}
    printed = {f"printed.{field.name}": getattr(sop.printed, field.name) for field in fields(sop.printed)}
    return own | source | printed


def _plain(step: Step) -> dict[str, Value]:
    return {
        "title": step.title, "roles": _values(step.roles), "minutes": step.minutes, "clock": step.clock.value,
        "requires": step.requires, "needs": _values(step.needs), "gives": step.gives, "no": step.no,
        "other_than": step.other_than, "effects": _values(step.effects),
    }  # fmt: skip


def _values(kinds: Iterable[StrEnum]) -> tuple[str, ...]:
    return tuple(kind.value for kind in kinds)
