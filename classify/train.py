"""Make the default model from the project's own corpus: the same corpus, rules and seed give the same file."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import sklearn

from classify.evaluate import OutOfFold, metrics, out_of_fold
from classify.examples import Examples, read_examples
from classify.features import FORMAT, features
from classify.fitting import COSTS, fit_decision, fit_head
from classify.model import FLAGS, FORMAT_VERSION, FlagMetrics, Model, ModelCard, save_model
from classify.normalise import load_normaliser
from classify.rules import RuleBook, load_rules

MODEL_NAME = "default.npz"


def train(corpus_path: Path, out_dir: Path, seed: int) -> ModelCard:
    """Train, measure out of fold and write ``out_dir/default.npz``.

    Raises CorpusError or BadRulesError; a model that is already there stays until the new one is complete.
    """
    examples, rules = read_examples(corpus_path), load_rules()
    normaliser = load_normaliser()
    plain = [normaliser(text) for text in examples.texts]
    matrix = features(plain)
    unseen = out_of_fold(examples, matrix, seed)
    card = _card(examples, rules, seed, metrics(examples, plain, unseen, rules).flags)
    heads = [fit_head(matrix, examples.labels[:, head], seed) for head in range(len(FLAGS))]
    platt, threshold = _calibrated(examples, unseen)
    coef = np.array([head.coef for head in heads], dtype=np.float32)
    intercept = np.array([head.intercept for head in heads], dtype=np.float32)
    save_model(Model(coef, intercept, platt, threshold, card), out_dir / MODEL_NAME)
    return card


def _calibrated(examples: Examples, unseen: OutOfFold) -> tuple[np.ndarray, np.ndarray]:
    platt, threshold = np.zeros((len(FLAGS), 2), dtype=np.float32), np.zeros(len(FLAGS), dtype=np.float32)
    for head, flag in enumerate(FLAGS):
        calibration, limit = fit_decision(unseen.scores[:, head], examples.labels[:, head], COSTS[flag])
        platt[head] = calibration.slope, calibration.offset
        threshold[head] = limit
    return platt, threshold


def _card(examples: Examples, rules: RuleBook, seed: int, figures: tuple[FlagMetrics, ...]) -> ModelCard:
    named = f"{FORMAT_VERSION}|{FORMAT}|{examples.digest}|{rules.digest}|{seed}"
    return ModelCard(
        format_version=FORMAT_VERSION,
        features=FORMAT,
        version=f"simak-{hashlib.sha256(named.encode()).hexdigest()[:12]}",
        rules_digest=rules.digest,
        corpus_digest=examples.digest,
        corpus_rows=len(examples.texts),
        seed=seed,
        sklearn_version=sklearn.__version__,
        metrics=figures,
    )
