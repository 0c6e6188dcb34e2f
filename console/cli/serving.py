"""``simak serve``: the console with its worker beside it."""

from __future__ import annotations

from console import demo_staff
from console.cli.output import AsJson, failures, group
from console.cli.parts import open_runtime
from console.supervise import worker_beside
from console.web.app import build_app
from console.web.server import serve as serve_app

app = group("")


@app.command("serve")
def serve(as_json: AsJson = False) -> None:
    """Menjalankan konsol beserta pekerjanya di alamat SIMAK_HOST:SIMAK_PORT."""
    with failures(as_json):
        parts = open_runtime()
        application = build_app(parts.settings, parts.database, parts.sealer, demo_staff.logins(parts))
        with worker_beside():
            serve_app(application, parts.settings)
