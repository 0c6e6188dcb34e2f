"""What goes on around a comment: the stage of the election makes some comments more urgent than their words do."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from classify.assessment import Reason
from classify.errors import ClassifierError
from classify.kinds import Flag, ReasonSource
from ingest.kinds import Kind

SITUATION_FILE = Path(__file__).parent / "situation.toml"
MOST = 2.0
"""Log-odds above which the calendar would decide instead of the words."""


class Stage(Kind):
    """A stage of an election, as an office's calendar names it."""

    CAMPAIGN = "campaign", "Masa kampanye"
    MASA_TENANG = "masa_tenang", "Masa tenang"
    VOTING_DAY = "voting_day", "Hari pemungutan suara"
    COUNTING = "counting", "Penghitungan dan rekapitulasi suara"


@dataclass(frozen=True, slots=True)
class Weight:
    """What a stage adds to "mendesak" (log-odds), in words, and on what ground."""

    log_odds: float
    sentence: str
    source: str

    @property
    def reason(self) -> Reason:
        """The reason a person reads."""
        return Reason(Flag.URGENT, ReasonSource.STAGE, self.sentence)


@lru_cache(maxsize=4)
def load_stages(path: Path = SITUATION_FILE) -> Mapping[Stage, Weight]:
    """What every stage adds. Raises ClassifierError naming the file and the stage."""
    raw = tomllib.loads(path.read_text("utf-8"))
    stages = dict(_stage(entry, path.name) for entry in raw["stage"])
    if missing := set(Stage) - stages.keys():
        raise ClassifierError(f"{path.name}: missing {', '.join(sorted(missing))}")
    return stages


def _stage(entry: Mapping[str, Any], name: str) -> tuple[Stage, Weight]:
    try:
        stage, weight = Stage(entry["key"]), float(entry["weight"])
        found = Weight(weight, str(entry["sentence"]), str(entry["source"]))
    except (KeyError, TypeError, ValueError) as error:
        raise ClassifierError(f"{name}: stage '{entry.get('key', '?')}': {error}") from error
    if not 0 < weight <= MOST:
        raise ClassifierError(f"{name}: stage '{stage}': weight must be above 0 and at most {MOST:g}")
    return stage, found
