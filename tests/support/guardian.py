"""Runs one server as a child and ends it, with everything it forked, when whoever started us is gone.

Our standard input is a pipe nobody writes to: it closes when the test process ends, however it ends, kill -9
included. Usage: ``python guardian.py STOP_SIGNAL USER_OR_DASH COMMAND...``
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading


def main(arguments: list[str]) -> None:
    """Start the command and stay until it ends or standard input closes."""
    stop_signal, user, *command = arguments
    child = _start(command, None if user == "-" else user)
    watcher = threading.Thread(target=_end_with, args=(child,))
    watcher.start()
    sys.stdin.buffer.read()
    child.send_signal(signal.Signals[stop_signal])
    watcher.join(timeout=5)
    _kill_group(child.pid)


def _start(command: list[str], user: str | None) -> subprocess.Popen[bytes]:
    groups: list[str] | None = None if user is None else []
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, start_new_session=True, user=user, group=user, extra_groups=groups
    )


def _end_with(child: subprocess.Popen[bytes]) -> None:
    code = child.wait()
    _kill_group(child.pid)
    os._exit(code if code >= 0 else 128 - code)


def _kill_group(group: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1:])
