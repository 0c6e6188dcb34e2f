"""The whole product as it runs in an office: console, worker, website, and people with browsers."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Page, expect

from console.web.passwords import set_password
from ingest.db import Database
from tests.conftest import OpenPage
from tests.support.processes import Process, free_port
from tests.support.site_office import environment_in, runtime_in, site_world
from tests.support.wordpress import WordPress
from tests.support.world import World

PASSWORD = "empat kata yang acak"
DESK, PHONE = (1440, 900), (390, 844)


@dataclass
class Office:
    """A running office and its website."""

    url: str
    world: World
    site: WordPress
    var: Path
    open_page: OpenPage
    pictures: Path

    def person(self, who: str, path: str = "/", size: tuple[int, int] = DESK) -> Page:
        """Somebody logs in with name and password and opens a page."""
        page = self.open_page(*size)
        page.goto(f"{self.url}/masuk?lanjut={path}")
        page.get_by_label("Nama pengguna").fill(who)
        page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Masuk", exact=True).click()
        expect(page.locator(".st-key-account_bar")).to_be_visible(timeout=20_000)
        return page

    def picture(self, page: Page, name: str) -> None:
        """Keep what the person sees, to be looked at."""
        page.wait_for_timeout(400)
        page.screenshot(path=self.pictures / f"{name}.png")


@pytest.fixture
def office(
    database: Database, wordpress: WordPress, browser_page: OpenPage, model_path: Path, tmp_path: Path,
    request: pytest.FixtureRequest,
) -> Iterator[Office]:  # fmt: skip
    """``simak serve`` on a real website; ends when the test does."""
    var = tmp_path / "var"
    runtime = runtime_in(var, database)
    runtime.settings.model_file.parent.mkdir(parents=True)
    shutil.copyfile(model_path, runtime.settings.model_file)
    world = site_world(runtime, wordpress)
    world.now = datetime.now(UTC)
    with database.write() as session:
        for person_id in world.people.values():
            set_password(session, person_id, PASSWORD)
    port = free_port()
    environment = {**environment_in(var, database.url), "SIMAK_PORT": str(port)}
    log = tmp_path / "serve.log"
    process = Process([sys.executable, "-m", "console", "serve"], log=log, environment=environment)
    url = f"http://127.0.0.1:{port}"
    pictures = request.config.rootpath / "var" / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    try:
        process.wait_until(lambda: answers(url))
        yield Office(url, world, wordpress, var, browser_page, pictures)
    finally:
        process.stop()


def answers(url: str) -> bool:
    """Whether the console is up."""
    try:
        return httpx2.get(f"{url}/healthz", timeout=5).status_code == 200
    except httpx2.TransportError:
        return False
