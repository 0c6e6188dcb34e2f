"""A running console and a browser's half of the conversation, without a browser."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
from websockets import Subprotocol
from websockets.sync.client import ClientConnection, connect

from ingest.db import Database
from tests.support.processes import Process, free_port
from tests.web.people import PASSWORD

RUNNER = Path(__file__).with_name("runner.py")


@dataclass(frozen=True)
class Console:
    """The address of a running console, its database, and what its test script wrote."""

    url: str
    database: Database
    marks: Path

    @property
    def host(self) -> str:
        return self.url.removeprefix("http://")

    def visitor(self, **headers: str) -> httpx2.Client:
        """Somebody with no cookies yet, who follows no redirect by himself."""
        return httpx2.Client(base_url=self.url, headers=headers, timeout=30)

    def socket(
        self,
        cookie: str | None,
        origin: str | None = "",
        protocols: Sequence[str] = ("streamlit",),
        **headers: str,
    ) -> ClientConnection:
        """Streamlit's WebSocket, as the browser opens it; ``origin=None`` sends none."""
        sent = {**headers, **({"Cookie": cookie} if cookie else {})}
        return connect(
            f"ws://{self.host}/_stcore/stream", origin=self.url if origin == "" else origin,
            additional_headers=sent, subprotocols=[Subprotocol(name) for name in protocols], proxy=None,
        )  # fmt: skip


def form_of(visitor: httpx2.Client, path: str = "/masuk") -> dict[str, str]:
    """The hidden fields of the login form, as a browser keeps them."""
    text = visitor.get(path).text
    return dict(re.findall(r'type="hidden" name="(csrf|lanjut)" value="([^"]*)"', text))


def log_in(
    visitor: httpx2.Client, username: str = "dewi", password: str = PASSWORD, *, code: str = "", path: str = "/masuk"
) -> httpx2.Response:
    """Fill the form in and send it."""
    fields = {**form_of(visitor, path), "username": username, "password": password, "code": code}
    return visitor.post("/masuk", data=fields, headers={"Origin": str(visitor.base_url).rstrip("/")})


def cookie_of(visitor: httpx2.Client) -> str:
    """The session cookie, as a header."""
    return f"simak_session={visitor.cookies['simak_session']}"


@contextmanager
def running_console(folder: Path, url: str, *demo: str) -> Iterator[Console]:
    """Serve this database from another directory than the project's."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    marks = folder / "marks.txt"
    marks.touch()
    process = Process(
        [sys.executable, str(RUNNER), url, str(port), address, *demo],
        log=folder / "console.log",
        environment={"SIMAK_TEST_MARKS": str(marks)},
    )
    database = Database(url)
    try:
        process.wait_until(lambda: _answers(address))
        yield Console(address, database, marks)
    finally:
        process.stop()
        database.dispose()


def _answers(address: str) -> bool:
    try:
        return httpx2.get(f"{address}/simak.svg", timeout=5).status_code == 200
    except httpx2.TransportError:
        return False
