"""Writes constraints.txt: the newest versions that fit together on the oldest Python we promise.

Run by ``make constraints`` with a fresh virtual environment's Python. The running Python may be newer than the
oldest one, and some libraries ask for a later patch release than a Debian still has.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OLDEST_PYTHON = "3.11.0"
HEADER = "# Every package of Simak and its tests. Written by: make constraints"


def main(folder: Path) -> None:
    """Resolve, pin, install what was pinned into this environment and check that it fits."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["build-system"]["requires"], *project["project"]["dependencies"]]
    wanted += project["project"]["optional-dependencies"]["dev"]
    pins = sorted(_resolve(wanted, folder), key=str.lower)
    _pip("install", *pins)
    _pip("check")
    (ROOT / "constraints.txt").write_text("\n".join([HEADER, *pins, ""]), encoding="utf-8")


def _resolve(wanted: list[str], folder: Path) -> list[str]:
    report = folder / "report.json"
    target = ["--only-binary=:all:", f"--python-version={OLDEST_PYTHON}", f"--target={folder / 'target'}"]
    _pip("install", "--dry-run", "--ignore-installed", *target, f"--report={report}", *wanted)
    chosen = [entry["metadata"] for entry in json.loads(report.read_text(encoding="utf-8"))["install"]]
    return [f"{package['name']}=={package['version']}" for package in chosen]


def _pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "--quiet", *arguments]
    subprocess.run(command, check=True)  # noqa: S603 - only names and versions from our own files


if __name__ == "__main__":
    main(Path(sys.argv[1]))
