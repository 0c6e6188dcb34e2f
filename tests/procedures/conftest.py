"""An office in which every role of the SOPs is held, on both database engines."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.db import Database
from tests.procedures.journey import Office
from tests.support.world import make_world


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    """Somebody in every role, nobody in two that an SOP tells apart."""
    return Office(make_world(database, with_content=True), tmp_path / "berkas")
