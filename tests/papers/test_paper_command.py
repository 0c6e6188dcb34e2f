"""``simak paper`` as an administrator uses it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.db import Database
from tests.cli.conftest import Simak
from tests.papers.samples import docx_text, pages_of
from tests.support.world import World, make_world


@pytest.fixture
def simak(database_url: str, tmp_path: Path) -> Simak:
    return Simak(tmp_path / "var", database_url)


@pytest.fixture
def office(simak: Simak, database: Database) -> World:
    return make_world(database)


def test_a_paper_is_issued_listed_and_saved(simak: Simak, office: World, tmp_path: Path) -> None:
    office.approved_case()
    new = ("people", "add", "--username", "rani", "--name", "Rani Lestari", "--role", "admin_medsos")
    assert simak(*new, "--password-stdin", stdin="kucing-lompat-pagar-97").returncode == 0
    issued = simak("paper", "issue", "2026-0001", "lembar_konfirmasi", "--by", "rani")
    assert issued.returncode == 0, issued.stderr
    assert "Lembar konfirmasi tanggapan, nomor 1/HM.03-LKT/" in issued.stdout
    listed = json.loads(simak("paper", "list", "2026-0001", "--json").stdout)
    assert listed["possible"] == ["lembar_konfirmasi", "disposisi"]
    (paper,) = listed["papers"]
    for suffix in ("pdf", "docx"):
        saved = simak("paper", "save", str(paper["id"]), str(tmp_path / f"lembar.{suffix}"))
        assert saved.returncode == 0, saved.stderr
    assert paper["number"] in pages_of((tmp_path / "lembar.pdf").read_bytes())[0]
    assert paper["number"] in docx_text((tmp_path / "lembar.docx").read_bytes())
    assert simak("audit", "verify").returncode == 0


def test_what_cannot_be_issued_is_said_in_indonesian(simak: Simak, office: World, tmp_path: Path) -> None:
    office.report(office.comment())
    refused = simak("paper", "issue", "2026-0001", "disposisi", "--by", "dewi")
    assert (refused.returncode, "belum ada disposisi" in refused.stderr) == (1, True)
    assert "Tidak ada orang" in simak("paper", "issue", "2026-0001", "disposisi", "--by", "siapa").stderr
    assert "2026-9999" in simak("paper", "list", "2026-9999").stderr
    assert simak("paper", "save", "1", str(tmp_path / "lembar.txt")).returncode == 2
    assert "Lembar itu tidak ada" in simak("paper", "save", "1", str(tmp_path / "lembar.pdf")).stderr
