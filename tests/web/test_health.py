"""A console on an old, missing or unreachable database says so and works as soon as that is repaired."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from starlette.applications import Starlette
from starlette.testclient import TestClient

from console.migrate import upgrade
from console.settings import from_environment
from console.web.context import Entrance
from console.web.gate import Gate
from console.web.routes import Routes
from ingest.db import Database
from ingest.seal import Sealer


def visitor_of(folder: Path, database: Database) -> TestClient:
    """A visitor of our own routes behind the gate, without Streamlit."""
    settings = from_environment({"SIMAK_VAR": str(folder), "SIMAK_PUBLIC_URL": "http://testserver"})
    entrance = Entrance(settings, database, Sealer.from_file(folder / "secret.key", create=True))
    return TestClient(Gate(Starlette(routes=Routes(entrance).all()), entrance), follow_redirects=False)


@pytest.fixture
def blank(blank_database_url: str) -> Iterator[Database]:
    database = Database(blank_database_url)
    yield database
    database.dispose()


@pytest.mark.parametrize("path", ["/", "/masuk", "/kasus?id=3"])
def test_an_empty_database_shows_what_to_run_until_it_was_run(tmp_path: Path, blank: Database, path: str):
    visitor = visitor_of(tmp_path, blank)
    answer = visitor.get(path)
    assert answer.status_code == 503
    assert "Basis data perlu diperbarui" in answer.text
    assert "simak db upgrade" in answer.text
    assert visitor.get("/healthz").json() == {"database": True, "schema": False}
    upgrade(blank.url)
    assert visitor.get(path).status_code in {200, 303}
    assert visitor.get("/healthz").json() == {"database": True, "schema": True}


def test_an_older_schema_is_not_worked_with(tmp_path: Path, database: Database):
    with database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    visitor = visitor_of(tmp_path, database)
    assert visitor.get("/masuk").status_code == 503
    assert visitor.get("/healthz").status_code == 503


def test_a_database_that_does_not_answer_is_said_plainly(tmp_path: Path):
    visitor = visitor_of(tmp_path, Database(f"sqlite:///{tmp_path / 'no' / 'such.db'}"))
    answer = visitor.get("/")
    assert answer.status_code == 503
    assert "tidak dapat dihubungi" in answer.text
    health = visitor.get("/healthz")
    assert (health.status_code, health.json()) == (503, {"database": False, "schema": False})


def test_health_tells_nothing_about_anybody(tmp_path: Path, database: Database):
    answer = visitor_of(tmp_path, database).get("/healthz")
    assert answer.status_code == 200
    assert set(answer.json()) == {"database", "schema"}
