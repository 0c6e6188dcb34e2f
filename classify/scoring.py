"""Rows of a table judged one after the other: each keeps its own columns and gets every label with its probability."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from classify.assessment import Assessment, Choice, Reason, Score
from classify.classifier import Assessor
from classify.kinds import NO_TOPIC, Flag, Question, ReasonSource, Topic
from classify.table_rows import Row, text_of
from ingest.kinds import AssessState

BATCH_ROWS = 500
BATCH_CHARACTERS = 2_000_000
"""Characters judged at once at most, so that a file of very long texts needs no more memory than another."""
COLUMNS = (
    "needs_response", "p_needs_response", "intent", "p_intent", "urgent", "p_urgent", "hoax_suspect", "p_hoax_suspect",
    "sentiment", "p_sentiment", "abusive", "p_abusive", "sara", "p_sara", "spam", "p_spam", "topic", "p_topic",
    "division", "to_read", "claim_id", "claim_score", "state", "model_version", "reasons",
)  # fmt: skip
CLASH = "_input"
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class FoundClaim:
    """A registered claim a text resembles: its id, and how much (0 to 1)."""

    claim_id: str
    score: float


FindClaims = Callable[[Sequence[str]], Sequence[FoundClaim | None]]
"""For each text the claim it resembles enough to be shown, or None."""
DivisionOf = Callable[[Topic | None], str]
"""The division that owns a topic; empty when none does."""


@dataclass(frozen=True, slots=True)
class Judge:
    """What judges a row: the classifier, what looks for claims, and who owns a topic."""

    assessor: Assessor
    find_claims: FindClaims
    division_of: DivisionOf


@dataclass(frozen=True, slots=True)
class Judged:
    """A row with its verdict; ``assessment`` is None where the row could not be read."""

    row: Row
    assessment: Assessment | None
    claim: FoundClaim | None
    division: str
    state: str

    @property
    def done(self) -> bool:
        """Whether the model or the rules for texts without words gave a whole verdict."""
        return self.assessment is not None and self.assessment.state is AssessState.DONE


def no_claims(texts: Sequence[str]) -> Sequence[FoundClaim | None]:
    """Stands in where there is no registry of claims."""
    return [None] * len(texts)


def judged_rows(rows: Iterable[Row], text_at: int, judge: Judge) -> Iterator[Judged]:
    """One verdict per row, in the same order; only one batch of rows is held at a time. No row makes it raise."""
    for batch in _batches(rows, text_at):
        texts = ["" if row.problem else text_of(row.values[text_at]) for row in batch]
        verdicts, claims = judge.assessor.assess(texts), judge.find_claims(texts)
        for row, verdict, claim in zip(batch, verdicts, claims, strict=True):
            yield _judged(row, None if row.problem else verdict, claim, judge)


def header_of(own: Sequence[str]) -> tuple[str, ...]:
    """The input's own columns, then the verdict's. An own one named like a verdict's gets ``_input`` behind it."""
    names: list[str] = []
    for name in own:
        given = f"{name}{CLASH}" if name in COLUMNS else name
        while given in names or (given != name and given in own):
            given += CLASH
        names.append(given)
    return (*names, *COLUMNS)


def values_of(judged: Judged, *, explain: bool, objects: bool) -> tuple[object, ...]:
    """The row's own values and those of COLUMNS. Reasons as objects, or as sentences; left empty without ``explain``.

    What nothing could judge is empty (None). Probabilities are rounded to four digits.
    """
    empty: object = [] if objects else ""
    verdict = judged.assessment
    if verdict is None:
        return (*judged.row.values, *[None] * (len(COLUMNS) - 3), judged.state, None, empty)
    reasons = reason_objects(verdict.reasons) if objects else reason_text(verdict.reasons)
    return (
        *judged.row.values, *_labels(verdict), judged.division, _shown(verdict, on=verdict.to_read),
        judged.claim and judged.claim.claim_id, judged.claim and round(judged.claim.score, _DIGITS),
        judged.state, verdict.model_version, reasons if explain else empty,
    )  # fmt: skip


def reason_text(reasons: Sequence[Reason]) -> str:
    """Reasons as one line: sentences with the writer's words behind them."""
    return "; ".join(f"{one.text} ({', '.join(one.terms)})" if one.terms else one.text for one in reasons)


def reason_objects(reasons: Sequence[Reason]) -> list[object]:
    """Reasons as JSON knows them: ``[{flag, source, text, terms, spans}]``."""
    return [
        {
            "flag": one.flag.value, "source": one.source.value, "text": one.text, "terms": list(one.terms),
            "spans": [list(span) for span in one.spans],
        }
        for one in reasons
    ]  # fmt: skip


def answer_of(verdict: Assessment, question: Question) -> tuple[str | None, float | None]:
    """What was chosen, and how probable it is; ``none`` for a text that is about no topic."""
    choice: Choice[Topic] = getattr(verdict, question.value)
    if choice.probability is None:
        return None, None
    return (choice.value.value if choice.value else NO_TOPIC), round(choice.probability, _DIGITS)


def _judged(row: Row, verdict: Assessment | None, claim: FoundClaim | None, judge: Judge) -> Judged:
    if verdict is None:
        return Judged(row, None, None, "", f"tidak dapat dinilai: baris {row.where} {row.problem}")
    state = _state(verdict) + (f" (baris {row.where}: {row.remark})" if row.remark else "")
    return Judged(row, verdict, claim, judge.division_of(verdict.topic.value), state)


def _state(verdict: Assessment) -> str:
    if verdict.state is AssessState.DONE:
        return AssessState.DONE.label.lower()
    said = [reason.text for reason in verdict.reasons if reason.source is ReasonSource.SYSTEM]
    return f"{said[-1][:1].lower()}{said[-1][1:]}" if said else verdict.state.label.lower()


def _labels(verdict: Assessment) -> Iterator[object]:
    flags = {column.value: column for column in Flag}
    for name in COLUMNS[: COLUMNS.index("division")]:
        if name in flags:
            score = verdict.score(flags[name])
            yield _shown(verdict, on=score.on)
            yield _share(score)
        elif not name.startswith("p_"):
            yield from answer_of(verdict, Question(name))


def _shown(verdict: Assessment, *, on: bool) -> int | None:
    """1 or 0; where no model could judge only what a rule found."""
    return int(on) if on or verdict.state is AssessState.DONE else None


def _share(score: Score) -> float | None:
    return None if score.probability is None else round(score.probability, _DIGITS)


def _batches(rows: Iterable[Row], text_at: int) -> Iterator[list[Row]]:
    batch: list[Row] = []
    characters = 0
    for row in rows:
        batch.append(row)
        characters += len(text_of(row.values[text_at]))
        if len(batch) == BATCH_ROWS or characters >= BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch
