"""``simak guard``: a text is checked from a file or standard input, and a labelled file is measured."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.db import Database
from responses.guard.office import OfficeGuard
from responses.guard.store import set_guard
from responses.state import SIMAK
from tests.cli.conftest import Simak
from tests.guard.test_examples import EXAMPLES
from tests.support.world import make_world


@pytest.fixture
def simak(tmp_path: Path) -> Simak:
    """Without an office no database is opened."""
    return Simak(tmp_path / "var", f"sqlite:///{tmp_path}/none.db")


def test_findings_are_shown_with_the_words_they_are_about(simak: Simak):
    done = simak("guard", "check", "-", stdin="Kami jamin beres, hubungi 081234567890.")
    assert done.returncode == 0
    assert "[Menghalangi] Nomor telepon: “081234567890”" in done.stdout
    assert "[Perlu diakui] Jaminan yang sukar ditepati: “Kami jamin”" in done.stdout


def test_a_file_is_checked_for_its_platform_and_stage(simak: Simak, tmp_path: Path):
    draft = tmp_path / "naskah.txt"
    draft.write_text("Debat pasangan calon nomor urut 2: https://kpu.go.id", "utf-8")
    command = ("guard", "check", str(draft), "--platform", "x", "--stage", "masa_tenang", "--content", "--json")
    found = json.loads(simak(*command).stdout)["findings"]
    assert [one["rule"] for one in found] == ["nama-peserta", "tautan-berbiaya"]
    assert found[0]["spans"] == [[21, 33]]
    assert json.loads(simak("guard", "check", str(draft), "--json").stdout)["findings"] == []


def test_the_lists_of_an_office_count(database: Database, database_url: str, tmp_path: Path):
    world = make_world(database)
    with database.write() as session:
        set_guard(session, world.office_id, OfficeGuard(words=("studi banding",)), SIMAK, world.now)
    command = ("guard", "check", "-", "--office", "kab-arunika")
    assert "Kata yang diawasi kantor" in Simak(tmp_path / "var", database_url)(*command, stdin="Studi banding.").stdout


def test_a_labelled_file_is_measured_part_by_part(simak: Simak):
    parts = json.loads(simak("guard", "evaluate", str(EXAMPLES), "--json").stdout)["parts"]
    assert set(parts) == {"tune", "held_out"}
    assert parts["tune"]["precision"] == parts["tune"]["recall"] == 1
    assert sum(part["examples"] for part in parts.values()) >= 120


def test_what_cannot_be_read_is_refused_with_a_reason(simak: Simak, tmp_path: Path):
    missing = simak("guard", "check", str(tmp_path / "tiada.txt"), "--json")
    assert (missing.returncode, json.loads(missing.stdout)["error"]["code"]) == (1, "disk")
    wrong = tmp_path / "salah.toml"
    wrong.write_text('a = [{ text = "x" }]', "utf-8")
    refused = simak("guard", "evaluate", str(wrong), "--json")
    assert (refused.returncode, json.loads(refused.stdout)["error"]["code"]) == (1, "bad_examples")
