"""Workers to be killed, a thousand of them: everything is imported once and each line of input forks one.

``python -m tests.bench.worker_nursery LEASE_SECONDS`` answers each line with the process id of a worker that runs as
``simak work`` does. They end with this process, and this one ends when its input closes.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from datetime import timedelta

from console.cli.parts import open_runtime
from console.worker import Worker


def main(lease: timedelta) -> None:
    """Fork on every line."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    watched, held = os.pipe()
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            os.close(held)
            _work(lease, watched)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


def _work(lease: timedelta, watched: int) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, args=(watched,), daemon=True).start()
    Worker(open_runtime(), lease=lease).run()
    os._exit(0)


def _end_with_parent(watched: int) -> None:
    os.read(watched, 1)
    os._exit(1)


if __name__ == "__main__":
    main(timedelta(seconds=float(sys.argv[1])))
