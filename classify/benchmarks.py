"""The same features and the same learner on public corpora: how they do where others have measured too.

Nothing fitted here is kept. What is chosen (thresholds, costs) is never chosen on the rows that are judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import StratifiedGroupKFold

from classify.card import ChoiceFigures
from classify.corpora import read_corpus, table_rows
from classify.examples import CorpusError, Examples, clusters
from classify.features import features
from classify.fitting import UNKNOWN, fit_head, fit_heads
from classify.kinds import Question
from classify.normalise import load_normaliser

FOLDS = 5
HATE_HEADS = ("hs", "abusive")


def sentiment(train: Sequence[Path], judged: Path, seed: int) -> ChoiceFigures:
    """Sentiment learnt on one part of a corpus and judged on another. Raises CorpusError, OSError."""
    known, unseen = [read_corpus(path) for path in train], read_corpus(judged)
    learnt = known[0] if len(known) == 1 else sum(known[1:], known[0])
    return _sentiment(learnt, unseen, seed)


def _sentiment(known: Examples, unseen: Examples, seed: int) -> ChoiceFigures:
    answers, truth = known.answers(Question.SENTIMENT), unseen.answers(Question.SENTIMENT)
    if (answers == UNKNOWN).all() or (truth == UNKNOWN).all():
        raise CorpusError("neither part may be without labels of sentiment")
    plain = load_normaliser()
    matrix, judged = features([plain(text) for text in known.texts]), features([plain(text) for text in unseen.texts])
    targets = np.where(answers[:, None] == UNKNOWN, UNKNOWN, answers[:, None] == np.arange(3)).astype(np.int8)
    heads = fit_heads(matrix, targets, seed)
    scores = np.column_stack([head.scores(judged) if head else np.full(len(truth), -9.0) for head in heads])
    chosen = scores.argmax(axis=1)
    macro = f1_score(truth, chosen, average="macro")
    return ChoiceFigures(Question.SENTIMENT.value, len(truth), round(accuracy_score(truth, chosen), 4), round(macro, 4))


def hate(path: Path, seed: int) -> tuple[ChoiceFigures, ...]:
    """Hate and abuse of Ibrohim and Budi (2019), grouped five folds. Raises CorpusError, OSError."""
    rows = list(table_rows(path))
    if not rows or not {"tweet", *HATE_HEADS} <= rows[0].keys():
        raise CorpusError(f"{path.name}: needs the columns Tweet, HS and Abusive")
    texts = [row["tweet"] for row in rows]
    labels = np.array([[int(row[head]) for head in HATE_HEADS] for row in rows], dtype=np.int8)
    plain = load_normaliser()
    matrix, groups = features([plain(text) for text in texts]), clusters(texts)
    chosen = np.zeros_like(labels)
    splitter = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed)
    for known, unseen in splitter.split(matrix, labels @ np.array([1, 2]), groups):
        for column in range(len(HATE_HEADS)):
            head = fit_head(matrix[known], labels[known, column], seed)
            chosen[unseen, column] = head.scores(matrix[unseen]) > 0
    return tuple(_figures(name, labels[:, at], chosen[:, at]) for at, name in enumerate(HATE_HEADS))


def _figures(name: str, truth: NDArray[np.int8], chosen: NDArray[np.int8]) -> ChoiceFigures:
    macro = f1_score(truth, chosen, average="macro")
    return ChoiceFigures(name, len(truth), round(accuracy_score(truth, chosen), 4), round(float(macro), 4))
