"""The stage of an election moves what is nearly urgent, and nothing that is far from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from classify.assessment import Assessment, Reason, Score
from classify.decide import raised
from classify.errors import ClassifierError
from classify.kinds import Flag, ReasonSource
from classify.situation import MOST, SITUATION_FILE, Stage, load_stages
from ingest.kinds import AssessState
from responses.calendars import STAGES

LIMIT = (0.2, 0.06, 0.5)
WHY = Reason(Flag.URGENT, ReasonSource.STAGE, "Hari pemungutan suara")


def verdict(urgent: float | None, *, on: bool = False) -> Assessment:
    off = Score(on=False, probability=0.1)
    return Assessment(AssessState.DONE, off, Score(on, urgent), off, (), "uji")


def test_every_stage_of_a_calendar_has_a_weight_and_a_source():
    stages = load_stages()
    assert {stage.value for stage in stages} == {kind.value for kind in STAGES}
    assert all(weight.sentence and weight.source for weight in stages.values())
    assert max(stages, key=lambda stage: stages[stage].log_odds) is Stage.VOTING_DAY


def test_what_is_nearly_urgent_becomes_urgent_says_why_and_needs_a_response():
    after = raised(verdict(0.12), load_stages()[Stage.VOTING_DAY].log_odds, LIMIT, WHY)
    assert after.urgent.on
    assert after.needs_response.on
    assert after.urgent.probability == pytest.approx(0.29, abs=0.01)
    assert after.reasons == (WHY,)


def test_a_greeting_stays_a_greeting_on_voting_day():
    after = raised(verdict(0.004), MOST, LIMIT, WHY)
    assert not after.urgent.on
    assert after.reasons == ()


def test_what_no_model_judged_is_not_raised():
    before = verdict(None, on=True)
    assert raised(before, 1.0, LIMIT, WHY) == before


@pytest.mark.parametrize("probability", [0.0, 1.0])
def test_a_certain_probability_stays_a_probability(probability: float):
    assert 0 <= (raised(verdict(probability), 1.0, LIMIT, WHY).urgent.probability or 0) <= 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (('key = "campaign"', 'key = "libur"'), "libur"),
        (("weight = 1.1", "weight = 9"), "at most 2"),
        (("weight = 1.1", "weight = -1"), "above 0"),
        (('key = "campaign"', 'key = "counting"'), "missing campaign"),
    ],
)
def test_a_wrong_table_is_refused_by_name(tmp_path: Path, change: tuple[str, str], why: str):
    path = tmp_path / "situation.toml"
    path.write_text(SITUATION_FILE.read_text("utf-8").replace(*change), "utf-8")
    with pytest.raises(ClassifierError, match=why):
        load_stages(path)
