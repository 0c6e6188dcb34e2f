"""Rows of a CSV file one by one: the delimiter is found out, and a stray quote costs no row but its own."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from classify.table_rows import (
    MAX_COLUMNS,
    NO_UTF_8,
    Row,
    TableFile,
    as_utf8,
    column_names,
    has_escaped_bytes,
    place_of,
    whole_lines,
)
from ingest.tables import bad_file

MAX_FIELD = 4_000_000
"""Characters of the longest cell."""
_DELIMITERS = (",", ";", "\t")


class _CsvReader:
    """Rows with the number of the line each begins on. A stray quote costs its own row only: the lines it swallowed
    are read again.
    """

    def __init__(self, lines: Iterator[str], delimiter: str) -> None:
        self._lines = lines
        self._delimiter = delimiter
        self._again: deque[str] = deque()
        self._taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self._taken.append(line)
        return line

    def rows(self) -> Iterator[tuple[int, list[str], str, str]]:
        """Line number, cells, problem and remark of each row."""
        reader = csv.reader(self, delimiter=self._delimiter, strict=True)
        where = 1
        while True:
            self._taken.clear()
            try:
                cells, problem, remark = next(reader), "", ""
            except StopIteration:
                return
            except csv.Error:
                cells, problem, remark = self._first_line_alone()
            if cells or problem:
                yield where, cells, problem, remark
            where += len(self._taken)

    def _first_line_alone(self) -> tuple[list[str], str, str]:
        self._again.extendleft(reversed(self._taken[1:]))
        del self._taken[1:]
        try:
            cells = next(csv.reader([self._taken[0].rstrip("\r\n")], delimiter=self._delimiter), [])
        except csv.Error:
            return [], f"sel lebih dari {MAX_FIELD // 1_000_000} juta karakter", ""
        return [cell.rstrip("\r\n") for cell in cells], "", "tanda kutip tidak berpasangan"


def csv_rows(path: Path, raw: io.BufferedReader, text: io.TextIOWrapper, column: str) -> TableFile:
    """An open CSV file, read as it is asked for. Raises PlatformError BAD_FILE.

    The caller sets ``csv.field_size_limit`` to MAX_FIELD for as long as rows are read.
    """
    first = next((line for line in whole_lines(text) if line.strip()), "")
    text.seek(0)
    delimiter = _delimiter(first, column)
    read = _CsvReader(whole_lines(text), delimiter).rows()
    titled = (found for found in read if found[2] or any(cell.strip() for cell in found[1]))
    _, cells, problem, _ = next(titled, (0, [], "", ""))
    if not cells or problem or len(cells) > MAX_COLUMNS:
        raise bad_file(f"Baris judul kolom di {path.name} tidak dapat dibaca.")
    header = column_names(cells)
    rows = (_csv_row(*parts, width=len(header), delimiter=delimiter) for parts in read)
    return TableFile(header, place_of(path, header, column), rows, path.stat().st_size, raw.tell)


def _delimiter(first: str, column: str) -> str:
    def fit(delimiter: str) -> tuple[bool, int]:
        try:
            header = next(csv.reader([first.rstrip("\r\n")], delimiter=delimiter), [])
        except csv.Error:
            return False, 0
        return column in (name.strip() for name in header), len(header)

    return max(_DELIMITERS, key=fit)


def _csv_row(where: int, cells: list[str], problem: str, remark: str, *, width: int, delimiter: str) -> Row:
    remarks = [remark] if remark else []
    if len(cells) > width:
        remarks.append(f"{len(cells)} sel, padahal judulnya {width}: sisanya disatukan ke kolom terakhir")
        cells[width - 1 :] = [delimiter.join(cells[width - 1 :])]
    elif len(cells) < width and not problem:
        remarks.append(f"{len(cells)} sel, padahal judulnya {width}")
    if any(map(has_escaped_bytes, cells)):
        remarks.append(NO_UTF_8)
        cells = list(map(as_utf8, cells))
    return Row(where, (*cells, *[""] * (width - len(cells))), problem, "; ".join(remarks))
