"""Content in a browser: files that are really chosen, drawn and saved, on a telephone, under our policy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect
from sqlalchemy import func, select

from responses.kinds import SopPurpose
from responses.models import CaseFile
from tests.conftest import OpenPage
from tests.screens.content_office import CAPTION, CHOSEN, photo
from tests.screens.test_in_browser import TELEPHONE, Console, running_console

PICTURE = FilePayload(name="<img src=x>'foto\".png", mimeType="image/png", buffer=photo(size=(1200, 800)))
FILM = FilePayload(name="simulasi.mp4", mimeType="video/mp4", buffer=b"\0\0\0\x18ftypmp42" + b"\0" * 4000)
TITLE = "Simulasi <script>alert(1)</script>"


@pytest.fixture(scope="module")
def console(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """A console whose office publishes content."""
    with running_console(sqlite_template, tmp_path_factory.mktemp("content")) as running:
        for purpose in (SopPurpose.CONTENT, SopPurpose.REMOVAL):
            running.world.choose(purpose, CHOSEN[purpose])
        yield running


def test_a_photo_goes_from_the_telephone_of_the_writer_to_the_eyes_of_the_approver(
    console: Console, browser_page: OpenPage
):
    page = console.page(browser_page, "raka", "konten", TELEPHONE)
    page.get_by_label("Judul").first.fill(TITLE)
    page.locator("[class*='st-key-konten_akun'] input").click()
    page.get_by_role("option", name="Situs KPU Arunika").click()
    page.keyboard.press("Escape")
    page.locator("[class*='st-key-konten_input'] textarea").fill(CAPTION)
    page.locator("[class*='st-key-konten_berkas'] input[type=file]").set_input_files([PICTURE, FILM])
    expect(chips(page)).to_have_count(2)
    page.get_by_label("Judul").first.focus()
    expect(page.get_by_text("Pemeriksaan naskah: tidak ada catatan")).to_be_visible()
    fits(page)
    page.get_by_role("button", name="Kirim permintaan").dblclick()
    expect(page.get_by_text("Permintaan terkirim sebagai kasus")).to_be_visible()
    expect(chips(page)).to_have_count(0)
    expect(page.get_by_label("Judul").first).to_have_value("")
    page.get_by_role("link", name="Buka kasus").click()
    page.wait_for_url("**/kasus?id=*")
    case_id = int(page.url.rpartition("=")[2])
    approver = console.page(browser_page, "sari", f"kasus?id={case_id}", TELEPHONE)
    expect(approver.get_by_text(TITLE)).to_be_visible()
    picture = approver.get_by_test_id("stImage").locator("img")
    expect(picture).to_be_visible()
    assert picture.evaluate("one => one.naturalWidth") == 480
    expect(approver.locator("video.lampiran")).to_be_visible()
    with approver.expect_download() as saved:
        approver.get_by_role("link", name="Unduh <img").click()
    assert Path(saved.value.path()).read_bytes() == PICTURE["buffer"]
    fits(approver)
    with console.world.database.read() as session:
        assert session.scalar(select(func.count()).select_from(CaseFile)) == 1
    assert approver.locator("img[src='x']").count() == 0


def chips(page: Page) -> Locator:
    """The files that were chosen and not sent yet."""
    return page.locator("[class*='st-key-berkas_']").get_by_role("button", name="Remove")


def fits(page: Page) -> None:
    """Nothing is wider than the telephone."""
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= TELEPHONE[0]
