"""Open a CSV, XLSX or JSONL file and read it row by row; what cannot be read is said for its row."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path

from classify.csv_rows import MAX_FIELD, csv_rows
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
from ingest.tables import Line, bad_file, open_table

_SAMPLE = 65_536
_JSON_NAMES = {".jsonl", ".ndjson", ".json"}
_WORKBOOK, _OLD_EXCEL = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@contextmanager
def open_rows(path: Path, column: str) -> Iterator[TableFile]:
    """Open a file by what is in it; JSONL is told by its name. ``column`` holds the text.

    CSV: ``,`` ``;`` or tab, with or without BOM, UTF-8 or (told by its BOM) UTF-16; what is no UTF-8 is read as
    Windows-1252 and remarked. Lines without anything are no rows. A row with more cells than the header keeps them in
    the last column. Only one row is held at a time, of an XLSX file the sheet. Raises PlatformError BAD_FILE.
    """
    start = _start(path)
    if start.startswith((_WORKBOOK, _OLD_EXCEL)):
        yield _workbook(path, column)
        return
    if start.count(0) > len(start) / 5 and not start.startswith(_UTF_16):
        raise bad_file(f"Berkas {path.name} bukan teks UTF-8. Simpan sebagai CSV UTF-8, lalu coba lagi.")
    former = csv.field_size_limit(MAX_FIELD)
    try:
        with path.open("rb") as raw, _text(raw, start) as text:
            is_json = path.suffix.lower() in _JSON_NAMES
            yield _json_lines(path, raw, text, column) if is_json else csv_rows(path, raw, text, column)
    finally:
        csv.field_size_limit(former)


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            start = file.read(_SAMPLE)
    except OSError as error:
        raise bad_file(f"Berkas {path.name} tidak dapat dibuka ({error.strerror}).") from error
    if not start.strip().removeprefix(codecs.BOM_UTF8):
        raise bad_file(f"Berkas {path.name} kosong.")
    return start


def _text(raw: io.BufferedReader, start: bytes) -> io.TextIOWrapper:
    if start.startswith(_UTF_16):
        return io.TextIOWrapper(raw, "utf-16", "replace", newline="")
    return io.TextIOWrapper(raw, "utf-8-sig", "surrogateescape", newline="")


def _workbook(path: Path, column: str) -> TableFile:
    table = open_table(path, lambda header: int(column in header))
    header = column_names(table.header)
    rows = (_workbook_row(line, len(header)) for line in table.lines)
    return TableFile(header, place_of(path, header, column), rows, table.total, table.done)


def _workbook_row(line: Line, width: int) -> Row:
    values = tuple(map(_workbook_value, line.cells[:width]))
    return Row(int(line.where), (*values, *[""] * (width - len(values))))


def _workbook_value(cell: object) -> object:
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell if isinstance(cell, str | int | float) else "" if cell is None else str(cell)


def _json_lines(path: Path, raw: io.BufferedReader, text: io.TextIOWrapper, column: str) -> TableFile:
    """Read twice: the names of the columns are only known when every line has been seen."""
    header: dict[str, None] = {}
    for line in whole_lines(text):
        header |= dict.fromkeys(_json_object(line) or ())
        if len(header) > MAX_COLUMNS:
            raise bad_file(f"Berkas {path.name} memiliki lebih dari {MAX_COLUMNS} kolom.")
    text.seek(0)
    names = tuple(header)
    at = place_of(path, names, column)
    rows = (_json_row(where, line, names, at) for where, line in enumerate(whole_lines(text), start=1) if line.strip())
    return TableFile(names, at, rows, path.stat().st_size, raw.tell)


def _json_row(where: int, line: str, names: tuple[str, ...], at: int) -> Row:
    """A line that is no object is kept as it is in the column of the text."""
    found = _json_object(line)
    if found is None:
        kept = tuple(as_utf8(line).strip() if place == at else None for place in range(len(names)))
        return Row(where, kept, "bukan objek JSON yang utuh")
    return Row(where, tuple(map(found.get, names)), remark=NO_UTF_8 if has_escaped_bytes(line) else "")


def _json_object(line: str) -> dict[str, object] | None:
    try:
        found = json.loads(as_utf8(line), strict=False, parse_constant=str)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
