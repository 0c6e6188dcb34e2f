"""Reading whether the office still hears its public: "no comments" and "broken" must never look alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from ingest.kinds import AccountState, RunOutcome
from ingest.models import Account, IngestRun


@dataclass(frozen=True, slots=True)
class Trouble:
    """An account that brings nothing now, why and what to do (in Indonesian), and when it last worked (UTC)."""

    account: str
    sentence: str
    last_success_at: datetime | None


def troubles(session: Session, office_id: int) -> tuple[Trouble, ...]:
    """Accounts of an office that were stopped or whose newest finished run failed."""
    run = aliased(IngestRun)
    newest = (
        select(run.id)
        .where(run.account_id == Account.id, run.outcome != RunOutcome.RUNNING)
        .order_by(run.started_at.desc(), run.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = select(Account, IngestRun).outerjoin(IngestRun, IngestRun.id == newest)
    found = session.execute(query.where(Account.office_id == office_id).order_by(Account.title)).all()
    said = ((account, _sentence(account, last)) for account, last in found)
    return tuple(Trouble(account.title, sentence, account.last_success_at) for account, sentence in said if sentence)


def _sentence(account: Account, last: IngestRun | None) -> str:
    if account.state is AccountState.STOPPED:
        return account.state_reason
    return last.error if last and last.outcome is RunOutcome.FAILED else ""
