"""Registering the first people of a real office."""

from __future__ import annotations

import json

from ingest.db import Database
from tests.cli.conftest import Simak
from tests.support.world import World

ADD = ("people", "add", "--username", "ratna", "--name", "Ratna Dewi", "--password-stdin")
PASSWORD = "empat kata yang acak\n"


def usernames(simak: Simak) -> list[str]:
    return [person["username"] for person in json.loads(simak("people", "list", "--json").stdout)["people"]]


def test_the_first_administrator_is_registered_from_the_command_line(simak: Simak, office: World) -> None:
    done = simak(*ADD, "--role", "pengelola", "--role", "admin_medsos", stdin=PASSWORD)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Ratna Dewi terdaftar sebagai Pengelola sistem, Admin medsos." in done.stdout
    assert "ratna" in usernames(simak)


def test_an_unknown_role_is_a_usage_error_that_lists_the_known_ones(simak: Simak, office: World) -> None:
    refused = simak(*ADD, "--role", "presiden", stdin=PASSWORD)
    assert refused.returncode == 2
    assert "pimpinan_redaksi" in refused.stderr


def test_a_weak_password_registers_nobody(simak: Simak, office: World) -> None:
    refused = simak(*ADD, "--role", "pelaksana", "--json", stdin="12345\n")
    assert refused.returncode == 1
    assert json.loads(refused.stdout)["error"]["code"] == "weak_password"
    assert "ratna" not in usernames(simak)


def test_a_name_that_is_taken_is_refused_in_indonesian(simak: Simak, office: World) -> None:
    command = [part.replace("ratna", "dewi") for part in ADD]
    refused = simak(*command, "--role", "pelaksana", stdin=PASSWORD)
    assert refused.returncode == 1
    assert "“dewi” sudah terdaftar" in refused.stderr


def test_without_an_office_the_way_to_one_is_named(simak: Simak, database: Database) -> None:
    refused = simak(*ADD, "--role", "pengelola", stdin=PASSWORD)
    assert refused.returncode == 1
    assert "belum ada satu pun" in refused.stderr
