"""SOPs as data: TOML text becomes frozen dataclasses, and a file that contradicts itself is refused."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from responses import toml_fields as fields
from responses.errors import BadSopError
from responses.kinds import Clock, Effect, Need, Role, Subject

MAX_BYTES = 256 * 1024
MAX_MINUTES = 366 * 24 * 60
"""Minutes of one step: a year; more is a slip, and no calendar could count it."""
MAX_VERSION = 100_000
_SOP_KEY = re.compile(r"[a-z0-9][a-z0-9_.-]{0,79}")
_STEP_KEY = re.compile(r"[a-z0-9][a-z0-9_.-]{0,59}")
_STEP_KEYS = {"key", "title", "role", "minutes", "requires", "needs", "gives", "no", "other_than", "effects", "clock"}
_SOP_KEYS = {"key", "version", "title", "subject", "source", "printed", "clock", "same_day", "may_decline", "step"}
_SOURCE_KEYS = {"office", "decree", "date", "note"}
_PRINTED_KEYS = {"legal_basis", "qualifications", "equipment", "related", "warning", "records"}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the flowchart. ``minutes`` is None where the SOP prints none."""

    key: str
    title: str
    roles: tuple[Role, ...]
    minutes: int | None
    needs: tuple[Need, ...] = ()
    requires: str = ""
    """The column *Kelengkapan* as printed."""
    gives: str = ""
    """The column *Output* as printed."""
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
class Printed:
    """What the head of an SOP prints besides its steps, where it does."""

    legal_basis: tuple[str, ...] = ()
    qualifications: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    warning: str = ""
    records: str = ""


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
    subject: Subject = Subject.REPLY
    printed: Printed = Printed()

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
    except ValueError as error:
        raise BadSopError(f"{where}: not TOML: {error}") from error
    except RecursionError:
        raise BadSopError(f"{where}: not TOML: lists too deep inside lists") from None
    sop = _build(raw, text, where)
    check(sop, where)
    return sop


def _build(raw: dict[str, Any], text: str, where: str) -> Sop:
    fields.only(raw, _SOP_KEYS, where)
    clock = fields.kind(Clock, raw, "clock", where, Clock.OFFICE)
    return Sop(
        key=fields.name_of(raw, _SOP_KEY, where),
        version=fields.count(raw, "version", where, MAX_VERSION),
        title=fields.text(raw, "title", where),
        source=_source(raw.get("source"), f"{where}: source"),
        same_day=fields.flag(raw, "same_day", where),
        may_decline=fields.kinds(Role, raw, "may_decline", where),
        steps=tuple(_step(item, clock, where) for item in fields.tables(raw.get("step", []), f"{where}: step")),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        subject=fields.kind(Subject, raw, "subject", where, Subject.REPLY),
        printed=_printed(raw.get("printed", {}), f"{where}: printed"),
    )


def _source(raw: object, where: str) -> SopSource:
    table = fields.only(raw, _SOURCE_KEYS, where)
    values = {name: fields.text(table, name, where) for name in ("office", "decree", "date")}
    try:
        date.fromisoformat(values["date"])
    except ValueError:
        raise BadSopError(f"{where}: date: {values['date']!r} is no day like 2022-03-04") from None
    return SopSource(**values, note=fields.text(table, "note", where, ""))


def _printed(raw: object, where: str) -> Printed:
    table = fields.only(raw, _PRINTED_KEYS, where)
    return Printed(
        legal_basis=fields.texts(table, "legal_basis", where),
        qualifications=fields.texts(table, "qualifications", where),
        equipment=fields.texts(table, "equipment", where),
        related=fields.texts(table, "related", where),
        warning=fields.text(table, "warning", where, ""),
        records=fields.text(table, "records", where, ""),
    )


def _step(raw: object, clock: Clock, where: str) -> Step:
    here = f"{where}: step {raw.get('key')!r}" if isinstance(raw, dict) else f"{where}: step"
    table = fields.only(raw, _STEP_KEYS, here)
    role = table.get("role")
    return Step(
        key=fields.name_of(table, _STEP_KEY, here),
        title=fields.text(table, "title", here),
        roles=fields.kinds(Role, {"role": [role]} if isinstance(role, str) else table, "role", here),
        minutes=fields.count(table, "minutes", here, MAX_MINUTES) if "minutes" in table else None,
        needs=fields.kinds(Need, table, "needs", here),
        requires=fields.text(table, "requires", here, ""),
        gives=fields.text(table, "gives", here, ""),
        no=fields.text(table, "no", here) if "no" in table else None,
        other_than=fields.text(table, "other_than", here) if "other_than" in table else None,
        effects=fields.kinds(Effect, table, "effects", here),
        clock=fields.kind(Clock, table, "clock", here, clock),
    )


def check(sop: Sop, where: str) -> None:
    """Refuse what cannot run: duplicate keys, pointers that do not point back, effects in an impossible order."""
    seen: list[Step] = []
    if not sop.steps:
        raise BadSopError(f"{where}: no steps")
    for step in sop.steps:
        _check_step(sop, step, seen, f"{where}: step {step.key!r}")
        seen.append(step)
    _check_second_pair_of_eyes(sop, where)
    effects = {effect for step in sop.steps for effect in step.effects}
    if Effect.PROVE not in effects:
        raise BadSopError(f"{where}: no step proves the publication")
    _check_subject(sop, effects, where)


def _check_step(sop: Sop, step: Step, seen: list[Step], here: str) -> None:
    keys = [earlier.key for earlier in seen]
    if step.key in keys:
        raise BadSopError(f"{here} appears twice")
    if not step.roles:
        raise BadSopError(f"{here} belongs to no role")
    for name, target in (("no", step.no), ("other_than", step.other_than)):
        if target is not None and target not in keys:
            raise BadSopError(f"{here}: {name} points to {target!r}, which is not an earlier step")
    if step.no is not None and Effect.RATIFY not in step.effects and _already_ordered(sop.step(step.no), seen):
        raise BadSopError(f"{here}: no points to {step.no!r}, before which the text was already published")
    _check_effects(step, seen, here)


def _already_ordered(target: Step, seen: list[Step]) -> bool:
    """Only a ratification may lead back over a publication: to a correction that is published as well."""
    return any({Effect.PUBLISH, Effect.REMOVE} & set(step.effects) for step in seen[seen.index(target) :])


def _check_subject(sop: Sop, effects: set[Effect], where: str) -> None:
    removes = sop.subject is Subject.REMOVAL
    if removes and effects & {Effect.DRAFT, Effect.CONSENT, Effect.PUBLISH, Effect.RATIFY}:
        raise BadSopError(f"{where}: a removal has no text of its own, so no step drafts, consents or publishes")
    if removes != (Effect.REMOVE in effects):
        raise BadSopError(f"{where}: the effect 'remove' and the subject 'removal' belong together")


def _check_second_pair_of_eyes(sop: Sop, where: str) -> None:
    for index, step in enumerate(sop.steps):
        if Effect.PUBLISH not in step.effects:
            continue
        after = {effect for later in sop.steps[index + 1 :] for effect in later.effects}
        written_here = Effect.DRAFT in step.effects
        if Effect.RATIFY not in after if written_here else not _consented(sop.steps[: index + 1]):
            raise BadSopError(f"{where}: step {step.key!r} publishes what no second person ever reads")
        if not written_here:
            _check_loops(sop, index, where)


def _check_loops(sop: Sop, publishes: int, where: str) -> None:
    """Sending back voids every consent, so on the way from there one must be asked for again."""
    for step in sop.steps:
        back = sop.steps.index(sop.step(step.no)) if step.no is not None else len(sop.steps)
        if back <= publishes and not _consented(sop.steps[back : publishes + 1]):
            raise BadSopError(
                f"{where}: step {step.key!r}: no leads to {step.no!r}, and from there nobody consents again before "
                f"{sop.steps[publishes].key!r} publishes: a loop without exit"
            )


def _consented(way: tuple[Step, ...]) -> bool:
    """Whether the text that leaves this way has a consent that came after its last change."""
    consented = False
    for step in way:
        consented = Effect.CONSENT in step.effects or (consented and Effect.DRAFT not in step.effects)
    return consented


_NEEDED_BEFORE = {
    Effect.CONSENT: (Effect.DRAFT,),
    Effect.PUBLISH: (Effect.DRAFT,),
    Effect.PROVE: (Effect.PUBLISH, Effect.REMOVE),
    Effect.RATIFY: (Effect.PROVE,),
}
"""One of these effects must come before, or in the same step."""


_ORDERS = {Effect.PUBLISH, Effect.REMOVE}


def _check_effects(step: Step, seen: list[Step], here: str) -> None:
    earlier = {effect for previous in seen for effect in previous.effects}
    effects = set(step.effects)
    for effect in step.effects:
        wanted = _NEEDED_BEFORE.get(effect, ())
        if wanted and not (earlier | effects) & set(wanted):
            raise BadSopError(f"{here}: {effect.value} comes before any {wanted[0].value}")
    if earlier & _ORDERS and effects & {*_ORDERS, Effect.DRAFT}:
        raise BadSopError(f"{here}: the text was already ordered to be published, once and for all")
    if Effect.PROVE in earlier & effects:
        raise BadSopError(f"{here}: an earlier step already proves the publication")
    if Effect.DRAFT in effects and effects & {Effect.CONSENT, Effect.RATIFY}:
        raise BadSopError(f"{here}: who writes a text does not consent to it, so these are two steps")
    _check_company(step, here)


def _check_company(step: Step, here: str) -> None:
    """What belongs together in one step, and what does not."""
    if (Effect.DRAFT in step.effects) != (Need.DRAF in step.needs):
        raise BadSopError(f"{here}: the effect 'draft' and the need 'draf' belong together")
    if Need.BERKAS in step.needs and Need.DRAF not in step.needs:
        raise BadSopError(f"{here}: files belong to a text, so the need 'berkas' comes with 'draf'")
    if Effect.PROVE in step.effects and (len(step.effects) > 1 or step.needs or step.no or step.other_than):
        raise BadSopError(f"{here}: a step that proves does nothing else")
