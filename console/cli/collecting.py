"""``simak ingest``: collect from platforms, import from files."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from console.cli.output import FAILED, AsJson, OfficeKey, failures, group, show
from console.cli.parts import account_of, office_of, open_runtime
from console.cli.progress import progress
from console.connect import open_source
from console.runtime import Runtime, utc_now
from ingest.collect import POLLED, RunReport, collect, collect_account
from ingest.kinds import AccountState, RunOutcome
from ingest.models import Account
from ingest.records import Source
from ingest.sources.file import FileSource, load_mapping

app = group("Pengumpulan komentar.")


@app.command("run")
def run(
    account: Annotated[str, typer.Option(help="Kunci akun; kosong berarti semua akun yang dikumpulkan otomatis.")] = "",
    office: OfficeKey = "",
    as_json: AsJson = False,
) -> None:
    """Mengumpulkan komentar baru sekarang juga; akun yang rusak tidak menghentikan yang lain."""
    with failures(as_json):
        runtime = open_runtime()
        with runtime.database.read() as session:
            row = office_of(session, office)
            chosen = [account_of(session, row, account)] if account else _polled(session, row.id)
        reports = [(found.key, _collected(runtime, found)) for found in chosen]
    lines = [f"{key}: {_sentence(report)}" for key, report in reports]
    show(as_json, {"runs": [_entry(key, report) for key, report in reports]}, "\n".join(lines) or "Tidak ada akun.")
    if any(report.outcome is RunOutcome.FAILED for _key, report in reports):
        raise typer.Exit(FAILED)


@app.command("import")
def import_file(
    path: Annotated[Path, typer.Argument(help="Berkas CSV atau XLSX.")],
    account: Annotated[str, typer.Option(help="Kunci akun berkas yang menerima komentar ini.")],
    mapping: Annotated[str, typer.Option(help="Nama atau berkas TOML pemetaan kolom.")] = "umum",
    office: OfficeKey = "",
    as_json: AsJson = False,
) -> None:
    """Mengimpor komentar dari berkas; baris yang keliru dilaporkan dan tidak menghentikan yang lain."""
    with failures(as_json):
        runtime = open_runtime()
        with runtime.database.read() as session:
            row = office_of(session, office)
            target = account_of(session, row, account)
        columns = load_mapping(_path_or_name(mapping), zone=row.timezone)
        with progress("Mengimpor", "baris", hidden=as_json) as advance:
            report = collect(runtime.database, target.id, FileSource(path, columns, advance), clock=utc_now)
    lines = [_sentence(report), *(f"  baris {refusal.where}: {refusal.reason}" for refusal in report.refusals)]
    show(as_json, _entry(account, report), "\n".join(lines))
    if report.outcome is not RunOutcome.OK:
        raise typer.Exit(FAILED)


def _collected(runtime: Runtime, account: Account) -> RunReport:
    def source(session: Session, row: Account) -> Source:
        return open_source(session, row, runtime.sealer)

    return collect_account(runtime.database, account.id, source, clock=utc_now, jitter=random.random())  # noqa: S311


def _polled(session: Session, office_id: int) -> list[Account]:
    found = session.query(Account).filter(
        Account.office_id == office_id, Account.platform.in_(POLLED), Account.state == AccountState.ACTIVE
    )
    return found.order_by(Account.key).all()


def _path_or_name(mapping: str) -> str | Path:
    return Path(mapping) if mapping.endswith(".toml") else mapping


def _sentence(report: RunReport) -> str:
    if report.outcome is None:
        return "sedang dikumpulkan proses lain; tidak ada yang dilakukan."
    counts = f"{report.new} baru, {report.changed} berubah, {report.known} sudah dikenal, {report.refused} ditolak."
    return f"{report.outcome.label}: {counts}" + (f" {report.error}" if report.error else "")


def _entry(key: str, report: RunReport) -> dict[str, object]:
    return {
        "account": key,
        "outcome": report.outcome.value if report.outcome else "busy",
        "new": report.new,
        "changed": report.changed,
        "known": report.known,
        "refused": report.refused,
        "refusals": [{"where": refusal.where, "reason": refusal.reason} for refusal in report.refusals],
        "error_kind": report.error_kind.value if report.error_kind else "",
        "error": report.error,
    }
