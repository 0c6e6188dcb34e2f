"""Collecting: one account at a time under a lease, one transaction per page, none open across the network."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from ingest.db import Database
from ingest.errors import ErrorKind, PlatformError
from ingest.kinds import AccountState, Platform, RunOutcome
from ingest.models import Account, Cursor, IngestRun
from ingest.records import Known, Refusal, Source
from ingest.store import Counts, known_since, store_page

LEASE = timedelta(minutes=5)
"""A worker that stays silent for this long has died; longer than any one request may take."""
MAX_BACKOFF = timedelta(hours=1)
MAX_LISTED = 1_000
"""Refusals a report lists; the count is always whole."""
POLLED = frozenset({Platform.WORDPRESS})
"""Platforms that are asked again and again; files are imported by a person."""
STOPPING = frozenset({ErrorKind.AUTH_EXPIRED, ErrorKind.PERMISSION_MISSING, ErrorKind.BAD_ADDRESS})
"""Only a person can mend these, so the account is not asked again until one did."""
Clock = Callable[[], datetime]
OpenSource = Callable[[Session, Account], Source]
_KILLED = "Proses pengumpulan berhenti mendadak. Yang sudah tersimpan tetap tersimpan; Simak melanjutkan dari sana."
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RunReport:
    """What one run did. ``outcome`` None: another worker was collecting this account, nothing was done."""

    account_id: int
    outcome: RunOutcome | None = None
    new: int = 0
    changed: int = 0
    known: int = 0
    refused: int = 0
    refusals: tuple[Refusal, ...] = ()
    error_kind: ErrorKind | None = None
    error: str = ""


@dataclass(slots=True)
class _Run:
    """A run in progress under our lease."""

    database: Database
    account: Account
    run_id: int
    token: str
    clock: Clock
    new: int = 0
    changed: int = 0
    known: int = 0
    refused: int = 0
    refusals: list[Refusal] = field(default_factory=list)

    def add(self, counts: Counts) -> None:
        """Count a page that was committed."""
        self.new += counts.new
        self.changed += counts.changed
        self.known += counts.known
        self.refused += counts.refused
        self.refusals.extend(counts.refusals[: MAX_LISTED - len(self.refusals)])

    def report(self, outcome: RunOutcome, error: PlatformError | None = None) -> RunReport:
        """The report of this run as it ended."""
        counts = (self.new, self.changed, self.known, self.refused, tuple(self.refusals))
        return RunReport(self.account.id, outcome, *counts, error.kind if error else None, str(error or ""))


class LeaseLostError(PlatformError):
    """Another worker took the account over, because this one was silent for too long."""

    def __init__(self) -> None:
        super().__init__(ErrorKind.TRANSIENT, "Pekerja lain mengambil alih akun ini; yang tersimpan tetap tersimpan.")


def collect(
    database: Database, account_id: int, source: Source, *, clock: Clock, token: str = "", jitter: float = 0.0
) -> RunReport:
    """Read an account from its source into the database, page by page.

    Never raises for what the platform did: that is in the report, the run's row and the account's state.
    ``jitter`` (0 to 1) spreads retries after a failure. Raises ValueError for a source of another platform.
    """
    return _collect(database, account_id, lambda _session, _account: source, clock, token or uuid4().hex, jitter)


def collect_account(
    database: Database, account_id: int, open_source: OpenSource, *, clock: Clock, jitter: float = 0.0
) -> RunReport:
    """Collect one account now, whether it is due or not; a source that cannot even be opened is in the report."""
    return _collect(database, account_id, open_source, clock, uuid4().hex, jitter)


def collect_due(
    database: Database, open_source: OpenSource, *, clock: Clock, jitter: float = 0.0
) -> tuple[RunReport, ...]:
    """Collect every account whose time has come; a broken one never stops the rest."""
    with database.read() as session:
        due = due_accounts(session, clock())
    return tuple(collect_account(database, account_id, open_source, clock=clock, jitter=jitter) for account_id in due)


def due_accounts(session: Session, now: datetime) -> Sequence[int]:
    """Ids of accounts to collect now, the one waiting longest first."""
    query = select(Account.id).where(
        Account.platform.in_(POLLED), Account.state == AccountState.ACTIVE, _is_free(now),
        or_(Account.next_poll_at.is_(None), Account.next_poll_at <= now),
    )  # fmt: skip
    return session.scalars(query.order_by(Account.next_poll_at, Account.id)).all()


def _collect(
    database: Database, account_id: int, open_source: OpenSource, clock: Clock, token: str, jitter: float
) -> RunReport:
    try:
        run = _claim(database, account_id, token, clock)
    except OperationalError as trouble:
        logger.error("account %s cannot be claimed: %s", account_id, trouble.orig)  # noqa: TRY400 - the cause is outside
        return RunReport(account_id, RunOutcome.FAILED, error_kind=ErrorKind.TRANSIENT, error=str(_unwritable()))
    if run is None:
        return RunReport(account_id)
    error = _attempt(run, open_source)
    return _succeeded(run) if error is None else _failed(run, error, jitter)


def _attempt(run: _Run, open_source: OpenSource) -> PlatformError | None:
    """Read everything; what went wrong comes back as a sentence a person can act on, the traceback goes to the log."""
    try:
        _read(run, open_source)
    except PlatformError as error:
        logger.warning("account %s: run %s failed: %s", run.account.id, run.run_id, error.kind)
        return error
    except OperationalError as trouble:
        logger.error("account %s: run %s could not write: %s", run.account.id, run.run_id, trouble.orig)  # noqa: TRY400
        return _unwritable()
    except Exception as error:
        logger.exception("account %s: run %s broke", run.account.id, run.run_id)
        return PlatformError(ErrorKind.UNKNOWN, f"Pengumpulan terhenti ({type(error).__name__}).")
    return None


def _unwritable() -> PlatformError:
    return PlatformError(ErrorKind.TRANSIENT, "Basis data tidak dapat ditulis. Periksa ruang cakram server.")


def _claim(database: Database, account_id: int, token: str, clock: Clock) -> _Run | None:
    """Take the lease by one conditional UPDATE, close what a killed worker left, and open a run."""
    now = clock()
    with database.write() as session:
        mine = update(Account).where(Account.id == account_id, _is_free(now))
        taken = session.connection().execute(mine.values(lease_token=token, lease_until=now + LEASE))
        if taken.rowcount != 1:
            return None
        session.execute(
            update(IngestRun)
            .where(IngestRun.account_id == account_id, IngestRun.outcome == RunOutcome.RUNNING)
            .values(outcome=RunOutcome.FAILED, finished_at=now, error_kind=ErrorKind.UNKNOWN, error=_KILLED)
        )
        account = session.get_one(Account, account_id)
        row = IngestRun(office_id=account.office_id, account_id=account_id, started_at=now)
        session.add(row)
        session.flush()
        return _Run(database, account, row.id, token, clock)


def _read(run: _Run, open_source: OpenSource) -> None:
    with run.database.read() as session:
        source = open_source(session, run.account)
        stored = session.get(Cursor, run.account.id)
    if source.platform != run.account.platform:
        raise ValueError(f"a {source.platform} source for a {run.account.platform} account")

    def known(since: datetime) -> tuple[Known, ...]:
        with run.database.read() as session:
            return known_since(session, run.account.id, since)

    for page in source.pages(stored.value if stored else {}, now=run.clock(), known=known):
        now = run.clock()
        with run.database.write() as session:
            _renew(session, run, now)
            counts = store_page(session, run.account, page, now=now)
            _count(session, run, counts)
        run.add(counts)


def _count(session: Session, run: _Run, counts: Counts) -> None:
    """The run's row grows with each page, so that a killed run still shows what it took."""
    row = update(IngestRun).where(IngestRun.id == run.run_id)
    session.connection().execute(
        row.values(
            new=IngestRun.new + counts.new,
            changed=IngestRun.changed + counts.changed,
            known=IngestRun.known + counts.known,
            refused=IngestRun.refused + counts.refused,
        )
    )


def _renew(session: Session, run: _Run, now: datetime) -> None:
    """Keep the lease; raises LeaseLostError, which also undoes the page, when it is no longer ours."""
    ours = update(Account).where(Account.id == run.account.id, Account.lease_token == run.token)
    if session.connection().execute(ours.values(lease_until=now + LEASE)).rowcount != 1:
        raise LeaseLostError


def _succeeded(run: _Run) -> RunReport:
    now = run.clock()
    polled = run.account.platform in POLLED
    values: dict[str, object] = {
        "last_success_at": now,
        "next_poll_at": now + timedelta(seconds=run.account.poll_seconds) if polled else None,
    }
    if run.account.state is AccountState.STOPPED:
        values |= {"state": AccountState.ACTIVE, "state_reason": ""}
    with run.database.write() as session:
        _release(session, run, values)
        _close(session, run, RunOutcome.OK, now)
    return run.report(RunOutcome.OK)


def _failed(run: _Run, error: PlatformError, jitter: float) -> RunReport:
    """Record the failure and when to try again. Where even that cannot be written, the lease runs out by itself."""
    now = run.clock()
    stop = error.kind in STOPPING and run.account.platform in POLLED
    try:
        with run.database.write() as session:
            values: dict[str, object] = {"next_poll_at": _retry_at(session, run.account, error, now, jitter)}
            if stop:
                values |= {"state": AccountState.STOPPED, "state_reason": str(error)}
            _release(session, run, values)
            _close(session, run, RunOutcome.FAILED, now, error)
    except OperationalError:
        logger.exception("account %s: the failure of run %s could not be recorded", run.account.id, run.run_id)
    return run.report(RunOutcome.FAILED, error)


def _retry_at(
    session: Session, account: Account, error: PlatformError, now: datetime, jitter: float
) -> datetime | None:
    """Twice as long after each failure in a row, up to MAX_BACKOFF; never before the platform's own time."""
    if account.platform not in POLLED:
        return None
    failures = select(func.count(IngestRun.id)).where(
        IngestRun.account_id == account.id, IngestRun.outcome == RunOutcome.FAILED
    )
    if account.last_success_at:
        failures = failures.where(IngestRun.started_at > account.last_success_at)
    doublings = min(1 + session.scalars(failures).one(), 12)
    wait: timedelta = min(timedelta(seconds=account.poll_seconds << doublings), MAX_BACKOFF) * (1 + jitter)
    return max(now + wait, error.retry_at or now)


def _release(session: Session, run: _Run, values: dict[str, object]) -> None:
    """Give the lease back; where it is no longer ours, the account belongs to whoever has it."""
    ours = update(Account).where(Account.id == run.account.id, Account.lease_token == run.token)
    session.connection().execute(ours.values(lease_token=None, lease_until=None, **values))


def _close(session: Session, run: _Run, outcome: RunOutcome, now: datetime, error: PlatformError | None = None) -> None:
    row = update(IngestRun).where(IngestRun.id == run.run_id, IngestRun.outcome == RunOutcome.RUNNING)
    told = {"error_kind": error.kind.value, "error": str(error)} if error else {}
    session.connection().execute(row.values(outcome=outcome, finished_at=now, **told))


def _is_free(now: datetime) -> ColumnElement[bool]:
    return or_(Account.lease_until.is_(None), Account.lease_until < now)
