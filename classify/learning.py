"""What an office's people said, as examples: what the next model learns from, and what it is measured on.

One labelled text in five is never learnt from. Which one follows from the words alone, so that a text stays on its side
in every later run, however it is written; what nearly says the same as a text of the measure is not learnt from either.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from classify.effective import standing
from classify.examples import Examples, similarities
from classify.fitting import UNKNOWN
from classify.kinds import FLAGS, QUESTIONS, Question
from classify.models import HumanLabel
from classify.normalise import Normaliser, load_normaliser
from ingest.models import CommentVersion

MOST = 2_500
"""Different texts used, the newest: comparing all pairs of texts takes memory, and offices are small machines."""
ONE_IN = 5
ALIKE = 0.35
"""Jaccard likeness of letter 4-grams that already counts as a twin, as in ``examples.clusters``."""
_AT_ONCE = 500


@dataclass(frozen=True)
class LabelledComments:
    """What people labelled: ``learnable``, and ``held_out`` of which nothing is ever learnt. Both may be empty."""

    learnable: Examples
    held_out: Examples


@dataclass(frozen=True, slots=True)
class _Labelled:
    """One text with everything that was said of it, or of the same words elsewhere."""

    text: str
    labels: tuple[HumanLabel, ...]


def office_examples(session: Session, office_id: int | None, *, most: int = MOST) -> LabelledComments:
    """The newest labelled texts of an office, or of every office for None.

    Of the same words only one text is kept, with what counts of all that was said; nobody's name goes with it.
    """
    normalise = load_normaliser()
    found: dict[str, _Labelled] = {}
    for label, text in _labels(session, office_id, most):
        known = found.get(key := words_of(text, normalise), _Labelled(text, ()))
        found[key] = replace(known, labels=(*known.labels, label))
    parts: tuple[list[_Labelled], list[_Labelled]] = ([], [])
    for key, labelled in found.items():
        if standing(labelled.labels):
            parts[is_held_out(key)].append(labelled)
    learnable, held_out = map(_examples, parts)
    return LabelledComments(without_twins(learnable, held_out), held_out)


def words_of(text: str, normalise: Normaliser) -> str:
    """What decides on which side a text lies: its words without case, spelling, emoji and punctuation."""
    found = normalise(text)
    return " ".join(word for word in found.words if word[0].isalnum()) or found.text or found.clean.strip()


def is_held_out(words: str) -> bool:
    """Whether the text of these words is kept for measuring: one in five, by a hash, for ever."""
    return int.from_bytes(hashlib.sha256(words.encode("utf-8", "surrogatepass")).digest()[:8]) % ONE_IN == 0


def without_twins(learnable: Examples, held_out: Examples) -> Examples:
    """The examples to learn from without those that nearly say what a text of the measure says."""
    count = len(learnable.texts)
    texts = [*learnable.texts, *held_out.texts]
    if not count or not held_out.texts or all(len(text.strip()) < 2 for text in texts):
        return learnable
    pairs = similarities(texts, ALIKE).tocoo()
    twins = set(pairs.row[(pairs.row < count) & (pairs.col >= count)].tolist())
    return taken(learnable, [row for row in range(count) if row not in twins])


def taken(examples: Examples, rows: Sequence[int]) -> Examples:
    """Some of the examples, under a digest of their own."""
    return _made([examples.texts[row] for row in rows], examples.flags[list(rows)], examples.choices[list(rows)])


def _examples(found: Sequence[_Labelled]) -> Examples:
    said = [{head: label.value for head, label in standing(one.labels).items()} for one in found]
    flags = [[_flag(values.get(flag)) for flag in FLAGS] for values in said]
    choices = [[_choice(question, values.get(question)) for question in QUESTIONS] for values in said]
    return _made(
        [one.text for one in found],
        np.array(flags, dtype=np.int8).reshape(-1, len(FLAGS)),
        np.array(choices, dtype=np.int8).reshape(-1, len(QUESTIONS)),
    )


def _made(texts: Sequence[str], flags: NDArray[np.int8], choices: NDArray[np.int8]) -> Examples:
    listed = json.dumps([list(texts), flags.tolist(), choices.tolist()])
    return Examples(tuple(texts), flags, choices, hashlib.sha256(listed.encode()).hexdigest())


def _flag(value: str | None) -> int:
    return UNKNOWN if value is None else int(value)


def _choice(question: Question, value: str | None) -> int:
    return UNKNOWN if value is None else question.answers.index(value)


def _labels(session: Session, office_id: int | None, most: int) -> Iterator[tuple[HumanLabel, str]]:
    """Every label of the comments labelled last, oldest first for each, with the text it was given for."""
    comments = _newest_comments(session, office_id, most)
    version = (CommentVersion.comment_id == HumanLabel.comment_id) & (CommentVersion.number == HumanLabel.version)
    query = select(HumanLabel, CommentVersion.text).join(CommentVersion, version).order_by(HumanLabel.id)
    for start in range(0, len(comments), _AT_ONCE):
        yield from session.execute(query.where(HumanLabel.comment_id.in_(comments[start : start + _AT_ONCE])))


def _newest_comments(session: Session, office_id: int | None, most: int) -> list[int]:
    query = select(HumanLabel.id, HumanLabel.comment_id).order_by(HumanLabel.id.desc()).limit(_AT_ONCE)
    mine = query if office_id is None else query.where(HumanLabel.office_id == office_id)
    found: dict[int, None] = {}
    last = None
    while len(found) < most:
        rows = session.execute(mine if last is None else mine.where(HumanLabel.id < last)).all()
        if not rows:
            break
        found |= dict.fromkeys(comment_id for _, comment_id in rows)
        last = rows[-1].id
    return list(found)[:most]
