"""Behind https the cookies are held to this host and to https."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from console.settings import from_environment
from console.web.context import Entrance
from console.web.gate import Gate
from console.web.login_page import DemoLogin
from console.web.routes import Routes
from ingest.db import Database
from ingest.seal import Sealer
from tests.support import databases
from tests.web.people import PASSWORD, add_person

ADDRESS = "https://simak.example"
DEMO = (DemoLogin("Admin <medsos>", "dewi", PASSWORD),)


@pytest.fixture
def visitor(sqlite_template: Path, tmp_path: Path) -> TestClient:
    database = Database(databases.sqlite_copy(sqlite_template, tmp_path))
    add_person(database)
    settings = from_environment({"SIMAK_VAR": str(tmp_path), "SIMAK_PUBLIC_URL": ADDRESS})
    entrance = Entrance(settings, database, Sealer.from_file(settings.key_file, create=True), DEMO)
    app = Gate(Starlette(routes=Routes(entrance).all()), entrance)
    return TestClient(app, base_url=ADDRESS, headers={"Origin": ADDRESS}, follow_redirects=False)


def demo_form(visitor: TestClient) -> dict[str, str]:
    """The hidden fields of the first demo login."""
    section = visitor.get("/masuk").text.split('<section class="demo"')[1].split("</form>")[0]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', section))


def test_cookies_are_held_to_this_host_and_to_https(visitor: TestClient):
    answer = visitor.post("/masuk", data=demo_form(visitor))
    assert answer.status_code == 303
    for cookie in answer.headers.get_list("set-cookie") + visitor.get("/masuk").headers.get_list("set-cookie"):
        assert cookie.startswith("__Host-simak")
        assert {"secure", "httponly", "path=/"} <= {part.strip().lower() for part in cookie.split(";")}
        assert "domain" not in cookie.lower()


def test_browsers_are_told_to_stay_on_https(visitor: TestClient):
    assert visitor.get("/masuk").headers["strict-transport-security"].startswith("max-age=")


def test_the_demo_office_shows_its_logins_plainly_as_sample_data(visitor: TestClient):
    text = visitor.get("/masuk").text
    assert "DATA CONTOH" in text
    assert f"<code>dewi</code> · <code>{PASSWORD}</code>" in text
    assert "Admin &lt;medsos&gt;" in text


def test_a_page_of_this_machine_is_foreign_to_a_public_console(visitor: TestClient):
    headers = {"Origin": "http://127.0.0.1:8611", "Host": "127.0.0.1:8611"}
    assert visitor.post("/masuk", data=demo_form(visitor), headers=headers).status_code == 403
