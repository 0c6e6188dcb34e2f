"""The entrance in Chromium: login, Streamlit under our policy, the end of a session, the look on a telephone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from console.web.sessions import close_all_of
from tests.conftest import OpenPage
from tests.web.people import PASSWORD, add_person
from tests.web.running import Console


@pytest.fixture(scope="module")
def dewi(console: Console) -> int:
    return add_person(console.database)


def log_in(page: Page, console: Console) -> None:
    page.goto(console.url)
    page.get_by_label("Nama pengguna").fill("dewi")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_text("user dewi")).to_be_visible()


def test_streamlit_works_under_our_policy_and_foreign_script_does_not(
    console: Console, dewi: int, browser_page: OpenPage
):
    page = browser_page()
    log_in(page, console)
    expect(page.get_by_text("component works")).to_be_visible()
    expect(page.get_by_text("collects after runs: False")).to_be_visible()
    expect(page.get_by_test_id("stVegaLiteChart").locator("svg.marks, canvas.marks")).to_be_visible()
    page.locator(".st-key-press button").click()
    expect(page.get_by_text("visit 1")).to_be_visible()
    assert page.title() != "inline script ran"
    assert page.evaluate("document.cookie").find("simak") == -1


def test_a_click_after_the_session_ended_does_nothing_and_leads_to_login(
    console: Console, dewi: int, browser_page: OpenPage
):
    page = browser_page()
    log_in(page, console)
    expect(page.locator(".st-key-press button")).to_be_visible()
    before = console.marks.read_text()
    with console.database.write() as session:
        close_all_of(session, dewi)
    page.locator(".st-key-press button").click()
    expect(page.locator("#message")).to_have_text("Sesi Anda sudah berakhir. Silakan masuk lagi.")
    assert console.marks.read_text() == before


def test_logout_by_hand_ends_the_session_in_every_tab(console: Console, dewi: int, browser_page: OpenPage):
    page = browser_page()
    log_in(page, console)
    second = page.context.new_page()
    second.goto(f"{console.url}/keluar")
    second.get_by_role("button", name="Keluar").click()
    expect(second.get_by_role("heading", name="Masuk ke Simak")).to_be_visible()
    page.locator(".st-key-press button").click()
    expect(page.get_by_role("heading", name="Masuk ke Simak")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844), (320, 640)])
def test_the_login_page_fits_the_screen(console: Console, browser_page: OpenPage, width: int, height: int):
    page = browser_page(width, height)
    page.goto(console.url)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    for target in page.locator("button, input:not([type=hidden])").all():
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


def test_the_login_page_can_be_used_by_keyboard_alone(console: Console, dewi: int, browser_page: OpenPage):
    page = browser_page()
    page.goto(console.url)
    page.keyboard.type("dewi")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("user dewi")).to_be_visible()
