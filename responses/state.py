"""What a case is: the facts of an event, the state that follows from events, and how one becomes the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from responses.kinds import CaseState, Division, Effect, EventKind, Role, Standing
from responses.sop import Sop, Step


@dataclass(frozen=True, slots=True)
class Authority:
    """One role a person holds now, definitively or for somebody else."""

    role: Role
    standing: Standing = Standing.DEFINITIVE
    acting_for: str = ""
    division: Division | None = None
    """For ``DIVISI_TERKAIT``: whose topics; None speaks for every division of a small office."""

    def __str__(self) -> str:
        """The role as the record prints it: ``Plh. Pembina (untuk Ibu Sari)``."""
        name = self.division.label if self.division else self.role.label
        if self.standing is Standing.DEFINITIVE:
            return name
        behalf = f" (untuk {self.acting_for})" if self.acting_for else ""
        return f"{self.standing.label} {name}{behalf}"

    def speaks_for(self, division: Division | None) -> bool:
        """Whether this authority counts in a case that concerns ``division`` (None: not said which)."""
        return self.division is None or division is None or self.division is division


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person with the authority he holds at this moment. Simak itself has no id."""

    person_id: int | None
    name: str
    authorities: tuple[Authority, ...] = ()
    office_id: int | None = None
    """The office in which these authorities are held; they count in no other one."""

    def authority_for(self, roles: Iterable[Role], division: Division | None = None) -> Authority | None:
        """The authority that fits one of these roles in a case of this division, a definitive one first."""
        wanted = set(roles)
        fitting = [held for held in self.authorities if held.role in wanted and held.speaks_for(division)]
        return min(fitting, key=lambda held: held.standing is not Standing.DEFINITIVE, default=None)

    @property
    def roles(self) -> frozenset[Role]:
        """Every role held now."""
        return frozenset(held.role for held in self.authorities)


SIMAK = Actor(None, "Simak")


class Timer(Protocol):
    """How long a step may take, by the office's calendar."""

    def due(self, step: Step, start: datetime, used: int = 0) -> datetime | None:
        """When what is left after ``used`` minutes is over (UTC), or None where the SOP prints no minutes."""

    def used(self, step: Step, start: datetime, end: datetime) -> int:
        """Minutes of the step's clock from start to end, a begun one counted whole."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One version of the text: its number in the case, its hash, who wrote it, and a hash of what it reads like."""

    number: int
    sha256: str
    author_id: int
    gist: str = ""
    """Of letters and digits alone: a text retyped with other spaces or dots has the same author as before."""
    files: tuple[str, ...] = ()
    """Hashes of the pictures, videos and documents that belong to the text; ``sha256`` is over all of it."""


@dataclass(frozen=True, slots=True)
class Yes:
    """A consent to one exact text."""

    step: str
    person_id: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Happened:
    """What one action did: the content of one event."""

    kind: EventKind
    at: datetime
    actor: Actor
    role: str
    from_step: str | None = None
    to_step: str | None = None
    clock_from: datetime | None = None
    """When the clock of ``to_step`` began, where that is not the moment of the event."""
    due_at: datetime | None = None
    inputs: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    draft: Draft | None = None
    sha256: str = ""
    """The text a consent, an order to publish or a ratification is about."""
    late_minutes: int | None = None
    """Minutes used minus minutes allowed for the step left behind; negative is early, None without a limit."""
    used_minutes: int | None = None
    """Of a pause: the minutes of the present step that were used before it."""
    division: Division | None = None
    """The division concerned, where this event names it."""


@dataclass(frozen=True, slots=True)
class State:
    """What a case is now; derived from its events and from nothing else."""

    case: CaseState = CaseState.OPEN
    step: str | None = None
    started_at: datetime | None = None
    due_at: datetime | None = None
    done_by: Mapping[str, int] = field(default_factory=dict)
    draft: Draft | None = None
    written: tuple[Draft, ...] = ()
    """Every version ever written: retyping a text does not hide who wrote it first."""
    consents: tuple[Yes, ...] = ()
    ordered: bool = False
    """An order to publish or remove was given; the case can no longer be closed without it."""
    paused_at: datetime | None = None
    """Since when the clock stands still."""
    used: int = 0
    """Minutes of the present step used before its last pause."""
    division: Division | None = None
    """The division concerned, found from the topic or named by a person."""
    seq: int = 0

    def wrote(self, person_id: int | None) -> bool:
        """Whether this person wrote the text that counts now, or one that reads the same."""
        if self.draft is None:
            return False
        alike = [draft for draft in self.written if draft.gist == self.draft.gist]
        return person_id in {draft.author_id for draft in alike}


def apply(sop: Sop, state: State, happened: Happened) -> State:
    """The state after an event. Events of publications and the like leave it as it is but for its number."""
    state = replace(state, seq=state.seq + 1, division=happened.division or state.division)
    if happened.kind is EventKind.CASE_PAUSED:
        return replace(state, paused_at=happened.at, used=happened.used_minutes or 0, due_at=None)
    if happened.kind is EventKind.CASE_RESUMED:
        return replace(state, paused_at=None, started_at=happened.at, due_at=happened.due_at)
    return _move(sop, state, happened) if happened.kind in _MOVES else state


def _move(sop: Sop, state: State, happened: Happened) -> State:
    started_at = happened.clock_from or happened.at
    state = replace(
        state, step=happened.to_step, started_at=started_at, due_at=happened.due_at, used=0, paused_at=None
    )  # fmt: skip
    if happened.draft and happened.kind is not EventKind.CASE_OPENED:
        state = replace(state, draft=happened.draft, written=(*state.written, happened.draft), consents=())
    if happened.kind is EventKind.STEP_DONE:
        return _apply_yes(sop, state, happened)
    if happened.kind is EventKind.STEP_SENT_BACK:
        return replace(state, consents=())
    return replace(state, case=_ENDS.get(happened.kind, state.case))


_ENDS = {EventKind.CASE_DECLINED: CaseState.DECLINED, EventKind.CASE_MADE_URGENT: CaseState.MADE_URGENT}
_MOVES = frozenset(
    {EventKind.CASE_OPENED, EventKind.STEP_DONE, EventKind.STEP_SENT_BACK, EventKind.DRAFT_REVISED, *_ENDS}
)  # fmt: skip


def _apply_yes(sop: Sop, state: State, happened: Happened) -> State:
    assert happened.from_step is not None, "a completed step has a name"
    step = sop.step(happened.from_step)
    person = happened.actor.person_id
    if person is not None:
        state = replace(state, done_by={**state.done_by, step.key: person})
        if {Effect.CONSENT, Effect.RATIFY} & set(step.effects):
            state = replace(state, consents=(*state.consents, Yes(step.key, person, happened.sha256)))
    if {Effect.PUBLISH, Effect.REMOVE} & set(step.effects):
        state = replace(state, ordered=True)
    return state if happened.to_step else replace(state, case=CaseState.DONE)
