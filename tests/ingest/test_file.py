from __future__ import annotations

import csv
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
import xlsxwriter

from ingest.errors import ErrorKind, PlatformError
from ingest.records import CommentRecord, Refusal
from ingest.sources.file import FileSource, load_mapping, mapping_names

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
HEADER = "id,nama,tanggal,komentar\n"


def write(folder: Path, content: str | bytes, name: str = "berkas.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(path: Path, mapping: str = "umum") -> tuple[list[CommentRecord], list[Refusal]]:
    pages = list(FileSource(path, load_mapping(mapping)).pages({}, now=NOW))
    return [item for page in pages for item in page.comments], [item for page in pages for item in page.refused]


def refused_with(path: Path) -> str:
    with pytest.raises(PlatformError) as caught:
        list(FileSource(path, load_mapping("umum")).pages({}, now=NOW))
    assert caught.value.kind is ErrorKind.BAD_FILE
    str(caught.value).encode("utf-8")
    return str(caught.value)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_is_read_whatever_its_separator_and_encoding(tmp_path: Path, delimiter: str, encoding: str) -> None:
    path = tmp_path / "berkas.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(["ID Komentar", "Nama", "Tanggal", "Isi_Komentar", "Tautan"])
        writer.writerow(["7", "Siti é 😀", "2026-11-20 10:15", "Di mana TPS,\nsaya; pindah?", "https://x/1"])
    [record], refused = read(path)
    assert refused == []
    assert (record.native_id, record.author_name, record.text) == ("7", "Siti é 😀", "Di mana TPS,\nsaya; pindah?")
    assert (record.posted_at, record.permalink) == (datetime(2026, 11, 20, 3, 15, tzinfo=UTC), "https://x/1")


def test_an_old_windows_file_is_read_with_a_remark(tmp_path: Path) -> None:
    path = write(tmp_path, (HEADER + "1,José,2026-11-20 10:15,“Halo”\n").encode("cp1252"))
    [record], _ = read(path)
    assert (record.author_name, record.text) == ("José", "“Halo”")
    assert "Windows-1252" in FileSource(path, load_mapping("umum")).facts().notices[0]


def test_a_row_with_a_broken_encoding_is_refused_with_its_line_and_the_rest_goes_on(tmp_path: Path) -> None:
    good = "1,Siti,2026-11-20 10:15,Halo é\n".encode()
    path = write(
        tmp_path, HEADER.encode() + good + b"2,Budi,2026-11-20 10:15,rusak \xff\xe9\n" + b"3,A,2026-11-20,ok\n"
    )
    records, [refusal] = read(path)
    assert [record.native_id for record in records] == ["1", "3"]
    assert (refusal.where, "UTF-8" in refusal.reason) == ("3", True)


def test_each_bad_row_is_refused_with_line_and_reason(tmp_path: Path) -> None:
    rows = [
        '1,Siti,2026-11-20 10:15,"dua\nbaris"',
        "2,Budi,2026-11-20 10:15,",
        "3,Budi,kemarin,Halo",
        "4,Budi,03/04/2026,Halo",
        "",
        "5,Budi,2026-11-20 10:15,Halo, lebih,kolom",
        '6,Budi,2026-11-20 10:15,"kutip "salah" sekali"',
        "7,Budi",
        "8,Budi,2026-11-20 10:15," + "x" * 5_000_000,
        "9,Budi,2026-11-20 10:15," + "x" * 110_000,
        ",,,",
        "10,Budi,2026-11-20 10:15,Terakhir",
    ]
    records, refused = read(write(tmp_path, HEADER + "\n".join(rows) + "\n"))
    assert [record.native_id for record in records] == ["1", "10"]
    assert [refusal.where for refusal in refused] == ["4", "5", "6", "8", "9", "10", "11", "12"]
    words = ["kosong", "kemarin", "03/04/2026", "6 kolom", "kutip", "kosong", "131.072", "100.000"]
    assert all(word in refusal.reason for word, refusal in zip(words, refused, strict=True))


def test_a_quote_that_never_closes_names_the_lines_it_swallowed(tmp_path: Path) -> None:
    text = HEADER + '1,A,2026-11-20,ok\n2,B,2026-11-20,"buka\n3,C,2026-11-20,hilang\n'
    records, [refusal] = read(write(tmp_path, text))
    assert [record.native_id for record in records] == ["1"]
    assert (refusal.where, "kutip" in refusal.reason) == ("3-4", True)


def test_two_hundred_columns_are_no_trouble(tmp_path: Path) -> None:
    names = [f"kolom{number}" for number in range(198)]
    text = ",".join([*names, "komentar", "tanggal"]) + "\n" + "x," * 198 + "Halo,2026-11-20\n"
    [record], refused = read(write(tmp_path, text))
    assert (record.text, refused) == ("Halo", [])


def test_a_file_without_the_needed_columns_says_what_was_found_and_what_is_expected(tmp_path: Path) -> None:
    message = refused_with(write(tmp_path, "nomor,catatan\n1,Halo\n"))
    assert all(word in message for word in ("nomor, catatan", "isi komentar", "tanggal", "created at"))
    assert "tanggal:" in refused_with(write(tmp_path, "nomor,komentar\n1,Halo\n"))


def test_a_header_that_means_two_columns_is_refused(tmp_path: Path) -> None:
    assert "lebih dari satu" in refused_with(write(tmp_path, "tanggal,komentar,Komentar\n2026-11-20,a,b\n"))


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "kosong"),
        (b"\n \n", "kosong"),
        (b"%PDF-1.7\x00\x01", "bukan CSV"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "bukan CSV"),
        (b"PK\x03\x04rusak", "rusak"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"x", "format Excel lama"),
        (b"\xff\xfe\xff", "Kolom"),
        (b'"tak tertutup', "judul"),
        (b"\xe9\xff\x81,\xff\n1,2\n", "Kolom"),
    ],
)
def test_a_file_that_is_something_else_is_refused_whole(tmp_path: Path, content: bytes, word: str) -> None:
    assert word in refused_with(write(tmp_path, content))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert "tidak dapat dibuka" in refused_with(tmp_path / "tidak-ada.csv")


def workbook(path: Path, rows: list[list[object]], first_row: int = 0) -> Path:
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy hh:mm"})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows, start=first_row):
        sheet.write_row(number, 0, row)
    book.close()
    return path


def test_a_workbook_is_read_with_its_own_dates_and_row_numbers(tmp_path: Path) -> None:
    moment = datetime(2026, 11, 20, 10, 15)  # noqa: DTZ001 - a workbook has no zones
    rows: list[list[object]] = [
        ["id", "nama", "tanggal", "teks"],
        [12, "Siti", moment, "Halo"],
        [1301573587187331074, "Budi", moment, "Nomor terpotong"],
        ["13", "Budi", 46346.5, "Tanggal angka"],
        ["", "", "", ""],
        ["14", "Budi", "2026-11-20 10:15", 2027],
    ]
    records, refused = read(workbook(tmp_path / "buku.xlsx", rows, first_row=2))
    assert [(record.native_id, record.text) for record in records] == [("12", "Halo"), ("14", "2027")]
    assert {record.posted_at for record in records} == {datetime(2026, 11, 20, 3, 15, tzinfo=UTC)}
    assert [refusal.where for refusal in refused] == ["5", "6"]


def test_a_workbook_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    """One cell in the last corner makes the reader abort the whole process."""
    book = xlsxwriter.Workbook(str(tmp_path / "jauh.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["tanggal", "teks"])
    sheet.write(1_048_575, 16_383, "x")
    book.close()
    assert "terlalu besar" in refused_with(tmp_path / "jauh.xlsx")


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "arsip.xlsx", "w") as archive:
        archive.writestr("content.xml", "<x/>")
    assert "bukan buku kerja" in refused_with(tmp_path / "arsip.xlsx")


def test_a_row_without_an_id_has_the_same_one_at_the_next_import(tmp_path: Path) -> None:
    text = "nama,tanggal,komentar\nSiti,2026-11-20 10:15,Halo\nBudi,2026-11-20 10:15,Halo\n"
    first, _ = read(write(tmp_path, text))
    again, _ = read(write(tmp_path, text.replace("2026-11-20 10:15", "2026-11-20T03:15:00Z"), "lagi.csv"))
    assert [record.native_id for record in first] == [record.native_id for record in again]
    assert len({record.native_id for record in first}) == 2


def test_pages_have_at_most_500_rows_and_report_progress(tmp_path: Path) -> None:
    path = write(tmp_path, HEADER + "".join(f"{n},A,2026-11-20,Halo {n}\n" for n in range(1200)))
    seen: list[tuple[int, int, int]] = []
    source = FileSource(path, load_mapping("umum"), lambda *progress: seen.append(progress))
    assert [len(page.comments) for page in source.pages({}, now=NOW)] == [500, 500, 200]
    assert [rows for rows, _, _ in seen] == [500, 1000, 1200]
    assert seen[-1][1:] == (path.stat().st_size, path.stat().st_size)


def test_the_facts_show_which_column_is_used_for_what(tmp_path: Path) -> None:
    facts = FileSource(write(tmp_path, HEADER), load_mapping("umum")).facts()
    assert facts.used == {"text": "komentar", "posted_at": "tanggal", "author_name": "nama", "native_id": "id"}


def test_every_mapping_that_comes_with_simak_loads_and_differs_in_dates(tmp_path: Path) -> None:
    assert mapping_names() == ("indonesia", "umum")
    path = write(tmp_path, HEADER + "1,A,03/04/2026,Halo\n")
    assert read(path, "umum")[0] == []
    assert read(path, "indonesia")[0][0].posted_at == datetime(2026, 4, 2, 17, 0, tzinfo=UTC)


def test_an_office_in_the_east_reads_dates_in_its_own_zone(tmp_path: Path) -> None:
    path = write(tmp_path, HEADER + "1,A,2026-11-20 10:15,Halo\n")
    [page] = FileSource(path, load_mapping("umum", zone="Asia/Jayapura")).pages({}, now=NOW)
    assert page.comments[0].posted_at == datetime(2026, 11, 20, 1, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "content",
    [
        "bukan toml",
        "title = 'x'",
        "[columns]\ntext=['a']\n[dates]\nzone='Mars'",
        "[columns]\nx=['a']\n[dates]\nzone='UTC'",
    ],
)
def test_a_broken_mapping_is_named(tmp_path: Path, content: str) -> None:
    with pytest.raises(PlatformError, match="Pemetaan"):
        load_mapping(write(tmp_path, content, "peta.toml"))
    with pytest.raises(PlatformError, match="indonesia, umum"):
        load_mapping("tidak-ada")
