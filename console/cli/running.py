"""``simak work``, ``serve``, ``up`` and ``publish run``: the processes."""

from __future__ import annotations

import signal
import sys
import threading
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import select

from classify.examples import CORPUS_FILE
from classify.train import train
from console import demo_office, migrate, runtime
from console.cli.judging import SEED
from console.cli.output import AsJson, failures, show
from console.cli.parts import open_runtime, settings_with_folder
from console.offices import load_office, read_office
from console.runtime import Runtime, utc_now
from console.supervise import worker_beside
from console.web.app import build_app
from console.web.login_page import DemoLogin
from console.web.server import serve as serve_app
from console.worker import Worker
from ingest.models import Office
from responses.models import RoleGrant

publish_app = typer.Typer(help="Penayangan tanggapan.", no_args_is_help=True)


@publish_app.command("run")
def publish_run(as_json: AsJson = False) -> None:
    """Menayangkan tanggapan yang sudah disetujui dan jatuh waktunya, lalu berhenti."""
    with failures(as_json):
        worker = Worker(open_runtime())
        done = 0
        while worker.publish():
            done += 1
        show(as_json, {"worked_on": done}, f"{done} tanggapan dikerjakan.")


def work(
    once: Annotated[bool, typer.Option(help="Kerjakan yang jatuh waktu satu kali, lalu berhenti.")] = False,
    until_stdin_closes: Annotated[bool, typer.Option(hidden=True)] = False,
    as_json: AsJson = False,
) -> None:
    """Menjalankan pekerja: mengumpulkan, menilai, dan menayangkan, sampai dihentikan."""
    with failures(as_json):
        worker = Worker(open_runtime())
        if once:
            result = {"collected": worker.collect(), "judged": worker.judge(), "published": worker.publish()}
            show(as_json, result, "Selesai satu putaran.")
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: worker.stop())
        if until_stdin_closes:
            threading.Thread(target=_stop_when_parent_dies, args=(worker,), daemon=True).start()
        worker.run()


def serve(as_json: AsJson = False) -> None:
    """Menjalankan konsol beserta pekerjanya di alamat SIMAK_HOST:SIMAK_PORT."""
    with failures(as_json):
        parts = open_runtime()
        _serve(parts, demo_office.logins(parts))


def up(
    office: Annotated[Path | None, typer.Option(help="Berkas office.toml kantor nyata; kosong: kantor contoh.")] = None,
) -> None:
    """Menyiapkan semuanya bila belum ada (basis data, model, kantor), lalu menjalankan konsol."""
    with failures(as_json=False):
        settings = settings_with_folder()
        migrate.upgrade(settings.database_url)
        if not settings.model_file.exists():
            typer.echo("Melatih model penilai dari korpus Simak ...")
            train(CORPUS_FILE, settings.model_file.parent, SEED)
        parts = open_runtime()
        logins = _prepare_office(parts, office)
        typer.echo(_welcome(parts, logins))
        _serve(parts, logins)


def _prepare_office(parts: Runtime, office: Path | None) -> tuple[DemoLogin, ...]:
    if office is None:
        return demo_office.build(parts, now=utc_now())
    with parts.database.write() as session:
        load_office(session, read_office(office), now=utc_now())
    return ()


def _welcome(parts: Runtime, logins: tuple[DemoLogin, ...]) -> str:
    lines = ["", f"  Simak: {parts.settings.public_url}", ""]
    if logins:
        lines += ["  Kantor contoh (fiktif). Kata sandi semua akun: " + logins[0].password, ""]
        lines += [f"    {login.username:8} {login.title}" for login in logins]
    elif _nobody(parts):
        lines += [
            "  Kantor ini belum memiliki pengguna. Di terminal lain, daftarkan pengelola pertama:",
            '    simak people add --username NAMA --name "Nama Lengkap" --role pengelola --role admin_medsos',
        ]
    return "\n".join([*lines, "", "  Hentikan dengan Ctrl+C.", ""])


def _nobody(parts: Runtime) -> bool:
    with parts.database.read() as session:
        real = select(RoleGrant.id).join(Office, Office.id == RoleGrant.office_id).where(Office.is_demo.is_(False))
        return session.scalar(real.limit(1)) is None


def _serve(parts: Runtime, logins: tuple[DemoLogin, ...]) -> None:
    runtime.install(parts)
    app = build_app(parts.settings, parts.database, parts.sealer, logins)
    with worker_beside():
        serve_app(app, parts.settings)


def _stop_when_parent_dies(worker: Worker) -> None:
    sys.stdin.buffer.read()
    worker.stop()
