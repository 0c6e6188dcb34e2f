"""The code is in the house style, fully typed, and keeps its floors apart."""

from __future__ import annotations

import subprocess
import sysconfig
from pathlib import Path

import pytest

from tests.repo.files import ROOT

SCRIPTS = Path(sysconfig.get_path("scripts"))
CHECKS = {
    "ruff check": ("ruff", "check", "."),
    "ruff format": ("ruff", "format", "--check", "."),
    "mypy": ("mypy",),
    "import-linter": ("lint-imports",),
}


@pytest.mark.parametrize("command", CHECKS.values(), ids=list(CHECKS))
def test_a_tool_finds_nothing(command: tuple[str, ...]):
    program, *arguments = command
    done = subprocess.run([SCRIPTS / program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
