"""Fixtures every test may use: databases on both engines, a real WordPress, a real browser."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from ingest.db import Database
from tests.support import browser, databases, loopback, postgres
from tests.support.postgres import PostgresServer
from tests.support.strict import pytest_make_collect_report, pytest_runtest_makereport, shorten
from tests.support.trained import trained_model
from tests.support.wordpress import WordPress, running_wordpress
from tests.support.wordpress_server import missing as missing_wordpress

__all__ = ["pytest_make_collect_report", "pytest_runtest_makereport"]

loopback.guard()

ENGINES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
OpenPage = Callable[..., Page]


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Generator[None]:
    """Mark what needs a WordPress or a browser by its fixtures, and keep those of a folder on one worker.

    One worker for all of them would be the longest chain of the whole run; starting a second server takes seconds. The
    long chains come first, whatever the order by chance is: begun last, one worker would work and the others wait.
    """
    shorten(config, items)
    for item in items:
        needs = set(getattr(item, "fixturenames", ()))
        wanted = [mark for mark, name in (("wordpress", "wordpress_site"), ("browser", "chromium")) if name in needs]
        for mark in wanted:
            item.add_marker(mark)
        if wanted:
            item.add_marker(pytest.mark.xdist_group(f"{wanted[0]} in {item.path.parent.name}"))
    yield
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)


@pytest.fixture(scope="session")
def model_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The default model as ``simak model train`` makes it; whoever changes it copies it first."""
    return trained_model(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file that tests copy."""
    return databases.sqlite_template(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A private PostgreSQL cluster."""
    if reason := postgres.missing():
        pytest.skip(reason)
    with postgres.postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> str:
    """A migrated PostgreSQL database that tests copy."""
    return databases.postgres_template(postgres_server)


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a migrated database of the test's own, once per engine."""
    if request.param == "sqlite":
        yield databases.sqlite_copy(request.getfixturevalue("sqlite_template"), tmp_path)
    else:
        yield from _postgres_url(request, request.getfixturevalue("postgres_template"))


@pytest.fixture(params=ENGINES)
def blank_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without any table, once per engine."""
    if request.param == "sqlite":
        yield databases.sqlite_url(tmp_path / "blank.db")
    else:
        yield from _postgres_url(request, "template0")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated database of the test's own, once per engine."""
    opened = Database(database_url)
    yield opened
    opened.dispose()


@pytest.fixture(scope="session")
def wordpress_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WordPress]:
    """A real WordPress for fixtures that outlive one test; tests take ``wordpress``."""
    if reason := missing_wordpress():
        pytest.skip(reason)
    with running_wordpress(tmp_path_factory.mktemp) as site:
        yield site


@pytest.fixture
def wordpress(wordpress_site: WordPress) -> WordPress:
    """A real WordPress without posts and comments, at full speed and with working passwords."""
    wordpress_site.reset()
    return wordpress_site


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A headless Chromium. Not for the whole session: Playwright keeps the thread's event loop while it is open."""
    if reason := browser.missing():
        pytest.skip(reason)
    with browser.running_chromium() as opened:
        yield opened


@pytest.fixture
def browser_page(chromium: Browser) -> Iterator[OpenPage]:
    """Opens a page of a given width and height with cookies of its own, as an Indonesian visitor."""
    contexts = []

    def open_page(width: int = 1440, height: int = 900) -> Page:
        viewport = ViewportSize(width=width, height=height)
        context = chromium.new_context(viewport=viewport, locale="id-ID", timezone_id="Asia/Jakarta")
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def _postgres_url(request: pytest.FixtureRequest, template: str) -> Iterator[str]:
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = server.create(template)
    yield server.url(name)
    server.drop(name)
