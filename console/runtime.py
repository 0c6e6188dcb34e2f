"""What the running console shares between its screens: one database, one key, one set of settings.

Streamlit runs each screen as a script in this process; a script can only reach what a module holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from console.settings import Settings
from ingest.db import Database
from ingest.seal import Sealer


def utc_now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Runtime:
    """The parts every screen uses."""

    settings: Settings
    database: Database
    sealer: Sealer


_installed: list[Runtime] = []


def install(runtime: Runtime) -> None:
    """Make these the parts of this process."""
    _installed[:] = [runtime]


def current() -> Runtime:
    """The parts of this process. Raises RuntimeError before ``install``."""
    if not _installed:
        raise RuntimeError("the console was started without its runtime; use `simak serve`")
    return _installed[0]
