"""Whether the database can be worked with: reachable, and of the schema this program knows."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from console.migrate import is_current
from ingest.db import Database


@dataclass(frozen=True, slots=True)
class Health:
    """What ``/healthz`` tells."""

    database: bool
    schema: bool

    @property
    def good(self) -> bool:
        """Whether the console can work."""
        return self.database and self.schema


def health(database: Database) -> Health:
    """Ask the database now."""
    try:
        return Health(database=True, schema=is_current(database))
    except SQLAlchemyError:
        return Health(database=False, schema=False)


class SchemaWatch:
    """Remembers that the schema was right, for a migration never takes that away under a running program; as long
    as it is wrong it asks again, so that ``simak db upgrade`` needs no restart."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._current = False

    def current(self) -> bool:
        """Whether the schema fits. Raises what the database raises."""
        if not self._current:
            self._current = is_current(self._database)
        return self._current
