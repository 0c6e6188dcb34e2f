"""The guard in its place: what it finds in a text of this office now, and the refusal of what may not pass."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from ingest.models import Account, Comment
from responses.calendars import PeriodKind
from responses.desk import Desk
from responses.errors import RefusedError
from responses.guard.check import Finding, blocking, check, unacknowledged
from responses.guard.checks import Context
from responses.guard.kinds import Stage
from responses.guard.store import guard_of
from responses.kinds import Subject
from responses.models import CaseComment, CaseFile, CaseTarget
from responses.office_calendar import stages_now

_STAGES = {
    PeriodKind.CAMPAIGN: Stage.CAMPAIGN,
    PeriodKind.MASA_TENANG: Stage.MASA_TENANG,
    PeriodKind.VOTING_DAY: Stage.VOTING_DAY,
}


class GuardError(RefusedError):
    """The text says what an office may not say, or what somebody has to take note of first."""

    code = "guard"


def findings(session: Session, desk: Desk, case: CaseFile, text: str) -> tuple[Finding, ...]:
    """What the guard finds in a text that a case would publish, those that block first."""
    return check(text, _context(session, desk, case))


def findings_for(session: Session, desk: Desk, account_ids: Sequence[int], text: str) -> tuple[Finding, ...]:
    """The same for content that is not a case yet."""
    platforms = session.scalars(select(Account.platform).where(Account.id.in_(account_ids))).all()
    return check(text, _context_of(session, desk, platforms, is_reply=False))


def findings_in_reply(session: Session, desk: Desk, comment_ids: Sequence[int], text: str) -> tuple[Finding, ...]:
    """The same for a reply that is not a case yet."""
    return check(text, _reply_context(session, desk, Comment.id.in_(comment_ids)))


def enforce(found: Sequence[Finding], acknowledged: frozenset[str]) -> frozenset[str]:
    """Refuse a text with findings that block, or that nobody took note of. Gives the rules that were taken note of.

    Raises GuardError.
    """
    if blocks := blocking(found):
        raise GuardError(f"Naskah belum dapat dikirim: {_told(blocks)}")
    if left := unacknowledged(found, acknowledged):
        raise GuardError(f"Baca dan akui dahulu catatan pemeriksaan ini: {_told(left)}")
    return frozenset(finding.rule for finding in found) & acknowledged


def _told(found: Sequence[Finding]) -> str:
    return " ".join(f"{finding.title}. {finding.message}" for finding in found)


def _context(session: Session, desk: Desk, case: CaseFile) -> Context:
    if case.subject is Subject.REPLY:
        mine = select(CaseComment.comment_id).where(CaseComment.case_id == case.id)
        return _reply_context(session, desk, Comment.id.in_(mine))
    targets = select(Account.platform).join(CaseTarget, CaseTarget.account_id == Account.id)
    platforms = session.scalars(targets.where(CaseTarget.case_id == case.id)).all()
    return _context_of(session, desk, platforms, is_reply=False)


def _reply_context(session: Session, desk: Desk, which: ColumnElement[bool]) -> Context:
    query = select(Account.platform, Comment.text).join(Comment, Comment.account_id == Account.id)
    rows = session.execute(query.where(which)).all()
    quoted = "\n".join(said for _platform, said in rows)
    return _context_of(session, desk, [platform for platform, _said in rows], quoted=quoted)


def _context_of(
    session: Session, desk: Desk, platforms: Iterable[str], *, is_reply: bool = True, quoted: str = ""
) -> Context:
    return Context(
        stage=_stage(session, desk),
        platforms=tuple(sorted(set(platforms))),
        is_reply=is_reply,
        office=guard_of(session, desk.office_id),
        quoted=quoted,
    )


def _stage(session: Session, desk: Desk) -> Stage:
    """The stage of an election today in the office's zone, the strictest of those that change what may be said."""
    running = stages_now(session, desk.office_id, desk.calendar.zone, desk.now)
    return next((_STAGES[kind] for kind in running if kind in _STAGES), Stage.NONE)
