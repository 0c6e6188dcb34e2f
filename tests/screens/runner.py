"""The whole console as a program: ``python runner.py DATABASE_URL PORT FOLDER``."""

from __future__ import annotations

import sys

from console import runtime
from console.settings import from_environment
from console.web.app import build_app
from console.web.server import serve
from ingest.db import Database
from ingest.seal import Sealer


def main(url: str, port: str, folder: str) -> None:
    settings = from_environment({"SIMAK_DATABASE_URL": url, "SIMAK_PORT": port, "SIMAK_VAR": folder})
    database = Database(url)
    sealer = Sealer.from_file(settings.key_file, create=True)
    runtime.install(runtime.Runtime(settings, database, sealer))
    serve(build_app(settings, database, sealer), settings)


if __name__ == "__main__":
    main(*sys.argv[1:])
