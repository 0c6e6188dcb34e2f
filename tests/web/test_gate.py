"""What the gate lets through, on HTTP and WebSocket, in front of a real console."""

from __future__ import annotations

import contextlib

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection

from console.web.context import utc_now
from console.web.headers import STREAMLIT_INDEX, console_policy
from console.web.sessions import close_all_of
from console.web.watch import CLOSE_ENDED
from tests.web.people import add_person, deactivate, end_roles
from tests.web.running import Console, cookie_of, log_in
from tests.web.sockets import said_to

RERUN = BackMsg(rerun_script=ClientState()).SerializeToString()
MACHINERY = [
    "/_stcore/metrics", "/_stcore/stream", "/_stcore/agent/openapi.json", "/_stcore/agent/mcp", "/_stcore/healthz",
    "/media/abc.png", "/component/x/y", "/static/js/index.js", "/_stcore/upload_file/a/b",
]  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _people(console: Console) -> None:
    for username in ("dewi", "raka", "sari", "bima"):
        add_person(console.database, username)


def test_an_anonymous_deep_link_leads_to_login_and_back(console: Console):
    with console.visitor() as visitor:
        answer = visitor.get("/kasus?id=3")
        assert (answer.status_code, answer.headers["location"]) == (303, "/masuk?lanjut=/kasus%3Fid%3D3")
        assert log_in(visitor, path=answer.headers["location"]).headers["location"] == "/kasus?id=3"


@pytest.mark.parametrize("path", MACHINERY)
def test_nothing_of_streamlit_answers_a_stranger(console: Console, path: str):
    with console.visitor() as visitor:
        assert visitor.get(path).status_code == 401


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_a_stranger_can_send_nothing(console: Console, method: str):
    with console.visitor(Origin=console.url) as visitor:
        assert visitor.request(method, "/_stcore/agent/interact").status_code == 401
        assert visitor.request(method, "/kasus").status_code == 401


@pytest.mark.parametrize("path", ["/masuk/", "/healthz/x", "/Masuk", "/masuk/../", "//masuk", "/healthz;", "/masuk%2f"])
def test_a_public_path_is_exact(console: Console, path: str):
    with console.visitor() as visitor:
        assert visitor.get(path).status_code in {303, 401}


@pytest.mark.parametrize("path", ["/masuk", "/healthz", "/keluar", "/favicon.png", "/simak.svg", "/_stcore/health"])
def test_a_public_path_answers_everybody(console: Console, path: str):
    with console.visitor() as visitor:
        assert visitor.get(path).status_code == 200


def test_a_changed_cookie_is_nobody(console: Console):
    with console.visitor() as visitor:
        log_in(visitor)
        token = visitor.cookies["simak_session"]
        assert visitor.get("/").status_code == 200
    changed = ("A" if token[0] != "A" else "B") + token[1:]
    with console.visitor(Cookie=f"simak_session={changed}") as stranger:
        assert stranger.get("/").status_code == 303


def test_identity_cannot_be_claimed(console: Console):
    with console.visitor(**{"X-Simak-User": "dewi", "X-Simak-Sid": "0" * 16}) as stranger:
        assert stranger.get("/").status_code == 303
    with pytest.raises(InvalidStatus) as refused:
        console.socket(None, **{"X-Simak-User": "dewi"})
    assert refused.value.response.status_code == 403


def test_streamlit_sees_the_identity_of_the_session_and_not_the_claimed_one(console: Console):
    with console.visitor() as visitor:
        log_in(visitor)
        with console.socket(cookie_of(visitor), **{"X-Simak-User": "sari"}) as socket:
            socket.send(RERUN)
            said = said_to(socket, "visit 0")
    assert "user dewi" in said
    assert "sari" not in said


@pytest.mark.parametrize("origin", ["http://evil.example", "http://localhost:9999", "null", None])
def test_a_foreign_page_gets_no_socket_even_with_the_cookie(console: Console, origin: str | None):
    with console.visitor() as visitor:
        log_in(visitor)
        with pytest.raises(InvalidStatus) as refused:
            console.socket(cookie_of(visitor), origin=origin)
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "null", None])
def test_a_foreign_page_can_send_nothing_even_with_the_cookie(console: Console, origin: str | None):
    with console.visitor() as visitor:
        log_in(visitor)
        headers = {"Origin": origin} if origin else {}
        assert visitor.put("/_stcore/upload_file/a/b", headers=headers).status_code == 403
        assert visitor.post("/keluar", headers=headers).status_code == 403
        assert visitor.get("/").status_code == 200


def test_a_tab_of_somebody_else_does_not_resume_the_streamlit_session(console: Console):
    with console.visitor() as dewi, console.visitor() as raka:
        log_in(dewi)
        log_in(raka, "raka")
        with console.socket(cookie_of(dewi)) as socket:
            socket.send(RERUN)
            session_id = _session_id(socket)
        for visitor, same in ((raka, False), (dewi, True)):
            with console.socket(cookie_of(visitor), protocols=("streamlit", "x", session_id)) as socket:
                socket.send(RERUN)
                assert (_session_id(socket) == session_id) is same


@pytest.mark.parametrize("end", ["revoked", "role", "inactive"])
def test_an_open_socket_is_sent_to_login_when_the_session_ends(console: Console, end: str):
    person_id = add_person(console.database, f"ends.{end}")
    with console.visitor() as visitor:
        log_in(visitor, f"ends.{end}")
        with console.socket(cookie_of(visitor)) as socket:
            socket.send(RERUN)
            said_to(socket, "visit 0")
            _end(console, person_id, end)
            socket.send(RERUN)
            assert _farewell(socket) == "/masuk?berakhir=1"
        assert visitor.get("/").status_code == 303


def test_a_tab_that_comes_back_after_its_session_is_sent_to_login(console: Console):
    with console.socket(f"simak_session={'x' * 43}") as socket:
        assert _farewell(socket) == "/masuk?berakhir=1"


def test_every_answer_carries_the_security_headers(console: Console):
    with console.visitor() as visitor:
        log_in(visitor)
        for path in ("/", "/masuk", "/healthz", "/static/none.js", "/_stcore/upload_file/a/b", "/media/none.png"):
            headers = visitor.get(path).headers
            assert "frame-ancestors 'none'" in headers["content-security-policy"], path
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["x-frame-options"] == "DENY"
            assert headers["referrer-policy"] == "same-origin"
            assert "camera=()" in headers["permissions-policy"]
            assert "server" not in headers


def test_pages_are_never_stored(console: Console):
    with console.visitor() as visitor:
        assert visitor.get("/kasus").headers["cache-control"] == "no-store"
        assert visitor.get("/masuk").headers["cache-control"] == "no-store"
        log_in(visitor)
        assert visitor.get("/").headers["cache-control"] == "no-store"


def test_no_page_runs_inline_scripts_but_streamlits_own(console: Console):
    with console.visitor() as visitor:
        log_in(visitor)
        console_csp = visitor.get("/").headers["content-security-policy"]
        login_csp = visitor.get("/masuk").headers["content-security-policy"]
    scripts = next(part for part in console_csp.split("; ") if part.startswith("script-src"))
    assert "unsafe-inline" not in scripts
    assert "unsafe-eval" not in scripts
    assert scripts.count("'sha256-") == STREAMLIT_INDEX.read_text("utf-8").count("<script>") == 1
    assert "default-src 'none'" in login_csp
    assert "script-src" not in login_csp


def test_an_inline_script_is_allowed_by_its_own_hash_only():
    empty = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    assert empty in console_policy("<html><script></script></html>")
    assert empty not in console_policy("<html><script>1</script></html>")


def test_a_body_that_is_no_file_is_cut_off(console: Console):
    body = b"username=" + b"a" * 70_000
    form = {"Origin": console.url, "Content-Type": "application/x-www-form-urlencoded"}
    with console.visitor(**form) as visitor:
        assert visitor.post("/masuk", content=body).status_code == 413
        assert visitor.post("/masuk", content=iter([body[:40_000], body[40_000:]])).status_code == 413


def _end(console: Console, person_id: int, how: str) -> None:
    if how == "role":
        end_roles(console.database, person_id, utc_now())
    elif how == "inactive":
        deactivate(console.database, person_id)
    else:
        with console.database.write() as session:
            close_all_of(session, person_id)


def _session_id(socket: ClientConnection) -> str:
    while True:
        message = ForwardMsg.FromString(socket.recv(timeout=30))
        if message.WhichOneof("type") == "new_session":
            return message.new_session.initialize.session_id


def _farewell(socket: ClientConnection) -> str:
    """Where the browser is sent last; the connection must then be closed with our code."""
    address = ""
    with contextlib.suppress(ConnectionClosed):
        while True:
            address = ForwardMsg.FromString(socket.recv(timeout=30)).auth_redirect.url
    assert socket.close_code == CLOSE_ENDED
    return address
