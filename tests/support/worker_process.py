"""A real worker in a process of its own, to be killed: ``python -m tests.support.worker_process LEASE_SECONDS``."""

from __future__ import annotations

import sys
from datetime import timedelta

from console.cli.parts import open_runtime
from console.worker import Worker

if __name__ == "__main__":
    Worker(open_runtime(), lease=timedelta(seconds=float(sys.argv[1]))).run()
