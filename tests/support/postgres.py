"""A private PostgreSQL cluster for the test run: no TCP port, reachable through a private Unix socket only."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from tests.support.processes import Process, find_program, short_directory

DEBIAN = Path("/usr/lib/postgresql")
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "32MB",
    "max_connections": "100",
    "timezone": "Asia/Jakarta",
}


class PostgresServer:
    """A running cluster that hands out databases copied from a migrated template."""

    def __init__(self, socket_directory: Path) -> None:
        self._directory = socket_directory
        self._admin = psycopg.connect(self._dsn("postgres"), autocommit=True)
        self._numbers = itertools.count(1)

    def url(self, name: str) -> str:
        """The SQLAlchemy URL of a database of this cluster."""
        return f"postgresql+psycopg://postgres@/{name}?host={quote(str(self._directory))}"

    def create(self, template: str = "template0") -> str:
        """Make a database and give its name."""
        name = f"simak_{next(self._numbers)}"
        self._run("CREATE DATABASE {} TEMPLATE {}", name, template)
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self._run("DROP DATABASE {} WITH (FORCE)", name)

    def close(self) -> None:
        """Give back the server's own connection."""
        self._admin.close()

    def _run(self, statement: str, *names: str) -> None:
        self._admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _dsn(self, name: str) -> str:
        return f"host={self._directory} user=postgres dbname={name}"


def missing() -> str | None:
    """Why no PostgreSQL can be started here, or None."""
    if _program("initdb") is None or _program("postgres") is None:
        return "PostgreSQL is not installed (no initdb and postgres; Debian: postgresql)"
    return None


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Start a fresh cluster and end it with everything in it."""
    user = _server_user()
    with short_directory(user) as folder:
        _initialise(folder / "data", user)
        process = _start(folder, user)
        try:
            process.wait_until(_answers(folder))
            server = PostgresServer(folder)
            yield server
            server.close()
        finally:
            process.stop()


def _server_user() -> str | None:
    # PostgreSQL refuses to run as root; Debian's package makes this user.
    return "postgres" if os.geteuid() == 0 else None


def _initialise(data: Path, user: str | None) -> None:
    command = [str(_program("initdb")), "--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8"]
    subprocess.run(
        [*command, "--locale=C", f"--pgdata={data}"],
        check=True,
        capture_output=True,
        cwd=data.parent,
        user=user,
        group=user,
        extra_groups=None if user is None else [],
    )


def _start(folder: Path, user: str | None) -> Process:
    options = {**SETTINGS, "unix_socket_directories": str(folder)}
    arguments = itertools.chain.from_iterable(("-c", f"{key}={value}") for key, value in options.items())
    command = [str(_program("postgres")), "-D", str(folder / "data"), *arguments]
    return Process(command, log=folder / "postgres.log", user=user, stop_signal=signal.SIGINT)


def _answers(folder: Path) -> Callable[[], bool]:
    def ready() -> bool:
        try:
            psycopg.connect(f"host={folder} user=postgres dbname=postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    return ready


def _program(name: str) -> str | None:
    newest_first = sorted(DEBIAN.glob("*/bin"), key=lambda folder: float(folder.parent.name), reverse=True)
    return find_program(name, folders=[str(folder) for folder in newest_first])
