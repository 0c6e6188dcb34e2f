"""Acting on cases: every button, command and job goes through these functions.

    read the case and replay its events -> flow decides -> record.write: event + projection, one transaction

Permission, four eyes and audit live inside; the functions take a session and never commit.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from responses import drafts, flow, guarding, interrupts, leases, materials, orders, people, sops
from responses.desk import Desk
from responses.drafts import files_of, next_draft
from responses.errors import MissingInputError, NotFoundError, StaleError
from responses.kinds import Division, Effect, Need, PauseReason, PublicationState, Role
from responses.materials import Material
from responses.models import CaseFile, Publication
from responses.record import replay, write
from responses.sop import Sop
from responses.state import Authority, Happened, State

_GUARDED = frozenset({Effect.DRAFT, Effect.CONSENT, Effect.PUBLISH})
"""Before a text is handed on, and before somebody agrees to it."""


@dataclass(frozen=True, slots=True)
class Move:
    """What somebody wants to do with the present step, and what he saw when he decided.

    ``expected`` is the case's event number on his screen; ``seen_sha256`` the text he read; ``files`` go with a
    text he wrote and were kept already; ``acknowledged`` are the findings of the guard he took note of.
    """

    expected: int
    yes: bool
    inputs: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    seen_sha256: str = ""
    files: tuple[Material, ...] = ()
    acknowledged: frozenset[str] = frozenset()


def act(session: Session, desk: Desk, case_id: int, move: Move) -> CaseFile:
    """Complete the present step or send it back. Raises StaleError, NotFoundError or what flow.decide_* raises."""
    case, sop, state = opened(session, desk, case_id, move.expected)
    if move.yes:
        step_done(session, desk, case, sop, state, move)
    else:
        back = flow.decide_no(sop, state, actor=desk.actor, note=move.note, timer=desk.timer, now=desk.now)
        write(session, case, sop, state, back)
    leases.give_back(session, desk, case_id)
    return case


def revise(
    session: Session,
    desk: Desk,
    case_id: int,
    text: str,
    *,
    expected: int,
    note: str = "",
    files: Sequence[Material] | None = None,
    acknowledged: frozenset[str] = frozenset(),
) -> CaseFile:
    """Change the text while it waits for a yes; every consent is void. Raises what flow.decide_revise raises.

    ``files`` None keeps the files of the version before.
    """
    case, sop, state = opened(session, desk, case_id, expected)
    kept = files_of(drafts.standing(session, case)) if files is None else tuple(files)
    materials.check_all(kept)
    draft = next_draft(state, text, kept, desk.actor)
    if draft is None:
        raise MissingInputError(f"{Need.DRAF.label} wajib diisi.")
    happened = flow.decide_revise(
        sop, state, actor=desk.actor, draft=draft, text=text, note=note, timer=desk.timer, now=desk.now
    )
    noted = guarding.enforce(guarding.findings(session, desk, case, text), acknowledged)
    drafts.keep(session, case, happened, text, kept)
    write(session, case, sop, state, happened, _told(noted, kept))
    return case


def decline(session: Session, desk: Desk, case_id: int, note: str, *, expected: int) -> CaseFile:
    """Close the case without a reply, with a reason. Raises what flow.decide_decline raises."""
    case, sop, state = opened(session, desk, case_id, expected)
    happened = flow.decide_decline(sop, state, actor=desk.actor, note=note, timer=desk.timer, now=desk.now)
    write(session, case, sop, state, happened)
    return case


def pause(
    session: Session, desk: Desk, case_id: int, reason: PauseReason, note: str, *, expected: int
) -> CaseFile:  # fmt: skip
    """Let the clock stand still for a recorded reason. Raises what interrupts.decide_pause raises."""
    case, sop, state = opened(session, desk, case_id, expected)
    happened = interrupts.decide_pause(
        sop, state, actor=desk.actor, reason=reason, note=note, timer=desk.timer, now=desk.now
    )
    write(session, case, sop, state, happened, {"reason": reason.value})
    return case


def resume(session: Session, desk: Desk, case_id: int, note: str = "", *, expected: int) -> CaseFile:
    """Let the clock run on. Raises what interrupts.decide_resume raises."""
    case, sop, state = opened(session, desk, case_id, expected)
    happened = interrupts.decide_resume(sop, state, actor=desk.actor, note=note, timer=desk.timer, now=desk.now)
    write(session, case, sop, state, happened)
    return case


def change_division(
    session: Session, desk: Desk, case_id: int, division: Division, note: str, *, expected: int
) -> CaseFile:
    """Name another division concerned, with a reason. Raises what interrupts.decide_division raises."""
    case, sop, state = opened(session, desk, case_id, expected)
    if Role.DIVISI_TERKAIT in sop.roles:
        _check_somebody(session, desk, division)
    happened = interrupts.decide_division(sop, state, actor=desk.actor, division=division, note=note, now=desk.now)
    write(session, case, sop, state, happened)
    return case


def _check_somebody(session: Session, desk: Desk, division: Division) -> None:
    if not people.somebody_speaks_for(session, desk.office_id, division, now=desk.now):
        raise MissingInputError(f"Belum ada orang yang berperan bagi {division.label} di kantor ini.")


def close_unpublished(session: Session, desk: Desk, case_id: int, note: str) -> bool:
    """Close the case when every ordered reply was given up, or ask for another text when an earlier one is public.

    Says whether every ordered reply was given up.
    """
    case = locked(session, case_id)
    sop = sops.of_release(session, case.sop_release_id)
    rows = session.execute(select(Publication.draft_number, Publication.state).where(Publication.case_id == case.id))
    found = {(number == (case.draft_number or 0), reached) for number, reached in rows}
    if {reached for present, reached in found if present} != {PublicationState.WITHDRAWN}:
        return False
    state, public = replay(session, case, sop), (False, PublicationState.PUBLISHED) in found
    happened = flow.decide_unpublished(
        sop, state, actor=desk.actor, note=note, timer=desk.timer, now=desk.now, public=public
    )
    write(session, case, sop, state, happened)
    return True


def record(session: Session, case_id: int, happened: Happened, extra: Mapping[str, str | int]) -> CaseFile:
    """Write an event that moves nothing (of a publication) into the case's history."""
    case = locked(session, case_id)
    sop = sops.of_release(session, case.sop_release_id)
    write(session, case, sop, replay(session, case, sop), happened, extra)
    return case


def prove_if_complete(session: Session, desk: Desk, case_id: int) -> bool:
    """Complete the step that waits for proof when every ordered reply is published. Says whether it did."""
    case = locked(session, case_id)
    sop = sops.of_release(session, case.sop_release_id)
    if case.step is None or Effect.PROVE not in sop.step(case.step).effects or orders.unproven(session, case):
        return False
    state = replay(session, case, sop)
    write(session, case, sop, state, flow.decide_proved(sop, state, timer=desk.timer, now=desk.now))
    return True


def step_done(
    session: Session,
    desk: Desk,
    case: CaseFile,
    sop: Sop,
    state: State,
    move: Move,
    *,
    authority: Authority | None = None,
) -> None:
    """Complete the present step of a case that is locked. ``authority`` is given where it was found already."""
    text = move.inputs.get(Need.DRAF.value, "")
    materials.check_all(move.files)
    happened = flow.decide_yes(
        sop,
        state,
        actor=desk.actor,
        inputs=move.inputs,
        draft=next_draft(state, text, move.files, desk.actor),
        seen_sha256=move.seen_sha256,
        timer=desk.timer,
        now=desk.now,
        authority=authority,
    )
    if move.files and happened.draft is None:
        raise MissingInputError("Langkah ini tidak menulis naskah, jadi tidak ada berkas yang dapat dilampirkan.")
    effects = frozenset(sop.step(happened.from_step or "").effects)
    noted = _guard(session, desk, case, text if Effect.DRAFT in effects else None, move) if effects & _GUARDED else None
    drafts.keep(session, case, happened, text, move.files)
    write(session, case, sop, state, happened, _told(noted, move.files))
    if effects & {Effect.PUBLISH, Effect.REMOVE}:
        orders.place(session, case, desk)
    elif state.ordered:
        prove_if_complete(session, desk, case.id)  # everything may have been proven while this step was still open


def _guard(session: Session, desk: Desk, case: CaseFile, written: str | None, move: Move) -> frozenset[str]:
    """Check the text that is handed on or agreed to: what was written now, else the version that counts."""
    if written is None:
        standing = drafts.standing(session, case)
        written = standing.text if standing else ""
    return guarding.enforce(guarding.findings(session, desk, case, written), move.acknowledged)


def _told(acknowledged: frozenset[str] | None, files: Sequence[Material]) -> dict[str, str | int]:
    """As the event keeps it: which findings of the guard somebody took note of, and what the files are called."""
    noted = {"acknowledged": ",".join(sorted(acknowledged))} if acknowledged else {}
    named = {"files": json.dumps([file.as_row() for file in files])} if files else {}
    return {**noted, **named}


def locked(session: Session, case_id: int) -> CaseFile:
    """The case, locked until the transaction ends."""
    return session.get_one(CaseFile, case_id, with_for_update=True, populate_existing=True)


def opened(session: Session, desk: Desk, case_id: int, expected: int) -> tuple[CaseFile, Sop, State]:
    """The case as somebody saw it, locked. Raises NotFoundError, or StaleError when it moved or somebody has it."""
    case = session.get(CaseFile, case_id, with_for_update=True, populate_existing=True)
    if case is None or case.office_id != desk.office_id:
        raise NotFoundError("Kasus itu tidak ada di kantor ini.")
    if case.seq != expected:
        raise StaleError("Kasus ini sudah berubah sejak Anda membukanya. Periksa keadaan terbaru, lalu putuskan lagi.")
    leases.check(session, desk, case_id)
    sop = sops.of_release(session, case.sop_release_id)
    return case, sop, replay(session, case, sop)
