"""The screens on both engines."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.db import Database
from tests.screens.showing import Screens, running


@pytest.fixture
def screens(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Screens:
    """A console in front of a small office."""
    return running(database, tmp_path / "var", monkeypatch)
