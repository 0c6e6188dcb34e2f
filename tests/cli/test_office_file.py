"""What an office may write in its office.toml, and what is refused with the place named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from console.offices import BadOfficeError, load_office, read_office
from ingest.db import Database
from responses import sops
from responses.errors import BadSopError
from responses.guard.store import guard_of
from responses.kinds import SopPurpose
from responses.models import Event, OfficeSop
from responses.papers.counting import settings_of
from tests.repo.files import ROOT
from tests.support.world import MONDAY_NINE

EXAMPLE = ROOT / "docs" / "office.example.toml"


def with_everything(folder: Path) -> Path:
    """The example with every optional line that it shows in a comment."""
    lines = [
        line[2:] if re.match(r"# (\[|[a-z_-]+ = )", line) and "folder" not in line else line
        for line in EXAMPLE.read_text("utf-8").splitlines()
    ]
    path = folder / "office.toml"
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_everything_the_example_shows_can_be_switched_on(database: Database, tmp_path: Path) -> None:
    file = read_office(with_everything(tmp_path))
    with database.write() as session:
        office = load_office(session, file, now=MONDAY_NINE)
        chosen = set(session.scalars(select(OfficeSop.purpose).where(OfficeSop.office_id == office.id)))
        assert chosen == set(SopPurpose)
        assert guard_of(session, office.id).participants == ("Partai Contoh",)
        assert settings_of(session, office.id).region == "3308"


def test_loading_the_same_file_again_writes_no_event(database: Database, tmp_path: Path) -> None:
    file = read_office(with_everything(tmp_path))
    with database.write() as session:
        load_office(session, file, now=MONDAY_NINE)
        before = len(session.scalars(select(Event.id)).all())
        load_office(session, file, now=MONDAY_NINE)
        assert len(session.scalars(select(Event.id)).all()) == before


def test_an_office_needs_no_procedure_for_content(database: Database) -> None:
    with database.write() as session:
        office = load_office(session, read_office(EXAMPLE), now=MONDAY_NINE)
        assert sops.chosen(session, office.id, SopPurpose.ORDINARY)[1].key == "magelang-2022-komentar"


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ('urgent = "madiun-2020-mendesak"', "", "missing 'urgent'"),
        ('urgent = "madiun-2020-mendesak"', 'urgent = "madiun-2020-mendesak"\nkonten = "x"', "konten: known are"),
        ('kind = "always_open"', 'kind = "libur"', "libur"),
        ("participants =", "peserta =", "peserta"),
        ("{urut}/", "{nomor}/", "nomor"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(tmp_path: Path, before: str, after: str, complaint: str) -> None:
    path = with_everything(tmp_path)
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")
    with pytest.raises(BadOfficeError, match=re.escape(str(path))) as refusal:
        read_office(path)
    assert complaint in str(refusal.value)


def test_a_procedure_for_content_cannot_answer_comments(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "office.toml"
    path.write_text(EXAMPLE.read_text("utf-8").replace("magelang-2022-komentar", "magelang-2022-edukasi"), "utf-8")
    with database.write() as session, pytest.raises(BadSopError, match="cannot be chosen for ordinary"):
        load_office(session, read_office(path), now=MONDAY_NINE)
