"""Claims from a CSV file: ``id`` and ``text`` at least; what cannot be read is said by the number of its line."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from classify.claims import fields
from classify.claims.imported import ClaimFileError, Collected, EntryError, Imported, ImportedClaim, check_size
from classify.claims.verdicts import grade
from classify.kinds import ClaimVerdict
from ingest.clean import clean

REQUIRED = ("id", "text")
COLUMNS = (
    *REQUIRED, "wordings", "verdict", "verdict_published", "publisher", "url", "claimed_on", "published_on",
    "clarification", "clarification_url",
)  # fmt: skip
SEPARATOR = "|"
"""Between two wordings in one cell."""
_DELIMITERS = (",", ";", "\t")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read(data: bytes, *, now: datetime) -> Imported:
    """The claims of a CSV file, any of ``, ; tab`` between its cells. Raises ClaimFileError without id and text."""
    check_size(data)
    text = _decoded(data)
    rows = _rows(text, _delimiter(text))
    header = [cell.strip().casefold() for cell in next((cells for _, cells, _ in rows if any(cells)), [])]
    if missing := [name for name in REQUIRED if name not in header]:
        raise ClaimFileError(
            f"Kolom {' dan '.join(missing)} tidak ada di baris judul; tidak ada klaim yang dibaca. "
            f"Kolom yang dikenal: {', '.join(COLUMNS)}."
        )
    collected = Collected()
    for where, cells, problem in rows:
        if problem:
            collected.refuse(where, problem)
        elif any(cells):
            _row(collected, where, header, cells, now)
    return collected.done()


def _row(collected: Collected, where: str, header: Sequence[str], cells: Sequence[str], now: datetime) -> None:
    if len(cells) > len(header):
        collected.refuse(where, f"Ada {len(cells)} sel, padahal judulnya {len(header)}; beri tanda kutip pada isinya.")
        return
    row = dict(zip(header, (*cells, *[""] * (len(header) - len(cells))), strict=True))
    try:
        claim, remark = _claim(row, now)
    except EntryError as error:
        collected.refuse(where, str(error))
        return
    collected.take(where, claim, [remark] if remark else ())


def _claim(row: Mapping[str, str], now: datetime) -> tuple[ImportedClaim, str]:
    text = fields.claim_text(row["text"])
    published = fields.name(row.get("verdict_published", ""))
    said = row.get("verdict", "").strip()
    graded = grade(said or published)
    own = {verdict.value for verdict in ClaimVerdict}
    return ImportedClaim(
        key=fields.given_key(row["id"]), text=text,
        verdict=ClaimVerdict(said) if said in own else graded.verdict,
        verdict_published=published or ("" if said in own else fields.name(said)),
        publisher=fields.name(row.get("publisher", "")), url=fields.address(row.get("url", "")),
        claimed_on=fields.day(row.get("claimed_on"), now), published_on=fields.day(row.get("published_on"), now),
        wordings=fields.wordings(row.get("wordings", "").split(SEPARATOR), text),
        clarification=clean(row.get("clarification", ""), fields.MAX_CLARIFICATION),
        clarification_url=fields.address(row.get("clarification_url", "")),
    ), "" if said in own else graded.remark  # fmt: skip


def _decoded(data: bytes) -> str:
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        # old spreadsheets save Windows-1252; it knows nearly every byte
        text = data.decode("cp1252", "replace")
    if "\x00" in text:
        raise ClaimFileError("Berkas ini bukan CSV; simpan lembar kerja sebagai CSV, lalu coba lagi.")
    return text


def _delimiter(text: str) -> str:
    """The one by which the first line becomes the most known columns."""
    first = next((line for line in io.StringIO(text) if line.strip()), "")

    def fit(delimiter: str) -> int:
        try:
            cells = next(csv.reader([first], delimiter=delimiter), [])
        except csv.Error:
            return 0
        return sum(cell.strip().casefold() in COLUMNS for cell in cells)

    return max(_DELIMITERS, key=fit)


def _rows(text: str, delimiter: str) -> Iterator[tuple[str, list[str], str]]:
    """Where a row begins, its cells, or why it has none; the reader goes on after a row it could not read."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        where = f"baris {reader.line_num + 1}"
        try:
            yield where, next(reader), ""
        except StopIteration:
            return
        except csv.Error:
            yield where, [], "Tanda kutip tidak berpasangan atau sel terlalu panjang."
