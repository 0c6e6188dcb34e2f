"""What only a browser can show: keys, double clicks, hostile text as it is drawn, and the width of a telephone."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Page, Request, expect
from sqlalchemy import select, update

from console.web.sessions import cookie_name, open_session
from ingest.db import Database
from ingest.models import Comment
from responses.kinds import InboxState
from responses.models import InboxItem
from tests.conftest import OpenPage
from tests.screens.test_hostile_text import HOSTILE, MARK
from tests.support import databases
from tests.support.processes import Process, free_port
from tests.support.world import World, make_world

RUNNER = Path(__file__).with_name("runner.py")
TELEPHONE = (390, 844)


@dataclass(frozen=True)
class Console:
    """A console that runs, and its office."""

    url: str
    world: World

    def page(self, open_page: OpenPage, who: str, path: str, size: tuple[int, int] = (1440, 900)) -> Page:
        """A browser in which this person is logged in, at this address."""
        self.world.now = datetime.now(UTC)
        with self.world.database.write() as session:
            token = open_session(session, self.world.people[who], now=self.world.now)
        page = open_page(*size)
        page.context.add_cookies([{"name": cookie_name(secure=False), "value": token, "url": self.url}])
        page.goto(f"{self.url}/{path}")
        return page

    def empty_queue(self) -> None:
        """Leave nothing of earlier tests in the queue."""
        with self.world.database.write() as session:
            session.execute(update(InboxItem).values(state=InboxState.IGNORED))

    def ignored(self, comment_ids: list[int]) -> list[int]:
        """Which of these comments are ignored."""
        query = select(InboxItem.comment_id).where(
            InboxItem.comment_id.in_(comment_ids), InboxItem.state == InboxState.IGNORED
        )
        with self.world.database.read() as session:
            return list(session.scalars(query))


@contextmanager
def running_console(template: Path, folder: Path) -> Iterator[Console]:
    """A console as a process of its own on a fresh office, for as long as it is needed."""
    url = databases.sqlite_copy(template, folder)
    database = Database(url)
    world = make_world(database)
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    process = Process([sys.executable, str(RUNNER), url, str(port), str(folder)], log=folder / "console.log")
    try:
        process.wait_until(lambda: answers(address))
        yield Console(address, world)
    finally:
        process.stop()
        database.dispose()


@pytest.fixture(scope="module")
def running(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """One console for this file."""
    with running_console(sqlite_template, tmp_path_factory.mktemp("screens")) as console:
        yield console


@pytest.fixture
def console(running: Console) -> Console:
    """The console with an empty queue."""
    running.empty_queue()
    return running


def answers(address: str) -> bool:
    try:
        return httpx2.get(f"{address}/healthz", timeout=5).status_code == 200
    except httpx2.TransportError:
        return False


def chosen(page: Page) -> int:
    return int(page.locator("button.row[aria-selected=true]").get_attribute("data-id") or 0)


def test_keys_move_through_the_list_and_enter_begins_the_report(console: Console, browser_page: OpenPage):
    first, second, third = (console.world.comment(f"Komentar {number}") for number in (1, 2, 3))
    page = console.page(browser_page, "dewi", "antrean")
    expect(page.locator(f".st-key-act_laporkan_{first}")).to_be_visible()
    expect(page.locator("button.row")).to_have_count(3)
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(f".st-key-act_laporkan_{third}")).to_be_visible()
    assert chosen(page) == third
    page.keyboard.press("k")
    expect(page.locator(f".st-key-act_laporkan_{second}")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-input_laporan textarea")).to_be_focused()
    page.keyboard.type("kajian jalur")
    expect(page.locator(".st-key-input_laporan textarea")).to_have_value("kajian jalur")
    assert chosen(page) == second


def test_a_double_click_decides_one_comment_only(console: Console, browser_page: OpenPage):
    comments = [console.world.comment(f"Komentar {number}") for number in (1, 2, 3)]
    page = console.page(browser_page, "dewi", "antrean")
    page.locator(".st-key-pilih_abaikan button").first.click()
    page.locator(f".st-key-act_abaikan_{comments[0]} button").dblclick()
    expect(page.locator(f".st-key-act_abaikan_{comments[1]}")).to_be_visible()
    expect(page.locator("button.row.decided")).to_have_count(1)
    assert console.ignored(comments) == comments[:1]


def test_hostile_text_is_drawn_as_text_and_nothing_is_fetched_for_it(console: Console, browser_page: OpenPage):
    comment_id = console.world.comment(HOSTILE)
    with console.world.database.write() as session:
        session.execute(update(Comment).where(Comment.id == comment_id).values(author_name=HOSTILE[:200]))
    asked: list[Request] = []
    page = console.page(browser_page, "dewi", "antrean")
    page.on("request", lambda request: asked.append(request))  # noqa: PLW0108 - Playwright cannot wrap a builtin
    expect(page.locator("button.row .text")).to_have_text(HOSTILE)
    expect(page.get_by_test_id("stText").filter(has_text=HOSTILE).first).to_be_visible()
    case_id = console.world.report(comment_id)
    page.goto(f"{console.url}/kasus?id={case_id}")
    expect(page.get_by_test_id("stText").filter(has_text=HOSTILE).first).to_be_visible()
    assert page.locator(f"img[src*='{MARK}'], a[href*='{MARK}'], img[src='x']").count() == 0
    assert [request.url for request in asked if MARK in request.url] == []


@pytest.mark.parametrize(
    ("who", "path"), [("dewi", "antrean"), ("dewi", "unggah"), ("dewi", "kasus"), ("sari", "persetujuan")]
)
def test_no_screen_is_wider_than_a_telephone(console: Console, browser_page: OpenPage, who: str, path: str):
    long_word = "https://kab-arunika.kpu.go.id/" + "sangat-panjang-" * 30
    console.world.comment(long_word)
    console.world.approved_case(console.world.comment(long_word), text=long_word)
    waiting = console.world.report(console.world.comment(long_word))
    console.world.act(waiting, "sari", perintah=long_word)
    console.world.act(waiting, "raka", draf=long_word)
    page = console.page(browser_page, who, path, TELEPHONE)
    if path == "antrean":
        page.locator("button.row").first.click()
    expect(page.get_by_text("sangat-panjang-").filter(visible=True).first).to_be_visible()
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= TELEPHONE[0]


def test_the_list_keeps_its_place_when_a_comment_is_chosen(console: Console, browser_page: OpenPage):
    comments = [console.world.comment(f"Komentar {number}") for number in range(24)]
    page = console.page(browser_page, "dewi", "antrean")
    page.locator(f"button.row[data-id='{comments[20]}']").click()
    expect(page.locator(f".st-key-act_laporkan_{comments[20]}")).to_be_visible()
    expect(page.locator(f"button.row[data-id='{comments[20]}']")).to_be_in_viewport()
    assert page.locator("#list").evaluate("list => list.scrollTop") > 0


def test_on_a_telephone_the_list_leads_to_the_comment_and_back(console: Console, browser_page: OpenPage):
    console.world.comment("Komentar satu")
    second = console.world.comment("Komentar dua")
    page = console.page(browser_page, "dewi", "antrean", TELEPHONE)
    expect(page.locator("button.row")).to_have_count(2)
    expect(page.locator(".st-key-act_laporkan button")).to_be_hidden()
    page.locator(f"button.row[data-id='{second}']").click()
    expect(page.locator(f".st-key-act_laporkan_{second} button")).to_be_visible()
    expect(page.locator("button.row").first).to_be_hidden()
    page.locator(".st-key-antrean_kembali button").click()
    expect(page.locator("button.row").first).to_be_visible()
    page.locator(f"button.row[data-id='{second}']").click()
    expect(page.locator(f".st-key-act_laporkan_{second} button")).to_be_visible()


def test_the_thumb_reaches_approve_and_send_back_without_scrolling(console: Console, browser_page: OpenPage):
    case_id = console.world.report(console.world.comment("Panjang. " * 150))
    console.world.act(case_id, "sari", perintah="Mohon dijawab.")
    console.world.act(case_id, "raka", draf="Jawaban. " * 100)
    page = console.page(browser_page, "sari", f"persetujuan?id={case_id}", TELEPHONE)
    for name in ("setuju", "kembalikan"):
        expect(page.locator(f".st-key-{name}_{case_id} button")).to_be_in_viewport()
    page.locator(f".st-key-setuju_{case_id} button").click()
    page.locator(f".st-key-setuju_ya_{case_id} button").dblclick()
    expect(page.get_by_test_id("stToast").filter(has_text="disetujui").first).to_be_visible()
    assert len(console.world.publications(case_id)) == 1


@pytest.mark.parametrize("place", [(0.92, 0.15), (0.5, 0.5), (0.1, 0.9)], ids=["corner", "middle", "text"])
def test_a_row_of_the_case_list_is_a_link_from_edge_to_edge(
    console: Console, browser_page: OpenPage, place: tuple[float, float]
):
    case_id = console.world.report(console.world.comment("Komentar yang cukup panjang untuk dua baris di telepon"))
    page = console.page(browser_page, "sari", "kasus", TELEPHONE)
    row = page.locator(f".st-key-baris_tugas_{case_id}")
    row.scroll_into_view_if_needed()
    box = row.bounding_box()
    assert box
    row.click(position={"x": box["width"] * place[0], "y": box["height"] * place[1]})
    expect(page.locator(".st-key-input_perintah textarea")).to_be_visible()
    assert page.url.endswith(f"/kasus?id={case_id}")


def test_logging_out_takes_a_page_that_asks(console: Console, browser_page: OpenPage):
    page = console.page(browser_page, "dewi", "antrean")
    page.locator(".st-key-akun button").first.click()
    page.get_by_role("link", name="Keluar").click()
    page.get_by_role("button", name="Keluar").click()
    expect(page.get_by_role("heading", name="Masuk ke Simak")).to_be_visible()
