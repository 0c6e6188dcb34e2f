"""What only a browser can show of deciding: a tap right after typing, a drawing that fits, papers that download."""

from __future__ import annotations

from playwright.sync_api import expect

from responses.kinds import SopPurpose
from tests.conftest import OpenPage
from tests.screens.test_in_browser import TELEPHONE, Console, console, running

__all__ = ["console", "running"]
ANSWER = "Informasi itu tidak benar. Pemungutan suara berlangsung satu hari."


def test_a_slow_tap_right_after_typing_still_sends_the_answer(console: Console, browser_page: OpenPage):
    """Leaving the field takes the case and reads the text; neither may move the button away under the thumb."""
    case_id = console.world.report(console.world.comment(), purpose=SopPurpose.URGENT)
    page = console.page(browser_page, "hasan", f"persetujuan?id={case_id}", TELEPHONE)
    page.locator(f".st-key-input_draf_setuju_{case_id} textarea").click()
    page.keyboard.type(ANSWER)
    page.locator(f".st-key-kirim_{case_id} button").click(delay=400)
    expect(page.locator(f".st-key-naskah_{case_id}")).to_contain_text(ANSWER)
    page.locator(f".st-key-kirim_ya_{case_id} button").dblclick()
    expect(page.get_by_test_id("stToast").filter(has_text="diperintahkan tayang").first).to_be_visible()
    assert len(console.world.publications(case_id)) == 1


def test_the_drawing_of_a_procedure_fits_a_telephone_with_its_ways_back(console: Console, browser_page: OpenPage):
    case_id = console.world.report(console.world.comment())
    page = console.page(browser_page, "raka", f"prosedur?kasus={case_id}", TELEPHONE)
    expect(page.locator("#flow .box")).to_have_count(5)
    expect(page.locator("#flow .box[aria-current=step]")).to_contain_text("Menerima laporan")
    arrow = page.locator("#flow path.way:not(.head)")
    expect(arrow).to_have_count(1)
    ends, box = arrow.bounding_box(), page.locator("#flow .box").nth(3).bounding_box()
    assert ends
    assert box
    assert ends["x"] >= box["x"] + box["width"] - 4, "the way back runs beside the boxes"
    assert ends["x"] + ends["width"] <= TELEPHONE[0]
    assert ends["height"] > box["height"] / 2
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= TELEPHONE[0]


def test_a_paper_is_issued_and_saved_as_pdf_and_docx(console: Console, browser_page: OpenPage):
    case_id = console.world.report(console.world.comment())
    page = console.page(browser_page, "dewi", f"kasus?id={case_id}")
    page.get_by_text("Lembar (0)").click()
    page.get_by_role("button", name="Lembar konfirmasi tanggapan").click()
    expect(page.get_by_test_id("stToast").filter(has_text="diterbitkan dengan nomor").first).to_be_visible()
    for form, begins in (("PDF", b"%PDF-"), ("DOCX", b"PK")):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=form, exact=True).click()
        assert waiting.value.suggested_filename.endswith(form.lower())
        assert waiting.value.path().read_bytes().startswith(begins)
