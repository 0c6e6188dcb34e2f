"""The ``simak`` command: every action of the console that a machine or an administrator may need."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

COMMANDS: Mapping[str, tuple[str, str]] = {
    "up": ("console.cli.starting", "app"),
    "serve": ("console.cli.serving", "app"),
    "work": ("console.cli.working", "work_app"),
    "db": ("console.cli.database", "app"),
    "people": ("console.cli.people", "app"),
    "account": ("console.cli.accounts", "app"),
    "ingest": ("console.cli.collecting", "app"),
    "classify": ("console.cli.judging", "app"),
    "model": ("console.cli.learning", "model_app"),
    "claims": ("console.cli.claims", "app"),
    "publish": ("console.cli.working", "publish_app"),
    "sop": ("console.cli.sops", "app"),
    "template": ("console.cli.templates", "app"),
    "guard": ("console.cli.guard", "app"),
    "calendar": ("console.cli.calendars", "app"),
    "notify": ("console.cli.notices", "app"),
    "paper": ("console.cli.papers", "app"),
    "audit": ("console.cli.audit", "app"),
}
"""Module and Typer application of each command. Loaded when asked for: the worker needs no Streamlit, the console
no scikit-learn, and a small machine has memory for only one of each."""

SINGLE = frozenset({"up", "serve", "work"})
"""Commands without commands below them."""


class LazyGroup(TyperGroup):
    """Loads a command's module when the command is used."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Every command, in the order of an office's first day."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name]
        loaded = getattr(import_module(module), attribute)
        return typer.main.get_command(loaded) if cmd_name in SINGLE else typer.main.get_group(loaded)


app = typer.Typer(
    name="simak",
    cls=LazyGroup,
    help="Simak: menyimak suara publik dan menjawab tepat waktu, berwenang, dan tercatat.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    epilog="Kode keluar: 0 berhasil, 1 gagal atau ditolak, 2 perintah keliru, 3 catatan audit tidak utuh, "
    "4 basis data perlu diperbarui.",
)


@app.callback()
def _root() -> None:
    """Simak: menyimak suara publik dan menjawab tepat waktu, berwenang, dan tercatat."""


def main() -> None:
    """Entry point of the console script."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for noisy in ("httpx2", "httpcore2", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    app(prog_name="simak")
