"""A registry and queries as plain files: which claims each query resembles, written as it is found, without a database.

registry CSV (id, text) -> index in memory; queries CSV or XLSX (query_id or id, text or query) -> batches -> output CSV
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

from classify.claim_match import ClaimIndex, ClaimText
from classify.claims import table
from classify.claims.imported import Note
from ingest.tables import Line, Table, bad_file, open_table

HEADER = ("query_id", "rank", "claim_id", "score")
BATCH = 256
"""Queries held in memory at once."""
_IDS, _TEXTS = ("query_id", "id"), ("text", "query")
Progress = Callable[[int, int, int], None]
"""Called after each batch with queries read, and how much of how much of the file."""


@dataclass
class MatchReport:
    """What was matched, and what could not be read."""

    claims: int = 0
    queries: int = 0
    matches: int = 0
    refused: list[Note] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Query:
    query_id: str
    text: str


def match_files(
    registry: Path, queries: Path, output: Path, *, top: int, now: datetime, progress: Progress
) -> MatchReport:
    """Match a file against a file. ``output`` appears when it is complete; what it replaces stays until then.

    Raises ClaimFileError, PlatformError BAD_FILE, OSError.
    """
    report = MatchReport()
    claims = table.read(registry.read_bytes(), now=now)
    report.claims = len(claims.claims)
    report.refused += [Note(f"{registry.name}, {note.where}", note.text) for note in claims.refused]
    index = ClaimIndex([ClaimText(one.key, (one.text, *one.wordings)) for one in claims.claims])
    opened = open_table(queries, _fit)
    part = output.with_name(f"{output.name}.sebagian")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADER)
            for batch in _batches(_queries(opened, queries.name, report)):
                writer.writerows(_rows(index, batch, top, report))
                progress(report.queries, opened.done(), opened.total)
        part.replace(output)
    finally:
        opened.close()
        part.unlink(missing_ok=True)
    return report


def _rows(
    index: ClaimIndex, batch: Sequence[_Query], top: int, report: MatchReport
) -> Iterator[tuple[str, int, str, str]]:
    report.queries += len(batch)
    found = index.search_many([query.text for query in batch], top)
    for query, matches in zip(batch, found, strict=True):
        report.matches += len(matches)
        for rank, match in enumerate(matches, start=1):
            yield query.query_id, rank, match.claim_id, f"{match.score:.4f}"


def _queries(opened: Table, name: str, report: MatchReport) -> Iterator[_Query]:
    header = [cell.strip().casefold() for cell in opened.header]
    at = [next((header.index(column) for column in columns if column in header), -1) for columns in (_IDS, _TEXTS)]
    if -1 in at:
        raise bad_file(f"{name} harus memiliki kolom query_id (atau id) dan text (atau query).")
    for line in opened.lines:
        if line.problem or len(line.cells) <= max(at):
            if line.problem or any(line.cells):
                report.refused.append(Note(f"{name}, baris {line.where}", line.problem or "Selnya kurang."))
            continue
        yield _query(line, *at)


def _query(line: Line, id_at: int, text_at: int) -> _Query:
    name, text = line.cells[id_at], line.cells[text_at]
    if isinstance(name, float) and name.is_integer():
        name = int(name)  # a workbook keeps every number as a fraction
    return _Query(str(name).strip(), str(text))


def _batches(queries: Iterator[_Query]) -> Iterator[list[_Query]]:
    while batch := list(islice(queries, BATCH)):
        yield batch


def _fit(header: Sequence[str]) -> int:
    return sum(cell.strip().casefold() in (*_IDS, *_TEXTS) for cell in header)
