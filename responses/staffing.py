"""Can these people run this procedure? Asked before it is needed, with the four eyes the engine will insist on.

    no consent and no ratification by the author of the text that counts then
    no step by the person of its ``other_than``

Everything else one person may do alone, in a small office in two roles.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ingest.kinds import Kind
from responses.kinds import Division, Effect, Role
from responses.sop import Sop
from responses.state import Authority


class Lack(Kind):
    """What a procedure lacks in an office."""

    NOBODY = "nobody", "Tidak ada pemegang peran"
    FOUR_EYES = "four_eyes", "Tidak ada orang kedua"
    NO_STAND_IN = "no_stand_in", "Tidak ada pengganti"
    NOT_BY = "not_by", "Jangan dikerjakan oleh orang ini"
    DIVISION = "division", "Divisi tanpa pemegang peran"
    DECLINE = "decline", "Tidak ada yang dapat menutup"

    @property
    def blocks(self) -> bool:
        """Whether the procedure cannot be finished at all; the rest are warnings."""
        return self in (Lack.NOBODY, Lack.FOUR_EYES)


@dataclass(frozen=True, slots=True)
class Staff:
    """One person with the authority held now."""

    name: str
    authorities: tuple[Authority, ...]

    def holds(self, roles: Iterable[Role], division: Division | None = None) -> bool:
        """Whether one of these roles is held, for a case of this division."""
        wanted = set(roles)
        return any(held.role in wanted and held.speaks_for(division) for held in self.authorities)


@dataclass(frozen=True, slots=True)
class Finding:
    """One lack: at which step (None: of the whole procedure), and the sentence a person reads."""

    lack: Lack
    step: str | None
    text: str


Able = Mapping[str, tuple[int, ...]]
"""By step, the places in the staff of those who may do it."""
Pairs = tuple[tuple[str, str], ...]
"""Steps that two different people must do: the earlier, the later."""


def staffing(sop: Sop, staff: tuple[Staff, ...]) -> tuple[Finding, ...]:
    """What this procedure lacks with these people; first what blocks it, then warnings."""
    able, pairs = _able(sop, staff), _pairs(sop)
    blocked = [*_nobody(sop, able), *_no_second(sop, staff, able, pairs)]
    decline = _no_decliner(sop, staff)
    if blocked:
        return (*blocked, *decline)
    warnings = (*_alone(sop, staff, able, pairs), *_traps(sop, staff, able, pairs), *_no_divisions(sop, staff, pairs))
    return (*warnings, *decline)


def _able(sop: Sop, staff: tuple[Staff, ...], division: Division | None = None) -> dict[str, tuple[int, ...]]:
    """Who may do each step, in a case of this division (None: not said which)."""
    every = list(enumerate(staff))
    return {step.key: tuple(place for place, one in every if one.holds(step.roles, division)) for step in sop.steps}


def _pairs(sop: Sop) -> Pairs:
    """The pairs of steps that need two people, each once and in the order of the procedure."""
    pairs: list[tuple[str, str]] = []
    author: str | None = None
    for step in sop.steps:
        if author is not None and {Effect.CONSENT, Effect.RATIFY} & set(step.effects):
            pairs.append((author, step.key))
        if step.other_than is not None:
            pairs.append((step.other_than, step.key))
        author = step.key if Effect.DRAFT in step.effects else author
    return tuple(dict.fromkeys(pairs))


def _nobody(sop: Sop, able: Able) -> list[Finding]:
    return [
        Finding(Lack.NOBODY, step.key, f"Langkah “{step.title}”: belum ada pemegang peran {_roles(step.roles)}.")
        for step in sop.steps
        if not able[step.key]
    ]


def _no_second(sop: Sop, staff: tuple[Staff, ...], able: Able, pairs: Pairs) -> list[Finding]:
    """The first step at which the people run out; steps without anybody are left to ``_nobody``."""
    held = {step.key: able[step.key] for step in sop.steps if able[step.key]}
    for count in range(1, len(held) + 1):
        part = dict(list(held.items())[:count])
        if not _possible(part, pairs):
            return [_second(sop, staff, held, pairs, list(part)[-1])]
    return []


def _second(sop: Sop, staff: tuple[Staff, ...], able: Able, pairs: Pairs, key: str) -> Finding:
    step = sop.step(key)
    earlier = [sop.step(start) for start, end in pairs if end == key]
    others = " dan ".join(f"“{one.title}”" for one in earlier) or "langkah sebelumnya"
    who = " atau ".join(staff[place].name for place in able[key])
    text = (
        f"Langkah “{step.title}” harus dikerjakan oleh orang lain daripada {others}, tetapi hanya {who} yang dapat "
        f"mengerjakannya. Berikan peran {_roles(step.roles)} kepada satu orang lagi."
    )
    return Finding(Lack.FOUR_EYES, key, text)


def _alone(sop: Sop, staff: tuple[Staff, ...], able: Able, pairs: Pairs) -> list[Finding]:
    """Steps with four eyes that exactly one person can do: ill or away, and the case stands still."""
    found = []
    for step in sop.steps:
        fit = [place for place in able[step.key] if _possible({**able, step.key: (place,)}, pairs)]
        if len(fit) == 1 and any(step.key in pair for pair in pairs):
            text = (
                f"Langkah “{step.title}”: hanya {staff[fit[0]].name} yang dapat mengerjakannya. Siapkan Plh./Plt. "
                f"atau pemegang peran {_roles(step.roles)} yang kedua."
            )
            found.append(Finding(Lack.NO_STAND_IN, step.key, text))
    return found


def _traps(sop: Sop, staff: tuple[Staff, ...], able: Able, pairs: Pairs) -> list[Finding]:
    """Somebody who may do an early step, after which nobody is left for a later one."""
    found = []
    for step in sop.steps:
        if not any(start == step.key for start, _end in pairs):
            continue
        bad = [place for place in able[step.key] if not _possible({**able, step.key: (place,)}, pairs)]
        for place in bad:
            text = (
                f"Bila {staff[place].name} mengerjakan langkah “{step.title}”, tidak ada lagi orang lain untuk "
                "langkah yang memerlukan orang kedua. Serahkan langkah itu kepada rekan yang lain."
            )
            found.append(Finding(Lack.NOT_BY, step.key, text))
    return found


def _no_divisions(sop: Sop, staff: tuple[Staff, ...], pairs: Pairs) -> list[Finding]:
    """Divisions whose topics would get stuck: nobody speaks for them, or only the one who is needed elsewhere."""
    if Role.DIVISI_TERKAIT not in sop.roles:
        return []
    stuck = [kind.label for kind in Division if not _possible(_able(sop, staff, kind), pairs)]
    text = (
        f"Kasus tidak dapat selesai bila topiknya milik {'; '.join(stuck)}: belum ada pemegang peran "
        f"{Role.DIVISI_TERKAIT.label} untuk divisi itu, atau tidak ada orang kedua di sampingnya."
    )
    return [Finding(Lack.DIVISION, None, text)] if stuck else []


def _no_decliner(sop: Sop, staff: tuple[Staff, ...]) -> list[Finding]:
    if any(one.holds(sop.may_decline) for one in staff):
        return []
    text = (
        f"Belum ada yang dapat menutup permohonan tanpa penayangan ({_roles(sop.may_decline) or 'tidak diatur SOP'})."
    )
    return [Finding(Lack.DECLINE, None, text)]


def _possible(able: Able, pairs: Pairs) -> bool:
    """Whether people can be given to these steps so that no pair has the same person twice."""
    near = {key: {b if a == key else a for a, b in pairs if key in (a, b)} & set(able) for key in able}
    return _assign(dict(able), near)


def _assign(able: dict[str, tuple[int, ...]], near: Mapping[str, set[str]]) -> bool:
    """Colour by elimination: whoever has more people than neighbours can wait, only the rest is tried out."""
    left = dict(able)
    while easy := [key for key in left if len(left[key]) > len(near[key] & set(left))]:
        for key in easy:
            left.pop(key)
    if not left:
        return True
    key = min(left, key=lambda name: len(left[name]))
    return any(_assign(_without(left, key, place, near[key]), near) for place in left[key])


def _without(able: Mapping[str, tuple[int, ...]], done: str, place: int, near: set[str]) -> dict[str, tuple[int, ...]]:
    return {
        key: tuple(other for other in able[key] if not (key in near and other == place)) for key in able if key != done
    }


def _roles(roles: Iterable[Role]) -> str:
    return " atau ".join(role.label for role in roles)
