"""Rows of a CSV or XLSX file with their line numbers; what cannot be read is said for its row, not for the file."""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from ingest.errors import ErrorKind, PlatformError

MAX_CELL = 100_000
"""Longest cell that is taken, in characters: more than any platform allows a comment."""
MAX_WORKBOOK = 300_000_000
"""Unpacked size of a workbook in bytes; a small file can unpack to fill the memory."""
MAX_CELLS = 10_000_000
"""Rows times columns of a workbook's sheet."""
_REFERENCE = re.compile(rb"<(?:\w+:)?(?:c|row)\s[^<>]*?\br\s*=\s*[\"']([A-Za-z]{0,5})(\d{1,9})")
_DELIMITERS = (",", ";", "\t")
_SAMPLE = 65_536
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_OLD_EXCEL = bytes.fromhex("d0cf11e0a1b11ae1")
Score = Callable[[Sequence[str]], int]


@dataclass(frozen=True, slots=True)
class Line:
    """One row: where it begins (and ends, when it is more than one line), its cells, or why it has none."""

    where: str
    cells: Sequence[Any]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """An open file: header, the rows after it, remarks for the person, and how far it has been read."""

    header: tuple[str, ...]
    lines: Iterator[Line]
    notices: tuple[str, ...]
    total: int
    done: Callable[[], int]
    close: Callable[[], None]


def open_table(path: Path, score: Score) -> Table:
    """Open a file by what is in it, not by its name. ``score`` says how well a header fits, to find the delimiter.

    Raises PlatformError BAD_FILE.
    """
    try:
        with path.open("rb") as file:
            start = file.read(_SAMPLE)
    except OSError as error:
        raise bad_file(f"Berkas {path.name} tidak dapat dibuka ({error.strerror}).") from error
    if start.startswith(b"PK\x03\x04"):
        return _open_workbook(path)
    if start.startswith(_OLD_EXCEL):
        raise bad_file(f"Berkas {path.name} memakai format Excel lama atau dilindungi; simpan sebagai XLSX atau CSV.")
    if not start.strip():
        raise bad_file(f"Berkas {path.name} kosong.")
    return _open_csv(path, start, score)


def bad_file(detail: str) -> PlatformError:
    """The error for a file that cannot be used at all."""
    return PlatformError(ErrorKind.BAD_FILE, detail)


def _open_csv(path: Path, start: bytes, score: Score) -> Table:
    encoding, notices = _encoding(path, start)
    raw = path.open("rb")
    text = io.TextIOWrapper(raw, encoding, "replace" if encoding == "utf-16" else "surrogateescape", newline="")
    delimiter = _delimiter(start, encoding, score)
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    lines = _csv_lines(reader)
    header = next((line for line in lines if line.problem or any(line.cells)), None)
    if header is None or header.problem:
        text.close()
        raise bad_file(f"Baris judul kolom di {path.name} tidak dapat dibaca.")
    return Table(tuple(header.cells), lines, notices, path.stat().st_size, raw.tell, text.close)


def _encoding(path: Path, start: bytes) -> tuple[str, tuple[str, ...]]:
    for mark, name in _BOMS:
        if start.startswith(mark):
            return name, ()
    if b"\x00" in start:
        raise bad_file(f"Berkas {path.name} bukan CSV atau XLSX.")
    good, bad = _utf8_lines(path)
    if not bad:
        return "utf-8", ()
    if not good:
        return "cp1252", ("Berkas tidak memakai UTF-8; dibaca sebagai Windows-1252. Periksa huruf beraksen.",)
    return "utf-8", (f"{bad} baris memuat karakter rusak (bukan UTF-8) dan ditolak.",)


def _utf8_lines(path: Path) -> tuple[int, int]:
    """How many lines with other than ASCII are UTF-8, and how many are not."""
    good = bad = 0
    with path.open("rb") as file:
        for line in file:
            if not line.isascii():
                try:
                    line.decode()
                    good += 1
                except UnicodeDecodeError:
                    bad += 1
    return good, bad


def _delimiter(start: bytes, encoding: str, score: Score) -> str:
    text = start.decode(encoding, "replace").lstrip()

    def fit(delimiter: str) -> tuple[int, int]:
        try:
            header = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
        except csv.Error:
            return 0, 0
        return score(header), len(header)

    return max(_DELIMITERS, key=fit)


def _csv_lines(reader: Any) -> Iterator[Line]:
    """Rows with the number of the line each begins on; the reader goes on after a row it could not read."""
    while True:
        first = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Line(_range(first, reader.line_num), (), _csv_problem(error))
        else:
            yield Line(str(first), cells)


def _range(first: int, last: int) -> str:
    return str(first) if last <= first else f"{first}-{last}"


def _csv_problem(error: csv.Error) -> str:
    if "field limit" in str(error):
        return f"Sel lebih dari {csv.field_size_limit():,} karakter.".replace(",", ".")
    return "Tanda kutip tidak berpasangan."


def _open_workbook(path: Path) -> Table:
    try:
        _check_workbook(path)
        with path.open("rb") as file:
            sheet = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0)
    except PasswordError as error:
        raise bad_file(f"Berkas {path.name} dilindungi kata sandi.") from error
    except (CalamineError, zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise bad_file(f"Berkas {path.name} rusak atau bukan buku kerja Excel.") from error
    rows = enumerate(sheet.iter_rows(), start=1)
    header = next((cells for _, cells in rows if any(cells)), None)
    if header is None:
        raise bad_file(f"Lembar pertama di {path.name} kosong.")
    read = [0]

    def lines() -> Iterator[Line]:
        for number, cells in rows:
            read[0] = number
            yield Line(str(number), cells)

    return Table(tuple(map(str, header)), lines(), (), sheet.total_height, lambda: read[0], lambda: None)


def _check_workbook(path: Path) -> None:
    """Refuse what would fill the memory. The reader makes a dense table up to the furthest cell, and aborts the
    whole process, not just the call, when that is too much: one cell at XFD1048576 is enough.
    """
    with zipfile.ZipFile(path) as parts:
        if "xl/workbook.xml" not in parts.namelist():
            raise bad_file(f"Berkas {path.name} bukan buku kerja XLSX.")
        large = sum(part.file_size for part in parts.infolist()) > MAX_WORKBOOK
        if large or any(_cells(parts, name) > MAX_CELLS for name in parts.namelist()):
            raise bad_file(f"Berkas {path.name} terlalu besar setelah dibuka; simpan sebagai CSV.")


def _cells(parts: zipfile.ZipFile, name: str) -> int:
    """Rows times columns up to the furthest cell a part names."""
    row = column = 1
    tail = b""
    with parts.open(name) as part:
        while piece := part.read(1_000_000):
            for letters, digits in set(_REFERENCE.findall(tail + piece)):
                row, column = max(row, int(digits)), max(column, _column(letters))
            tail = piece[-200:]
    return row * column


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
