"""One running console for each file that needs it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from console.web import passwords
from tests.support import databases
from tests.web.running import Console, running_console


@pytest.fixture(scope="module")
def console(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """A console on a migrated, empty database; tests add the people they need."""
    folder = tmp_path_factory.mktemp("console")
    with running_console(folder, databases.sqlite_copy(sqlite_template, folder)) as running:
        yield running


@pytest.fixture(autouse=True)
def cheap_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash quickly in this process; a running console keeps the real cost."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
