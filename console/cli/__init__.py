"""The ``simak`` command: every action of the console that a machine or an administrator may need."""

from __future__ import annotations

import logging

import typer

from console.cli import accounts, audit, collecting, database, judging, people, running, sops

app = typer.Typer(
    name="simak",
    help="Simak: menyimak suara publik dan menjawab tepat waktu, berwenang, dan tercatat.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    epilog="Kode keluar: 0 berhasil, 1 gagal atau ditolak, 2 perintah keliru, 3 catatan audit tidak utuh, "
    "4 basis data perlu diperbarui.",
)
app.add_typer(database.app, name="db")
app.add_typer(collecting.app, name="ingest")
app.add_typer(judging.app, name="classify")
app.add_typer(judging.model_app, name="model")
app.add_typer(running.publish_app, name="publish")
app.add_typer(sops.app, name="sop")
app.add_typer(people.app, name="people")
app.add_typer(accounts.app, name="account")
app.add_typer(audit.app, name="audit")
app.command("work")(running.work)
app.command("serve")(running.serve)
app.command("up")(running.up)


def main() -> None:
    """Entry point of the console script."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for noisy in ("httpx2", "httpcore2", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    app()
