"""A registry and queries as files: every query is answered as it is read, and a failure leaves nothing half-written."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import xlsxwriter

from classify.claims.imported import ClaimFileError
from classify.claims.match_files import BATCH, MatchReport, match_files
from ingest.errors import PlatformError

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
TEXTS = ("Kotak suara kardus mudah ditukar isinya.", "Tinta pemilu mengandung racun.", "Server KPU di Singapura.")


@dataclass
class Files:
    """The three files, and what a caller was told of the progress."""

    folder: Path
    told: list[tuple[int, int, int]]

    def write(self, name: str, text: str) -> Path:
        """One file of the folder."""
        path = self.folder / name
        path.write_text(text, "utf-8")
        return path

    def match(self, queries: Path, top: int = 2) -> MatchReport:
        """Match ``queries`` against the registry."""

        def progress(*said: int) -> None:
            self.told.append(said)  # type: ignore[arg-type]

        registry, output = self.folder / "klaim.csv", self.folder / "hasil.csv"
        return match_files(registry, queries, output, top=top, now=NOW, progress=progress)

    def rows(self) -> list[list[str]]:
        """What was written."""
        with (self.folder / "hasil.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))


@pytest.fixture
def files(tmp_path: Path) -> Files:
    made = Files(tmp_path, [])
    made.write("klaim.csv", "id,text\n" + "".join(f"k{number},{text}\n" for number, text in enumerate(TEXTS)))
    return made


def test_every_query_is_answered_in_order_the_best_first(files: Files):
    report = files.match(files.write("tanya.csv", "id,query\nb,server kpu singapura\na,kotak kardus isinya ditukar\n"))
    header, *rows = files.rows()
    assert header == ["query_id", "rank", "claim_id", "score"]
    assert [row[:3] for row in rows if row[1] == "1"] == [["b", "1", "k2"], ["a", "1", "k0"]]
    assert all(0 < float(row[3]) <= 1 for row in rows)
    assert (report.claims, report.queries, report.matches) == (3, 2, len(rows))


def test_a_long_file_is_read_in_batches_and_tells_how_far_it_is(files: Files):
    lines = "".join(f"{number},tinta racun pemilu\n" for number in range(BATCH * 2 + 1))
    report = files.match(files.write("tanya.csv", f"query_id,text\n{lines}"), top=1)
    assert (report.queries, report.matches) == (BATCH * 2 + 1, BATCH * 2 + 1)
    assert [row[0] for row in files.rows()[1:]] == [str(number) for number in range(BATCH * 2 + 1)]
    assert [queries for queries, _done, _total in files.told] == [BATCH, BATCH * 2, BATCH * 2 + 1]
    assert files.told[-1][1] == files.told[-1][2]


def test_a_workbook_of_queries_keeps_its_whole_numbers(files: Files):
    path = files.folder / "tanya.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([("query_id", "text"), (7, "tinta pemilu racun")]):
            sheet.write_row(at, 0, row)
    files.match(path, top=1)
    assert [row[0] for row in files.rows()[1:]] == ["7"]


@pytest.mark.parametrize("text", ["", "😀", "\u200b" * 10_000, "x" * 90_000, "12345", "ᮊᮕᮥ", "zzz qqq"])
def test_strange_queries_are_answered_or_left_without_an_answer(files: Files, text: str):
    report = files.match(files.write("tanya.csv", f"query_id,text\n1,{text}\n2,tinta pemilu racun\n"))
    assert (report.queries, report.refused) == (2, [])
    assert ["2", "1", "k1"] in [row[:3] for row in files.rows()]


@pytest.mark.parametrize("queries", ["nomor,isi\n1,a\n", "", None])
def test_queries_that_cannot_be_read_leave_the_old_result_as_it_was(files: Files, queries: str | None):
    files.write("hasil.csv", "lama")
    path = files.folder / "tanya.csv"
    if queries is not None:
        files.write("tanya.csv", queries)
    with pytest.raises(PlatformError, match=r"tanya\.csv"):
        files.match(path)
    assert ((files.folder / "hasil.csv").read_text("utf-8"), list(files.folder.glob("*.sebagian"))) == ("lama", [])


def test_a_registry_that_cannot_be_read_is_said(files: Files):
    files.write("klaim.csv", "<html></html>")
    with pytest.raises(ClaimFileError, match="Kolom id"):
        files.match(files.write("tanya.csv", "query_id,text\n1,a\n"))
