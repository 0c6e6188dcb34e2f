"""``simak serve`` keeps a worker process beside the console, so that judging never slows a screen.

The worker watches a pipe from the console: when the console dies, however it dies, the pipe closes and the
worker ends. When the worker dies, the console starts another one, later each time it dies at once.
"""

from __future__ import annotations

import contextlib
import logging
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

log = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "console", "work", "--until-stdin-closes")
PAUSES = (0.5, 2.0, 10.0, 30.0)
"""Seconds before the next start; the last one repeats."""
STEADY = 60.0
"""A worker that lived this long had no trouble starting; pauses begin anew."""
GRACE = 30.0


@contextlib.contextmanager
def worker_beside() -> Iterator[None]:
    """Run a worker for as long as the block lasts."""
    keeper = _Keeper()
    thread = threading.Thread(target=keeper.run, name="worker-keeper", daemon=True)
    thread.start()
    try:
        yield
    finally:
        keeper.stop()
        thread.join(GRACE + 5)


class _Keeper:
    """Starts the worker, and starts it again when it ends."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def run(self) -> None:
        """Keep a worker running until ``stop``."""
        deaths = 0
        while not self._stopping.is_set():
            started = time.monotonic()
            code = self._once()
            if self._stopping.is_set():
                return
            deaths = 0 if time.monotonic() - started > STEADY else deaths + 1
            log.error("the worker ended with code %s; starting another one, no work is lost", code)
            self._stopping.wait(PAUSES[min(deaths, len(PAUSES) - 1)])

    def stop(self) -> None:
        """End the worker: it is asked first and killed when it does not answer."""
        with self._lock:
            self._stopping.set()
            process = self._process
        if process is not None and process.poll() is None:
            _end(process)

    def _once(self) -> int:
        with self._lock:
            if self._stopping.is_set():
                return 0
            try:
                self._process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE)  # noqa: S603 - our own program
            except OSError as error:
                log.error("the worker cannot be started: %s", error)  # noqa: TRY400 - the cause is outside
                return error.errno or 1
        return self._process.wait()


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.stdin is not None:
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
