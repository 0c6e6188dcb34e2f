"""What the classifier says of one text: flags and choices with probabilities, and reasons a person understands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from classify.kinds import Flag, Intent, ReasonSource, Sentiment, Topic
from ingest.kinds import AssessState

K = TypeVar("K", Intent, Sentiment, Topic)
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for (or against) a flag: a sentence in Indonesian and the words it rests on.

    ``spans`` say where those words stand (start and end, in characters of the judged text), where that is known.
    """

    flag: Flag
    source: ReasonSource
    text: str
    terms: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """One flag's decision and calibrated probability (0 to 1); None where no model could say.

    ``doubtful`` means that reading it costs less than either decision is likely to: "perlu dibaca".
    """

    on: bool
    probability: float | None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Choice(Generic[K]):
    """One of several answers with its calibrated probability; None where there is none or no model could say."""

    value: K | None
    probability: float | None


NOT_FLAGGED = Score(on=False, probability=None)


@dataclass(frozen=True, slots=True)
class Assessment:
    """The verdict on one text. ``state`` UNASSESSED means no model could judge it: it still reaches the queue."""

    state: AssessState
    needs_response: Score
    urgent: Score
    hoax_suspect: Score
    reasons: tuple[Reason, ...]
    model_version: str
    abusive: Score = NOT_FLAGGED
    sara: Score = NOT_FLAGGED
    spam: Score = NOT_FLAGGED
    intent: Choice[Intent] = Choice(None, None)
    sentiment: Choice[Sentiment] = Choice(None, None)
    topic: Choice[Topic] = Choice(None, None)

    @property
    def to_read(self) -> bool:
        """Whether a person should read it before anybody relies on it: "perlu dibaca"."""
        return self.needs_response.doubtful or self.urgent.doubtful

    def score(self, flag: Flag) -> Score:
        """What was decided about one flag."""
        found: Score = getattr(self, flag.value)
        return found

    def with_score(self, flag: Flag, score: Score, *reasons: Reason) -> Assessment:
        """The same verdict with one flag decided anew, and why."""
        changed: dict[str, Score] = {flag.value: score}
        if flag is Flag.URGENT and score.on:
            changed[Flag.NEEDS_RESPONSE.value] = replace(self.needs_response, on=True)
        return replace(self, reasons=(*self.reasons, *reasons), **changed)  # type: ignore[arg-type]
