"""The README tells a newcomer only commands and files that exist."""

from __future__ import annotations

import re
import subprocess
import sysconfig
from pathlib import Path

from tests.repo.files import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
CODE = re.findall(r"```.*?```|`[^`\n]+`", README, re.DOTALL)
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
SIMAK = Path(sysconfig.get_path("scripts")) / "simak"


def told(pattern: str) -> list[str]:
    """What the code of the README says, each thing once."""
    return sorted({hit for code in CODE for hit in re.findall(pattern, code)})


def test_the_readme_tells_the_two_commands_of_a_fresh_machine():
    assert {"run", "test"} <= set(told(r"\bmake ([a-z]+)"))


def test_every_make_command_of_the_readme_exists():
    assert set(told(r"\bmake ([a-z]+)")) <= TARGETS


def test_every_simak_command_of_the_readme_exists():
    commands = told(r"(?<![\w/-])(?:\.venv/bin/)?simak ((?:[a-z][a-z-]*)(?: [a-z][a-z-]+(?![\w./]))?)")
    asked = {words: subprocess.run([SIMAK, *words.split(), "--help"], check=False) for words in commands}
    assert commands
    assert [words for words, done in asked.items() if done.returncode != 0] == []


def test_every_link_of_the_readme_leads_somewhere():
    links = set(re.findall(r"\]\((?!https?:|#)([^)#\s]+)", README))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
