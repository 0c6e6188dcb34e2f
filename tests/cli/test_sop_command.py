"""``simak sop`` for an office that chooses among procedures, brings its own, and asks whether it has the people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from responses import sops
from responses.models import Person
from tests.cli.conftest import Simak
from tests.support.world import World

GOOD = (sops.SHIPPED / "magelang_2022_komentar.v2.toml").read_text("utf-8")
OWN = GOOD.replace("magelang-2022-komentar", "arunika-2026-komentar")


@pytest.fixture
def sop(tmp_path: Path) -> Simak:
    """The procedures need no database."""
    return Simak(tmp_path / "var", f"sqlite:///{tmp_path}/none.db")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the office keeps its own procedures."""
    (tmp_path / "sop").mkdir()
    return tmp_path / "sop"


def test_the_shipped_procedures_have_no_findings(sop: Simak) -> None:
    answer = json.loads(sop("sop", "check", "--json").stdout)
    assert (answer["ok"], answer["procedures"], answer["findings"]) == (True, 14, 0)
    by_key = {entry["key"]: entry for entry in answer["sop"]}
    assert len(by_key) == 14
    website = by_key["jateng-2021-website"]
    assert (website["version"], website["steps"], website["minutes"]) == (1, 11, 210)
    assert (by_key["magelang-2022-komentar"]["version"], by_key["magelang-2022-komentar"]["minutes"]) == (2, 70)


def test_the_minutes_of_every_procedure_are_added_up(sop: Simak) -> None:
    lines = sop("sop", "check").stdout.splitlines()
    assert lines[-1] == "14 prosedur diperiksa, tidak ada temuan."
    assert any("magelang-2022-foto-video" in line and "165 menit kerja, hari yang sama" in line for line in lines)
    assert any("madiun-2020-mendesak" in line and "1440 menit berjalan" in line for line in lines)
    assert any("madiun-2020-konten" in line and "tanpa menit" in line for line in lines)


def test_a_file_of_the_office_is_checked_with_the_rest(sop: Simak, folder: Path) -> None:
    own = folder / "arunika.toml"
    own.write_text(OWN, "utf-8")
    command = ("sop", "check", "--folder", str(folder))
    assert "15 prosedur diperiksa" in sop(*command).stdout
    own.write_text(OWN.replace('no = "draf"', 'no = "unggah"'), "utf-8")
    refused = sop(*command)
    assert refused.returncode == 1
    assert refused.stderr.startswith("Gagal: Berkas SOP tidak dapat dipakai. arunika.toml: step 'koreksi'")


def test_every_broken_file_is_named_with_step_and_reason(sop: Simak, folder: Path) -> None:
    (folder / "a.toml").write_text(OWN.replace('no = "draf"', 'no = "unggah"'), "utf-8")
    (folder / "b.toml").write_text(OWN.replace("minutes = 10", "minutes = -1"), "utf-8")
    (folder / "c.toml").write_text("#" * 5_000_000, "utf-8")
    refused = sop("sop", "check", "--folder", str(folder))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "a.toml: step 'koreksi': no points to 'unggah', which is not an earlier step" in refused.stderr
    assert "b.toml: step 'perintah': minutes: -1 is not above zero" in refused.stderr
    assert "c.toml: the file is larger than 256 KB" in refused.stderr
    assert "Traceback" not in refused.stderr
    answer = json.loads(sop("sop", "check", "--folder", str(folder), "--json").stdout)
    assert (answer["ok"], answer["procedures"], answer["findings"], len(answer["faults"])) == (False, 14, 3, 3)
    assert answer["error"]["code"] == "sop"


def test_a_broken_file_is_said_beside_the_others_and_hides_none(sop: Simak, folder: Path) -> None:
    (folder / "a.toml").write_text("bukan toml [", "utf-8")
    listed = sop("sop", "list", "--folder", str(folder), "--json")
    assert len(json.loads(listed.stdout)["procedures"]) == 14
    assert listed.stderr.startswith("Perhatian: 1 temuan pada berkas SOP.")


def test_a_folder_that_does_not_exist_is_no_empty_folder(sop: Simak, folder: Path) -> None:
    refused = sop("sop", "check", "--folder", str(folder / "tidak-ada"))
    assert refused.returncode == 2
    assert "14 prosedur" not in refused.stdout


def test_a_procedure_is_shown_as_on_paper(sop: Simak) -> None:
    shown = sop("sop", "show", "magelang-2022-komentar").stdout
    assert "KPU Kabupaten Magelang, Nomor 17/HK.03.2/3308/2022, 4 Maret 2022" in shown
    for head in ("Dasar hukum:", "Kualifikasi pelaksana:", "Peralatan/perlengkapan:", "Pencatatan dan pendataan:"):
        assert head in shown
    cells = [[cell.strip() for cell in line.split("│")] for line in shown.splitlines() if line.startswith("│")]
    assert cells[0][1:-1] == ["No", "Kegiatan", "Pelaksana", "Kelengkapan", "Waktu", "Output", "Ketentuan"]
    assert [row[1] for row in cells if row[1].isdigit()] == ["1", "2", "3", "4", "5"]
    assert [row[5] for row in cells if row[1].isdigit()] == ["15 menit", "10 menit", "15 menit", "15 menit", "15 menit"]
    fourth = " ".join(row[7] for row in cells[cells.index(next(row for row in cells if row[1] == "4")) :])
    assert "tidak: kembali ke langkah 3; bukan orang dari langkah 3" in " ".join(fourth.split())
    assert shown.splitlines()[-2] == "Jumlah waktu: 70 menit kerja, hari yang sama."


def test_an_earlier_version_can_still_be_shown(sop: Simak) -> None:
    first = json.loads(sop("sop", "show", "magelang-2022-komentar", "--version", "1", "--json").stdout)
    assert (first["version"], first["printed"]["legal_basis"], first["steps"][1]["roles"]) == (
        1, [], ["pimpinan_redaksi", "wapemred"],
    )  # fmt: skip
    unknown = sop("sop", "show", "magelang-2022-komentar", "--version", "9")
    assert (unknown.returncode, "Versi yang ada: 1, 2" in unknown.stderr) == (1, True)
    assert sop("sop", "show", "tidak-ada").returncode == 2


def test_a_title_full_of_marks_breaks_no_table(sop: Simak, folder: Path) -> None:
    title = "'''Balas [red]merah[/red] | \"segera\"\\n\nlagi'''"
    (folder / "a.toml").write_text(OWN.replace('title = "Membuat draf narasi respons"', f"title = {title}"), "utf-8")
    asked = ("arunika-2026-komentar", "--folder", str(folder))
    assert "[red]merah[/red]" in "".join(sop("sop", "show", *asked, "--json").stdout)
    assert "[red]" in sop("sop", "show", *asked).stdout
    page = sop("sop", "table", "--folder", str(folder)).stdout
    assert r'| 3 | Balas \[red]merah\[/red] \| "segera"\\n lagi | Pelaksana redaksi |' in page
    assert r"\"segera\"" in sop("sop", "draw", *asked).stdout


def test_the_flow_is_drawn_for_graphviz(sop: Simak) -> None:
    drawn = sop("sop", "draw", "madiun-2020-mendesak").stdout
    assert drawn.startswith('digraph "madiun-2020-mendesak" {\n')
    assert '"ratifikasi" -> "jawab" [label="tidak"' in drawn


def test_two_versions_are_compared_step_by_step(sop: Simak) -> None:
    told = sop("sop", "diff", "magelang-2022-komentar").stdout
    assert told.startswith("magelang-2022-komentar v1 → magelang-2022-komentar v2\n")
    assert "    output: Konsep narasi respons → Draft Konten/Konsep narasi respon\n" in told
    assert "    peralatan: + Kamera\n" in told
    back = ("sop", "diff", "magelang-2022-komentar", "--from", "2", "--to", "1", "--json")
    answer = json.loads(sop(*back).stdout)
    assert (answer["from"]["version"], answer["to"]["version"], answer["same"]) == (2, 1, False)
    assert [step["key"] for step in answer["changed"]] == ["lapor", "perintah", "draf", "koreksi", "unggah"]


def test_a_file_of_the_office_is_compared_with_what_it_was_made_from(sop: Simak, folder: Path) -> None:
    own = folder / "arunika.toml"
    own.write_text(OWN.replace("minutes = 10\n", "minutes = 30\n").replace("same_day = true", ""), "utf-8")
    told = sop("sop", "diff", "magelang-2022-komentar", str(own)).stdout
    assert "    hari yang sama: ya → tidak\n" in told
    assert "~ langkah perintah:\n    menit: 10 → 30\n" in told
    same = sop("sop", "diff", str(own), str(own)).stdout
    assert same.endswith("Tidak ada perbedaan isi.\n")


def test_one_version_alone_cannot_be_compared(sop: Simak) -> None:
    refused = sop("sop", "diff", "jateng-2021-website")
    assert refused.returncode == 1
    assert "tidak mempunyai versi sebelum versi 1" in refused.stderr
    missing = sop("sop", "diff", "jateng-2021-website", "hilang.toml")
    assert (missing.returncode, "Traceback" in missing.stderr) == (1, False)


def test_an_office_is_told_whether_it_has_the_people(simak: Simak, office: World) -> None:
    asked = ("sop", "check", "--office", "kab-arunika")
    told = simak(*asked)
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith("KPU Kabupaten Arunika: setiap prosedur dapat dijalankan")
    assert "Perhatian: Langkah “Membuat draf narasi respons”: hanya Raka Pratama" in told.stdout
    _dismiss(office, "raka")
    refused = simak(*asked)
    assert refused.returncode == 1
    assert "Menghalangi: Langkah “Membuat draf narasi respons”: belum ada pemegang peran Pelaksana" in refused.stderr
    answer = json.loads(simak(*asked, "--json").stdout)
    assert (answer["ok"], answer["office"], answer["error"]["code"]) == (False, "kab-arunika", "staffing")
    komentar = next(one for one in answer["procedures"] if one["key"] == "magelang-2022-komentar")
    assert komentar["purposes"] == ["ordinary"]
    assert {"kind": "nobody", "blocks": True, "step": "draf"}.items() <= komentar["findings"][0].items()


def test_an_unknown_office_is_refused(simak: Simak, office: World) -> None:
    refused = simak("sop", "check", "--office", "kab-lain")
    assert refused.returncode == 1
    assert "Kantor yang dikenal: kab-arunika" in refused.stderr


def _dismiss(office: World, who: str) -> None:
    with office.database.write() as session:
        session.get_one(Person, office.people[who]).active = False
