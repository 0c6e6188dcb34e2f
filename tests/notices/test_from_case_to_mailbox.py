"""From a case to real servers of this machine: what works arrives, what does not is tried again and seen."""

from __future__ import annotations

import socket

import pytest
from pytest_httpserver import HTTPServer

from responses.notices import deliver
from responses.notices.by_apprise import AppriseSender
from responses.notices.kinds import NoticeState
from responses.views import notices as view
from tests.notices.conftest import Desk
from tests.notices.servers import PASSWORD, hanging_up, mail_server
from tests.support.world import World

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")


@pytest.fixture
def for_real(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(socket, "getfqdn", lambda: "simak.example")
    desk.sender = AppriseSender(timeout=5)  # type: ignore[assignment]
    return desk


def test_a_mailbox_is_told_although_two_other_servers_are_in_trouble(world: World, for_real: Desk) -> None:
    with mail_server() as good, mail_server(password="lain") as refusing, hanging_up() as dropping:
        for url in (refusing.url, dropping.url, good.url):
            for_real.target("sari", url)
        case_id = world.report(world.comment())
        for_real.look()
        assert deliver.deliver_due(for_real.post) == 3
    (mail,) = good.box.mails
    assert mail["Subject"] == "Kasus 2026-0001 menunggu Anda"
    assert f"/kasus?id={case_id}" in good.box.texts()[0]
    with world.database.read() as session:
        rows = view.target_rows(session, world.office_id)
    assert [(row.waiting, bool(row.last_success_at)) for row in rows] == [(1, False), (1, False), (0, True)]
    assert "535" in rows[0].last_error
    assert not any(PASSWORD in row.last_error for row in rows)


def test_a_webhook_that_was_out_of_order_gets_its_message_at_the_next_try(
    world: World, for_real: Desk, httpserver: HTTPServer
) -> None:
    httpserver.expect_ordered_request("/h").respond_with_data("", status=500)
    httpserver.expect_ordered_request("/h").respond_with_data("", status=200)
    for_real.target("sari", f"json://{httpserver.host}:{httpserver.port}/h")
    world.report(world.comment())
    for_real.send()
    (waiting,) = for_real.notices()
    assert (waiting.state, waiting.tries) == (NoticeState.READY, 1)
    assert "500" in waiting.last_error
    world.later(seconds=11)
    for_real.send()
    (sent,) = for_real.notices()
    assert (sent.state, sent.tries, sent.last_error) == (NoticeState.SENT, 2, "")
    httpserver.check()
