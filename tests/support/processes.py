"""Server processes that never outlive the test run, free ports, and short private directories for sockets."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

GUARDIAN = Path(__file__).with_name("guardian.py")


class NotReadyError(RuntimeError):
    """A server ended or did not answer in time; the message carries the end of its log."""


class Process:
    """One server and everything it forks, in a process group of its own, ended by ``stop`` or with the test run."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        log: Path,
        environment: Mapping[str, str] | None = None,
        user: str | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.log = log
        guardian = [sys.executable, "-I", "-S", str(GUARDIAN), stop_signal.name, user or "-", *command]
        with log.open("ab") as output:
            self._guardian = subprocess.Popen(
                guardian,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                cwd=log.parent,
                env={**os.environ, **(environment or {})},
            )
        atexit.register(self.stop)

    def wait_until(self, ready: Callable[[], bool], seconds: float = 60) -> None:
        """Ask ``ready`` until it says yes. Raises NotReadyError when the server ends or the time is over."""
        deadline = time.monotonic() + seconds
        while not ready():
            if self._guardian.poll() is not None or time.monotonic() > deadline:
                tail = self.log.read_text(errors="replace")[-2000:]
                self.stop()
                raise NotReadyError(f"{self.log.name} shows no server:\n{tail}")
            time.sleep(0.02)

    def stop(self) -> None:
        """End the server and wait until it is gone; a second call does nothing."""
        atexit.unregister(self.stop)
        if self._guardian.stdin is not None:
            self._guardian.stdin.close()
        self._guardian.wait(timeout=20)


@contextmanager
def short_directory(user: str | None = None) -> Iterator[Path]:
    """A private directory with a path short enough for Unix sockets, owned by ``user``, removed at the end."""
    base = "/tmp" if Path("/tmp").is_dir() else None
    path = Path(tempfile.mkdtemp(prefix="simak-", dir=base))
    try:
        if user is not None:
            shutil.chown(path, user, user)
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def free_port() -> int:
    """A TCP port of the loopback interface that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def find_program(*names: str, folders: Sequence[str] = ()) -> str | None:
    """The first of these programs on PATH or in one of the folders, or None."""
    search = os.pathsep.join([os.environ.get("PATH", ""), *folders, "/usr/sbin", "/usr/local/sbin"])
    return next((found for name in names if (found := shutil.which(name, path=search))), None)
