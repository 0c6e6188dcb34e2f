"""A new model from the corpus and what the office's people said, and whether it may take the place of the present one.

It may only when, on the office's own comments that nothing is ever learnt from,

- at least 30 are labelled for ``needs_response``, and five or more each with and without it and ``urgent``;
- the mean of macro-F1 over needs_response, urgent and hoax_suspect (as far as there are five of each) rises;
- it rises in at least 95 of 100 redrawn sets of these comments, so that luck with few comments is no progress;
- urgent recall does not fall.

The same comments choose between models again and again, so they are no proof of how good the chosen one is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from classify.card import Source
from classify.evaluate import prepare
from classify.examples import Examples
from classify.fitting import UNKNOWN
from classify.improvement import EACH, Comparison, compare
from classify.kinds import Flag
from classify.learning import LabelledComments
from classify.model import Model
from classify.rules import RuleBook
from classify.train import fit

OFFICE = "kantor"
"""What the card of a model calls the comments its office labelled."""
FEWEST_HELD_OUT = 30
SURE = 0.95


@dataclass(frozen=True)
class Proposal:
    """A candidate, how it compares, and in sentences why it may or may not replace the present model.

    ``candidate`` and ``comparison`` are None where there was nothing to train for. ``left_out`` names corpora the
    present model learnt from and the candidate did not.
    """

    candidate: Model | None
    comparison: Comparison | None
    better: bool
    findings: tuple[str, ...]
    learnt: int
    held_out: int
    left_out: tuple[str, ...] = ()


def retrain(
    current: Model,
    corpora: Sequence[tuple[str, Examples]],
    labelled: LabelledComments,
    rules: RuleBook,
    seed: int,
    *,
    holdout: Path | None = None,
) -> Proposal:
    """Train on ``corpora`` and the labels, and compare. ``holdout`` is only measured for the candidate's card.

    Trains nothing while the labels are too few to compare by. Raises CorpusError for unusable corpora.
    """
    sizes = len(labelled.learnable.texts), len(labelled.held_out.texts)
    missing = lacking(labelled)
    whole = [*corpora, (OFFICE, labelled.learnable)] if labelled.learnable.texts else list(corpora)
    sources = tuple(Source(name, len(examples.texts), examples.digest) for name, examples in whole)
    if (current.card.sources, current.card.rules_digest, current.card.seed) == (sources, rules.digest, seed):
        missing = (*missing, "Tidak ada yang baru: model sekarang sudah dilatih dari korpus dan koreksi yang sama.")
    if missing:
        return Proposal(None, None, better=False, findings=missing, learnt=sizes[0], held_out=sizes[1])
    candidate = fit(whole, rules, seed, holdout=holdout)
    comparison = compare(current, candidate, prepare(labelled.held_out, rules), seed)
    refused = objections(comparison)
    left_out = tuple(sorted({source.name for source in current.card.sources} - {source.name for source in sources}))
    return Proposal(candidate, comparison, not refused, refused or (_FOR,), *sizes, left_out)


def lacking(labelled: LabelledComments) -> tuple[str, ...]:
    """What is missing before two models can be compared, in sentences; nothing when there is enough."""
    found = []
    if not labelled.learnable.texts:
        found.append("Belum ada komentar kantor yang dapat dipelajari.")
    needs = labelled.held_out.flagged(Flag.NEEDS_RESPONSE)
    known = int((needs != UNKNOWN).sum())
    if known < FEWEST_HELD_OUT:
        found.append(f"Data uji kantor baru memuat {known} komentar yang dinilai; perlu sedikitnya {FEWEST_HELD_OUT}.")
    for flag in (Flag.NEEDS_RESPONSE, Flag.URGENT):
        given = labelled.held_out.flagged(flag)
        for value, said in ((1, "dengan"), (0, "tanpa")):
            if (count := int((given == value).sum())) < EACH:
                found.append(f"Data uji kantor: {count} komentar {said} tanda “{flag.label}”; perlu sedikitnya {EACH}.")
    return tuple(found)


_FOR = "Calon lebih baik pada komentar kantor ini, dan komentar mendesak tidak lebih sering terlewat."


def objections(found: Comparison) -> tuple[str, ...]:
    """What speaks against replacing, in sentences; nothing when the candidate may replace."""
    refused = []
    if found.after <= found.before:
        refused.append("Calon tidak lebih baik daripada model sekarang pada data uji kantor.")
    elif found.likely < SURE:
        refused.append(
            f"Selisihnya mungkin kebetulan: calon unggul pada {found.likely:.0%} dari undian ulang data uji; perlu "
            f"sedikitnya {SURE:.0%}. Semakin banyak komentar dinilai, semakin pasti."
        )
    missed = [head for head in found.heads if head.flag is Flag.URGENT and head.recall_after < head.recall_before]
    refused += [
        f"Komentar mendesak lebih sering terlewat: yang ditemukan turun dari {head.recall_before:.0%} menjadi "
        f"{head.recall_after:.0%}."
        for head in missed
    ]
    return tuple(refused)
