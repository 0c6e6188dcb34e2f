"""The rules every decision on a case shares: the present step, the authority, the minutes, readable writing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from responses.errors import MissingInputError, NotAllowedError
from responses.kinds import CaseState, EventKind, Role
from responses.sop import Sop, Step
from responses.state import Actor, Authority, Draft, Happened, State, Timer

MAX_INPUT = 5_000
"""Characters of one written input; a reply longer than this fits no platform."""
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Nobody can approve what no eye can see; direction marks even show another text than the one that is stored."""


def leave(
    sop: Sop,
    state: State,
    step: Step,
    kind: EventKind,
    *,
    actor: Actor,
    role: str,
    timer: Timer,
    now: datetime,
    to: Step | None,
    inputs: Mapping[str, str] | None = None,
    note: str = "",
    draft: Draft | None = None,
    sha256: str = "",
) -> Happened:
    """The event of leaving a step, with the minutes it took and when the next one is due."""
    return Happened(
        kind, now, actor, role, from_step=step.key, to_step=to.key if to else None,
        due_at=timer.due(to, now) if to else None, inputs=dict(inputs or {}), note=note.strip(),
        draft=draft, sha256=sha256, late_minutes=_late(step, state, timer, now),
    )  # fmt: skip


def _late(step: Step, state: State, timer: Timer, now: datetime) -> int | None:
    """Minutes after the deadline as it was given, so that a holiday declared since then never moves it.

    What was late before a pause stays late after it.
    """
    if step.minutes is None:
        return None
    if state.due_at is not None:
        return timer.used(step, state.due_at, now) + max(state.used - step.minutes, 0)
    return used_minutes(step, state, timer, now) - step.minutes


def used_minutes(step: Step, state: State, timer: Timer, now: datetime) -> int:
    """Minutes of the present step so far; while paused, those before the pause."""
    if state.paused_at is not None or state.started_at is None:
        return state.used
    return state.used + timer.used(step, state.started_at, now)


def current_step(sop: Sop, state: State, *, paused: bool = False) -> Step:
    """The step that is due now. Raises NotAllowedError for a closed case, or a paused one unless ``paused``."""
    if state.case is not CaseState.OPEN or state.step is None:
        raise NotAllowedError("Kasus ini sudah selesai.")
    if state.paused_at is not None and not paused:
        raise NotAllowedError("Waktu kasus ini sedang dihentikan. Jalankan kembali waktunya sebelum melanjutkan.")
    return sop.step(state.step)


def authority_of(step: Step, actor: Actor, state: State | None = None) -> Authority:
    """The authority by which this person does this step. Raises NotAllowedError."""
    division = state.division if state else None
    authority = actor.authority_for(step.roles, division)
    if authority is None:
        owner = f" ({division.label})" if division and Role.DIVISI_TERKAIT in step.roles else ""
        raise NotAllowedError(f"Langkah “{step.title}” adalah wewenang {names(step.roles)}{owner}.")
    return authority


def check_reason(note: str, what: str = "Alasan") -> None:
    """Refuse a reason that is empty, too long or unreadable. Raises MissingInputError."""
    require(note, f"{what} wajib diisi.")
    check_writing(note, what)


def check_writing(value: str, what: str) -> None:
    """Refuse what is too long to publish, or what no eye can see. Raises MissingInputError."""
    if len(value) > MAX_INPUT:
        raise MissingInputError(f"{what} melebihi {MAX_INPUT} karakter.")
    if _UNREADABLE.search(value):
        raise MissingInputError(f"{what} memuat karakter yang tidak terlihat. Ketik ulang bagian yang disalin.")


def require(value: str, message: str) -> None:
    """Refuse an empty input with this message. Raises MissingInputError."""
    if not value.strip():
        raise MissingInputError(message)


def names(roles: Iterable[Role]) -> str:
    """Roles as a person reads them: ``Pembina atau Divisi terkait``."""
    return " atau ".join(role.label for role in roles)
