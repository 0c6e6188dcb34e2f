"""Make the default model from the project's own corpus: the same corpus, rules and seed give the same file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import sklearn

from classify.card import Figures, ModelCard, Source
from classify.evaluate import Prepared, cross_fitted, fit_decisions, judged, prepare
from classify.examples import HOLDOUT_FILE, Examples, read_examples
from classify.features import FORMAT
from classify.model import FORMAT_VERSION, Model, save_model
from classify.rules import RuleBook, load_rules
from classify.unseen import fit_all, out_of_fold, targets_of

MODEL_NAME = "default.npz"
SEED = 20_260_101
"""The same corpus, rules and seed give the same model file on every machine."""


def train(corpus_path: Path, out_dir: Path, seed: int, *, others: Sequence[tuple[str, Examples]] = ()) -> ModelCard:
    """Train, measure out of fold and on the holdout, and write ``out_dir/default.npz``.

    ``others`` are further corpora by name. Raises CorpusError or BadRulesError; a model that is already there stays
    until the new one is complete.
    """
    model = fit([("simak", read_examples(corpus_path)), *others], load_rules(), seed, holdout=HOLDOUT_FILE)
    save_model(model, out_dir / MODEL_NAME)
    return model.card


def fit(corpora: Sequence[tuple[str, Examples]], rules: RuleBook, seed: int, *, holdout: Path | None = None) -> Model:
    """A model from named corpora. ``holdout`` is judged by the finished model and never learnt from."""
    sources = tuple(Source(name, len(examples.texts), examples.digest) for name, examples in corpora)
    examples = _joined([examples for _, examples in corpora])
    prepared = prepare(examples, rules)
    unseen = out_of_fold(examples, prepared.matrix, seed)
    decisions = fit_decisions(prepared, unseen.scores, np.arange(len(examples.texts)))
    heads = fit_all(prepared.matrix, targets_of(examples), seed)
    card = _card(sources, rules, seed, (cross_fitted(prepared, unseen),))
    model = Model(heads.coef, heads.intercept, decisions.platt, decisions.limits, decisions.mixes, card)
    return model if holdout is None else _with_figures(model, judged("data uji", model, _prepared(holdout, rules)))


def _joined(parts: Sequence[Examples]) -> Examples:
    whole = parts[0]
    for part in parts[1:]:
        whole += part
    return whole


def _prepared(path: Path, rules: RuleBook) -> Prepared:
    return prepare(read_examples(path), rules)


def _with_figures(model: Model, figures: Figures) -> Model:
    return replace(model, card=replace(model.card, figures=(*model.card.figures, figures)))


def _card(sources: tuple[Source, ...], rules: RuleBook, seed: int, figures: tuple[Figures, ...]) -> ModelCard:
    learnt = ",".join(source.digest for source in sources)
    named = f"{FORMAT_VERSION}|{FORMAT}|{learnt}|{rules.digest}|{seed}"
    return ModelCard(
        format_version=FORMAT_VERSION,
        features=FORMAT,
        version=f"simak-{hashlib.sha256(named.encode()).hexdigest()[:12]}",
        rules_digest=rules.digest,
        sources=sources,
        seed=seed,
        sklearn_version=sklearn.__version__,
        figures=figures,
    )
