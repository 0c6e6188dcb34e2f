"""A table comes row by row whatever its delimiter, encoding or damage; what cannot be read is said for its row."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
import xlsxwriter

from classify.result_files import safe_cell, written_rows
from classify.table_files import open_rows
from classify.table_rows import Row
from ingest.errors import PlatformError


def rows_of(path: Path, column: str = "text") -> list[Row]:
    with open_rows(path, column) as table:
        return list(table.rows)


def file_of(folder: Path, content: str | bytes, name: str = "masuk.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_delimiter_and_the_byte_order_mark_are_found_out(tmp_path: Path, delimiter: str, encoding: str):
    content = f'id{delimiter}text\r\n1{delimiter}"kapan, ya; 😂"\r\n'
    assert rows_of(file_of(tmp_path, content.encode(encoding))) == [Row(2, ("1", "kapan, ya; 😂"))]


def test_a_file_in_windows_1252_is_read_and_remarked(tmp_path: Path):
    (row,) = rows_of(file_of(tmp_path, "text\ncafé “KPU”\n".encode("cp1252")))
    assert row.values == ("café “KPU”",)
    assert "Windows-1252" in row.remark


def test_one_row_in_another_encoding_leaves_the_others_as_they_are(tmp_path: Path):
    content = "text\ncafé 😂\n".encode() + "café\n".encode("cp1252") + "tanya kak é\n".encode()
    first, second, third = rows_of(file_of(tmp_path, content))
    assert [row.values for row in (first, second, third)] == [("café 😂",), ("café",), ("tanya kak é",)]
    assert [bool(row.remark) for row in (first, second, third)] == [False, True, False]


def test_utf_16_without_a_mark_is_refused_with_a_way_out(tmp_path: Path):
    with pytest.raises(PlatformError, match="Simpan sebagai CSV UTF-8"):
        rows_of(file_of(tmp_path, "text\nhalo\n".encode("utf-16-le")))


def test_ragged_rows_lose_nothing_and_say_so(tmp_path: Path):
    short, long, whole = rows_of(file_of(tmp_path, "id,text\n1\n2,kapan, min, hasilnya\n3,oke\n"))
    assert short.values == ("1", "")
    assert long.values == ("2", "kapan, min, hasilnya")
    assert "1 sel" in short.remark
    assert "4 sel" in long.remark
    assert whole == Row(4, ("3", "oke"))


def test_a_stray_quote_costs_its_own_row_only(tmp_path: Path):
    content = 'id,text\n1,"halo min\n2,kapan?\n3,"tps, mana"\n4,"dua\nbaris"\n5,akhir\n'
    rows = rows_of(file_of(tmp_path, content))
    assert [row.values for row in rows] == [
        ("1", "halo min"), ("2", "kapan?"), ("3", "tps, mana"), ("4", "dua\nbaris"), ("5", "akhir"),
    ]  # fmt: skip
    assert [row.where for row in rows] == [2, 3, 4, 5, 7]
    assert [bool(row.remark) for row in rows] == [True, False, False, False, False]


def test_a_cell_of_a_megabyte_is_read_and_a_boundless_one_is_said(tmp_path: Path):
    content = f"id,text\n1,{'a' * 1_000_000}\n2,{'b' * 4_100_000}\n3,oke\n"
    large, boundless, after = rows_of(file_of(tmp_path, content))
    assert len(str(large.values[1])) == 1_000_000
    assert "juta karakter" in boundless.problem
    assert (after.where, after.values) == (4, ("3", "oke"))


def test_reading_leaves_the_limit_of_cells_for_others_as_it_was(tmp_path: Path):
    before = csv.field_size_limit()
    rows_of(file_of(tmp_path, "text\nhalo\n"))
    assert csv.field_size_limit() == before


def test_lines_without_anything_are_no_rows_and_empty_cells_are(tmp_path: Path):
    assert [row.values for row in rows_of(file_of(tmp_path, "\nid,text\n\n1,\n\n,\n"))] == [("1", ""), ("", "")]


def test_columns_get_a_name_each(tmp_path: Path):
    with open_rows(file_of(tmp_path, "text,,text,\na,b,c,d\n"), "text") as table:
        assert table.header == ("text", "kolom_2", "text_2", "kolom_4")
        assert table.text_at == 0


@pytest.mark.parametrize("name", ["masuk.csv", "masuk.jsonl"])
def test_a_missing_column_is_refused_with_those_there_are(tmp_path: Path, name: str):
    content = "id,komentar\n1,a\n" if name.endswith("csv") else '{"id": 1, "komentar": "a"}\n'
    with pytest.raises(PlatformError, match=r"Kolom “text” tidak ada di .*Kolom yang ada: id, komentar"):
        rows_of(file_of(tmp_path, content, name))


@pytest.mark.parametrize("content", [b"", b"  \n ", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("name", ["masuk.csv", "masuk.jsonl", "masuk.xlsx"])
def test_an_empty_file_is_refused(tmp_path: Path, name: str, content: bytes):
    with pytest.raises(PlatformError, match="kosong"):
        rows_of(file_of(tmp_path, content, name))


def test_a_header_alone_has_no_rows(tmp_path: Path):
    assert rows_of(file_of(tmp_path, "id,text\n")) == []


def test_numbers_and_dates_of_a_workbook_become_text_a_person_would_write(tmp_path: Path):
    path = tmp_path / "masuk.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["text", "id"])
        sheet.write_row(1, 0, [12345, 1])
        sheet.write_number(2, 0, 46067 + 8.5 / 24, day)
        sheet.write_row(3, 0, [2.5, 3])
        sheet.write_row(4, 1, [4])
        sheet.write_row(5, 0, [True, 5])
    values = [row.values for row in rows_of(path)]
    assert values == [(12345, 1), ("2026-02-14T08:30:00", ""), (2.5, 3), ("", 4), (True, 5)]


def test_a_workbook_by_another_name_is_still_one(tmp_path: Path):
    path = tmp_path / "masuk.csv"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_column(0, 0, ["text", "halo"])
    assert rows_of(path) == [Row(2, ("halo",))]


def test_a_damaged_workbook_is_refused(tmp_path: Path):
    with pytest.raises(PlatformError, match="rusak"):
        rows_of(file_of(tmp_path, b"PK\x03\x04 bukan zip", "masuk.xlsx"))


def test_a_line_that_is_no_object_is_kept_and_marked(tmp_path: Path):
    content = (
        '{"text": "halo"}\n{"text": "putus\n\n[1, 2]\n{"text": null, "id": 7, "x": [NaN]}\n' + "[" * 100_000 + "\n"
    )
    rows = rows_of(file_of(tmp_path, content, "masuk.jsonl"))
    assert [row.where for row in rows] == [1, 2, 4, 5, 6]
    assert rows[0] == Row(1, ("halo", None, None))
    assert rows[1] == Row(2, ('{"text": "putus', None, None), "bukan objek JSON yang utuh")
    assert rows[2].problem
    assert rows[3] == Row(5, (None, 7, ["NaN"]))
    assert rows[4].problem


def test_nul_bytes_and_lone_surrogates_are_read(tmp_path: Path):
    assert rows_of(file_of(tmp_path, b"id,text\n1,ka\x00pan?\n"))[0].values == ("1", "ka\x00pan?")
    lone = file_of(tmp_path, '{"text": "min \\ud83d kapan", "id": "\x01"}\n', "masuk.jsonl")
    assert rows_of(lone)[0].values == ("min \ud83d kapan", "\x01")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"), ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"), ("-2+3", "'-2+3"), ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"), ("\r=1", "'\r=1"), ("-5", "-5"), ("+62811", "+62811"), (-0.5, "-0.5"), ("a=1", "a=1"),
        (None, ""), (True, "true"), (1.0, "1"), ({"a": "é"}, '{"a": "é"}'), ("ka\0pan", "kapan"),
    ],
)  # fmt: skip
def test_no_cell_is_run_as_a_formula(value: object, cell: str):
    assert safe_cell(value) == cell


def test_a_header_is_no_formula_either(tmp_path: Path):
    with written_rows(tmp_path / "hasil.csv", ["=a", "b"]) as write:
        write(["\ud83d", "baris\rsatu"])
    with (tmp_path / "hasil.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [["'=a", "b"], ["\\ud83d", "baris\rsatu"]]


def test_a_json_line_gives_back_what_was_written(tmp_path: Path):
    with written_rows(tmp_path / "hasil.jsonl", ["a", "b"]) as write:
        write(["\ud83d =1", [1, None]])
    assert json.loads((tmp_path / "hasil.jsonl").read_text("utf-8")) == {"a": "\ud83d =1", "b": [1, None]}


def test_an_interrupted_file_leaves_what_was_there(tmp_path: Path):
    path = file_of(tmp_path, "lama", "hasil.csv")
    with pytest.raises(KeyboardInterrupt):
        interrupted(path)
    assert [file.name for file in tmp_path.iterdir()] == ["hasil.csv"]
    assert path.read_text() == "lama"


def interrupted(path: Path) -> None:
    with written_rows(path, ["a"]) as write:
        write(["baru"])
        raise KeyboardInterrupt
