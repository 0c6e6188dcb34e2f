"""The real ``simak serve`` beside the benchmark: console and worker as an office runs them."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

from tests.bench import machine
from tests.support.processes import Process, free_port
from tests.support.site_office import environment_in

LOOK_EVERY = 0.02
SURE_AFTER = 0.5
"""Seconds after which a console that could not have its port, because somebody else answers there, is gone."""
OURS = re.compile(r"^\S+ -m console (serve|work --until-stdin-closes)$")


@dataclass(frozen=True)
class Running:
    """A console that answers, and how long it took to."""

    url: str
    seconds_to_ready: float
    processes: tuple[int, ...]
    """Console and worker, by process id."""


@contextmanager
def serving(var: Path, database_url: str) -> Iterator[Running]:
    """Start ``simak serve`` and end it with its worker."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {**environment_in(var, database_url), "SIMAK_PORT": str(port)}
    began = time.perf_counter()
    process = Process([sys.executable, "-m", "console", "serve"], log=var / "serve.log", environment=environment)
    try:
        while not _healthy(url):
            process.wait_until(lambda: True)
            time.sleep(LOOK_EVERY)
        ready = time.perf_counter() - began
        found = _console_and_worker()
        time.sleep(SURE_AFTER)
        if _console_and_worker() != found:
            raise AssertionError(f"the console did not stay: {(var / 'serve.log').read_text()[-2000:]}")
        yield Running(url, ready, found)
    finally:
        process.stop()


def _healthy(url: str) -> bool:
    try:
        return httpx2.get(f"{url}/healthz", timeout=5).status_code == 200
    except httpx2.TransportError:
        return False


def _console_and_worker() -> tuple[int, ...]:
    """Both processes; the worker is started by the console and may come a moment later."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        family = sorted((words, pid) for pid, words in machine.family(os.getpid()).items() if OURS.search(words))
        found = tuple(pid for _, pid in family)
        if len(found) == 2:
            return found
        time.sleep(0.05)
    raise AssertionError("console and worker are not both there")
