"""The machine the numbers come from: they mean nothing without it."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from tests.support.processes import find_program

PROC = Path("/proc")
LIBRARIES = ("streamlit", "sqlalchemy", "scikit-learn", "numpy", "psycopg", "uvicorn", "playwright")


def facts() -> dict[str, object]:
    """Cores, versions, and how busy the machine is with other work at this moment."""
    return {
        "cores": os.cpu_count(),
        "cores_usable": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "processor": _processor(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "chromium": _said("chromium", "chromium-browser", "google-chrome"),
        "libraries": {name: version(name) for name in LIBRARIES},
        "load": load(),
    }


def load() -> float:
    """Processes that wanted a core in the last minute, ours included."""
    return round(os.getloadavg()[0], 2)


def shared(before: float) -> str:
    """A sentence on how much of the machine was ours, from the load before we began."""
    cores = os.cpu_count() or 1
    if before < cores * 0.15:
        return "the machine was idle before the run"
    return f"shared machine: other work had a load of {before} on {cores} cores before the run; times are upper bounds"


def family(pid: int) -> dict[int, str]:
    """The processes below this one, at any depth, with their command lines."""
    printed = subprocess.run(["ps", "-axo", "pid=,ppid=,args="], check=True, capture_output=True, text=True).stdout
    known = [line.split(maxsplit=2) for line in printed.splitlines()]
    below = set(_below(pid, [(int(child), int(parent)) for child, parent, *_ in known]))
    return {int(child): " ".join(words) for child, _, *words in known if int(child) in below}


def rss_mb(pid: int) -> float:
    """Resident memory in MiB, pages shared with others included."""
    return int(_ps(pid, "rss=")) / 1024


def pss_mb(pid: int) -> float | None:
    """Memory in MiB with shared pages divided among those who share them; None where the system does not say."""
    try:
        lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), None)


def cpu_seconds(pid: int) -> float:
    """Processor time a process has used so far."""
    if PROC.is_dir():
        fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    seconds = 0.0
    for part in _ps(pid, "time=").split(":"):
        seconds = seconds * 60 + float(part)
    return seconds


def _below(pid: int, pairs: list[tuple[int, int]]) -> Iterator[int]:
    for child, parent in pairs:
        if parent == pid:
            yield child
            yield from _below(child, pairs)


def _ps(pid: int, column: str) -> str:
    done = subprocess.run(["ps", "-o", column, "-p", str(pid)], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def _processor() -> str:
    try:
        lines = (PROC / "cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


def _said(*programs: str) -> str:
    program = find_program(*programs)
    if program is None:
        return "not installed"
    return subprocess.run([program, "--version"], check=False, capture_output=True, text=True).stdout.strip()
