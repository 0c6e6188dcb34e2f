"""The office every test of the engine works in."""

from __future__ import annotations

import pytest

from ingest.db import Database
from tests.support.world import World, make_world


@pytest.fixture
def world(database: Database) -> World:
    """An office with people in every role, on both database engines."""
    return make_world(database)
