"""The office whose papers are issued, and where their files lie."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from ingest.db import Database
from responses import sops
from responses.content import Request, open_request
from responses.desk import Desk, own_desk
from responses.kinds import ContentCategory, SopPurpose
from responses.papers import issuing
from responses.papers.models import PaperFile
from responses.papers.paper import PaperKind
from tests.support.world import World, make_world

PUBLIC_URL = "https://simak.kab-arunika.example"


@dataclass
class Papers:
    """An office with a folder for its files."""

    world: World
    folder: Path

    def issue(self, case_id: int, kind: PaperKind, who: str = "dewi", about: int | None = None) -> PaperFile:
        """Somebody issues a paper now."""
        return issuing.issue(
            self.world.database, self.desk(who), case_id, kind, folder=self.folder, public_url=PUBLIC_URL, about=about
        )

    def desk(self, who: str) -> Desk:
        """The desk of a person now."""
        with self.world.database.read() as session:
            return self.world.desk(session, who)

    def approved_content(self) -> int:
        """A content case whose text was agreed to."""
        world = self.world
        with world.database.write() as session:
            chosen = sops.shelf()["magelang-2022-edukasi"]
            by = own_desk(session, world.office_id, now=world.now).actor
            sops.choose(session, world.office_id, SopPurpose.EDUCATION, *chosen, by=by, now=world.now)
            wanted = Request(
                SopPurpose.EDUCATION, "Cara pindah memilih", ContentCategory.EDUCATION_ELECTORAL, (world.account_id,)
            )
            case = open_request(session, world.desk(session, "sari"), wanted, {"disposisi": "Buatkan konten edukasi."})
        world.act(case.id, "raka", draf="Pindah memilih dapat diurus di PPS.")
        world.act(case.id, "sari")
        return case.id


@pytest.fixture
def papers(database: Database, tmp_path: Path) -> Papers:
    """The test office, on both database engines."""
    return Papers(make_world(database), tmp_path / "proofs")
