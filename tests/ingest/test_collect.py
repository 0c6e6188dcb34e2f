from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from ingest.collect import LEASE, MAX_BACKOFF, collect, collect_due, due_accounts
from ingest.db import Database
from ingest.errors import ErrorKind, PlatformError
from ingest.kinds import AccountState, Platform, RunOutcome
from ingest.models import Account, Cursor
from ingest.records import Identity, KnownSince, Page, Refusal, nothing_known
from ingest.sources.file import FileSource, load_mapping
from tests.ingest.conftest import Ground, record


@dataclass
class FakeSource:
    """Hands over prepared pages; an exception among them is raised, a function among them is called."""

    script: list[Page | Exception | Callable[[], object]]
    platform: Platform = Platform.WORDPRESS
    cursors: list[Mapping[str, str]] = field(default_factory=list)

    def probe(self) -> Identity:
        return Identity("petugas", "2", may_moderate=True)

    def pages(self, cursor: Mapping[str, str], *, now: datetime, known: KnownSince = nothing_known) -> Iterator[Page]:
        self.cursors.append(dict(cursor))
        for step in self.script:
            if isinstance(step, Exception):
                raise step
            if isinstance(step, Page):
                yield step
            else:
                step()


def page(*native_ids: str, cursor: str = "c") -> Page:
    return Page(tuple(record(native_id) for native_id in native_ids), {"after": cursor})


def run(ground: Ground, *script: Page | Exception | Callable[[], object], jitter: float = 0.0):  # type: ignore[no-untyped-def]
    return collect(ground.database, ground.site_id, FakeSource(list(script)), clock=ground.clock, jitter=jitter)


def test_a_run_stores_every_page_and_says_what_it_did(ground: Ground) -> None:
    refused = Page((), {"after": "3"}, refused=(Refusal("komentar 9", "rusak"),))
    report = run(ground, page("1", "2"), page("2", "3"), refused)
    assert (report.outcome, report.new, report.known, report.refused) == (RunOutcome.OK, 3, 1, 1)
    assert report.refusals == (Refusal("komentar 9", "rusak"),)
    [row] = ground.runs()
    assert (row.outcome, row.new, row.known, row.refused, row.error) == (RunOutcome.OK, 3, 1, 1, "")
    account = ground.account()
    assert (account.lease_token, account.lease_until, account.last_success_at) == (None, None, ground.now)
    assert account.next_poll_at == ground.now + timedelta(seconds=account.poll_seconds)


def test_the_next_run_goes_on_from_the_cursor(ground: Ground) -> None:
    run(ground, page("1", cursor="satu"), page("2", cursor="dua"))
    source = FakeSource([])
    collect(ground.database, ground.site_id, source, clock=ground.clock)
    assert source.cursors == [{"after": "dua"}]


def test_what_was_stored_before_a_failure_stays_and_the_run_says_why_it_failed(ground: Ground) -> None:
    report = run(ground, page("1", cursor="satu"), PlatformError(ErrorKind.TRANSIENT, "Situs sedang bermasalah."))
    assert (report.outcome, report.new, report.error_kind) == (RunOutcome.FAILED, 1, ErrorKind.TRANSIENT)
    [row] = ground.runs()
    assert (row.outcome, row.new, row.error_kind, row.finished_at) == (RunOutcome.FAILED, 1, "transient", ground.now)
    assert row.error.startswith("Situs sedang bermasalah.")
    assert len(ground.comments()) == 1
    with ground.database.read() as session:
        assert session.get_one(Cursor, ground.site_id).value == {"after": "satu"}


@pytest.mark.parametrize("kind", [ErrorKind.AUTH_EXPIRED, ErrorKind.PERMISSION_MISSING, ErrorKind.BAD_ADDRESS])
def test_what_only_a_person_can_mend_stops_the_account(ground: Ground, kind: ErrorKind) -> None:
    run(ground, PlatformError(kind, "Kata sandi dicabut."))
    account = ground.account()
    assert (account.state, account.state_reason) == (AccountState.STOPPED, f"Kata sandi dicabut. {kind.label}")
    ground.later(days=2)
    with ground.database.read() as session:
        assert list(due_accounts(session, ground.now)) == []


def test_a_stopped_account_that_answers_again_goes_on(ground: Ground) -> None:
    run(ground, PlatformError(ErrorKind.AUTH_EXPIRED, ""))
    run(ground, page("1"))
    assert (ground.account().state, ground.account().state_reason) == (AccountState.ACTIVE, "")


def test_failures_in_a_row_wait_twice_as_long_each_time_and_success_forgets_them(ground: Ground) -> None:
    trouble = PlatformError(ErrorKind.TRANSIENT, "")
    waits = []
    for _ in range(8):
        run(ground, trouble)
        waits.append((ground.account().next_poll_at or ground.now) - ground.now)
        ground.later(hours=2)
    assert waits[:3] == [timedelta(minutes=2), timedelta(minutes=4), timedelta(minutes=8)]
    assert waits[-1] == MAX_BACKOFF
    run(ground, page("1"))
    ground.later(minutes=1)
    run(ground, trouble, jitter=0.5)
    assert ground.account().next_poll_at == ground.now + timedelta(minutes=3)


def test_the_platforms_own_time_is_respected(ground: Ground) -> None:
    later = ground.now + timedelta(hours=5)
    run(ground, PlatformError(ErrorKind.THROTTLED, "", retry_at=later))
    assert ground.account().next_poll_at == later


def test_an_unexpected_error_is_recorded_without_what_it_says(ground: Ground, caplog: pytest.LogCaptureFixture) -> None:
    report = run(ground, page("1"), RuntimeError("nomor KTP 3310"))
    assert (report.outcome, report.error_kind, report.new) == (RunOutcome.FAILED, ErrorKind.UNKNOWN, 1)
    assert "RuntimeError" in ground.runs()[0].error
    assert "KTP" not in ground.runs()[0].error
    assert any(entry.exc_info for entry in caplog.records)


def test_two_workers_never_read_the_same_account(ground: Ground) -> None:
    inner = []

    def other_worker() -> None:
        inner.append(run(ground, page("99")))

    outer = run(ground, page("1"), other_worker, page("2"))
    assert (outer.outcome, outer.new) == (RunOutcome.OK, 2)
    assert (inner[0].outcome, inner[0].new) == (None, 0)
    assert len(ground.runs()) == 1


def test_a_long_run_keeps_its_lease_page_by_page(ground: Ground) -> None:
    def almost() -> None:
        ground.later(seconds=LEASE.total_seconds() * 0.8)

    inner = []
    outer = run(ground, page("1"), almost, page("2"), almost, lambda: inner.append(run(ground)), page("3"))
    assert (outer.outcome, outer.new) == (RunOutcome.OK, 3)
    assert inner[0].outcome is None


def test_a_worker_that_was_silent_too_long_writes_nothing_more(ground: Ground) -> None:
    def takeover() -> None:
        ground.later(seconds=LEASE.total_seconds() + 1)
        assert run(ground, page("2", cursor="baru")).outcome is RunOutcome.OK

    outer = run(ground, page("1"), takeover, page("3", cursor="lama"))
    assert (outer.outcome, outer.new) == (RunOutcome.FAILED, 1)
    assert {comment.native_id for comment in ground.comments()} == {"1", "2"}
    with ground.database.read() as session:
        assert session.get_one(Cursor, ground.site_id).value == {"after": "baru"}
    assert [(row.outcome, row.error_kind) for row in ground.runs()] == [
        (RunOutcome.FAILED, "unknown"),
        (RunOutcome.OK, ""),
    ]
    assert ground.account().state is AccountState.ACTIVE


def test_what_a_killed_worker_left_is_closed_as_failed_by_the_next(ground: Ground) -> None:
    class Killed(BaseException):
        pass

    def die() -> None:
        raise Killed

    with pytest.raises(Killed):
        run(ground, page("1", cursor="satu"), die)
    assert ground.runs()[0].outcome is RunOutcome.RUNNING
    assert run(ground).outcome is None
    ground.later(seconds=LEASE.total_seconds() + 1)
    assert run(ground, page("1", "2")).new == 1
    killed, after = ground.runs()
    assert (killed.outcome, killed.new, "mendadak" in killed.error) == (RunOutcome.FAILED, 1, True)
    assert after.outcome is RunOutcome.OK


def test_a_broken_account_never_stops_the_rest(ground: Ground) -> None:
    with ground.database.write() as session:
        for number in range(3):
            session.add(
                Account(office_id=ground.office_id, key=f"s{number}", platform=Platform.WORDPRESS, title="", url="")
            )

    def open_source(_session: Session, account: Account) -> FakeSource:
        if account.key == "s0":
            raise RuntimeError("pembuat sumber rusak")
        if account.key == "s1":
            raise PlatformError(ErrorKind.AUTH_EXPIRED, "Belum ada kata sandi.")
        return FakeSource([page("1")])

    reports = collect_due(ground.database, open_source, clock=ground.clock)
    assert [report.outcome for report in reports].count(RunOutcome.OK) == 2
    assert {report.error_kind for report in reports} == {None, ErrorKind.UNKNOWN, ErrorKind.AUTH_EXPIRED}
    assert collect_due(ground.database, open_source, clock=ground.clock) == ()


def test_paused_accounts_and_files_are_not_due(ground: Ground) -> None:
    with ground.database.write() as session:
        session.get_one(Account, ground.site_id).state = AccountState.PAUSED
    with ground.database.read() as session:
        assert list(due_accounts(session, ground.now)) == []


def test_no_transaction_is_open_while_the_source_talks_to_the_platform(ground: Ground) -> None:
    pool = ground.database.engine.pool

    def look() -> None:
        assert pool.checkedout() == 0  # type: ignore[attr-defined]

    assert run(ground, look, page("1"), look, page("2"), look).outcome is RunOutcome.OK


def test_a_source_of_another_platform_is_refused(ground: Ground, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("tanggal,teks\n2026-11-19,Halo\n")
    source = FileSource(tmp_path / "a.csv", load_mapping("umum"))
    report = collect(ground.database, ground.site_id, source, clock=ground.clock)
    assert (report.outcome, report.error_kind) == (RunOutcome.FAILED, ErrorKind.UNKNOWN)
    assert ground.comments() == []


def test_a_file_is_imported_with_a_report_and_a_second_time_adds_nothing(ground: Ground, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("tanggal,teks\n2026-11-19,Halo\nkemarin,Hai\n2026-11-18,Pagi\n")
    source = FileSource(tmp_path / "a.csv", load_mapping("umum"))
    report = collect(ground.database, ground.file_id, source, clock=ground.clock)
    assert (report.outcome, report.new, report.refused) == (RunOutcome.OK, 2, 1)
    assert report.refusals[0].where == "3"
    again = collect(ground.database, ground.file_id, source, clock=ground.clock)
    assert (again.new, again.known, again.refused) == (0, 2, 1)


def test_a_bad_file_fails_the_run_but_does_not_stop_the_account(ground: Ground, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x\n")
    source = FileSource(tmp_path / "a.csv", load_mapping("umum"))
    report = collect(ground.database, ground.file_id, source, clock=ground.clock)
    assert (report.error_kind, ground.account(ground.file_id).state) == (ErrorKind.BAD_FILE, AccountState.ACTIVE)
    assert ground.account(ground.file_id).next_poll_at is None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_full_disk_is_told_and_leaves_nothing_half_written(ground: Ground, caplog: pytest.LogCaptureFixture) -> None:
    def full(connection: sqlite3.Connection, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}")

    small = Database(ground.database.url)
    event.listen(small.engine, "connect", full)
    many = Page(tuple(record(str(number), "x" * 5000) for number in range(400)), {"after": "z"})
    report = collect(small, ground.site_id, FakeSource([many]), clock=ground.clock)
    small.dispose()
    assert (report.outcome, report.new) == (RunOutcome.FAILED, 0)
    assert "ruang cakram" in report.error
    assert ground.comments() == []
    assert "full" in caplog.text
    assert "xxxx" not in caplog.text
