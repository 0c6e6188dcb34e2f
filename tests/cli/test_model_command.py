"""``simak model``: trained from named corpora, measured with its goals beside, and its card read."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from classify import sirekap
from classify.card import ModelCard
from classify.claim_trial import ClaimTrial
from classify.examples import Examples
from classify.model import load_model
from classify.sirekap import SirekapFigures
from console.cli import app, models

CORPUS = (
    "text,needs_response,urgent,hoax_suspect\n"
    "kapan hasil diumumkan?,1,0,0\nterima kasih admin,0,0,0\nserver sudah diatur,0,0,1\n"
)


@pytest.fixture
def runner(tmp_path: Path, model_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """The command within this process, with the trained model as its own."""
    monkeypatch.setenv("SIMAK_VAR", str(tmp_path / "var"))
    (tmp_path / "var" / "model").mkdir(parents=True)
    shutil.copyfile(model_path, tmp_path / "var" / "model" / "default.npz")
    return CliRunner()


@pytest.fixture
def card(model_path: Path) -> ModelCard:
    return load_model(model_path).card


def test_the_card_says_where_the_model_comes_from_and_where_it_ends(runner: CliRunner, card: ModelCard):
    done = runner.invoke(app, ["model", "card"])
    assert done.exit_code == 0
    for told in (
        card.version, card.rules_digest[:12], card.features, f"benih {card.seed}", "lisensi MIT",
        card.sources[0].digest[:12], f"{card.sources[0].rows} baris", "lima lipatan", "Batas pemakaian:", "presisi:",
    ):  # fmt: skip
        assert told in done.stdout
    result = json.loads(runner.invoke(app, ["model", "card", "--json"]).stdout)
    assert result["card"]["version"] == card.version
    assert result["rules_changed"] is False


def test_a_missing_model_has_no_card_and_the_way_to_one_is_said(runner: CliRunner, tmp_path: Path):
    (tmp_path / "var" / "model" / "default.npz").unlink()
    done = runner.invoke(app, ["model", "card"])
    assert done.exit_code == 1
    assert "simak model train" in done.stderr


def test_measuring_puts_the_goal_beside_each_figure(
    runner: CliRunner, card: ModelCard, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(models, "evaluate", lambda _examples, _seed: card.figures[0])
    monkeypatch.setattr(models, "trial", lambda _seed: ClaimTrial(457, 10_000, 0.7, 0.8, 0.4, 0.6))
    done = runner.invoke(app, ["model", "evaluate"])
    assert done.exit_code == 0
    assert "klaim di antara 10.000, recall@5 (457 baris): 80,0" in done.stdout
    assert "mendesak, recall pada alarm keliru paling banyak 5 %, data uji" in done.stdout
    assert "sasaran 95,0" in done.stdout
    told = json.loads(runner.invoke(app, ["model", "evaluate", "--json"]).stdout)
    assert [one["name"] for one in told["figures"]] == ["lima lipatan", "data uji"]
    assert all(one["reached"] is (one["measured"] >= one["goal"]) for one in told["goals"])


@pytest.mark.parametrize("command", ["train", "evaluate"])
@pytest.mark.parametrize(("corpus", "why"), [("simak", "tulis NAMA=BERKAS"), ("lain=tiada.csv", "tidak ada")])
def test_a_corpus_is_named_with_its_file(runner: CliRunner, command: str, corpus: str, why: str):
    done = runner.invoke(app, ["model", command, "--corpus", corpus], env={"COLUMNS": "300"})
    assert done.exit_code == 2
    assert why in done.stderr


def test_further_corpora_are_learnt_from_by_name(
    runner: CliRunner, card: ModelCard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    learnt: list[tuple[str, int]] = []

    def train(_corpus: Path, folder: Path, seed: int, *, others: Sequence[tuple[str, Examples]]) -> ModelCard:
        assert (folder, seed) == (tmp_path / "var" / "model", 3)
        learnt.extend((name, len(examples.texts)) for name, examples in others)
        return card

    monkeypatch.setattr(models, "train", train)
    (tmp_path / "kantor.csv").write_text(CORPUS)
    done = runner.invoke(app, ["model", "train", "--corpus", f"kantor={tmp_path / 'kantor.csv'}", "--seed", "3"])
    assert done.exit_code == 0, done.output
    assert learnt == [("kantor", 3)]
    assert f"Model {card.version} dilatih dari {card.rows} komentar" in done.stdout


@pytest.mark.parametrize("content", [b"komentar,label\na,1\n", b"", CORPUS.encode("utf-16"), b'text,"\xff'])
def test_a_corpus_that_cannot_be_read_trains_nothing(runner: CliRunner, tmp_path: Path, content: bytes):
    before = (tmp_path / "var" / "model" / "default.npz").read_bytes()
    (tmp_path / "rusak.csv").write_bytes(content)
    done = runner.invoke(app, ["model", "train", "--corpus", f"x={tmp_path / 'rusak.csv'}"])
    assert done.exit_code == 1
    assert "rusak.csv" in done.stderr
    assert (tmp_path / "var" / "model" / "default.npz").read_bytes() == before


def test_reviews_of_the_app_are_measured_against_the_keyword_rule(
    runner: CliRunner, card: ModelCard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (needs, *_), (_, sentiment, _) = card.figures[0].flags, card.figures[0].choices
    found = SirekapFigures(1, replace(needs, macro_f1=0.9), replace(needs, macro_f1=0.7), sentiment, 0.987)
    monkeypatch.setattr(models, "evaluate", lambda _examples, _seed: card.figures[0])
    monkeypatch.setattr(sirekap, "measure", lambda _reviews, _assessor: found)
    (tmp_path / "r.csv").write_text("review_text\n")
    done = runner.invoke(app, ["model", "evaluate", "--corpus", f"sirekap={tmp_path / 'r.csv'}"])
    assert "90,0  [patokan 70,0; sasaran 88,0 tercapai]" in done.stdout
    assert "(kappa Cohen): 0,99" in done.stdout
    assert "lebih tinggi daripada kesepakatan dua orang" in done.stdout
    assert "1 ulasan berlabel tidak ditemukan" in done.stdout


def test_a_corpus_nobody_knows_how_to_measure_is_a_wrong_command(runner: CliRunner, tmp_path: Path):
    (tmp_path / "r.csv").write_text("text\n")
    named = ["--corpus", f"lain={tmp_path / 'r.csv'}"]
    done = runner.invoke(app, ["model", "evaluate", *named], env={"COLUMNS": "300"})
    assert done.exit_code == 2
    assert "Korpus yang dikenal" in done.stderr
