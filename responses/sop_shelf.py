"""Every SOP file of a shelf looked at: what cannot be used, and what could but should not stay as it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from responses.errors import BadSopError
from responses.kinds import Effect
from responses.sop import Sop, Step, load


@dataclass(frozen=True, slots=True)
class Shelved:
    """A procedure and the file it stands in."""

    file: str
    sop: Sop


@dataclass(frozen=True, slots=True)
class Shelf:
    """What was found: every version that can be used, and a sentence for every fault, each naming its file."""

    found: tuple[Shelved, ...]
    faults: tuple[str, ...]

    @property
    def newest(self) -> tuple[Sop, ...]:
        """The newest version of every procedure, by key."""
        latest: dict[str, Sop] = {}
        for item in sorted(self.found, key=lambda item: (item.sop.key, item.sop.version)):
            latest[item.sop.key] = item.sop
        return tuple(latest.values())

    def versions(self, key: str) -> tuple[Sop, ...]:
        """Every version of a procedure, oldest first; none for an unknown key."""
        known = [item.sop for item in self.found if item.sop.key == key]
        return tuple(sorted(known, key=lambda sop: sop.version))


def look(folders: Iterable[Path]) -> Shelf:
    """Read every SOP file of these folders; a broken one never hides the next."""
    found: list[Shelved] = []
    faults: list[str] = []
    for path in _files(folders):
        try:
            sop, _text = load(path)
        except (BadSopError, OSError) as error:
            faults.append(str(error) if isinstance(error, BadSopError) else f"{path.name}: {error.strerror}")
            continue
        faults += [f"{path.name}: {fault}" for fault in (*_twice(sop, found), *weaknesses(sop))]
        found.append(Shelved(path.name, sop))
    return Shelf(tuple(found), tuple(faults))


def _files(folders: Iterable[Path]) -> list[Path]:
    """Every SOP file, folder by folder: of two alike the later folder's is at fault."""
    known = dict.fromkeys(folder.resolve() for folder in folders)
    return [path for folder in known for path in sorted(folder.glob("*.toml"))]


def _twice(sop: Sop, found: list[Shelved]) -> list[str]:
    same = [item.file for item in found if (item.sop.key, item.sop.version) == (sop.key, sop.version)]
    return [f"version {sop.version} of {sop.key!r} exists twice, also in {file}" for file in same]


def weaknesses(sop: Sop) -> tuple[str, ...]:
    """What a loadable procedure should not have: it runs, but somebody will be stuck or nobody will look.

    That a step is out of reach cannot happen: completing a step always leads to the next one.
    """
    found = [] if sop.may_decline else ["may_decline is empty, so nobody may ever stop a request"]
    return (*found, *(f"step {step.key!r}: {fault}" for step in sop.steps for fault in _weaknesses(step)))


def _weaknesses(step: Step) -> list[str]:
    effects = set(step.effects)
    checks = (
        (Effect.CONSENT in effects and step.no is None, "consents without a way back (no), so a fault cannot return"),
        (Effect.RATIFY in effects and step.minutes is None, "ratifies without minutes, so it may wait for ever"),
        (Effect.REMOVE in effects and step.other_than is None, "orders a removal without other_than: one person alone"),
    )
    return [fault for found, fault in checks if found]
