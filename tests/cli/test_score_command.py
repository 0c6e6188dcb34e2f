"""``simak classify score`` and ``explain``: a file in, the same rows with every label out; one text told in full."""

from __future__ import annotations

import csv
import json
import os
import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest
import xlsxwriter
from typer.testing import CliRunner

from classify.claims.imported import ImportedClaim
from classify.kinds import ClaimVerdict
from classify.scoring import COLUMNS
from console.cli import app, judges, scoring
from ingest.db import Database
from responses import claims
from responses.state import SIMAK
from tests.cli.conftest import Simak
from tests.support.world import make_world

TEXTS = (
    "min, kapan hasil seleksi KPPS diumumkan?", "=SUM(1;2) slot gacor maxwin, daftar lewat link di bio", "", "😂",
    "petugas TPS 12 diancam pakai parang sekarang, tolong!",
)  # fmt: skip


@pytest.fixture
def bare(tmp_path: Path) -> Simak:
    """The command without any database."""
    return Simak(tmp_path / "var", f"sqlite:///{tmp_path / 'tiada.db'}")


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """The command within this process, without any database; its model is a damaged file."""
    monkeypatch.setenv("SIMAK_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("SIMAK_DATABASE_URL", f"sqlite:///{tmp_path / 'tiada.db'}")
    (tmp_path / "var" / "model").mkdir(parents=True)
    (tmp_path / "var" / "model" / "default.npz").write_bytes(b"rusak")
    return CliRunner()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "masuk.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(
            [["id", "teks", "topic"], *([n, t, "x"] for n, t in enumerate(TEXTS))]
        )
    return path


def arguments(source: Path, output: Path, *more: str, column: str = "teks") -> list[str]:
    return ["classify", "score", "--input", str(source), "--text-column", column, "--output", str(output), *more]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_file_comes_back_with_every_label(bare: Simak, source: Path, model_path: Path, tmp_path: Path):
    output = tmp_path / "hasil.csv"
    done = bare(*arguments(source, output, "--model", str(model_path), "--json"))
    result = json.loads(done.stdout)
    rows = rows_of(output)
    assert done.returncode == 0, done.stderr
    assert (result["rows"], result["not_judged"], result["registry"]) == (5, 1, "klaim bawaan Simak")
    assert list(rows[0]) == ["id", "teks", "topic_input", *COLUMNS]
    assert [row["id"] for row in rows] == ["0", "1", "2", "3", "4"]
    assert [row["needs_response"] for row in rows] == ["1", "0", "", "0", "1"]
    assert rows[1]["teks"] == "'=SUM(1;2) slot gacor maxwin, daftar lewat link di bio"
    assert rows[2]["state"].startswith("tidak dapat dinilai: ")
    assert (rows[4]["urgent"], rows[0]["topic"], rows[0]["division"]) == ("1", "badan_adhoc", "sosdiklih")
    assert "diancam" in rows[4]["reasons"]


def test_a_workbook_becomes_json_lines_with_reasons_as_objects(runner: CliRunner, model_path: Path, tmp_path: Path):
    source, output = tmp_path / "masuk.xlsx", tmp_path / "hasil.jsonl"
    with xlsxwriter.Workbook(source) as book:
        book.add_worksheet().write_column(0, 0, ["teks", "server KPU di Singapura sudah disetting 57 persen", 2024])
    done = runner.invoke(app, arguments(source, output, "--model", str(model_path)))
    first, second = [json.loads(line) for line in output.read_text("utf-8").splitlines()]
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("2 baris ditulis ke ")
    assert first["claim_id"] == "simak-12-server-singapura-57-persen"
    assert {"flag", "source", "text", "terms", "spans"} == first["reasons"][0].keys()
    assert (second["teks"], second["p_needs_response"], second["state"]) == (2024, None, "sudah dinilai")


def test_the_registry_of_the_only_office_is_taken(
    runner: CliRunner, database_url: str, database: Database, source: Path, tmp_path: Path
):
    office = make_world(database)
    claim = ImportedClaim("pagi-parang", "Petugas TPS 12 diancam dengan parang.", ClaimVerdict.SALAH)
    with database.write() as session:
        claims.add(session, office.office_id, claim, by=SIMAK, now=datetime.now(UTC))
    environment = {"SIMAK_DATABASE_URL": database_url}
    done = runner.invoke(app, arguments(source, tmp_path / "hasil.csv", "--json"), env=environment)
    assert json.loads(done.stdout)["claims"] == 1
    assert [row["claim_id"] for row in rows_of(tmp_path / "hasil.csv")] == ["", "", "", "", "pagi-parang"]


def test_a_damaged_model_leaves_the_rules_and_says_so_loudly(runner: CliRunner, source: Path, tmp_path: Path):
    registry = tmp_path / "klaim.csv"
    registry.write_text("id,text\nk1,Petugas TPS 12 diancam pakai parang\n")
    output = tmp_path / "hasil.csv"
    done = runner.invoke(app, arguments(source, output, "--registry", str(registry)))
    rows = rows_of(output)
    assert done.exit_code == 1
    assert "PERHATIAN: tidak ada model yang menilai. Berkas model default.npz rusak" in done.stdout
    assert [row["urgent"] for row in rows] == ["", "", "", "", "1"]
    assert rows[0]["state"].startswith("belum dinilai model, hanya aturan: ")
    assert rows[4]["claim_id"] == "k1"
    told = json.loads(runner.invoke(app, arguments(source, output, "--registry", str(registry), "--json")).stdout)
    assert (told["ok"], told["rows"]) == (False, 5)


def test_a_missing_default_model_is_trained_first(runner: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    trained: list[Path] = []
    (tmp_path / "var" / "model" / "default.npz").unlink()
    monkeypatch.setattr(judges, "train", lambda _corpus, folder, _seed: trained.append(folder))
    done = runner.invoke(app, ["classify", "explain", "--text", "halo"])
    assert trained == [tmp_path / "var" / "model"]
    assert "dilatih dari korpus Simak" in done.stderr


@pytest.mark.parametrize(
    ("output", "why"), [("hasil.xlsx", "Akhiran berkas hasil"), ("masuk.csv", "berkas masukan itu sendiri")]
)
def test_an_output_that_cannot_be_written_is_a_wrong_command(
    runner: CliRunner, source: Path, tmp_path: Path, output: str, why: str
):
    before = source.read_bytes()
    done = runner.invoke(app, arguments(source, tmp_path / output), env={"COLUMNS": "300"})
    assert done.exit_code == 2
    assert why in done.stderr
    assert source.read_bytes() == before


def test_a_missing_column_names_those_there_are(runner: CliRunner, source: Path, tmp_path: Path):
    done = runner.invoke(app, arguments(source, tmp_path / "hasil.csv", "--json", column="komentar"))
    error = json.loads(done.stdout)["error"]
    assert done.exit_code == 1
    assert error["code"] == "bad_file"
    assert "Kolom yang ada: id, teks, topic" in error["detail"]
    assert not (tmp_path / "hasil.csv").exists()


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_a_stopped_run_leaves_no_half_file_and_says_so(
    runner: CliRunner, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sign: int, form: list[str],
    request: pytest.FixtureRequest,
):  # fmt: skip
    def stopped(*_: object, **__: object) -> tuple[object, ...]:
        os.kill(os.getpid(), sign)
        return ()

    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a run in the background begins without it
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))
    monkeypatch.setattr(scoring, "values_of", stopped)
    done = runner.invoke(app, arguments(source, tmp_path / "hasil.csv", *form))
    assert done.exit_code == 1
    assert "Dihentikan sebelum selesai" in done.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["masuk.csv", "var"]


def test_one_text_is_told_in_full(runner: CliRunner, model_path: Path):
    text = "petugas TPS 12 diancam pakai parang, server KPU di Singapura sudah disetting 57 persen!"
    asked = ["classify", "explain", "--text", text, "--model", str(model_path)]
    done = runner.invoke(app, asked)
    assert done.exit_code == 0, done.output
    for word in (
        "Mendesak", "Menyinggung SARA", "Sentimen", "Topik", "Tujuan", "simak-12-server-singapura-57-persen",
        "“diancam” (15-22)",
    ):  # fmt: skip
        assert word in done.stdout
    told = json.loads(runner.invoke(app, [*asked, "--json"]).stdout)
    assert told["flags"]["urgent"]["on"]
    assert told["answers"].keys() == {"intent", "sentiment", "topic"}
    spans = [span for reason in told["reasons"] for span in reason["spans"]]
    assert [15, 22] in spans
    assert told["claims"][0]["level"] in {"suggest", "flag"}
    assert "server" in " ".join(told["claims"][0]["terms"])


@pytest.mark.parametrize("text", ["", "😂", "\u200b", "متى"])
def test_a_text_that_cannot_be_judged_is_explained_too(runner: CliRunner, text: str):
    done = runner.invoke(app, ["classify", "explain", "--text", text])
    assert done.exit_code == 1
    assert "Belum dinilai" in done.stdout
