"""Messages through Apprise to real servers of this machine, and what is said when one does not take them."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from responses.notices.by_apprise import AppriseSender, without_secrets
from responses.notices.sender import Message, SendError
from tests.notices.servers import PASSWORD, USER, hanging_up, mail_server, silent

# the library of signed mail that Apprise's mail plugin looks for imports a module that Python 3.13 drops
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
MESSAGE = Message("Kasus 2026-0007 menunggu Anda", "Langkah: Mengoreksi\nBuka: https://simak.example/kasus?id=7")
TOKEN = "rahasia-panjang-sekali"


@pytest.fixture
def sender(monkeypatch: pytest.MonkeyPatch) -> AppriseSender:
    monkeypatch.setattr(socket, "getfqdn", lambda: "simak.example")  # a mail client asks a name server who it is itself
    return AppriseSender(timeout=5)


@dataclass
class EveryRecord(logging.Handler):
    """Keeps what reaches the log of the whole process, down to the last detail."""

    texts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(logging.DEBUG)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it, unless a server of this test wrote it."""
        if not record.name.startswith(("mail.", "werkzeug")):
            self.texts.append(record.getMessage())

    __hash__ = logging.Handler.__hash__


@pytest.fixture
def log_of_the_process() -> Iterator[EveryRecord]:
    root, kept = logging.getLogger(), EveryRecord()
    level = root.level
    root.setLevel(logging.DEBUG)
    root.addHandler(kept)
    yield kept
    root.removeHandler(kept)
    root.setLevel(level)


def refused(sender: AppriseSender, url: str) -> SendError:
    with pytest.raises(SendError) as caught:
        sender.send(url, MESSAGE)
    return caught.value


def hook(server: HTTPServer, scheme: str = "json") -> str:
    return f"{scheme}://{USER}:{PASSWORD}@{server.host}:{server.port}/{TOKEN}"


def test_a_mail_arrives_with_subject_and_text(sender: AppriseSender) -> None:
    with mail_server() as server:
        sender.send(server.url, MESSAGE)
    (mail,) = server.box.mails
    assert mail["Subject"] == MESSAGE.title
    assert "dewi@kpu.example" in mail["To"]
    assert any(
        "https://simak.example/kasus?id=7" in text and "Langkah: Mengoreksi" in text for text in server.box.texts()
    )


def test_a_mail_says_nothing_about_the_library(sender: AppriseSender) -> None:
    with mail_server() as server:
        sender.send(server.url, MESSAGE)
    (mail,) = server.box.mails
    assert "apprise" not in str(mail).lower()


def test_a_refused_password_is_told_in_the_servers_words_and_without_the_password(sender: AppriseSender) -> None:
    with mail_server(password="lain") as server:
        error = refused(sender, server.url)
    assert "535" in str(error)
    assert PASSWORD not in str(error)
    assert "dewi" not in str(error)
    assert server.box.mails == []


def test_a_dropped_connection_is_a_failure_that_may_pass(sender: AppriseSender) -> None:
    with hanging_up() as server:
        error = refused(sender, server.url)
    assert not error.permanent
    assert str(error)
    assert PASSWORD not in str(error)


def test_a_silent_server_is_given_up_after_the_timeout(sender: AppriseSender) -> None:
    with silent() as port:
        error = refused(AppriseSender(timeout=0.2), f"json://127.0.0.1:{port}/{TOKEN}")
        assert "tidak menjawab" in str(error)
        assert TOKEN not in str(error)
        assert "timed out" in str(
            refused(AppriseSender(timeout=0.2), f"mailto://a:b@127.0.0.1:{port}?from=a@kpu.example&to=dewi@kpu.example")
        )


def test_a_webhook_gets_title_and_message(sender: AppriseSender, httpserver: HTTPServer) -> None:
    got: list[Request] = []

    def answer(request: Request) -> Response:
        got.append(request)
        return Response(status=200)

    httpserver.expect_request(f"/{TOKEN}", method="POST").respond_with_handler(answer)
    sender.send(hook(httpserver), MESSAGE)
    (request,) = got
    assert request.json is not None
    assert (request.json["title"], request.json["message"]) == (MESSAGE.title, MESSAGE.body)
    assert request.authorization is not None
    assert request.authorization.password == PASSWORD


def test_a_webhook_out_of_order_is_a_failure_with_its_status(sender: AppriseSender, httpserver: HTTPServer) -> None:
    httpserver.expect_request(f"/{TOKEN}").respond_with_data("aduh", status=500)
    error = refused(sender, hook(httpserver))
    assert "500" in str(error)
    assert not error.permanent


def test_a_webhook_that_sends_us_elsewhere_is_not_followed(sender: AppriseSender, httpserver: HTTPServer) -> None:
    httpserver.expect_request(f"/{TOKEN}").respond_with_data("", status=302, headers={"Location": "/lain"})
    httpserver.expect_request("/lain").respond_with_data("", status=200)
    refused(sender, hook(httpserver))
    assert [request.path for request, _response in httpserver.log] == [f"/{TOKEN}"]


def test_an_address_apprise_does_not_understand_is_refused_for_good(sender: AppriseSender) -> None:
    with pytest.raises(SendError, match="tidak dapat dipakai") as caught:
        sender.check("tgram://bukan-token")
    assert caught.value.permanent


def test_no_log_at_any_level_holds_an_address(
    sender: AppriseSender, httpserver: HTTPServer, log_of_the_process: EveryRecord
) -> None:
    logging.getLogger("simak").debug("the log of the process is heard")
    httpserver.expect_request(f"/{TOKEN}").respond_with_data("", status=500)
    refused(sender, hook(httpserver))
    with mail_server(password="lain") as server:
        refused(sender, server.url)
    with mail_server() as server:
        sender.send(server.url, MESSAGE)
    ours = "\n".join(log_of_the_process.texts)
    assert "is heard" in ours
    for secret in (PASSWORD, TOKEN, "dewi@kpu.example", MESSAGE.body):
        assert secret not in ours


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("refused: bot123:AbCdEf", "tgram://bot123:AbCdEf/998877"),
        ("no such chat 998877", "tgram://bot123:AbCdEf/998877"),
        ("login s@ndi-x failed", "mailto://u:s%40ndi-x@host.example"),
        ("login S%40NDI-X failed", "mailto://u:s%40ndi-x@host.example"),
    ],
)
def test_a_reason_loses_every_part_of_the_address(text: str, url: str) -> None:
    cleaned = without_secrets(text, url)
    assert "***" in cleaned
    assert not any(secret in cleaned.lower() for secret in ("abcdef", "998877", "ndi-x"))
