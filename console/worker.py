"""The worker: collect, judge, publish, notify, each in a loop of its own so that a slow site never holds up the rest.

All state is rows with leases in the database; a worker that is killed loses nothing and any other one goes on.
"""

from __future__ import annotations

import logging
import random
import secrets
import threading
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from console import notify
from console.connect import open_source
from console.model_files import ModelWatch
from console.pipeline import Judge
from console.runtime import Runtime, utc_now
from ingest.collect import collect_due
from ingest.models import Account
from ingest.records import Source
from responses import outbox
from responses.publish import publish_next
from responses.publishers.contract import Publisher
from responses.publishers.registry import make_publisher

log = logging.getLogger(__name__)

PAUSE = 1.0
"""Seconds between looks when nothing was due."""
AFTER_TROUBLE = 5.0


class Worker:
    """One worker process. ``stop`` ends its loops after the step they are in."""

    def __init__(self, runtime: Runtime, *, lease: timedelta = outbox.LEASE) -> None:
        self._runtime = runtime
        self._models = ModelWatch(runtime.settings)
        self._judge = Judge(self._models.assessor())
        self._lease = lease
        self._post = notify.post_of(runtime)
        self._stopping = threading.Event()
        self.token = secrets.token_hex(8)

    def run(self) -> None:
        """Work until ``stop``."""
        loops = [
            threading.Thread(target=self._loop, args=(step,), name=step.__name__, daemon=True)
            for step in (self.collect, self.judge, self.publish, self.notify)
        ]
        for loop in loops:
            loop.start()
        self._stopping.wait()
        for loop in loops:
            loop.join(timeout=outbox.LEASE.total_seconds())

    def stop(self) -> None:
        """Ask every loop to end."""
        self._stopping.set()

    def collect(self) -> bool:
        """Read every account that is due. Says whether there was anything to do."""
        return bool(
            collect_due(self._runtime.database, self._source, clock=utc_now, jitter=random.random())  # noqa: S311
        )

    def judge(self) -> bool:
        """Judge and queue what was collected. Says whether there was anything to do."""
        self._judge.assessor = self._models.assessor()
        return self._judge.run(self._runtime.database, now=utc_now) > 0

    def publish(self) -> bool:
        """Post one reply that is due. Says whether there was one."""
        state = publish_next(self._runtime.database, self._publisher, token=self.token, now=utc_now, lease=self._lease)
        return state is not None

    def notify(self) -> bool:
        """Tell people what waits for them. Says whether there was anything to do."""
        return any(notify.run_once(self._post))

    def _loop(self, step: Callable[[], bool]) -> None:
        while not self._stopping.is_set():
            try:
                pause = 0.0 if step() else PAUSE
            except SQLAlchemyError:
                log.exception("%s: the database failed; nothing is lost, trying again", step.__name__)
                pause = AFTER_TROUBLE
            except Exception:
                log.exception("%s: unexpected; trying again", step.__name__)
                pause = AFTER_TROUBLE
            self._stopping.wait(pause)

    def _source(self, session: Session, account: Account) -> Source:
        return open_source(session, account, self._runtime.sealer)

    def _publisher(self, account_id: int) -> Publisher:
        with self._runtime.database.read() as session:
            return make_publisher(session, session.get_one(Account, account_id), self._runtime.sealer)
