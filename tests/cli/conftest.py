"""The ``simak`` command as an administrator runs it: a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from ingest.db import Database
from tests.support.site_office import environment_in
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
        return subprocess.run(
            [sys.executable, "-m", "console", *arguments], input=stdin, text=True, capture_output=True, timeout=60,
            env={**os.environ, **environment_in(self.var, self.database_url)}, preexec_fn=before, check=False,
        )  # fmt: skip


@pytest.fixture
def simak(database_url: str, tmp_path: Path) -> Simak:
    """The command on a migrated, empty database."""
    return Simak(tmp_path / "var", database_url)


@pytest.fixture
def office(simak: Simak, database: Database) -> World:
    """The test office in the command's database."""
    return make_world(database)
