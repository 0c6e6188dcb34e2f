"""What a table file is made of: rows, columns, and text that may not be the UTF-8 it should be."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from ingest.clean import clean_line
from ingest.tables import bad_file

MAX_LINE = 16_000_000
"""Characters of a line that are read; the rest of such a line is skipped, or one line could fill the memory."""
MAX_COLUMNS = 1_000
NO_UTF_8 = "memuat huruf yang bukan UTF-8, dibaca sebagai Windows-1252"
_ESCAPED_BYTES = re.compile("[\udc80-\udcff]+")
_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the number of its line, a value per column, why it cannot be judged, and what to know of it.

    Values are what JSON knows; of an XLSX file numbers stay numbers and dates are written as ISO 8601.
    """

    where: int
    values: tuple[object, ...]
    problem: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class TableFile:
    """An open file: names of its columns, where the text stands, its rows, and how far it has been read."""

    header: tuple[str, ...]
    text_at: int
    rows: Iterator[Row]
    total: int
    done: Callable[[], int]


def text_of(value: object) -> str:
    """A value as the text that is judged: numbers as a person writes them, lists and objects as JSON."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return json.dumps(value, ensure_ascii=False)


def place_of(path: Path, header: Sequence[str], column: str) -> int:
    """Where a column stands. Raises PlatformError BAD_FILE, which names the columns there are."""
    if column in header:
        return header.index(column)
    known = ", ".join(clean_line(name, 40) for name in header[:_SHOWN]) or "tidak ada"
    raise bad_file(f"Kolom “{column}” tidak ada di {path.name}. Kolom yang ada: {known}.")


def column_names(cells: Sequence[object]) -> tuple[str, ...]:
    """Names of columns, each once: an empty one is named by its place, one given twice by a number."""
    names: list[str] = []
    for place, cell in enumerate(cells, start=1):
        base = name = as_utf8(text_of(cell)).strip() or f"kolom_{place}"
        count = 1
        while name in names:
            count += 1
            name = f"{base}_{count}"
        names.append(name)
    return tuple(names)


def has_escaped_bytes(text: str) -> bool:
    """Whether bytes were no UTF-8 when the text was read with ``surrogateescape``."""
    return not text.isascii() and _ESCAPED_BYTES.search(text) is not None


def as_utf8(text: str) -> str:
    """Bytes that were no UTF-8 read as Windows-1252, which old spreadsheets save."""
    return _ESCAPED_BYTES.sub(
        lambda found: bytes(ord(one) - 0xDC00 for one in found.group()).decode("cp1252", "replace"), text
    )


def whole_lines(text: TextIO) -> Iterator[str]:
    """The lines of a file with their ends, none longer than MAX_LINE."""
    while line := text.readline(MAX_LINE):
        yield line
        while len(line) == MAX_LINE and not line.endswith("\n"):
            line = text.readline(MAX_LINE)
