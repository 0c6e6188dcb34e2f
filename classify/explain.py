"""Why a comment is flagged: the rules that fit, the words the model went by, and the labelled example it is like."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from classify.assessment import Reason, Score
from classify.kinds import FLAGS, Flag, ReasonSource
from classify.model import Model
from classify.nearest import ExampleIndex
from classify.normalise import Normalised
from classify.rules import Hit

STRONGEST = 3
"""Words of the model that are named: more are not read."""
_MIRRORS = {
    Flag.NEEDS_RESPONSE: "Mirip komentar yang menunggu tanggapan",
    Flag.URGENT: "Mirip komentar yang mendesak",
    Flag.HOAX_SUSPECT: "Mirip komentar yang memuat kabar bohong",
    Flag.ABUSIVE: "Mirip komentar yang kasar",
    Flag.SARA: "Mirip komentar yang menyinggung SARA",
    Flag.SPAM: "Mirip kiriman spam",
}
_GRAVEST = (Flag.URGENT, Flag.HOAX_SUSPECT, Flag.NEEDS_RESPONSE)
"""Of these flags the first that is on is shown with a labelled example; the rest would only repeat it."""


def reasons_for(
    text: Normalised, hits: Sequence[Hit], scores: Sequence[Score], model: Model, examples: ExampleIndex
) -> Iterator[Reason]:
    """Every reason of one verdict, what settles it first."""
    yield from rule_reasons(hits, text)
    on = {flag: score for flag, score in zip(FLAGS, scores, strict=True) if score.on or score.doubtful}
    for flag, score in on.items():
        yield from _model_reason(text, flag, score, hits, model)
    gravest = next((flag for flag in _GRAVEST if flag in on and on[flag].on), None)
    if gravest and (found := examples.nearest(text.words, gravest)):
        sentence = f"Contoh berlabel yang serupa ({found.similarity:.0%}): “{found.text}”"
        yield Reason(gravest, ReasonSource.EXAMPLE, sentence, found.terms)


def rule_reasons(hits: Sequence[Hit], text: Normalised) -> Iterator[Reason]:
    """One reason for each rule that fits."""
    for hit in hits:
        yield Reason(
            hit.rule.flag, ReasonSource.RULE, _sentence(hit), hit.terms, hit.spans if text.keeps_places else ()
        )


def note(sentence: str) -> Reason:
    """Something the program says about itself rather than about the comment."""
    return Reason(Flag.NEEDS_RESPONSE, ReasonSource.SYSTEM, sentence)


def _model_reason(text: Normalised, flag: Flag, score: Score, hits: Sequence[Hit], model: Model) -> Iterator[Reason]:
    if score.doubtful and not score.on:
        yield Reason(flag, ReasonSource.MODEL, f"Model ragu (peluang {score.probability:.0%}); perlu dibaca")
        return
    words = model.strongest(text, flag, STRONGEST)
    if words and score.probability is not None:
        terms = tuple(text.word(at) for at in words)
        spans = tuple(text.spans[at] for at in words) if text.keeps_places else ()
        yield Reason(flag, ReasonSource.MODEL, f"{_MIRRORS[flag]} (peluang {score.probability:.0%})", terms, spans)
    elif flag is Flag.NEEDS_RESPONSE and not any(hit.rule.flag is flag for hit in hits):
        yield Reason(flag, ReasonSource.SYSTEM, "Komentar mendesak selalu memerlukan tanggapan")


def _sentence(hit: Hit) -> str:
    """A rule that speaks against its flag says so, or it would read as a reason for it."""
    return hit.rule.sentence if hit.rule.weight > 0 else f"{hit.rule.sentence} (mengurangi kemungkinan)"
