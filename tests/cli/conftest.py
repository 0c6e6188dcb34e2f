"""The ``simak`` command as an administrator runs it: a process of its own.

A short run calls it within the test's process, which saves the second a Python and its libraries take to begin.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from console.cli import app
from ingest.db import Database
from tests.support.site_office import environment_in
from tests.support.trained import SHORT
from tests.support.world import World, make_world


@dataclass
class Simak:
    """Runs commands on one database and one data folder."""

    var: Path
    database_url: str

    def __call__(
        self, *arguments: str, stdin: str = "", before: Callable[[], None] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        environment = environment_in(self.var, self.database_url)
        if SHORT and before is None:
            done = CliRunner().invoke(app, arguments, input=stdin, env=environment, prog_name="simak")
            if done.exception is not None and not isinstance(done.exception, SystemExit):
                raise done.exception
            return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)
        return subprocess.run(
            [sys.executable, "-m", "console", *arguments], input=stdin, text=True, capture_output=True, timeout=60,
            env={**os.environ, **environment}, preexec_fn=before, check=False,
        )  # fmt: skip


@pytest.fixture
def simak(database_url: str, tmp_path: Path) -> Simak:
    """The command on a migrated, empty database."""
    return Simak(tmp_path / "var", database_url)


@pytest.fixture
def office(simak: Simak, database: Database) -> World:
    """The test office in the command's database."""
    return make_world(database)
