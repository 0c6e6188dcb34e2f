"""Importing a file: every good row is taken, every bad one is reported with its line."""

from __future__ import annotations

import json
import resource
import signal
from pathlib import Path

import pytest
from sqlalchemy import func, select

from ingest.accounts import add_account
from ingest.db import Database
from ingest.kinds import Platform
from ingest.models import Comment, CommentVersion, IngestRun
from tests.cli.conftest import Simak
from tests.support.world import World

ROWS = "tanggal,nama,komentar\n" + "".join(
    f"2026-11-{day:02} 09:00,Warga {day},Komentar nomor {day}: TPS saya di mana?\n" for day in range(1, 16)
)


@pytest.fixture
def files(office: World) -> World:
    with office.database.write() as session:
        add_account(session, office.office_id, "berkas", Platform.FILE, "Ekspor", "", office.now)
    return office


def counted(database: Database) -> tuple[int, int]:
    with database.read() as session:
        return session.scalar(select(func.count(Comment.id))) or 0, session.scalar(
            select(func.count(CommentVersion.id))
        ) or 0


def test_bad_rows_are_reported_and_never_stop_the_rest(simak: Simak, files: World, tmp_path: Path) -> None:
    path = tmp_path / "ekspor.csv"
    path.write_text(ROWS + "kemarin sore,Warga,Tanggal tidak jelas\n2026-11-16 09:00,Warga,\n", "utf-8")
    done = simak("ingest", "import", str(path), "--account", "berkas", "--json")
    result = json.loads(done.stdout)
    assert (done.returncode, result["new"], result["refused"]) == (0, 15, 2)
    assert [refusal["where"] for refusal in result["refusals"]] == ["17", "18"]
    again = json.loads(simak("ingest", "import", str(path), "--account", "berkas", "--json").stdout)
    assert (again["new"], again["known"], again["refused"]) == (0, 15, 2)


def test_two_hundred_columns_and_a_broken_encoding_lose_nothing(simak: Simak, files: World, tmp_path: Path) -> None:
    path = tmp_path / "lebar.csv"
    head = ",".join(["tanggal", "nama", "komentar", *(f"kolom{number}" for number in range(200))])
    good = "2026-11-01 09:00,Siti,Apakah TPS sudah buka?" + "," * 200
    path.write_bytes(
        f"{head}\n{good}\n".encode() + b"2026-11-02 09:00,Budi,rusak \xff\xfe\x81 rusak" + b"," * 200 + b"\n"
    )
    result = json.loads(simak("ingest", "import", str(path), "--account", "berkas", "--json").stdout)
    assert result["new"] + result["refused"] == 2
    assert result["new"] >= 1


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"a,b,c\n1,2,3\n"], ids=["empty", "binary", "other columns"])
def test_a_file_that_is_none_is_refused_as_a_whole(simak: Simak, files: World, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "aneh.csv"
    path.write_bytes(content)
    refused = simak("ingest", "import", str(path), "--account", "berkas", "--json")
    assert refused.returncode == 1
    assert json.loads(refused.stdout)["error_kind"] == "bad_file"
    assert counted(files.database) == (0, 0)


def test_a_full_disk_is_said_and_nothing_is_half_written(simak: Simak, office: World, tmp_path: Path) -> None:
    if not office.database.url.startswith("sqlite"):
        return  # PostgreSQL's files belong to its own server
    with office.database.write() as session:
        add_account(session, office.office_id, "berkas", Platform.FILE, "Ekspor", "", office.now)
    office.database.dispose()
    path = tmp_path / "besar.csv"
    path.write_text("tanggal,nama,komentar\n" + "".join(
        f"2026-11-01 09:00,Warga {number},{number} {'panjang sekali ' * 60}\n" for number in range(2000)
    ), "utf-8")  # fmt: skip

    def small_disk() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (700_000, 700_000))

    refused = simak("ingest", "import", str(path), "--account", "berkas", before=small_disk)
    assert refused.returncode == 1
    assert "Gagal" in refused.stderr + refused.stdout
    assert "Traceback" not in refused.stderr
    comments, versions = counted(office.database)
    assert comments == versions < 2000
    again = json.loads(simak("ingest", "import", str(path), "--account", "berkas", "--json").stdout)
    assert again["new"] + comments == 2000
    with office.database.read() as session:
        assert "running" not in set(session.scalars(select(IngestRun.outcome)))
