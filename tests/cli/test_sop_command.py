"""``simak sop`` for an office that brings its own procedures."""

from __future__ import annotations

import json
from pathlib import Path

from responses import sops
from tests.cli.conftest import Simak

GOOD = (sops.SHIPPED / "magelang_2022_komentar.v1.toml").read_text("utf-8")


def simak_in(tmp_path: Path) -> Simak:
    """The procedures need no database."""
    return Simak(tmp_path / "var", f"sqlite:///{tmp_path}/none.db")


def test_the_shipped_procedures_have_no_findings(tmp_path: Path) -> None:
    answer = json.loads(simak_in(tmp_path)("sop", "check", "--json").stdout)
    assert answer == {"ok": True, "procedures": 3, "findings": 0}


def test_a_file_of_the_office_is_checked_with_the_rest(tmp_path: Path) -> None:
    (tmp_path / "sop").mkdir()
    own = tmp_path / "sop" / "arunika.toml"
    own.write_text(GOOD.replace("magelang-2022-komentar", "arunika-2026-komentar"), "utf-8")
    command = ("sop", "check", "--folder", str(own.parent))
    assert "4 prosedur diperiksa" in simak_in(tmp_path)(*command).stdout
    own.write_text(GOOD.replace("magelang-2022-komentar", "arunika").replace('no = "draf"', 'no = "unggah"'), "utf-8")
    refused = simak_in(tmp_path)(*command)
    assert refused.returncode == 1
    assert refused.stderr.startswith("Gagal: Berkas SOP tidak dapat dipakai. arunika.toml: step 'koreksi'")


def test_a_procedure_is_shown_as_a_table(tmp_path: Path) -> None:
    shown = simak_in(tmp_path)("sop", "show", "magelang-2022-komentar").stdout
    assert (
        "2. Menerima laporan dan memerintahkan pelaksana | Pimpinan redaksi / Wakil pimpinan redaksi | 10 menit"
        in shown
    )
    assert "tidak → draf" in shown
