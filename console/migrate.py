"""The database's schema: bring it up to date, and say whether it is."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

import classify.models
import console.models
import ingest.models
import responses.calendar_models
import responses.models
import responses.notices.models
import responses.papers.models
import responses.template_models
from ingest.db import Base, Database

TABLES = (
    ingest.models,
    classify.models,
    responses.models,
    responses.calendar_models,
    responses.notices.models,
    responses.papers.models,
    responses.template_models,
    console.models,
)
"""The modules whose import registers every table on ``Base.metadata``."""

metadata = Base.metadata


def upgrade(url: str, revision: str = "head") -> None:
    """Migrate the database at ``url``; nothing happens when it is up to date. Raises what the database raises."""
    database = Database(url)
    try:
        config = _config()
        config.attributes["engine"] = database.engine
        command.upgrade(config, revision)
    finally:
        database.dispose()


def is_current(database: Database) -> bool:
    """Whether the schema is the one this program was written for."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head()


def head() -> str:
    """The newest revision this program knows."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    assert revision, "there is always one head"
    return revision


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config
