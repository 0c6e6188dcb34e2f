"""What the entrance works with, in one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from console.runtime import utc_now
from console.settings import Settings
from console.web.login_page import DemoLogin
from console.web.throttle import Throttle
from ingest.db import Database
from ingest.seal import Sealer


@dataclass(frozen=True, slots=True)
class Entrance:
    """Settings, storage, keys and clock of one running console."""

    settings: Settings
    database: Database
    sealer: Sealer
    demo_logins: tuple[DemoLogin, ...] = ()
    clock: Callable[[], datetime] = utc_now
    throttle: Throttle = field(default_factory=Throttle)
