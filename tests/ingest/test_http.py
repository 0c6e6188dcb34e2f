from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from ingest.errors import ErrorKind, PlatformError
from ingest.http import Http, Limits, check_address

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
SECRET = "rahasia-sekali"


def client(server: HTTPServer, limits: Limits | None = None) -> Http:
    return Http(server.url_for("/"), ("petugas", SECRET), limits=limits, clock=lambda: NOW)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, ErrorKind.MALFORMED),
        (401, ErrorKind.AUTH_EXPIRED),
        (404, ErrorKind.GONE),
        (409, ErrorKind.DUPLICATE),
        (410, ErrorKind.GONE),
        (429, ErrorKind.THROTTLED),
        (500, ErrorKind.TRANSIENT),
        (503, ErrorKind.TRANSIENT),
    ],
)
def test_a_status_becomes_the_kind_of_error_that_says_what_to_do(
    httpserver: HTTPServer, status: int, kind: ErrorKind
) -> None:
    httpserver.expect_request("/x").respond_with_data("maaf", status=status)
    with client(httpserver) as http, pytest.raises(PlatformError) as caught:
        http.get(httpserver.url_for("/x"))
    assert caught.value.kind is kind
    assert str(status) in str(caught.value)


def test_a_403_by_wordpress_is_a_missing_right_and_one_by_a_firewall_is_not(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/wp").respond_with_json({"code": "rest_forbidden"}, status=403)
    httpserver.expect_request("/waf").respond_with_data("<h1>Forbidden</h1>", status=403)
    with client(httpserver) as http:
        with pytest.raises(PlatformError) as wordpress:
            http.get(httpserver.url_for("/wp"))
        with pytest.raises(PlatformError) as firewall:
            http.get(httpserver.url_for("/waf"))
    assert wordpress.value.kind is ErrorKind.PERMISSION_MISSING
    assert not firewall.value.permanent


@pytest.mark.parametrize(
    ("header", "wait"),
    [("90", 90), ("Fri, 20 Nov 2026 03:02:00 GMT", 120), ("9" * 5000, 86_400), ("nanti", None), ("", None)],
)
def test_the_sites_own_waiting_time_is_kept(httpserver: HTTPServer, header: str, wait: int | None) -> None:
    httpserver.expect_request("/x").respond_with_data("", status=429, headers={"Retry-After": header})
    with client(httpserver) as http, pytest.raises(PlatformError) as caught:
        http.get(httpserver.url_for("/x"))
    assert caught.value.retry_at == (None if wait is None else NOW + timedelta(seconds=wait))


@pytest.mark.parametrize("body", ["<html>hai</html>", "", "{", "[" * 100_000, "\ufeff<"])
def test_a_page_instead_of_data_is_named(httpserver: HTTPServer, body: str) -> None:
    httpserver.expect_request("/x").respond_with_data(body)
    with client(httpserver) as http, pytest.raises(PlatformError, match="bukan data") as caught:
        http.get(httpserver.url_for("/x")).json()
    assert caught.value.kind is ErrorKind.MALFORMED


def test_redirects_within_the_site_are_followed_with_the_credential(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a").respond_with_data("", status=301, headers={"Location": "/b"})
    httpserver.expect_request("/b").respond_with_json({"ok": 1})
    with client(httpserver) as http:
        assert http.get(httpserver.url_for("/a")).json() == {"ok": 1}
    assert all("Authorization" in request.headers for request, _ in httpserver.log)


def test_a_redirect_loop_ends(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a").respond_with_data("", status=302, headers={"Location": "/a"})
    with client(httpserver) as http, pytest.raises(PlatformError, match="tanpa henti") as caught:
        http.get(httpserver.url_for("/a"))
    assert caught.value.kind is ErrorKind.MALFORMED
    assert len(httpserver.log) == Limits().redirects + 1


@pytest.mark.parametrize("target", ["http://penyerang.example/", "//penyerang.example/x", "ftp://x/"])
def test_the_credential_never_follows_a_redirect_to_another_site(httpserver: HTTPServer, target: str) -> None:
    httpserver.expect_request("/a").respond_with_data("", status=302, headers={"Location": target})
    with client(httpserver) as http, pytest.raises(PlatformError) as caught:
        http.get(httpserver.url_for("/a"))
    assert caught.value.kind is ErrorKind.MALFORMED
    assert len(httpserver.log) == 1


def test_a_redirected_post_is_not_repeated(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a").respond_with_data("", status=302, headers={"Location": "/b"})
    with client(httpserver) as http:
        assert http.send("POST", httpserver.url_for("/a"), payload={}).status == 302
    assert len(httpserver.log) == 1


def test_an_address_outside_the_site_is_refused_before_anything_is_sent(httpserver: HTTPServer) -> None:
    with client(httpserver) as http, pytest.raises(PlatformError) as caught:
        http.get("http://penyerang.example/")
    assert caught.value.kind is ErrorKind.BAD_ADDRESS


@pytest.mark.parametrize("encoding", [None, "gzip"])
def test_a_body_without_end_is_cut_off(httpserver: HTTPServer, encoding: str | None) -> None:
    body = b"x" * 2_000_000
    if encoding:
        body = gzip.compress(body)
    headers = {"Content-Encoding": encoding} if encoding else {}
    httpserver.expect_request("/x").respond_with_data(body, headers=headers)
    with client(httpserver, Limits(body=1_000_000)) as http, pytest.raises(PlatformError, match="melebihi") as caught:
        http.get(httpserver.url_for("/x"))
    assert caught.value.kind is ErrorKind.MALFORMED


def test_a_rotten_compression_is_named(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/x").respond_with_data(b"bukan gzip", headers={"Content-Encoding": "gzip"})
    with client(httpserver) as http, pytest.raises(PlatformError) as caught:
        http.get(httpserver.url_for("/x"))
    assert caught.value.kind is ErrorKind.MALFORMED


@contextmanager
def raw_server(serve: Callable[[socket.socket, threading.Event], None]) -> Iterator[str]:
    """A server that speaks as badly as ``serve`` wants."""
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(10)

        def run() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65_536)
                serve(connection, stop)

        thread = threading.Thread(target=run)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        stop.set()
        thread.join(10)
        assert not thread.is_alive()


def drip(piece: bytes) -> Callable[[socket.socket, threading.Event], None]:
    def serve(connection: socket.socket, stop: threading.Event) -> None:
        try:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n")
            while not stop.wait(0.01):
                connection.sendall(piece)
        except OSError:
            return

    return serve


@pytest.mark.parametrize("piece", [b"X-Sabar: 1\r\n", b"\r\n "], ids=["headers", "body"])
def test_a_site_that_drips_is_cut_off_though_no_single_read_is_slow(piece: bytes) -> None:
    with (
        raw_server(drip(piece)) as url,
        Http(url, limits=Limits(read=60, total=0.3)) as http,
        pytest.raises(PlatformError, match="terlalu lambat") as caught,
    ):
        http.get(url)
    assert caught.value.kind is ErrorKind.TRANSIENT


def test_a_silent_site_is_transient() -> None:
    def silent(_connection: socket.socket, stop: threading.Event) -> None:
        stop.wait()

    with (
        raw_server(silent) as url,
        Http(url, limits=Limits(read=0.1)) as http,
        pytest.raises(PlatformError, match="terlalu lambat") as caught,
    ):
        http.get(url)
    assert caught.value.kind is ErrorKind.TRANSIENT


def test_a_redirect_to_nonsense_is_named() -> None:
    def nonsense(connection: socket.socket, _stop: threading.Event) -> None:
        connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: http://[\r\nContent-Length: 0\r\n\r\n")

    with raw_server(nonsense) as url, Http(url) as http, pytest.raises(PlatformError) as caught:
        http.get(url)
    assert caught.value.kind is ErrorKind.MALFORMED


def test_a_site_that_does_not_answer_the_door_is_transient() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with Http(url) as http, pytest.raises(PlatformError, match="tidak dapat dihubungi") as caught:
        http.get(url)
    assert caught.value.kind is ErrorKind.TRANSIENT


def test_the_credential_is_in_no_error_and_no_description(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/x").respond_with_data("", status=500)
    with client(httpserver) as http, pytest.raises(PlatformError) as caught:
        http.get(httpserver.url_for("/x"), {"token": SECRET})
    shown = [repr(http), str(caught.value), repr(caught.value), repr(caught.value.__cause__)]
    assert SECRET not in "".join(shown)


@pytest.mark.parametrize(
    "url",
    [
        "http://kpu-arunika.example",
        "ftp://kpu.example",
        "kpu.example",
        "https://",
        "https://petugas:rahasia@kpu.example",
        "file:///etc/passwd",
        "http://[",
        "http://127.0.0.1.penyerang.example",
    ],
)
def test_an_unsafe_address_is_refused(url: str) -> None:
    with pytest.raises(PlatformError) as caught:
        check_address(url)
    assert caught.value.kind is ErrorKind.BAD_ADDRESS
    assert "rahasia" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["https://kpu.example/", "http://localhost:8080", "http://[::1]:80", "http://127.0.0.9"]
)
def test_a_safe_address_is_taken(url: str) -> None:
    assert str(check_address(url)).rstrip("/") == url.rstrip("/").replace(":80", "" if "[::1]" in url else ":80")


def test_plain_http_elsewhere_needs_a_decision_or_no_credential() -> None:
    Http("http://kpu.example", ("a", "b"), allow_plain=True).close()
    Http("http://kpu.example").close()
    with pytest.raises(PlatformError, match="tanpa enkripsi"):
        Http("http://kpu.example", ("a", "b"))


def test_it_says_who_it_is(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/x").respond_with_handler(lambda request: Response(request.headers["User-Agent"]))
    with client(httpserver) as http:
        assert http.get(httpserver.url_for("/x")).body.startswith(b"Simak/")
