"""Corpora from outside: what they call their columns, and which of our heads their labels speak of."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from classify.examples import NEEDED, CorpusError, Examples, read_examples
from classify.fitting import UNKNOWN
from classify.kinds import FLAGS, QUESTIONS, Flag, Question

_TEXT = ("text", "tweet", "review_text", "komentar", "sentence", "content")
_LABEL = ("label", "sentiment", "category", "polarity")
_SENTIMENTS = {
    "positive": "positive", "positif": "positive", "pos": "positive",
    "neutral": "neutral", "netral": "neutral", "neu": "neutral",
    "negative": "negative", "negatif": "negative", "neg": "negative",
}  # fmt: skip
_SARA = ("hs_religion", "hs_race")
"""Hate by religion or by origin is what Indonesian law and this project call SARA (Ibrohim and Budi 2019, table 1)."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One text and what an outside corpus says of it; heads it says nothing of are left out."""

    text: str
    flags: Mapping[Flag, bool]
    sentiment: str = ""


def read_corpus(path: Path) -> Examples:
    """Read a labelled corpus of any known form.

    Known: Simak's own columns; a text column beside ``label`` or ``sentiment`` with positive, neutral, negative (SmSA
    and most public sentiment sets; comma, semicolon or tab, with or without a header; or JSON lines); Tweet, HS,
    Abusive, HS_Religion, HS_Race (Ibrohim and Budi 2019).
    Raises CorpusError naming the file, the row and what is wrong.
    """
    if path.suffix == ".csv" and set(_header(path)) >= NEEDED:
        return read_examples(path)
    rows = [_labelled(row, f"{path.name}: row {number}") for number, row in enumerate(_rows(path), start=1)]
    if not rows:
        raise CorpusError(f"{path.name}: no rows")
    flags = [[_flag(row, flag) for flag in FLAGS] for row in rows]
    choices = [[_choice(row, question) for question in QUESTIONS] for row in rows]
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    texts = tuple(row.text for row in rows)
    return Examples(texts, np.array(flags, dtype=np.int8), np.array(choices, dtype=np.int8), digest)


def table_rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table by the lower-case names of its columns; UTF-8, or Latin-1 where it is not.

    Raises CorpusError for an empty file.
    """
    lines = _lines(path)
    if not lines:
        raise CorpusError(f"{path.name}: the file is empty")
    delimiter = max("\t;,", key=lines[0].count)
    first = [name.strip().lower() for name in next(csv.reader(lines[:1], delimiter=delimiter))]
    names = first if set(first) & {*_TEXT, *_LABEL} else ["text", "label"]
    body = lines[1:] if names == first else lines
    for cells in csv.reader(body, delimiter=delimiter):
        if any(cell.strip() for cell in cells):
            yield dict(zip(names, cells, strict=False))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    return _json_rows(path) if path.suffix in {".jsonl", ".ndjson"} else table_rows(path)


def _json_rows(path: Path) -> Iterator[dict[str, str]]:
    for number, line in enumerate(_lines(path), start=1):
        if line.strip():
            try:
                entry = json.loads(line)
            except json.JSONDecodeError as error:
                raise CorpusError(f"{path.name}: line {number}: no JSON ({error.msg})") from error
            if not isinstance(entry, dict):
                raise CorpusError(f"{path.name}: line {number}: a JSON object is needed")
            yield {str(name).lower(): str(value) for name, value in entry.items()}


def _lines(path: Path) -> list[str]:
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig").splitlines(keepends=True)
    except UnicodeDecodeError:
        return data.decode("latin-1").splitlines(keepends=True)  # the public copy of the hate corpus is


def _header(path: Path) -> Sequence[str]:
    return next(csv.reader(_lines(path)[:1]), [])


def _labelled(row: Mapping[str, str], where: str) -> Labelled:
    text = next((row[name] for name in _TEXT if row.get(name, "").strip()), "")
    if not text:
        raise CorpusError(f"{where}: no text; it is looked for in {', '.join(_TEXT)}")
    if "abusive" in row:
        sara = any(_bit(row, name, where) for name in _SARA if name in row)
        return Labelled(text, {Flag.ABUSIVE: _bit(row, "abusive", where), Flag.SARA: sara})
    given = next((row[name].strip().lower() for name in _LABEL if row.get(name)), "")
    if given not in _SENTIMENTS:
        raise CorpusError(f"{where}: '{given[:40]}' is no label; known: {', '.join(_SENTIMENTS)}")
    return Labelled(text, {}, _SENTIMENTS[given])


def _bit(row: Mapping[str, str], name: str, where: str) -> bool:
    if row[name].strip() not in {"0", "1"}:
        raise CorpusError(f"{where}: {name} must be 0 or 1")
    return row[name].strip() == "1"


def _flag(row: Labelled, flag: Flag) -> int:
    return int(row.flags[flag]) if flag in row.flags else UNKNOWN


def _choice(row: Labelled, question: Question) -> int:
    if question is Question.SENTIMENT and row.sentiment:
        return question.answers.index(row.sentiment)
    return UNKNOWN
