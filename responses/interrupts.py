"""What interrupts a case on its way: it becomes urgent, its clock stands still, another division is concerned.

Pure like ``responses.flow``: each gives the event or refuses by name.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from responses.errors import MissingInputError, NotAllowedError
from responses.kinds import Clock, Division, Effect, EventKind, PauseReason, Role
from responses.movement import authority_of, check_reason, check_writing, current_step, leave, names, used_minutes
from responses.sop import Sop, Step
from responses.state import Actor, Authority, Happened, State, Timer


def may_declare(sop: Sop, state: State, *, actor: Actor, roles: Iterable[Role]) -> Authority:
    """The authority to say that a case is urgent: of whoever reports (``roles``), acts now or may decline.

    Raises NotAllowedError.
    """
    wanted = (*roles, *current_step(sop, state, paused=True).roles, *sop.may_decline)
    authority = actor.authority_for(wanted)
    if authority is None:
        raise NotAllowedError(f"Yang dapat menyatakan mendesak ialah {names(dict.fromkeys(wanted))}.")
    return authority


def decide_urgent(
    sop: Sop, state: State, *, actor: Actor, authority: Authority, note: str, timer: Timer, now: datetime
) -> Happened:
    """End this case in favour of an urgent one on the same comments, by the authority ``may_declare`` found."""
    step = current_step(sop, state, paused=True)
    if state.ordered:
        raise NotAllowedError("Tanggapan sudah diperintahkan tayang; kasus ini tidak perlu dialihkan.")
    check_reason(note, "Alasan keadaan mendesak")
    return leave(
        sop, state, step, EventKind.CASE_MADE_URGENT, actor=actor, role=str(authority), timer=timer, now=now,
        to=None, note=note,
    )  # fmt: skip


def decide_pause(
    sop: Sop, state: State, *, actor: Actor, reason: PauseReason, note: str, timer: Timer, now: datetime
) -> Happened:
    """Let the clock of the present step stand still, for one of the recorded reasons and a note that explains it."""
    step = current_step(sop, state)
    authority = _may_hold(sop, step, actor, state)
    if step.clock is Clock.WALL:
        raise NotAllowedError("Waktu jalur mendesak tidak dapat dihentikan.")
    if Effect.PROVE in step.effects:
        raise NotAllowedError("Penayangan sudah diperintahkan; waktunya tidak dapat dihentikan.")
    check_reason(note, "Keterangan penghentian waktu")
    return Happened(
        EventKind.CASE_PAUSED, now, actor, str(authority), from_step=step.key, to_step=step.key,
        note=f"{reason.label}: {note.strip()}", used_minutes=used_minutes(step, state, timer, now),
    )  # fmt: skip


def decide_resume(sop: Sop, state: State, *, actor: Actor, note: str, timer: Timer, now: datetime) -> Happened:
    """Let the clock run on with the minutes that were left."""
    step = current_step(sop, state, paused=True)
    authority = _may_hold(sop, step, actor, state)
    if state.paused_at is None:
        raise NotAllowedError("Waktu kasus ini sedang berjalan.")
    check_writing(note, "Catatan")
    return Happened(
        EventKind.CASE_RESUMED, now, actor, str(authority), from_step=step.key, to_step=step.key, note=note.strip(),
        due_at=timer.due(step, now, state.used),
    )  # fmt: skip


def decide_division(sop: Sop, state: State, *, actor: Actor, division: Division, note: str, now: datetime) -> Happened:
    """Name another division concerned, with a reason. Whoever acts now, first reported or may decline may do it."""
    step = current_step(sop, state, paused=True)
    wanted = (*step.roles, *sop.steps[0].roles, *sop.may_decline)
    authority = actor.authority_for(wanted)
    if authority is None:
        raise NotAllowedError(f"Divisi terkait hanya dapat diubah oleh {names(dict.fromkeys(wanted))}.")
    if division is state.division:
        raise MissingInputError("Divisi terkait sudah seperti itu.")
    if any(Role.DIVISI_TERKAIT in sop.step(yes.step).roles for yes in state.consents):
        raise NotAllowedError("Divisi terkait sudah menyetujui naskah ini. Kembalikan dahulu, lalu ubah divisinya.")
    check_reason(note, "Alasan perubahan divisi")
    return Happened(
        EventKind.DIVISION_CHANGED, now, actor, str(authority), note=note.strip(), division=division
    )  # fmt: skip


def _may_hold(sop: Sop, step: Step, actor: Actor, state: State) -> Authority:
    held = actor.authority_for(sop.may_decline)
    return held or authority_of(step, actor, state)
