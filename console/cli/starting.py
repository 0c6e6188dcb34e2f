"""``simak up``: make whatever is missing, say where to go, and become ``simak serve``."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import select

from classify.examples import CORPUS_FILE
from classify.train import SEED, train
from console import demo_office, migrate
from console.cli.output import failures, group
from console.cli.parts import open_runtime, settings_with_folder
from console.offices import load_office, read_office
from console.runtime import Runtime, utc_now
from console.web.login_page import DemoLogin
from ingest.models import Office
from responses.models import RoleGrant

app = group("")


@app.command("up")
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
        parts.database.dispose()
    sys.stdout.flush()
    # Becoming the server gives back the memory that training took.
    os.execv(sys.executable, [sys.executable, "-m", "console", "serve"])  # noqa: S606 - our own program


def _prepare_office(parts: Runtime, office: Path | None) -> tuple[DemoLogin, ...]:
    if office is None:
        return demo_office.build(parts, now=utc_now())
    with parts.database.write() as session:
        load_office(session, read_office(office), now=utc_now())
    return ()


def _welcome(parts: Runtime, logins: tuple[DemoLogin, ...]) -> str:
    lines = ["", f"  Simak: {parts.settings.public_url}", ""]
    if logins:
        lines += [f"  Kantor contoh (fiktif). Kata sandi semua akun: {logins[0].password}", ""]
        lines += [f"    {login.username:8} {login.title}" for login in logins]
    elif _nobody(parts):
        lines += [
            "  Kantor ini belum memiliki pengguna. Di terminal lain, daftarkan pengelola pertama:",
            '    .venv/bin/simak people add --username NAMA --name "Nama Lengkap" --role pengelola --role admin_medsos',
        ]
    return "\n".join([*lines, "", "  Hentikan dengan Ctrl+C.", ""])


def _nobody(parts: Runtime) -> bool:
    with parts.database.read() as session:
        real = select(RoleGrant.id).join(Office, Office.id == RoleGrant.office_id).where(Office.is_demo.is_(False))
        return session.scalar(real.limit(1)) is None
