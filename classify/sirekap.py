"""How well real comments are judged that nobody trained on: 300 reviews of KPU's Sirekap app, labelled twice, blind.

Only hashes of the reviews are kept, so the figures need a copy of the public file (a column ``review_text``). Both
labellings were made by language models that had read the same guide: their agreement overstates what two people would
reach. The file measures and is never learnt from; no rule, weight or threshold was chosen by it.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import cohen_kappa_score

from classify.assessment import Assessment
from classify.card import ChoiceFigures, FlagFigures
from classify.classifier import Assessor
from classify.examples import CorpusError
from classify.kinds import Flag, Question, Sentiment
from classify.measure import choice_figures, flag_figures

LABELS_FILE = Path(__file__).parent / "corpus" / "sirekap_labels.csv"
TEXT = "review_text"
KEYWORDS = re.compile(
    r"\?|\b(?:tolong|mohon|minta|bagaimana|gimana|kenapa|mengapa|kapan|di ?mana|apakah|kok|solusi|perbaiki|"
    r"error|eror|gagal|bug|lemot|susah|(?:tidak|tdk|gak|ga|nggak|ngga|gk|tak) ?bisa)\b",
    re.IGNORECASE,
)
"""The rule to beat: a question mark, a word of asking or requesting, or a word for a fault."""
_SENTIMENTS = tuple(Sentiment)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A review that was found again, what both labellings said, and what was settled on."""

    text: str
    needs_response: bool
    sentiment: Sentiment
    first: bool
    second: bool


@dataclass(frozen=True, slots=True)
class SirekapFigures:
    """Figures on the labelled reviews that were found; ``missing`` ones are not in the file.

    ``agreement`` is Cohen's kappa of the two labellings of needs_response.
    """

    missing: int
    classifier: FlagFigures
    keywords: FlagFigures
    sentiment: ChoiceFigures
    agreement: float


def read_labelled(reviews: Path, labels: Path = LABELS_FILE) -> tuple[list[Labelled], int]:
    """The labelled reviews found in ``reviews``, and how many were not. Raises CorpusError, OSError."""
    with labels.open(encoding="utf-8", newline="") as handle:
        wanted = {row["sha256"]: row for row in csv.DictReader(handle)}
    found = {}
    for text in _texts(reviews):
        key = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        if key in wanted and key not in found:
            found[key] = _labelled(text, wanted[key])
    if not found:
        raise CorpusError(f"{reviews.name}: tidak satu pun ulasan yang berlabel ada di berkas ini")
    return [found[key] for key in wanted if key in found], len(wanted) - len(found)


def measure(reviews: Path, assessor: Assessor, labels: Path = LABELS_FILE) -> SirekapFigures:
    """The figures of a classifier and of the keyword rule. Raises CorpusError, OSError."""
    rows, missing = read_labelled(reviews, labels)
    verdicts = assessor.assess([row.text for row in rows])
    truth = np.array([row.needs_response for row in rows], dtype=np.int8)
    keywords = np.array([KEYWORDS.search(row.text) is not None for row in rows])
    return SirekapFigures(
        missing,
        _needs_response(truth, verdicts),
        flag_figures(Flag.NEEDS_RESPONSE, truth, keywords.astype(np.float64), keywords, np.zeros(len(rows), bool)),
        _sentiment(rows, verdicts),
        round(float(cohen_kappa_score([row.first for row in rows], [row.second for row in rows])), 4),
    )


def _needs_response(truth: NDArray[np.int8], verdicts: Sequence[Assessment]) -> FlagFigures:
    """A text without a probability counts as what was decided for it."""
    scores = [verdict.needs_response for verdict in verdicts]
    shares = [float(score.on) if score.probability is None else score.probability for score in scores]
    on, doubtful = [score.on for score in scores], [score.doubtful for score in scores]
    return flag_figures(Flag.NEEDS_RESPONSE, truth, np.array(shares), np.array(on), np.array(doubtful))


def _sentiment(rows: Sequence[Labelled], verdicts: Sequence[Assessment]) -> ChoiceFigures:
    """A text without a sentiment counts as neutral."""
    chosen = [_SENTIMENTS.index(verdict.sentiment.value or Sentiment.NEUTRAL) for verdict in verdicts]
    truth = [_SENTIMENTS.index(row.sentiment) for row in rows]
    return choice_figures(Question.SENTIMENT, np.array(truth, dtype=np.int8), np.array(chosen, dtype=np.intp))


def _texts(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as handle:
        try:
            rows = csv.DictReader(handle)
            if TEXT not in (rows.fieldnames or ()):
                raise CorpusError(f"{path.name}: tidak memiliki kolom {TEXT}")
            yield from (row[TEXT] or "" for row in rows)
        except csv.Error as error:
            raise CorpusError(f"{path.name}: bukan CSV yang dapat dibaca ({error})") from error


def _labelled(text: str, row: dict[str, str]) -> Labelled:
    first, second = row["first"] == "1", row["second"] == "1"
    return Labelled(text, row["needs_response"] == "1", Sentiment(row["sentiment"]), first, second)
