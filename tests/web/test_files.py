"""Files of drafts: served to a colleague of the same office, to nobody else, and never to be opened in the browser."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from console.settings import from_environment
from console.web.context import Entrance
from console.web.files import address
from console.web.gate import Gate
from console.web.routes import Routes
from console.web.sessions import cookie_name, open_session
from ingest.db import Database
from ingest.kinds import OfficeLevel
from ingest.models import Office
from ingest.seal import Sealer
from responses import chain, materials, people, proofs
from responses.kinds import Role, SopPurpose
from responses.materials import Material
from responses.people import NewPerson
from responses.state import SIMAK
from tests.support.world import World, make_world, screenshot

VIDEO = b"\0\0\0\x18ftypmp42" + bytes(range(256)) * 40


@dataclass
class Served:
    """A console with one request for content, and its files."""

    client: TestClient
    world: World
    folder: Path
    files: tuple[Material, ...]

    def as_person(self, person_id: int) -> TestClient:
        """The console in the browser of somebody who is logged in."""
        with self.world.database.write() as session:
            token = open_session(session, person_id, now=self.world.now)
        self.client.cookies.clear()
        self.client.cookies.set(cookie_name(secure=False), token)
        return self.client


@pytest.fixture
def served(database: Database, tmp_path: Path) -> Iterator[Served]:
    world = make_world(database)
    world.choose(SopPurpose.CONTENT, "magelang-2022-foto-video")
    settings = from_environment({"SIMAK_VAR": str(tmp_path / "var"), "SIMAK_DATABASE_URL": database.url})
    uploads = [materials.check(screenshot(), 'ké"giatan <b>.png'), materials.check(VIDEO, "simulasi.mp4")]
    for upload in uploads:
        proofs.keep_bytes(settings.proofs, upload.data, upload.material.sha256)
    files = tuple(upload.material for upload in uploads)
    world.request("raka", SopPurpose.CONTENT, files=files, draf="Kegiatan hari ini.")
    sealer = Sealer.from_file(settings.key_file, create=True)
    entrance = Entrance(settings, database, sealer, clock=lambda: world.now)
    app = Gate(Starlette(routes=Routes(entrance).all()), entrance)
    with TestClient(app, follow_redirects=False) as client:
        yield Served(client, world, settings.proofs, files)


def stranger(world: World, username: str = "wayan") -> int:
    """Somebody of another office."""
    with world.database.write() as session:
        office = Office(
            key="kota-bahari", name="KPU Kota Bahari", level=OfficeLevel.CITY, timezone="Asia/Jayapura",
            created_at=world.now,
        )  # fmt: skip
        session.add(office)
        session.flush()
        chain.start(session, office.id)
        new = NewPerson(username, "Wayan Suta")
        return people.add_person(session, office.id, new, (Role.PELAKSANA,), by=SIMAK, now=world.now).id


def test_a_colleague_gets_the_bytes_under_their_name_to_save_and_not_to_open(served: Served):
    answer = served.as_person(served.world.people["lina"]).get(address(served.files[0].sha256))
    assert (answer.status_code, answer.content) == (200, screenshot())
    headers = answer.headers
    assert headers["content-disposition"].startswith("attachment; filename")
    assert "k%C3%A9%22giatan%20%3Cb%3E.png" in headers["content-disposition"]
    assert (headers["content-type"], headers["x-content-type-options"]) == ("image/png", "nosniff")
    assert "sandbox" in headers["content-security-policy"]
    assert headers["cache-control"] == "private, no-store"


def test_a_video_is_given_in_the_parts_a_player_asks_for(served: Served):
    client = served.as_person(served.world.people["raka"])
    answer = client.get(address(served.files[1].sha256), headers={"Range": "bytes=100-199"})
    assert (answer.status_code, answer.content) == (206, VIDEO[100:200])


def test_nobody_gets_a_file_without_logging_in(served: Served):
    served.client.cookies.clear()
    answer = served.client.get(address(served.files[0].sha256))
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/masuk")


def test_another_office_is_told_that_it_has_no_such_file(served: Served):
    answer = served.as_person(stranger(served.world)).get(address(served.files[0].sha256))
    assert (answer.status_code, answer.text) == (404, "Berkas itu tidak ada di kantor Anda.")


def test_a_file_that_no_draft_names_is_served_to_nobody(served: Served):
    proof = proofs.check(screenshot() + b"\0")
    proofs.keep(served.folder, proof)
    assert served.as_person(served.world.people["raka"]).get(address(proof.sha256)).status_code == 404


@pytest.mark.parametrize(
    "name", ["%", "_" * 64, "..%2f..%2fsecret.key", "A" * 64, "0" * 63, hashlib.sha256().hexdigest()]
)
def test_what_is_no_hash_of_a_file_leads_nowhere(served: Served, name: str):
    assert served.as_person(served.world.people["raka"]).get(f"/berkas/{name}").status_code == 404


def test_a_file_that_was_changed_on_the_disk_is_not_served(served: Served):
    client, sha256 = served.as_person(served.world.people["raka"]), served.files[1].sha256
    assert client.get(address(sha256)).status_code == 200
    proofs.path_of(served.folder, sha256).write_bytes(VIDEO + b"lain")
    assert "rusak" in client.get(address(sha256)).text
    proofs.path_of(served.folder, sha256).unlink()
    assert client.get(address(sha256)).status_code == 404
