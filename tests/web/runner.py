"""The entrance in front of the test script, as a program: ``python runner.py DATABASE_URL PORT PUBLIC_URL``."""

from __future__ import annotations

import sys
from pathlib import Path

from console.settings import from_environment
from console.web.app import build_around
from console.web.context import Entrance
from console.web.login_page import DemoLogin
from console.web.server import serve
from ingest.db import Database
from ingest.seal import Sealer

SCRIPT = Path(__file__).with_name("script.py")


def main(url: str, port: str, public_url: str, *demo: str) -> None:
    settings = from_environment(
        {"SIMAK_DATABASE_URL": url, "SIMAK_PORT": port, "SIMAK_PUBLIC_URL": public_url, "SIMAK_VAR": "."}
    )
    logins = (DemoLogin("Admin medsos", "dewi", demo[0]),) if demo else ()
    sealer = Sealer.from_file(settings.key_file, create=True)
    serve(build_around(SCRIPT, Entrance(settings, Database(url), sealer, logins)), settings)


if __name__ == "__main__":
    main(*sys.argv[1:])
