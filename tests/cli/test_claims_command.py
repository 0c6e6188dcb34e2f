"""``simak claims``: added, imported, listed and matched from the command line, with and without a database."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from tests.cli.conftest import Simak
from tests.support.world import World

REGISTRY = (
    "id,text,wordings,verdict,publisher\n"
    "kardus,Kotak suara kardus mudah ditukar isinya.,kotak kardus gampang dituker,salah,Periksa\n"
    "tinta,Tinta pemilu mengandung racun berbahaya.,,Mbuh,Periksa\n"
    "kosong,,,salah,Periksa\n"
)


def answer(simak: Simak, *arguments: str, code: int = 0) -> dict[str, Any]:
    done = simak("claims", *arguments, "--json")
    assert done.returncode == code, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def test_claims_are_imported_from_files_listed_and_matched(simak: Simak, office: World, tmp_path: Path):
    registry, broken = tmp_path / "klaim.csv", tmp_path / "rusak.csv"
    registry.write_text(REGISTRY, "utf-8")
    broken.write_text("nomor,isi\n1,2\n", "utf-8")
    report = answer(simak, "import", "--format", "csv", str(broken), str(registry), code=1)
    assert report["ok"] is False
    failed, done = report["files"]
    assert "Kolom id dan text" in failed["error"]
    assert (done["new"], [one["where"] for one in done["refused"]]) == (2, ["baris 4"])
    assert "Mbuh" in done["remarks"][0]["reason"]
    listed = answer(simak, "list", "--verdict", "salah")["claims"]
    assert [(one["key"], one["origin"], one["suggested"]) for one in listed] == [("kardus", "csv", 0)]
    first = answer(simak, "match", "--text", "min itu kotak suara k4rdus gampang banget dituker isinya ya")["matches"][
        0
    ]
    assert (first["key"], first["verdict"], first["level"]) == ("kardus", "salah", "flag")
    assert 0 < first["score"] <= 1
    assert first["terms"]


def test_what_an_import_did_is_said_to_a_person(simak: Simak, office: World, tmp_path: Path):
    feed = tmp_path / "umpan.xml"
    title = "<title>[SALAH] Kotak suara ditukar</title><link>https://periksa.example/1</link>"
    head = '<rss version="2.0"><channel><title>Periksa</title>'
    feed.write_text(f"{head}<item>{title}</item><item><title>Kabar</title></item></channel></rss>", "utf-8")
    done = simak("claims", "import", "--format", "rss", str(feed))
    assert done.stdout.splitlines() == [
        "umpan.xml: 1 baru, 0 berubah, 0 tetap, 0 dibiarkan, 1 ditolak.",
        "  butir 2 ditolak: Judul dan kategori tidak menyebut putusan; tidak dicatat sebagai klaim.",
    ]
    feed.write_text(f"{head}<item>{title.replace('SALAH', 'SEBAGIAN BENAR')}</item></channel></rss>", "utf-8")
    again = simak("claims", "import", "--format", "rss", str(feed), str(tmp_path / "tidak-ada.xml"))
    assert again.returncode == 1
    assert "0 baru, 1 berubah" in again.stdout
    assert "Putusan 1 klaim berubah; 0 komentar perlu dilihat lagi." in again.stdout
    assert "tidak-ada.xml: gagal." in again.stdout


def test_a_claim_is_added_by_hand_and_a_bad_one_refused(simak: Simak, office: World):
    added = simak(
        "claims", "add", "TPS tutup jam dua.", "--verdict", "menyesatkan", "--published-on", "2026-11-10",
        "--wording", "coblosan sampe jam 2", "--wording", "tps tutup jam 14", "--key", "tps-tutup",
    )  # fmt: skip
    assert "TPS tutup jam dua. (Menyesatkan)" in added.stdout
    assert answer(simak, "list", "--search", "coblosan")["claims"][0]["published_on"] == "2026-11-10"
    again = simak("claims", "add", "TPS tutup jam dua.", "--verdict", "salah", "--key", "tps-tutup")
    assert (again.returncode, "sudah ada di daftar" in again.stderr) == (1, True)


def test_files_are_matched_without_a_database(tmp_path: Path):
    simak = Simak(tmp_path / "var", "sqlite:////tidak/ada/simak.db")
    registry, queries, output = (tmp_path / name for name in ("klaim.csv", "tanya.csv", "hasil.csv"))
    registry.write_text(REGISTRY, "utf-8")
    asked = 'q1;kotak suara kardus gampang ditukar\nq2;\nq3;"tinta beracun min\nbahaya"\nq4\nq5;zzz qqq\n'
    queries.write_text(f"query_id;text\n{asked}", "utf-8")
    given = ("--registry", str(registry), "--input", str(queries), "--output", str(output))
    report = answer(simak, "match", *given, "--top", "1")
    assert (report["claims"], report["queries"]) == (2, 4)
    assert [one["where"] for one in report["refused"]] == ["klaim.csv, baris 4", "tanya.csv, baris 6"]
    with output.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["query_id", "rank", "claim_id", "score"]
    assert [(row["query_id"], row["rank"], row["claim_id"]) for row in rows] == [
        ("q1", "1", "kardus"), ("q3", "1", "tinta"),
    ]  # fmt: skip
    assert not (tmp_path / "var").exists()


def test_a_match_of_half_the_files_says_what_is_missing(tmp_path: Path):
    simak = Simak(tmp_path / "var", "sqlite:////tidak/ada/simak.db")
    refused = answer(simak, "match", "--registry", str(tmp_path / "klaim.csv"), code=1)["error"]
    assert (refused["code"], "bersama-sama" in refused["detail"]) == ("missing_input", True)
