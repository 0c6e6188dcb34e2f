"""``simak template``: texts are loaded, listed, saved, retired and suggested from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.db import Database
from responses.templates import starter
from tests.cli.conftest import Simak
from tests.support.world import make_world


@pytest.fixture
def simak(database: Database, database_url: str, tmp_path: Path) -> Simak:
    make_world(database)
    return Simak(tmp_path / "var", database_url)


def test_the_starter_set_is_loaded_listed_and_suggested(simak: Simak):
    assert f"{len(starter())} templat" in simak("template", "starter").stdout
    listed = json.loads(simak("template", "list", "--kind", "faq", "--json").stdout)["texts"]
    assert len(listed) == sum(one.kind.value == "faq" for one in starter())
    suggested = json.loads(simak("template", "suggest", "min cek dpt dmn ya", "--json").stdout)["suggestions"]
    assert suggested[0]["key"] == "faq-cek-dpt"


def test_a_text_is_saved_changed_by_its_version_and_retired(simak: Simak):
    assert "versi 1" in simak("template", "save", "salam", "--title", "Salam", stdin="Halo {nama}.\n").stdout
    again = simak("template", "save", "salam", "--title", "Salam", "--version", "1", stdin="Hai {nama}.\n")
    assert "versi 2" in again.stdout
    assert "Hai {nama}." in simak("template", "show", "salam").stdout
    stale = simak("template", "retire", "salam", "--version", "1", "--json")
    assert (stale.returncode, json.loads(stale.stdout)["error"]["code"]) == (1, "stale")
    assert simak("template", "retire", "salam", "--version", "2").returncode == 0
    assert "Belum ada templat" in simak("template", "list").stdout
    assert "tidak dipakai lagi" in simak("template", "list", "--all").stdout


def test_an_unknown_variable_is_refused_with_a_reason(simak: Simak):
    refused = simak("template", "save", "salam", "--title", "Salam", "--json", stdin="Halo {name}")
    error = json.loads(refused.stdout)["error"]
    assert (refused.returncode, error["code"]) == (1, "bad_template")
    assert "{name} tidak dikenal" in error["detail"]
