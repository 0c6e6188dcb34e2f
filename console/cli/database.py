"""``simak db``: the schema."""

from __future__ import annotations

from console import migrate
from console.cli.output import AsJson, failures, group, show
from console.cli.parts import missing_file, settings_with_folder
from ingest.db import Database

app = group("Basis data: memperbarui skema dan memeriksanya.")


@app.command("upgrade")
def upgrade(as_json: AsJson = False) -> None:
    """Memperbarui skema basis data; aman dijalankan berulang kali."""
    with failures(as_json):
        migrate.upgrade(settings_with_folder().database_url)
        head = migrate.head()
        show(as_json, {"revision": head}, f"Basis data sudah mutakhir (revisi {head}).")


@app.command("status")
def status(as_json: AsJson = False) -> None:
    """Mengatakan apakah skema basis data cocok dengan program ini."""
    with failures(as_json):
        url = settings_with_folder().database_url
        current = not missing_file(url) and migrate.is_current(Database(url))
        text = "Basis data mutakhir." if current else "Basis data perlu diperbarui. Jalankan: simak db upgrade"
        show(as_json, {"current": current, "head": migrate.head()}, text)
