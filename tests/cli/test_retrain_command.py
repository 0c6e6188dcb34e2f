"""``simak model retrain``, ``restore`` and ``unsure``; on corpora of made-up words, which are learnt in a second."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from classify.classifier import RulesOnly
from classify.improvement import Comparison, HeadComparison
from classify.kinds import Flag
from classify.model import Model, ModelError, save_model
from classify.models import Verdict
from classify.retrain import Proposal
from classify.rules import load_rules
from classify.train import fit
from console.cli import learning
from console.model_files import FORMER, ModelWatch, replace_model, restore_model, version_of
from console.settings import Settings
from ingest.db import Database
from responses import audit
from responses.errors import StaleError
from responses.kinds import EventKind
from responses.models import Event, InboxItem
from tests.support.office_words import CORPUS_WORDS, comments, examples, write_corpus
from tests.support.site_office import runtime_in
from tests.support.world import World, make_world

CORPUS = comments(CORPUS_WORDS, 120, seed=1)


@pytest.fixture(scope="module")
def trained() -> Model:
    return fit([("simak", examples(CORPUS))], load_rules(), seed=3)


def another(model: Model) -> Model:
    """A model that differs in its version alone."""
    return replace(model, card=replace(model.card, version="simak-lain"))


@pytest.fixture
def world(database: Database) -> World:
    return make_world(database)


@pytest.fixture
def settings(tmp_path: Path, world: World, trained: Model, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An installation with a small model and a small corpus, in which the commands run."""
    (tmp_path / "var").mkdir()
    runtime = runtime_in(tmp_path / "var", world.database)
    monkeypatch.setattr(learning, "open_runtime", lambda: runtime)
    monkeypatch.setattr(learning, "CORPUS_FILE", write_corpus(tmp_path / "corpus.csv", CORPUS))
    save_model(trained, runtime.settings.model_file)
    return runtime.settings


@pytest.fixture
def better(trained: Model, monkeypatch: pytest.MonkeyPatch) -> str:
    """Training is left out: the candidate is better by this comparison. Gives its version."""
    head = HeadComparison(Flag.URGENT, 40, 10, 0.7, 0.9, 0.8, 0.9, mended=9, broken=1)
    found = Comparison((head,), 0.7, 0.9, likely=0.99)
    proposal = Proposal(another(trained), found, True, ("Calon lebih baik.",), 160, 40, left_out=("smsa",))
    monkeypatch.setattr(learning, "retrain", lambda *_known, **_named: proposal)
    return "simak-lain"


def simak(*arguments: str) -> Result:
    return CliRunner().invoke(learning.model_app, arguments)


def answer(*arguments: str) -> dict[str, Any]:
    done = simak(*arguments, "--json")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def events(world: World) -> list[Event]:
    with world.database.read() as session:
        return list(session.scalars(select(Event).where(Event.kind == EventKind.MODEL_REPLACED).order_by(Event.id)))


# the commands


def test_with_few_labels_it_says_what_is_missing_and_changes_nothing(settings: Settings, world: World):
    world.report(world.comment())
    before = settings.model_file.read_bytes()
    found = answer("retrain", "--apply")
    assert (found["better"], found["applied"], found["candidate"]) == (False, False, None)
    assert found["learnt"] + found["held_out"] == 1
    assert any("perlu sedikitnya 30" in why for why in found["findings"])
    assert "Model tidak diganti" in simak("retrain").stdout
    assert settings.model_file.read_bytes() == before
    assert events(world) == []


def test_a_better_model_is_only_proposed_until_somebody_applies_it(
    settings: Settings, world: World, trained: Model, better: str
):
    found = answer("retrain")
    assert (found["better"], found["applied"], found["current"]) == (True, False, trained.card.version)
    assert (found["candidate"], found["comparison"]["heads"][0]["flag"]) == (better, "urgent")
    shown = simak("retrain").stdout
    assert "makro-F1 0.700 menjadi 0.900" in shown
    assert "tidak belajar dari smsa" in shown
    assert "simak model retrain --apply" in shown
    assert version_of(settings.model_file) == trained.card.version
    assert events(world) == []


def test_a_model_is_replaced_on_record_and_taken_back(settings: Settings, world: World, trained: Model, better: str):
    done = simak("retrain", "--apply")
    assert done.exit_code == 0, done.output
    assert "Model diganti. Yang lama disimpan" in done.stdout
    former = settings.model_file.with_name(FORMER)
    assert (version_of(settings.model_file), version_of(former)) == (better, trained.card.version)
    assert answer("restore") == {"ok": True, "before": better, "after": trained.card.version}
    assert (version_of(settings.model_file), version_of(former)) == (trained.card.version, better)
    told = [json.loads(row.payload)["extra"] for row in events(world)]
    assert [(row["before"], row["after"]) for row in told] == [
        (trained.card.version, better), (better, trained.card.version),
    ]  # fmt: skip
    assert (told[0]["held_out"], told[0]["macro_f1_after"]) == (40, "0.9000")
    with world.database.read() as session:
        audit.verify(session, world.office_id)


def test_without_a_former_model_there_is_nothing_to_restore(settings: Settings, world: World):
    done = simak("restore", "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["error"]["code"] == "not_found"


def test_comments_worth_labelling_are_listed_without_names(settings: Settings, world: World):
    assert "Tidak ada komentar yang diragukan" in simak("unsure").stdout
    comment_id = world.comment("Entah ya min")
    with world.database.write() as session:
        session.get_one(Verdict, session.get_one(InboxItem, comment_id).verdict_id).to_read = True
    why = ["Model ragu: di antara ya dan tidak."]
    assert answer("unsure", "--top", "5")["comments"] == [
        {
            "comment_id": comment_id,
            "version": 1,
            "excerpt": "Entah ya min",
            "why": why,
        }
    ]
    shown = simak("unsure").stdout
    assert "Entah ya min" in shown
    assert "Siti" not in shown


# the file


def replaced(world: World, path: Path, candidate: Model, expected: str) -> None:
    replace_model(world.database, path, candidate, expected=expected, found={"learnt": 1}, now=world.now)


def test_a_model_compared_with_another_than_the_present_one_is_not_put_in_force(
    settings: Settings, world: World, trained: Model
):
    with pytest.raises(StaleError, match="diganti orang lain"):
        replaced(world, settings.model_file, another(trained), expected="simak-kemarin")
    assert version_of(settings.model_file) == trained.card.version
    assert not settings.model_file.with_name(FORMER).exists()
    assert events(world) == []


@pytest.mark.parametrize("restoring", [False, True])
def test_what_could_not_be_recorded_does_not_judge(
    settings: Settings, world: World, trained: Model, restoring: bool
):  # fmt: skip
    path, candidate = settings.model_file, another(trained)
    if restoring:
        save_model(candidate, path.with_name(FORMER))

    def act() -> None:
        if restoring:
            restore_model(world.database, path, now=world.now)
        else:
            replaced(world, path, candidate, expected=trained.card.version)

    def fail(_session: object) -> None:
        raise OperationalError("COMMIT", {}, Exception("disk full"))

    event.listen(Session, "before_commit", fail)
    try:
        with pytest.raises(OperationalError):
            act()
    finally:
        event.remove(Session, "before_commit", fail)
    assert version_of(path) == trained.card.version
    assert events(world) == []


def test_a_damaged_former_model_leaves_the_present_one(settings: Settings, world: World, trained: Model):
    settings.model_file.with_name(FORMER).write_bytes(b"rusak")
    with pytest.raises(ModelError, match="rusak"):
        restore_model(world.database, settings.model_file, now=world.now)
    assert version_of(settings.model_file) == trained.card.version


def test_a_damaged_present_model_is_replaced_by_the_former(settings: Settings, world: World, trained: Model):
    save_model(trained, settings.model_file.with_name(FORMER))
    settings.model_file.write_bytes(b"rusak")
    assert restore_model(world.database, settings.model_file, now=world.now)[1] == trained.card.version
    assert version_of(settings.model_file) == trained.card.version


def test_a_running_worker_sees_that_the_model_was_replaced(settings: Settings, world: World, trained: Model):
    watch = ModelWatch(settings)
    first = watch.assessor()
    assert watch.assessor() is first
    replaced(world, settings.model_file, another(trained), expected=trained.card.version)
    assert watch.assessor().model_version == "simak-lain"
    settings.model_file.unlink()
    assert isinstance(watch.assessor(), RulesOnly)
    save_model(trained, settings.model_file)
    assert watch.assessor().model_version == trained.card.version
