"""Rows written to a CSV or JSONL file that is there as a whole or not at all."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from classify.table_rows import text_of

Write = Callable[[Sequence[object]], None]
SUFFIXES = (".csv", ".jsonl", ".ndjson")
_ACTIVE = ("=", "+", "-", "@", "\t", "\r")


@contextmanager
def written_rows(path: Path, header: Sequence[str]) -> Iterator[Write]:
    """What writes one row to ``path``: CSV, or JSONL where the name ends so. Both are UTF-8 without BOM.

    Written beside ``path`` and renamed at the end; whatever interrupts it, ``path`` stays as it was and the draft is
    removed. Raises OSError.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        # half a pair of UTF-16 cannot be written; JSON has an escape for it, and a person sees it in a CSV
        with draft.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            yield _json_writer(file, header) if is_json(path) else _csv_writer(file, header)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def is_json(path: Path) -> bool:
    """Whether a file of that name is JSONL."""
    return path.suffix.lower() in SUFFIXES[1:]


def safe_cell(value: object) -> str:
    """A value as a CSV cell that no spreadsheet runs as a formula.

    Text that begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return gets an apostrophe before it (OWASP,
    CSV Injection); a plain number such as ``-5`` stays. NUL, at which spreadsheets stop reading, is left out.
    """
    text = text_of(value).replace("\0", "")
    return f"'{text}" if text.startswith(_ACTIVE) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _csv_writer(file: TextIO, header: Sequence[str]) -> Write:
    rows = csv.writer(file)

    def write(values: Sequence[object]) -> None:
        rows.writerow([safe_cell(value) for value in values])

    write(header)
    return write


def _json_writer(file: TextIO, header: Sequence[str]) -> Write:
    def write(values: Sequence[object]) -> None:
        file.write(json.dumps(dict(zip(header, values, strict=True)), ensure_ascii=False) + "\n")

    return write
