"""Acting on cases: every button, command and job goes through these functions.

    read the case and replay its events -> flow decides -> record.write: event + projection, one transaction

Permission, four eyes and audit live inside; the functions take a session and never commit.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ingest.db import rows_changed
from ingest.kinds import Purpose
from ingest.models import Account, Comment, Credential
from responses import chain, flow, inbox, sops
from responses.clock import end_of_office_day
from responses.desk import Desk
from responses.errors import MissingInputError, NotAllowedError, NotFoundError, StaleError
from responses.kinds import CaseState, Effect, InboxState, Need, PublicationState, SopPurpose
from responses.models import CaseComment, CaseFile, DraftVersion, InboxItem, Publication
from responses.publishers.contract import AUTOMATIC
from responses.record import replay, write
from responses.sop import Sop
from responses.state import Actor, Draft, Happened, State


@dataclass(frozen=True, slots=True)
class Move:
    """What somebody wants to do with the present step, and what he saw when he decided.

    ``expected`` is the case's event number on his screen; ``seen_sha256`` the text he read.
    """

    expected: int
    yes: bool
    inputs: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    seen_sha256: str = ""


def sha256_of(text: str) -> str:
    """The hash an approval names: of the text as it will be published."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def gist_of(text: str) -> str:
    """The hash of what a text reads like, for authorship alone: letters and digits without case or dress."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return sha256_of("".join(filter(str.isalnum, plain)) or plain.strip())


def open_case(
    session: Session, desk: Desk, comment_ids: Sequence[int], purpose: SopPurpose, inputs: Mapping[str, str]
) -> CaseFile:
    """Take comments out of the queue into a case and complete its first step, the report, in one go.

    Raises StaleError when somebody else decided on one of the comments first, or what flow.decide_* raises.
    """
    release_id, sop = sops.chosen(session, desk.office_id, purpose)
    comments = _take_from_queue(session, desk, comment_ids)
    start = min(comment.detected_at for comment in comments)
    opened = flow.decide_open(sop, start=start, timer=desk.timer, now=desk.now, actor=desk.actor)
    same_day = end_of_office_day(desk.calendar, start) if sop.same_day else None
    case = CaseFile(
        office_id=desk.office_id,
        number=_number(session, desk),
        sop_release_id=release_id,
        purpose=purpose,
        state=CaseState.OPEN,
        same_day_due_at=same_day,
        opened_at=desk.now,
        seq=0,
    )
    session.add(case)
    session.flush()
    session.add_all(CaseComment(case_id=case.id, comment_id=item.id, version=item.version) for item in comments)
    extra: dict[str, str | int] = {
        "comments": ",".join(f"{comment.id}.{comment.version}" for comment in comments),
        "number": case.number,
        "purpose": purpose.value,
        "sop_sha256": sop.sha256,
        "same_day_due_at": chain.stamp(same_day) if same_day else "",
    }
    state = write(session, case, sop, State(), opened, extra)
    _step_done(session, desk, case, sop, state, Move(state.seq, yes=True, inputs=inputs))
    return case


def act(session: Session, desk: Desk, case_id: int, move: Move) -> CaseFile:
    """Complete the present step or send it back. Raises StaleError, NotFoundError or what flow.decide_* raises."""
    case, sop, state = _open(session, desk, case_id, move.expected)
    if move.yes:
        _step_done(session, desk, case, sop, state, move)
    else:
        back = flow.decide_no(sop, state, actor=desk.actor, note=move.note, timer=desk.timer, now=desk.now)
        write(session, case, sop, state, back)
    return case


def revise(session: Session, desk: Desk, case_id: int, text: str, *, expected: int, note: str = "") -> CaseFile:
    """Change the text while it waits for a yes; every consent is void. Raises what flow.decide_revise raises."""
    case, sop, state = _open(session, desk, case_id, expected)
    draft = _draft(state, text, desk.actor)
    if draft is None:
        raise MissingInputError(f"{Need.DRAF.label} wajib diisi.")
    happened = flow.decide_revise(
        sop, state, actor=desk.actor, draft=draft, text=text, note=note, timer=desk.timer, now=desk.now
    )
    _keep_draft(session, case, happened, text)
    write(session, case, sop, state, happened)
    return case


def decline(session: Session, desk: Desk, case_id: int, note: str, *, expected: int) -> CaseFile:
    """Close the case without a reply, with a reason. Raises what flow.decide_decline raises."""
    case, sop, state = _open(session, desk, case_id, expected)
    happened = flow.decide_decline(sop, state, actor=desk.actor, note=note, timer=desk.timer, now=desk.now)
    write(session, case, sop, state, happened)
    return case


def close_unpublished(session: Session, desk: Desk, case_id: int, note: str) -> bool:
    """Close the case when every ordered reply was given up, or ask for another text when an earlier one is public.

    Says whether every ordered reply was given up.
    """
    case = locked(session, case_id)
    sop = sops.of_release(session, case.sop_release_id)
    rows = session.execute(select(Publication.draft_number, Publication.state).where(Publication.case_id == case.id))
    found = {(number == case.draft_number, reached) for number, reached in rows}
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
    if case.step is None or Effect.PROVE not in sop.step(case.step).effects or _unproven(session, case):
        return False
    state = replay(session, case, sop)
    write(session, case, sop, state, flow.decide_proved(sop, state, timer=desk.timer, now=desk.now))
    return True


def _step_done(session: Session, desk: Desk, case: CaseFile, sop: Sop, state: State, move: Move) -> None:
    text = move.inputs.get(Need.DRAF.value, "")
    happened = flow.decide_yes(
        sop,
        state,
        actor=desk.actor,
        inputs=move.inputs,
        draft=_draft(state, text, desk.actor),
        seen_sha256=move.seen_sha256,
        timer=desk.timer,
        now=desk.now,
    )
    _keep_draft(session, case, happened, text)
    write(session, case, sop, state, happened)
    if state.step and Effect.PUBLISH in sop.step(state.step).effects:
        _order_publication(session, case, desk)


def _take_from_queue(session: Session, desk: Desk, comment_ids: Sequence[int]) -> Sequence[Comment]:
    wanted = sorted(set(comment_ids))
    if not wanted:
        raise MissingInputError("Pilih sedikitnya satu komentar.")
    inbox.lock(session, wanted)
    taken = (
        update(InboxItem)
        .where(InboxItem.comment_id.in_(wanted), InboxItem.office_id == desk.office_id)
        .where(InboxItem.state != InboxState.IN_CASE)
        .values(state=InboxState.IN_CASE, decided_by=desk.actor.name, decided_at=desk.now)
    )
    if rows_changed(session, taken) != len(wanted):
        raise StaleError("Komentar ini sudah ditangani orang lain. Muat ulang antrean untuk melihat kasusnya.")
    comments = session.scalars(select(Comment).where(Comment.id.in_(wanted)).order_by(Comment.id)).all()
    if any(comment.is_own for comment in comments):
        raise NotAllowedError("Tanggapan kantor sendiri tidak dapat dijadikan kasus.")
    return comments


def _number(session: Session, desk: Desk) -> str:
    year = desk.now.astimezone(desk.calendar.zone).year
    return f"{year}-{chain.next_case_number(session, desk.office_id):04d}"


def locked(session: Session, case_id: int) -> CaseFile:
    """The case, locked until the transaction ends."""
    return session.get_one(CaseFile, case_id, with_for_update=True, populate_existing=True)


def _open(session: Session, desk: Desk, case_id: int, expected: int) -> tuple[CaseFile, Sop, State]:
    case = session.get(CaseFile, case_id, with_for_update=True, populate_existing=True)
    if case is None or case.office_id != desk.office_id:
        raise NotFoundError("Kasus itu tidak ada di kantor ini.")
    if case.seq != expected:
        raise StaleError("Kasus ini sudah berubah sejak Anda membukanya. Periksa keadaan terbaru, lalu putuskan lagi.")
    sop = sops.of_release(session, case.sop_release_id)
    return case, sop, replay(session, case, sop)


def _draft(state: State, text: str, actor: Actor) -> Draft | None:
    if not text.strip() or actor.person_id is None:
        return None
    number = state.draft.number + 1 if state.draft else 1
    return Draft(number, sha256_of(text.strip()), actor.person_id, gist_of(text))


def _keep_draft(session: Session, case: CaseFile, happened: Happened, text: str) -> None:
    if happened.draft is None:
        return
    session.add(
        DraftVersion(
            office_id=case.office_id,
            case_id=case.id,
            number=happened.draft.number,
            text=text.strip(),
            sha256=happened.draft.sha256,
            author_id=happened.draft.author_id,
            author_name=happened.actor.name,
            created_at=happened.at,
        )
    )
    session.flush()


def _order_publication(session: Session, case: CaseFile, desk: Desk) -> None:
    draft = session.scalars(
        select(DraftVersion).where(DraftVersion.case_id == case.id, DraftVersion.number == case.draft_number)
    ).one()
    comments = session.scalars(
        select(Comment)
        .join(CaseComment, CaseComment.comment_id == Comment.id)
        .where(CaseComment.case_id == case.id)
        .order_by(Comment.id)
    )
    automatic = _accounts_that_post(session, case.office_id)
    session.add_all(
        Publication(
            office_id=case.office_id,
            case_id=case.id,
            comment_id=comment.id,
            account_id=comment.account_id,
            draft_number=draft.number,
            text=draft.text,
            sha256=draft.sha256,
            state=PublicationState.READY if comment.account_id in automatic else PublicationState.NEEDS_MANUAL_POST,
            ordered_at=desk.now,
            run_after=desk.now,
        )
        for comment in comments.all()
    )


def _accounts_that_post(session: Session, office_id: int) -> frozenset[int]:
    """Accounts with a publisher and a credential for it; everything else is posted by a person."""
    found = (
        select(Account.id)
        .join(Credential, Credential.account_id == Account.id)
        .where(Account.office_id == office_id, Credential.purpose == Purpose.PUBLISH)
        .where(Account.platform.in_(AUTOMATIC))
    )
    return frozenset(session.scalars(found))


def _unproven(session: Session, case: CaseFile) -> bool:
    pending = select(Publication.id).where(
        Publication.case_id == case.id,
        Publication.draft_number == case.draft_number,
        Publication.state.not_in([PublicationState.PUBLISHED, PublicationState.WITHDRAWN]),
    )
    return session.scalar(pending.limit(1)) is not None
