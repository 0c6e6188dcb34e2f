"""Nothing runs on a database of another age, and the way out is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Simak

COMMANDS = (("people", "list"), ("ingest", "run"), ("classify", "run"), ("publish", "run"), ("audit", "verify"),
            ("account", "list"), ("work", "--once"), ("serve",))  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_says_that_the_schema_must_be_upgraded_first(tmp_path: Path, command: tuple[str, ...]) -> None:
    simak = Simak(tmp_path / "var", f"sqlite:///{tmp_path}/baru.db")
    told = simak(*command)
    assert told.returncode == 4
    assert "simak db upgrade" in told.stderr
    assert not (tmp_path / "baru.db").exists()


def test_a_machine_is_told_in_english(blank_database_url: str, tmp_path: Path) -> None:
    told = Simak(tmp_path / "var", blank_database_url)("audit", "verify", "--json")
    assert told.returncode == 4
    assert json.loads(told.stdout)["error"]["code"] == "old_schema"
    assert "run `simak db upgrade`" in json.loads(told.stdout)["error"]["message"]


def test_upgrading_twice_is_harmless(blank_database_url: str, tmp_path: Path) -> None:
    simak = Simak(tmp_path / "var", blank_database_url)
    assert json.loads(simak("db", "status", "--json").stdout)["current"] is False
    for _ in range(2):
        assert simak("db", "upgrade").returncode == 0
    assert json.loads(simak("db", "status", "--json").stdout)["current"] is True


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("SIMAK_PORT", "delapan", "SIMAK_PORT: 'delapan' is no port number"),
        ("SIMAK_DATABASE_URL", "mysql://x/y", "mysql is not supported"),
        ("SIMAK_DATABASE_URL", "::", "no database address"),
        ("SIMAK_PUBLIC_URL", "simak.example", "must begin with http"),
        ("SIMAK_DATABASE_URL_FILE", "/nowhere/at/all", "cannot read /nowhere/at/all"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    simak = Simak(tmp_path / "var", f"sqlite:///{tmp_path}/baru.db")
    monkeypatch.setattr(
        "tests.cli.conftest.environment_in",
        lambda var, url: {"SIMAK_VAR": str(var), "SIMAK_DATABASE_URL": url} | {name: value},
    )
    answer = simak("db", "status")
    assert answer.returncode == 1
    assert told in answer.stderr
