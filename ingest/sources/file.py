"""Comments from a CSV or XLSX file that a person exported: columns found by a mapping, bad rows refused one by one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ingest.clean import clean_line
from ingest.dates import DateRules, read_moment
from ingest.kinds import Platform
from ingest.records import CommentRecord, Identity, KnownSince, Page, Refusal, nothing_known
from ingest.tables import MAX_CELL, Line, Table, bad_file, open_table

PAGE_ROWS = 500
ANONYMOUS = "Anonim"
REQUIRED = ("text", "posted_at")
FIELDS = (*REQUIRED, "author_name", "native_id", "author_native_id", "parent_native_id", "post_native_id", "permalink")
LABELS = {"text": "isi komentar", "posted_at": "tanggal"}
_EXACT_INTEGER = 2**53
_ESCAPED_BYTE = re.compile("[\udc80-\udcff]")
_WORD_BREAKS = re.compile(r"[\s_\ufeff-]+")
Progress = Callable[[int, int, int], None]
"""Called after each page with rows read, and how much of how much (bytes of a CSV, rows of a workbook)."""


@dataclass(frozen=True, slots=True)
class FileMapping:
    """Which headers mean which field, and how dates are written. Data, kept in TOML."""

    title: str
    columns: Mapping[str, tuple[str, ...]]
    dates: DateRules


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a person should see before importing: headers, which of them are used for what, and remarks."""

    header: tuple[str, ...]
    used: Mapping[str, str]
    notices: tuple[str, ...]


def mapping_names() -> tuple[str, ...]:
    """Names of the mappings that come with Simak."""
    folder = resources.files("ingest") / "mappings"
    return tuple(sorted(item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml")))


def load_mapping(name: str | Path, *, zone: str = "") -> FileMapping:
    """A mapping by name or by the path of a TOML file; ``zone`` replaces its zone for dates that name none.

    Raises PlatformError BAD_FILE.
    """
    named = str(name) in mapping_names()
    place = resources.files("ingest") / "mappings" / f"{name}.toml" if named else Path(name)
    try:
        data = tomllib.loads(place.read_text(encoding="utf-8"))
        columns = {field: tuple(map(_plain, data["columns"].get(field, ()))) for field in FIELDS}
        unknown = sorted(set(data["columns"]) - set(FIELDS))
        dates = data.get("dates", {})
        rules = DateRules(ZoneInfo(zone or dates["zone"]), dates.get("order", ""), tuple(dates.get("formats", ())))
    except OSError as error:
        raise bad_file(f"Pemetaan {name} tidak ada. Yang tersedia: {', '.join(mapping_names())}.") from error
    except (ValueError, KeyError, TypeError, AttributeError, ZoneInfoNotFoundError) as error:
        raise bad_file(f"Pemetaan {name} rusak ({type(error).__name__}: {error}).") from error
    if unknown:
        raise bad_file(f"Pemetaan {name} menyebut isian yang tidak dikenal: {', '.join(unknown)}.")
    return FileMapping(str(data.get("title", name)), columns, rules)


class FileSource:
    """One file as a source. Rows come in pages of 500; the whole file is never in memory when it is a CSV."""

    platform = Platform.FILE

    def __init__(self, path: Path, mapping: FileMapping, progress: Progress | None = None) -> None:
        self._path = path
        self._mapping = mapping
        self._progress = progress

    def probe(self) -> Identity:
        """A file has no identity. Raises PlatformError BAD_FILE when it cannot be used."""
        self.facts()
        return Identity(self._path.name, "", may_moderate=False)

    def facts(self) -> FileFacts:
        """What the file looks like, without reading it through. Raises PlatformError BAD_FILE."""
        table, places = self._open()
        table.close()
        return FileFacts(table.header, {field: table.header[at] for field, at in places.items()}, table.notices)

    def pages(self, cursor: Mapping[str, str], *, now: datetime, known: KnownSince = nothing_known) -> Iterator[Page]:
        """Every row, in pages. Raises PlatformError BAD_FILE when the file as a whole cannot be used."""
        table, places = self._open()
        reader = _RowReader(places, len(table.header), self._mapping.dates, now)
        try:
            for page, rows in reader.pages(table.lines):
                yield page
                if self._progress:
                    self._progress(rows, table.done(), table.total)
        finally:
            table.close()

    def _open(self) -> tuple[Table, dict[str, int]]:
        table = open_table(self._path, lambda header: len(_places(header, self._mapping)))
        try:
            return table, self._checked(table)
        except BaseException:
            table.close()
            raise

    def _checked(self, table: Table) -> dict[str, int]:
        places = _places(table.header, self._mapping)
        missing = [field for field in REQUIRED if field not in places]
        if missing:
            wanted = "; ".join(f"{LABELS[field]}: {', '.join(self._mapping.columns[field])}" for field in missing)
            found = ", ".join(clean_line(name, 40) for name in table.header[:30] if name)
            raise bad_file(f"Kolom yang diperlukan tidak ada. Kolom di berkas: {found}. Yang dicari - {wanted}.")
        names = [_plain(name) for name in table.header]
        for at in places.values():
            if names.count(names[at]) > 1:
                raise bad_file(f"Kolom {clean_line(names[at], 40)} ada lebih dari satu. Hapus salah satunya.")
        return places


def _places(header: Sequence[Any], mapping: FileMapping) -> dict[str, int]:
    """Column of each field: the mapping's first name that the header has."""
    at = {_plain(name): place for place, name in reversed(list(enumerate(header)))}
    found = {field: next((at[name] for name in names if name in at), None) for field, names in mapping.columns.items()}
    return {field: place for field, place in found.items() if place is not None}


def _plain(name: object) -> str:
    return _WORD_BREAKS.sub(" ", str(name)).strip().casefold()


class _RowReader:
    """Turns lines into pages of records and refusals."""

    def __init__(self, places: Mapping[str, int], width: int, dates: DateRules, now: datetime) -> None:
        self._date_at = places["posted_at"]
        self._at = [places.get(field, -1) for field in FIELDS if field != "posted_at"]
        self._width = width
        self._dates = dates
        self._now = now

    def pages(self, lines: Iterator[Line]) -> Iterator[tuple[Page, int]]:
        """Pages with the number of rows read so far."""
        records: list[CommentRecord] = []
        refused: list[Refusal] = []
        rows = 0
        for line in lines:
            if not line.problem and not any(line.cells):
                continue
            try:
                records.append(self._record(line))
            except ValueError as error:
                refused.append(Refusal(line.where, str(error)))
            rows += 1
            if rows % PAGE_ROWS == 0:
                yield Page(tuple(records), {}, refused=tuple(refused)), rows
                records, refused = [], []
        yield Page(tuple(records), {}, refused=tuple(refused)), rows

    def _record(self, line: Line) -> CommentRecord:
        """Raises ValueError with the reason a person reads."""
        cells = line.cells
        if line.problem:
            raise ValueError(line.problem)
        if len(cells) > self._width and any(cells[self._width :]):
            raise ValueError(f"Baris memiliki {len(cells)} kolom, judul hanya {self._width}: periksa tanda pemisah.")
        width = len(cells)
        texts = [_text(cells[at]) if 0 <= at < width else "" for at in self._at]
        text, author, native_id, author_id, parent, post, link = texts
        if not text:
            raise ValueError("Isi komentar kosong.")
        if self._date_at >= width or cells[self._date_at] in ("", None):
            raise ValueError("Tanggal kosong.")
        posted_at = read_moment(cells[self._date_at], self._dates, now=self._now)
        return CommentRecord(
            native_id or _identity(author, posted_at, text), text, text, author or ANONYMOUS, posted_at,
            author_native_id=author_id or None, parent_native_id=parent or None, post_native_id=post or None,
            permalink=link,
        )  # fmt: skip


def _text(cell: Any) -> str:
    """A cell as text. Raises ValueError for what would not be what the person wrote."""
    if not isinstance(cell, str):
        return "" if cell is None else _from_number(cell)
    if len(cell) > MAX_CELL:
        raise ValueError(f"Sel lebih dari {MAX_CELL // 1000}.000 karakter.")
    if not cell.isascii() and _ESCAPED_BYTE.search(cell):
        raise ValueError("Memuat karakter rusak (bukan UTF-8).")
    return cell.strip()


def _from_number(cell: object) -> str:
    if not isinstance(cell, float) or not cell.is_integer():
        return str(cell)
    if abs(cell) >= _EXACT_INTEGER:
        raise ValueError("Angka terlalu panjang sehingga digitnya sudah hilang; ubah format sel menjadi teks.")
    return str(int(cell))


def _identity(author: str, posted_at: datetime, text: str) -> str:
    """A stable id for a row without one, so that the same file imported twice adds nothing."""
    return sha256(f"{author}\x1f{posted_at.isoformat()}\x1f{text}".encode("utf-8", "surrogatepass")).hexdigest()
