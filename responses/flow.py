"""The rules of movement: pure functions from (SOP, state, action) to an event, and from events to a state.

    decide_*(sop, state, actor, ..., now) -> Happened     refuses by name, changes nothing
    state.apply(sop, state, happened)     -> State        never refuses: history is history

Nothing else decides what a case may do. Time and the office calendar come in as arguments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from responses.errors import FourEyesError, MissingInputError, NotAllowedError, StaleError
from responses.kinds import CaseState, Effect, EventKind, Need, Role
from responses.sop import Sop, Step
from responses.state import SIMAK, Actor, Authority, Draft, Happened, State, Timer

MAX_INPUT = 5_000
"""Characters of one written input; a reply longer than this fits no platform."""
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Nobody can approve what no eye can see; direction marks even show another text than the one that is stored."""


def decide_open(sop: Sop, *, start: datetime, timer: Timer, now: datetime, actor: Actor) -> Happened:
    """Open a case on its first step, whose clock began when the comment was seen (``start``)."""
    first = sop.steps[0]
    authority = _authority(first, actor)
    return Happened(
        EventKind.CASE_OPENED, now, actor, str(authority), to_step=first.key, clock_from=start,
        due_at=timer.due(first, start),
    )  # fmt: skip


def decide_yes(
    sop: Sop,
    state: State,
    *,
    actor: Actor,
    inputs: Mapping[str, str],
    draft: Draft | None,
    seen_sha256: str,
    timer: Timer,
    now: datetime,
) -> Happened:
    """Complete the present step. ``draft`` is the version the inputs would make, ``seen_sha256`` the text approved.

    Raises NotAllowedError, FourEyesError, MissingInputError or StaleError.
    """
    step = _current(sop, state)
    if Effect.PROVE in step.effects:
        raise NotAllowedError("Langkah ini selesai dengan sendirinya setelah setiap tanggapan terbukti tayang.")
    authority = _authority(step, actor)
    _check_four_eyes(step, state, actor)
    _check_inputs(step, inputs)
    if Effect.DRAFT not in step.effects:
        _check_text(step, state, actor, seen_sha256)
    draft = draft if Effect.DRAFT in step.effects else None
    about = draft.sha256 if draft else seen_sha256 if step.effects else ""
    return _leave(
        sop, state, step, EventKind.STEP_DONE, actor=actor, role=str(authority), timer=timer, now=now,
        to=sop.after(step.key), inputs=inputs, draft=draft, sha256=about,
    )  # fmt: skip


def decide_no(sop: Sop, state: State, *, actor: Actor, note: str, timer: Timer, now: datetime) -> Happened:
    """Send the case back along the ``no`` arrow. Raises NotAllowedError, FourEyesError or MissingInputError."""
    step = _current(sop, state)
    authority = _authority(step, actor)
    if step.no is None:
        raise NotAllowedError(f"Langkah “{step.title}” tidak memiliki jalan kembali.")
    _check_four_eyes(step, state, actor)
    check_reason(note, "Alasan pengembalian")
    return _leave(
        sop, state, step, EventKind.STEP_SENT_BACK, actor=actor, role=str(authority), timer=timer, now=now,
        to=sop.step(step.no), note=note,
    )  # fmt: skip


def decide_revise(
    sop: Sop, state: State, *, actor: Actor, draft: Draft, text: str, note: str, timer: Timer, now: datetime
) -> Happened:
    """Change the text while it waits for a yes: every consent is void and the first consent is asked again."""
    step = _current(sop, state)
    authority = _authority(step, actor)
    if state.draft is None or not {Effect.CONSENT, Effect.PUBLISH} & set(step.effects):
        raise NotAllowedError("Naskah hanya dapat diubah pada langkah persetujuan.")
    if Effect.DRAFT in step.effects:
        raise NotAllowedError("Pada langkah ini naskah ditulis langsung, tidak diubah.")
    _check_writing(text, Need.DRAF.label)
    _check_writing(note, "Catatan")
    if draft.sha256 == state.draft.sha256:
        raise MissingInputError("Naskah tidak berubah.")
    target = next((earlier for earlier in sop.steps if Effect.CONSENT in earlier.effects), step)
    return _leave(
        sop, state, step, EventKind.DRAFT_REVISED, actor=actor, role=str(authority), timer=timer, now=now,
        to=target, note=note, draft=draft, sha256=draft.sha256,
    )  # fmt: skip


def decide_decline(sop: Sop, state: State, *, actor: Actor, note: str, timer: Timer, now: datetime) -> Happened:
    """Close the case without a reply, with a reason. Raises NotAllowedError or MissingInputError."""
    step = _current(sop, state)
    authority = may_withdraw(sop, actor)
    if state.ordered:
        raise NotAllowedError("Tanggapan sudah diperintahkan tayang; kasus tidak dapat ditutup tanpa tanggapan.")
    check_reason(note)
    return _leave(
        sop, state, step, EventKind.CASE_DECLINED, actor=actor, role=str(authority), timer=timer, now=now,
        to=None, note=note,
    )  # fmt: skip


def decide_proved(sop: Sop, state: State, *, timer: Timer, now: datetime) -> Happened:
    """Simak itself completes the step that waits for proof, once every reply is proven."""
    step = _current(sop, state)
    if Effect.PROVE not in step.effects:
        raise NotAllowedError("Kasus ini tidak sedang menunggu bukti tayang.")
    return _leave(
        sop, state, step, EventKind.STEP_DONE, actor=SIMAK, role="Sistem", timer=timer, now=now, to=sop.after(step.key)
    )


def decide_unpublished(
    sop: Sop, state: State, *, actor: Actor, note: str, timer: Timer, now: datetime, public: bool = False
) -> Happened:
    """What follows when the last ordered reply was given up, with the reason of that: the case is closed.

    With an earlier reply ``public`` that nobody consented to, it is not: the correction has to be written again.
    """
    step = _current(sop, state)
    authority = may_withdraw(sop, actor)
    before = sop.steps[: sop.steps.index(step)]
    again = next(earlier for earlier in reversed(before) if Effect.DRAFT in earlier.effects)
    kind = EventKind.STEP_SENT_BACK if public else EventKind.CASE_DECLINED
    return _leave(
        sop, state, step, kind, actor=actor, role=str(authority), timer=timer, now=now,
        to=again if public else None, note=note,
    )  # fmt: skip


def may_withdraw(sop: Sop, actor: Actor) -> Authority:
    """The authority to leave a comment unanswered. Raises NotAllowedError."""
    authority = actor.authority_for(sop.may_decline)
    if authority is None:
        raise NotAllowedError(f"Hanya {names(sop.may_decline)} yang dapat memutuskan untuk tidak menanggapi.")
    return authority


def may_prove(sop: Sop, actor: Actor) -> Authority:
    """The authority to post by hand and prove it: that of the step that waits for proof. Raises NotAllowedError."""
    step = next(step for step in sop.steps if Effect.PROVE in step.effects)
    return _authority(step, actor)


def _leave(
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
    late = None
    if step.minutes is not None and state.started_at is not None:
        late = timer.used(step, state.started_at, now) - step.minutes
    return Happened(
        kind, now, actor, role, from_step=step.key, to_step=to.key if to else None,
        due_at=timer.due(to, now) if to else None, inputs=dict(inputs or {}), note=note.strip(),
        draft=draft, sha256=sha256, late_minutes=late,
    )  # fmt: skip


def _current(sop: Sop, state: State) -> Step:
    if state.case is not CaseState.OPEN or state.step is None:
        raise NotAllowedError("Kasus ini sudah selesai.")
    return sop.step(state.step)


def _authority(step: Step, actor: Actor) -> Authority:
    authority = actor.authority_for(step.roles)
    if authority is None:
        raise NotAllowedError(f"Langkah “{step.title}” adalah wewenang {names(step.roles)}.")
    return authority


def _check_four_eyes(step: Step, state: State, actor: Actor) -> None:
    if step.other_than and state.done_by.get(step.other_than) == actor.person_id:
        raise FourEyesError("Langkah ini harus dilakukan oleh orang lain daripada yang mengerjakan langkah sebelumnya.")


def _check_inputs(step: Step, inputs: Mapping[str, str]) -> None:
    for need in step.needs:
        _require(inputs.get(need.value, ""), f"{need.label} wajib diisi.")
    known = {need.value for need in Need}
    for name, value in inputs.items():
        if name not in known:
            raise MissingInputError(f"Isian “{name}” tidak dikenal.")
        _check_writing(value, Need(name).label)


def check_reason(note: str, what: str = "Alasan") -> None:
    """Refuse a reason that is empty, too long or unreadable. Raises MissingInputError."""
    _require(note, f"{what} wajib diisi.")
    _check_writing(note, what)


def _check_writing(value: str, what: str) -> None:
    if len(value) > MAX_INPUT:
        raise MissingInputError(f"{what} melebihi {MAX_INPUT} karakter.")
    if _UNREADABLE.search(value):
        raise MissingInputError(f"{what} memuat karakter yang tidak terlihat. Ketik ulang bagian yang disalin.")


def _check_text(step: Step, state: State, actor: Actor, seen_sha256: str) -> None:
    effects = set(step.effects) & {Effect.CONSENT, Effect.PUBLISH, Effect.RATIFY}
    if not effects:
        return
    assert state.draft is not None, "sop.check puts a draft before every consent"
    if seen_sha256 != state.draft.sha256:
        raise StaleError("Naskah sudah berubah sejak Anda membacanya. Bacalah naskah yang terbaru.")
    if state.wrote(actor.person_id) and effects & {Effect.CONSENT, Effect.RATIFY}:
        raise FourEyesError("Penulis naskah tidak dapat menyetujui naskahnya sendiri.")
    if Effect.PUBLISH in effects and Effect.CONSENT not in effects and not _consented(state):
        raise FourEyesError("Naskah ini belum disetujui oleh orang lain daripada penulisnya.")


def _consented(state: State) -> bool:
    assert state.draft is not None, "only asked once there is a draft"
    sha256 = state.draft.sha256
    return any(yes.sha256 == sha256 and not state.wrote(yes.person_id) for yes in state.consents)


def _require(value: str, message: str) -> None:
    if not value.strip():
        raise MissingInputError(message)


def names(roles: Iterable[Role]) -> str:
    """Roles as a person reads them: ``Pembina atau Divisi terkait``."""
    return " atau ".join(role.label for role in roles)
