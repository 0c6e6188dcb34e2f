"""``simak classify explain``: everything that is said of one text, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import typer

from classify.assessment import Assessment, Choice, Reason
from classify.classifier import load_assessor
from classify.kinds import Flag, Question, Topic
from classify.scoring import answer_of, reason_objects
from classify.table_rows import as_utf8
from console.cli.judges import ModelOption, RegistryOption, default_model, division_key
from console.cli.output import FAILED, AsJson, failures, show
from console.cli.registry import ShownClaim, registry_for
from ingest.kinds import AssessState
from responses.divisions import division_of, referral_of

TextOption = Annotated[str, typer.Option("--text", help="Teks komentar.")]


def explain(
    text: TextOption, model: ModelOption = None, registry: RegistryOption = None, as_json: AsJson = False
) -> None:
    """Menjelaskan penilaian satu komentar: peluang, alasan, kata yang mendasarinya, dan klaim yang mirip."""
    with failures(as_json):
        assessor = load_assessor(model or default_model())
        written = as_utf8(text)
        verdict = assessor.assess([written])[0]
        claims = registry_for(registry).shown(written)
    show(as_json, _json(verdict, claims, assessor.trouble), "\n".join(_lines(verdict, claims)))
    if assessor.trouble:
        raise typer.Exit(FAILED)


def _json(verdict: Assessment, claims: Sequence[ShownClaim], trouble: str) -> dict[str, Any]:
    flags = {flag.value: verdict.score(flag) for flag in Flag}
    answers = {question.value: answer_of(verdict, question) for question in Question}
    return {
        "ok": not trouble,
        "state": verdict.state.value,
        "flags": {
            name: {"on": score.on, "probability": score.probability, "doubtful": score.doubtful}
            for name, score in flags.items()
        },
        "answers": {name: {"value": value, "probability": share} for name, (value, share) in answers.items()},
        "division": division_key(verdict.topic.value),
        "to_read": verdict.to_read,
        "claims": [
            {
                "claim_id": one.claim_id,
                "text": one.text,
                "score": round(one.score, 4),
                "level": one.level.value,
                "terms": list(one.terms),
            }
            for one in claims
        ],
        "reasons": reason_objects(verdict.reasons),
        "model_version": verdict.model_version,
        **({"detail": trouble} if trouble else {}),
    }


def _lines(verdict: Assessment, claims: Sequence[ShownClaim]) -> Iterator[str]:
    yield f"{verdict.state.label}{' - perlu dibaca' if verdict.to_read else ''} (model {verdict.model_version})"
    if verdict.state is AssessState.DONE or any(verdict.score(flag).on for flag in Flag):
        yield from ["", *(_flag_line(verdict, flag) for flag in Flag)]
        yield from (_answer_line(verdict, question) for question in Question)
        yield f"{'Tujuan':16} {_owner(verdict.topic.value)}"
    if claims:
        yield from ["", "Klaim terdaftar yang mirip:", *map(_claim_line, claims)]
    if verdict.reasons:
        yield from ["", "Alasan:", *map(_reason_line, verdict.reasons)]


def _flag_line(verdict: Assessment, flag: Flag) -> str:
    score = verdict.score(flag)
    doubt = "  ragu" if score.doubtful else ""
    return f"{flag.label:16} {'ya' if score.on else 'tidak':24} {_share(score.probability)}{doubt}"


def _answer_line(verdict: Assessment, question: Question) -> str:
    choice: Choice[Topic] = getattr(verdict, question.value)
    label = choice.value.label if choice.value else "-"
    return f"{question.label:16} {label:24} {_share(choice.probability)}"


def _owner(topic: Topic | None) -> str:
    division, referral = division_of(topic), referral_of(topic)
    return division.label if division else referral.name if referral else "-"


def _share(probability: float | None) -> str:
    return "" if probability is None else f"{probability:6.1%}".replace(".", ",")


def _claim_line(claim: ShownClaim) -> str:
    words = ", ".join(f"“{term}”" for term in claim.terms)
    return f"  {claim.score:.2f}  [{claim.level.label}] {claim.claim_id}: {claim.text} ({words})"


def _reason_line(reason: Reason) -> str:
    words = [f"“{term}”" for term in reason.terms]
    if len(reason.spans) == len(words):
        words = [f"{word} ({start}-{end})" for word, (start, end) in zip(words, reason.spans, strict=True)]
    named = f": {', '.join(words)}" if words else ""
    return f"  [{reason.flag.label}; {reason.source.label}] {reason.text}{named}"
