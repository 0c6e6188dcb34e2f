"""The main job, played by people in browsers on a real WordPress: collected, flagged, drafted, sent back once,
approved by somebody else, published as a reply, proven, and traced in the log."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from time import monotonic, sleep

from playwright.sync_api import Page, expect
from sqlalchemy import select

from ingest.models import Comment
from responses.kinds import CaseState, InboxState, Proof, PublicationState
from responses.models import InboxItem
from tests.journey.conftest import PHONE, Office
from tests.support.site_office import environment_in

QUESTION = "Min, nama saya tidak ada di DPT padahal pemilu lalu ada. Lapornya ke mana ya?"
FIRST = "Silakan lapor ke kantor."
FINAL = "Terima kasih, Ibu Siti. Silakan lapor ke PPS di kantor desa dengan membawa KTP-el & KK, paling lambat Jumat."
PATIENCE = 60.0


def test_a_visitors_question_gets_an_approved_reply_on_the_website(office: Office) -> None:
    site = office.site
    post = site.make_post("Cek data pemilih", "Pastikan Anda terdaftar.")
    native = site.visitor_comment(post, "Siti Rahma", QUESTION)
    collect_now(office)

    admin_reports(office)
    case_id = the_case(office)
    leader_orders(office, case_id)
    writer_drafts(office, case_id, FIRST)
    leader_sends_back_on_the_phone(office, case_id)
    writer_drafts(office, case_id, FINAL)
    writer_cannot_approve(office)
    deputy_approves_on_the_phone(office, case_id)

    wait_for(lambda: office.world.case(case_id).state is CaseState.DONE)
    visitor_sees_the_reply(office, post, native)
    (row,) = office.world.publications(case_id)
    assert (row.state, row.proof) == (PublicationState.PUBLISHED, Proof.VERIFIED)
    everything_is_on_record(office, case_id)
    the_reply_itself_is_no_work(office)


def collect_now(office: Office) -> None:
    """Do not wait a minute for the worker's next look; it judges and queues what was collected."""
    run(office, "ingest", "run")
    wait_for(lambda: bool(office.world.waiting()))


def admin_reports(office: Office) -> None:
    page = office.person("dewi", "/antrean")
    expect(page.get_by_role("option").first).to_contain_text("nama saya tidak ada di DPT")
    expect(page.locator(".st-key-antrean_detail")).to_contain_text("Mengapa ditandai")
    expect(page.locator(".st-key-antrean_detail")).to_contain_text("Cek data pemilih")
    fill(page, "input_laporan", "Warga tidak tercantum di DPT.")
    office.picture(page, "antrean")
    page.locator(".st-key-act_laporkan button").click()
    wait_for(lambda: not office.world.waiting())


def the_case(office: Office) -> int:
    native = comment_of(office)
    with office.world.database.read() as session:
        item = session.get_one(InboxItem, native)
        assert item.state is InboxState.IN_CASE
    case_id = 1
    assert office.world.case(case_id).number.endswith("-0001")
    return case_id


def comment_of(office: Office) -> int:
    with office.world.database.read() as session:
        return session.scalars(select(Comment.id).where(Comment.text == QUESTION)).one()


def leader_orders(office: Office, case_id: int) -> None:
    page = office.person("sari", f"/kasus?id={case_id}")
    fill(page, "input_perintah", "Jelaskan cara melapor, sebutkan batas waktu.")
    office.picture(page, "kasus_perintah")
    page.locator(".st-key-act_ya button").click()
    wait_for(lambda: office.world.case(case_id).step == "draf")


def writer_drafts(office: Office, case_id: int, text: str) -> None:
    page = office.person("raka", f"/kasus?id={case_id}")
    fill(page, "input_draf", text)
    office.picture(page, "kasus_draf")
    page.locator(".st-key-act_ya button").click()
    wait_for(lambda: office.world.case(case_id).step == "koreksi")


def leader_sends_back_on_the_phone(office: Office, case_id: int) -> None:
    page = office.person("sari", f"/persetujuan?id={case_id}", PHONE)
    expect(page.locator(f".st-key-naskah_{case_id}")).to_contain_text(FIRST)
    office.picture(page, "persetujuan_hp")
    page.locator(f".st-key-kembalikan_{case_id} button").click()
    page.wait_for_timeout(1500)
    assert office.world.case(case_id).step == "koreksi", "sending back without a reason is refused"
    fill(page, f"alasan_{case_id}", "Sebutkan syarat dan batas waktu.")
    page.locator(f".st-key-kembalikan_{case_id} button").click()
    wait_for(lambda: office.world.case(case_id).step == "draf")


def writer_cannot_approve(office: Office) -> None:
    """His drafts are somebody else's decisions: neither the screen nor a button is there for him."""
    page = office.person("raka", "/persetujuan")
    expect(page.get_by_text("Layar Persetujuan tersedia bagi")).to_be_visible()
    expect(page.get_by_role("button", name="Setujui")).to_have_count(0)


def deputy_approves_on_the_phone(office: Office, case_id: int) -> None:
    page = office.person("bima", f"/persetujuan?id={case_id}", PHONE)
    expect(page.locator(f".st-key-naskah_{case_id}")).to_contain_text(FINAL)
    page.locator(f".st-key-setuju_{case_id} button").click()
    page.locator(f".st-key-setuju_ya_{case_id} button").click()
    wait_for(lambda: office.world.case(case_id).step != "koreksi")


def visitor_sees_the_reply(office: Office, post: int, native: int) -> None:
    page = office.open_page(1440, 900)
    page.goto(f"{office.site.url}/?p={post}")
    expect(page.locator("body")).to_contain_text(QUESTION)
    expect(page.locator("body")).to_contain_text(FINAL)
    expect(page.locator("body")).not_to_contain_text(FIRST)
    office.picture(page, "situs")
    replies = [item for item in office.site.comments(post) if item["parent"] == native]
    assert [item["author_name"] for item in replies] == ["Humas"]


def everything_is_on_record(office: Office, case_id: int) -> None:
    number = office.world.case(case_id).number
    assert run(office, "audit", "verify")["cases"] == 1
    events = run(office, "audit", "show", number)["events"]
    assert [event["kind"] for event in events] == [
        "case.opened", "case.step_done", "case.step_done", "case.step_done", "case.step_sent_back", "case.step_done",
        "case.step_done", "publication.published", "case.step_done",
    ]  # fmt: skip
    assert events[4]["note"] == "Sebutkan syarat dan batas waktu."
    assert events[6]["actor"] == "Bima Santosa"
    assert events[6]["role"] == "Wakil pimpinan redaksi"
    assert events[6]["sha256"] == events[7]["sha256"] == events[5]["sha256"]
    page = office.person("sari", f"/kasus?id={case_id}")
    expect(page.locator("body")).to_contain_text("Selesai")
    expect(page.locator("body")).to_contain_text(events[7]["permalink"])
    office.picture(page, "kasus_selesai")


def the_reply_itself_is_no_work(office: Office) -> None:
    run(office, "ingest", "run")
    run(office, "classify", "run")
    with office.world.database.read() as session:
        found = session.scalars(select(Comment).where(Comment.text == FINAL)).one()
    assert found.is_own
    assert office.world.waiting() == []


def fill(page: Page, key: str, text: str) -> None:
    """Type into a field and leave it, as a person does before pressing a button."""
    field = page.locator(f".st-key-{key}").locator("textarea, input").first
    field.fill(text)
    field.blur()


def run(office: Office, *command: str) -> dict[str, object]:
    """A command of the administrator, with what it answers to a machine."""
    environment = {**os.environ, **environment_in(office.var, office.world.database.url)}
    done = subprocess.run(
        [sys.executable, "-m", "console", *command, "--json"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def wait_for(true: Callable[[], bool]) -> None:
    """Wait for the console or its worker to do something."""
    end = monotonic() + PATIENCE
    while not true():
        assert monotonic() < end, "it did not happen"
        sleep(0.1)
