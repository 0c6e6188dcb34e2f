"""What the classifier says of one text: flags with probabilities, each with reasons a person understands."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.kinds import AssessState, Kind


class Flag(Kind):
    """What can be flagged on a comment."""

    NEEDS_RESPONSE = "needs_response", "Perlu tanggapan"
    URGENT = "urgent", "Mendesak"
    HOAX_SUSPECT = "hoax_suspect", "Terduga hoaks"


class ReasonSource(Kind):
    """Where a reason comes from."""

    RULE = "rule", "Aturan"
    MODEL = "model", "Model"
    SYSTEM = "system", "Sistem"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for (or against) a flag: a sentence in Indonesian and the words it rests on."""

    flag: Flag
    source: ReasonSource
    text: str
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """One flag's decision and calibrated probability (0 to 1); None where no model could say."""

    on: bool
    probability: float | None


@dataclass(frozen=True, slots=True)
class Assessment:
    """The verdict on one text. ``state`` UNASSESSED means nothing could judge it: it still reaches the queue."""

    state: AssessState
    needs_response: Score
    urgent: Score
    hoax_suspect: Score
    reasons: tuple[Reason, ...]
    model_version: str
