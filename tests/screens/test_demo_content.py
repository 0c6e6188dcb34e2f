"""The demo office publishes content, too, and has the people its procedures need."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from console import demo_content
from console.demo_office import OFFICE_FILE
from console.demo_staff import STAFF
from console.offices import load_office, read_office
from ingest.db import Database
from responses import audit, people, proofs
from responses.drafts import files_of
from responses.kinds import CaseState, PublicationState
from responses.models import CaseFile, DraftVersion, Publication
from responses.office_check import check_office
from responses.people import NewPerson
from responses.state import SIMAK
from tests.support.world import MONDAY_NINE


def test_the_demo_content_is_public_or_waits_where_its_file_says(database: Database, tmp_path: Path):
    now = MONDAY_NINE + timedelta(minutes=7)
    with database.write() as session:
        office = load_office(session, read_office(OFFICE_FILE), now=now)
        for person in STAFF:
            new = NewPerson(person.username, person.name, person.title)
            people.add_person(session, office.id, new, person.roles, by=SIMAK, now=now)
        demo_content.play(session, office.id, tmp_path, now)
        assert not check_office(session, office.id, now=now).blocked
    with database.read() as session:
        cases = session.scalars(select(CaseFile).order_by(CaseFile.id)).all()
        assert [(case.state, case.step) for case in cases] == [
            (CaseState.DONE, None), (CaseState.OPEN, "periksa"), (CaseState.OPEN, "konsep"),
        ]  # fmt: skip
        assert set(session.scalars(select(Publication.state))) == {PublicationState.PUBLISHED}
        for draft in session.scalars(select(DraftVersion)):
            assert all(proofs.read(tmp_path, file.sha256) for file in files_of(draft))
        assert audit.verify(session, office.id).cases == 3
