"""The rules of movement: pure functions from (SOP, state, action) to an event, and from events to a state.

    decide_*(sop, state, actor, ..., now) -> Happened     refuses by name, changes nothing
    state.apply(sop, state, happened)     -> State        never refuses: history is history

Nothing else decides what a case may do. Time and the office calendar come in as arguments.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from responses.errors import FourEyesError, MissingInputError, NotAllowedError, StaleError
from responses.kinds import Division, Effect, EventKind, Need
from responses.movement import authority_of, check_reason, check_writing, current_step, leave, names, require
from responses.sop import Sop, Step
from responses.state import SIMAK, Actor, Authority, Draft, Happened, State, Timer


def decide_open(
    sop: Sop,
    *,
    start: datetime,
    timer: Timer,
    now: datetime,
    actor: Actor,
    division: Division | None = None,
    authority: Authority | None = None,
) -> Happened:
    """Open a case on its first step, whose clock began when the comment was seen (``start``).

    ``authority`` is given where it was found already, e.g. of whoever declared an ordinary case urgent.
    """
    first = sop.steps[0]
    authority = authority or authority_of(first, actor)
    return Happened(
        EventKind.CASE_OPENED, now, actor, str(authority), to_step=first.key, clock_from=start,
        due_at=timer.due(first, start), division=division,
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
    authority: Authority | None = None,
) -> Happened:
    """Complete the present step. ``draft`` is the version the inputs would make, ``seen_sha256`` the text approved.

    Raises NotAllowedError, FourEyesError, MissingInputError or StaleError.
    """
    step = current_step(sop, state)
    if Effect.PROVE in step.effects:
        raise NotAllowedError("Langkah ini selesai dengan sendirinya setelah setiap penayangan terbukti.")
    authority = authority or authority_of(step, actor, state)
    _check_four_eyes(step, state, actor)
    _check_inputs(step, inputs)
    _check_files(step, draft)
    if Effect.DRAFT not in step.effects:
        _check_unwritten(draft)
        _check_text(step, state, actor, seen_sha256)
    about = draft.sha256 if draft else seen_sha256 if step.effects else ""
    return leave(
        sop, state, step, EventKind.STEP_DONE, actor=actor, role=str(authority), timer=timer, now=now,
        to=sop.after(step.key), inputs=inputs, draft=draft, sha256=about,
    )  # fmt: skip


def decide_no(sop: Sop, state: State, *, actor: Actor, note: str, timer: Timer, now: datetime) -> Happened:
    """Send the case back along the ``no`` arrow. Raises NotAllowedError, FourEyesError or MissingInputError."""
    step = current_step(sop, state)
    authority = authority_of(step, actor, state)
    if step.no is None:
        raise NotAllowedError(f"Langkah “{step.title}” tidak memiliki jalan kembali.")
    _check_four_eyes(step, state, actor)
    check_reason(note, "Alasan pengembalian")
    return leave(
        sop, state, step, EventKind.STEP_SENT_BACK, actor=actor, role=str(authority), timer=timer, now=now,
        to=sop.step(step.no), note=note,
    )  # fmt: skip


def decide_revise(
    sop: Sop, state: State, *, actor: Actor, draft: Draft, text: str, note: str, timer: Timer, now: datetime
) -> Happened:
    """Change the text while it waits for a yes: every consent is void and the first consent is asked again."""
    step = current_step(sop, state)
    authority = authority_of(step, actor, state)
    if state.draft is None or not {Effect.CONSENT, Effect.PUBLISH} & set(step.effects):
        raise NotAllowedError("Naskah hanya dapat diubah pada langkah persetujuan.")
    if Effect.DRAFT in step.effects:
        raise NotAllowedError("Pada langkah ini naskah ditulis langsung, tidak diubah.")
    check_writing(text, Need.DRAF.label)
    check_writing(note, "Catatan")
    if draft.sha256 == state.draft.sha256:
        raise MissingInputError("Naskah tidak berubah.")
    return leave(
        sop, state, step, EventKind.DRAFT_REVISED, actor=actor, role=str(authority), timer=timer, now=now,
        to=_first_consent(sop, step), note=note, draft=draft, sha256=draft.sha256,
    )  # fmt: skip


def _first_consent(sop: Sop, step: Step) -> Step:
    """Where a changed text has to be read again: the first consent since the last step that writes."""
    before = sop.steps[: sop.steps.index(step) + 1]
    written = max(index for index, earlier in enumerate(before) if Effect.DRAFT in earlier.effects)
    return next((earlier for earlier in before[written:] if Effect.CONSENT in earlier.effects), step)


def decide_decline(sop: Sop, state: State, *, actor: Actor, note: str, timer: Timer, now: datetime) -> Happened:
    """Close the case without a reply, with a reason. Raises NotAllowedError or MissingInputError."""
    step = current_step(sop, state)
    authority = may_withdraw(sop, actor)
    if state.ordered:
        raise NotAllowedError("Penayangan sudah diperintahkan; kasus tidak dapat ditutup tanpa itu.")
    check_reason(note)
    return leave(
        sop, state, step, EventKind.CASE_DECLINED, actor=actor, role=str(authority), timer=timer, now=now,
        to=None, note=note,
    )  # fmt: skip


def decide_proved(sop: Sop, state: State, *, timer: Timer, now: datetime) -> Happened:
    """Simak itself completes the step that waits for proof, once every reply is proven."""
    step = current_step(sop, state)
    if Effect.PROVE not in step.effects:
        raise NotAllowedError("Kasus ini tidak sedang menunggu bukti tayang.")
    return leave(
        sop, state, step, EventKind.STEP_DONE, actor=SIMAK, role="Sistem", timer=timer, now=now, to=sop.after(step.key)
    )


def decide_unpublished(
    sop: Sop, state: State, *, actor: Actor, note: str, timer: Timer, now: datetime, public: bool = False
) -> Happened:
    """What follows when the last ordered reply was given up, with the reason of that: the case is closed.

    With an earlier reply ``public`` that nobody consented to, it is not: the correction has to be written again.
    """
    step = current_step(sop, state)
    authority = may_withdraw(sop, actor)
    before = sop.steps[: sop.steps.index(step)]
    again = next((earlier for earlier in reversed(before) if Effect.DRAFT in earlier.effects), None)
    kind = EventKind.STEP_SENT_BACK if public else EventKind.CASE_DECLINED
    return leave(
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
    return authority_of(step, actor)


def _check_four_eyes(step: Step, state: State, actor: Actor) -> None:
    if step.other_than and state.done_by.get(step.other_than) == actor.person_id:
        raise FourEyesError("Langkah ini harus dilakukan oleh orang lain daripada yang mengerjakan langkah sebelumnya.")


def _check_inputs(step: Step, inputs: Mapping[str, str]) -> None:
    for need in step.needs:
        if need is Need.BERKAS:
            continue  # files come with the draft
        require(inputs.get(need.value, ""), f"{need.label} wajib diisi.")
    known = {need.value for need in Need}
    for name, value in inputs.items():
        if name not in known:
            raise MissingInputError(f"Isian “{name}” tidak dikenal.")
        check_writing(value, Need(name).label)


def _check_files(step: Step, draft: Draft | None) -> None:
    if Need.BERKAS in step.needs and not (draft and draft.files):
        raise MissingInputError(f"{Need.BERKAS.label} wajib dilampirkan, sedikitnya satu.")


def _check_unwritten(draft: Draft | None) -> None:
    """A text given where none is written would be lost, while whoever gave it believes it was agreed to."""
    if draft is not None:
        raise MissingInputError("Langkah ini tidak menulis naskah. Ubah naskahnya tersendiri, agar disetujui lagi.")


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
