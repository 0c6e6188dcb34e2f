"""The model card: where a model comes from and how well it did on comments it had not seen."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any


class CardError(ValueError):
    """The text is no card of this version of Simak."""


@dataclass(frozen=True, slots=True)
class FlagFigures:
    """How one flag is decided, on comments the model had not seen; shares from 0 to 1.

    ``recall_at_five`` is the share found when at most five in a hundred of the others are flagged. ``doubtful`` is the
    share in the band a person should read, ``right_outside`` how often the decision is right outside of that band.
    ``brier`` is the mean squared error of the probability.
    """

    flag: str
    rows: int
    positives: int
    precision: float
    recall: float
    f1: float
    macro_f1: float
    false_alarms: float
    recall_at_five: float
    doubtful: float
    right_outside: float
    brier: float


@dataclass(frozen=True, slots=True)
class ChoiceFigures:
    """How one question is answered, on comments the model had not seen; shares from 0 to 1."""

    question: str
    rows: int
    accuracy: float
    macro_f1: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured, and on what: ``name`` says which comments."""

    name: str
    flags: tuple[FlagFigures, ...]
    choices: tuple[ChoiceFigures, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A corpus the model learnt from."""

    name: str
    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class ModelCard:
    """Where a model comes from. ``features`` names the way texts become numbers, ``rules_digest`` the rules of then."""

    format_version: int
    features: str
    version: str
    rules_digest: str
    sources: tuple[Source, ...]
    seed: int
    sklearn_version: str
    figures: tuple[Figures, ...]

    @property
    def rows(self) -> int:
        """How many labelled comments it learnt from."""
        return sum(source.rows for source in self.sources)


def card_text(card: ModelCard) -> str:
    """The card as JSON, always the same text for the same card."""
    return json.dumps(asdict(card), sort_keys=True)


def card_of(text: str) -> ModelCard:
    """Read ``card_text``. Raises CardError when it is the card of another version, ValueError when it is none."""
    data = json.loads(text)
    if not isinstance(data, dict) or data.keys() != {field.name for field in fields(ModelCard)}:
        raise CardError("not a card of this version")
    try:
        return _card(data)
    except (TypeError, KeyError, AttributeError) as error:
        raise CardError("not a card of this version") from error


def _card(data: dict[str, Any]) -> ModelCard:
    sources = tuple(Source(**entry) for entry in data.pop("sources"))
    figures = tuple(
        Figures(
            entry["name"],
            tuple(FlagFigures(**flag) for flag in entry["flags"]),
            tuple(ChoiceFigures(**choice) for choice in entry["choices"]),
        )
        for entry in data.pop("figures")
    )
    return ModelCard(**data, sources=sources, figures=figures)
