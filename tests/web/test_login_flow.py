"""Logging in and out over HTTP, and what a hostile page or person tries there."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import httpx2
import pyotp
import pytest
from sqlalchemy import select

from console.web.login import MAX_FAILURES, LoginOutcome
from console.web.passwords import enrol_authenticator
from console.web.throttle import LIMIT
from ingest.seal import Sealer
from responses.models import Person
from tests.web.people import PASSWORD, add_person
from tests.web.running import Console, cookie_of, form_of, log_in


@pytest.fixture(scope="module", autouse=True)
def _people(console: Console) -> None:
    for username in ("dewi", "raka", "locked", "phone"):
        add_person(console.database, username)
    add_person(console.database, "norole", role=None)


def sent(visitor: httpx2.Client, console: Console, **fields: str) -> httpx2.Response:
    """The login form with some fields of the test's own."""
    body = {**form_of(visitor), "username": "dewi", "password": PASSWORD, **fields}
    return visitor.post("/masuk", data=body, headers={"Origin": console.url})


def test_login_gives_a_cookie_no_script_can_read(console: Console):
    with console.visitor() as visitor:
        answer = log_in(visitor)
        cookie = next(value for value in answer.headers.get_list("set-cookie") if value.startswith("simak_session="))
        parts = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert parts == {"httponly", "samesite=lax", "path=/"}
        assert answer.status_code == 303
        assert visitor.get("/").status_code == 200


def test_a_wrong_password_and_an_unknown_user_get_the_same_page(console: Console):
    pages = []
    for username in ("dewi", "nobody"):
        with console.visitor() as visitor:
            answer = sent(visitor, console, username=username, password="wrong wrong wrong")
            assert answer.status_code == 401
            assert "simak_session" not in visitor.cookies
            pages.append(answer.text.replace(visitor.cookies["simak_form"], "").replace(f'value="{username}"', ""))
    assert pages[0] == pages[1]
    assert LoginOutcome.WRONG.label in pages[0]


def test_what_was_typed_comes_back_as_text(console: Console):
    with console.visitor() as visitor:
        text = sent(visitor, console, username='"><script>alert(1)</script>', lanjut='/"><b>').text
    assert "<script>" not in text
    assert "<b>" not in text


def test_the_account_is_locked_over_http_too(console: Console):
    headers = {"X-Forwarded-For": "198.51.100.1"}
    with console.visitor(**headers) as visitor:
        for _ in range(MAX_FAILURES):
            assert log_in(visitor, "locked", "wrong wrong wrong").status_code == 401
        assert log_in(visitor, "locked").status_code == 401


def test_an_authenticator_code_opens_once(console: Console):
    sealer = Sealer.from_file(console.marks.with_name("secret.key"))
    with console.database.write() as session:
        person_id = session.scalars(select(Person.id).where(Person.username == "phone")).one()
        address = enrol_authenticator(session, person_id, sealer)
    code = pyotp.TOTP(parse_qs(urlsplit(address).query)["secret"][0]).now()
    with console.visitor() as first, console.visitor() as second:
        assert log_in(first, "phone").status_code == 401
        assert log_in(first, "phone", code=code).status_code == 303
        assert log_in(second, "phone", code=code).status_code == 401


def test_a_person_without_a_role_is_told_so(console: Console):
    with console.visitor() as visitor:
        answer = log_in(visitor, "norole")
        assert answer.status_code == 403
        assert LoginOutcome.NO_ROLE.label in answer.text
        assert visitor.get("/").status_code == 303


@pytest.mark.parametrize("goal", ["//evil.example", "https://evil.example", "/\\evil.example", "/keluar", "/masuk"])
def test_login_never_leads_off_the_site(console: Console, goal: str):
    with console.visitor() as visitor:
        assert sent(visitor, console, lanjut=goal).headers["location"] == "/"
    with console.visitor() as visitor:
        assert form_of(visitor, str(httpx2.URL("/masuk", params={"lanjut": goal})))["lanjut"] == "/"


@pytest.mark.parametrize("token", ["", "guess", "é"])
def test_a_form_we_did_not_give_is_refused_and_can_be_sent_again(console: Console, token: str):
    with console.visitor() as visitor:
        answer = sent(visitor, console, csrf=token)
        assert answer.status_code == 403
        assert "sekali lagi" in answer.text
        assert "simak_session" not in visitor.cookies
        assert sent(visitor, console).status_code == 303


def test_a_form_without_its_cookie_is_refused(console: Console):
    with console.visitor() as visitor:
        fields = {**form_of(visitor), "username": "dewi", "password": PASSWORD}
        visitor.cookies.clear()
        assert visitor.post("/masuk", data=fields, headers={"Origin": console.url}).status_code == 403


def test_the_form_cookie_never_travels_from_another_site(console: Console):
    with console.visitor() as visitor:
        cookie = visitor.get("/masuk").headers["set-cookie"].lower()
    assert "samesite=strict" in cookie
    assert "httponly" in cookie


def test_two_open_login_pages_both_work(console: Console):
    with console.visitor() as visitor:
        first = form_of(visitor)
        form_of(visitor)
        fields = {**first, "username": "dewi", "password": PASSWORD}
        assert visitor.post("/masuk", data=fields, headers={"Origin": console.url}).status_code == 303


@pytest.mark.parametrize("origin", ["http://evil.example", "null", None])
def test_a_form_from_a_foreign_page_is_refused(console: Console, origin: str | None):
    with console.visitor() as visitor:
        fields = {**form_of(visitor), "username": "dewi", "password": PASSWORD}
        headers = {"Origin": origin} if origin else {}
        assert visitor.post("/masuk", data=fields, headers=headers).status_code == 403
        assert "simak_session" not in visitor.cookies


def test_a_file_instead_of_a_field_is_no_login(console: Console):
    with console.visitor() as visitor:
        form_of(visitor)
        files = {"password": ("a.txt", b"x")}
        assert visitor.post("/masuk", files=files, headers={"Origin": console.url}).status_code in {400, 403}


def test_logout_ends_the_session_on_the_server(console: Console):
    with console.visitor() as visitor:
        log_in(visitor)
        old = cookie_of(visitor)
        answer = visitor.post("/keluar", headers={"Origin": console.url})
        assert (answer.status_code, answer.headers["location"]) == (303, "/masuk")
        assert "storage" in answer.headers["clear-site-data"]
        assert "simak_session" not in visitor.cookies
    with console.visitor(Cookie=old) as replay:
        assert replay.get("/").status_code == 303


def test_a_link_logs_nobody_out(console: Console):
    with console.visitor() as visitor:
        log_in(visitor)
        assert "Keluar dari Simak?" in visitor.get("/keluar").text
        assert visitor.get("/").status_code == 200


def test_logging_in_again_ends_the_session_before(console: Console):
    with console.visitor() as visitor:
        log_in(visitor)
        old = cookie_of(visitor)
        log_in(visitor, "raka")
        assert cookie_of(visitor) != old
    with console.visitor(Cookie=old) as replay:
        assert replay.get("/").status_code == 303


def test_one_address_cannot_try_for_ever(console: Console):
    with console.visitor(**{"X-Forwarded-For": "198.51.100.2"}) as visitor:
        fields = {**form_of(visitor), "csrf": "wrong", "username": "dewi"}
        codes = [
            visitor.post("/masuk", data=fields, headers={"Origin": console.url}).status_code for _ in range(LIMIT + 1)
        ]
        assert codes == [403] * LIMIT + [429]
        assert log_in(visitor).status_code == 429


def test_no_demo_login_is_shown_unless_the_console_was_told(console: Console):
    with console.visitor() as visitor:
        assert "DATA CONTOH" not in visitor.get("/masuk").text


def test_the_log_names_neither_passwords_nor_addresses_of_cases(console: Console):
    with console.visitor() as visitor:
        visitor.get("/kasus?id=31337")
        sent(visitor, console, password="my-real-password-elsewhere")
    log = console.marks.with_name("console.log").read_text()
    assert "31337" not in log
    assert "my-real-password-elsewhere" not in log
    assert "Traceback" not in log
