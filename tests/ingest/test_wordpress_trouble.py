"""Sites that are half broken: each trouble has its name, and one bad comment never stops the rest."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from ingest.errors import ErrorKind, PlatformError
from ingest.http import Http, Limits
from ingest.kinds import CommentStatus
from ingest.records import Page
from ingest.sources.wordpress import WordPress

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
API = "/wp-json/wp/v2"
ME = {"id": 2, "name": "petugas", "capabilities": {"moderate_comments": True}}


def comment(native_id: object = 7, **changes: object) -> dict[str, object]:
    item: dict[str, object] = {
        "id": native_id, "post": 4, "parent": 0, "author": 0, "author_name": "Siti",
        "date_gmt": "2026-11-20T10:10:18", "content": {"rendered": "<p>Halo</p>", "raw": "Halo"},
        "link": "http://situs/x/#comment-7", "status": "approved",
    }  # fmt: skip
    return item | changes


def site(server: HTTPServer, *items: object, me: object = ME) -> None:
    server.expect_request(f"{API}/users/me").respond_with_json(me)
    server.expect_request(f"{API}/comments").respond_with_json(list(items), headers={"X-WP-TotalPages": "1"})
    server.expect_request(f"{API}/posts").respond_with_json([])
    server.expect_request(f"{API}/pages").respond_with_json([])


def read(server: HTTPServer, limits: Limits | None = None) -> list[Page]:
    with Http(server.url_for("/"), ("petugas", "kata-sandi"), limits=limits, clock=lambda: NOW) as http:
        return list(WordPress(http).pages({}, now=NOW))


def trouble(server: HTTPServer, limits: Limits | None = None) -> PlatformError:
    with pytest.raises(PlatformError) as caught:
        read(server, limits)
    assert "kata-sandi" not in str(caught.value)
    return caught.value


def test_a_time_without_zone_is_utc_and_the_question_says_so_too(httpserver: HTTPServer) -> None:
    site(httpserver, comment())
    [record] = read(httpserver)[0].comments
    assert record.posted_at == datetime(2026, 11, 20, 10, 10, 18, tzinfo=UTC)
    asked = [request.args for request, _ in httpserver.log if request.path.endswith("/comments")]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", args["after"]) for args in asked)
    assert all((args["status"], args["context"]) == ("all", "edit") for args in asked)


def test_one_malformed_comment_is_refused_and_the_rest_is_read(httpserver: HTTPServer) -> None:
    broken: list[Any] = [
        comment(1, date_gmt="0000-00-00T00:00:00"),
        comment(2, date_gmt=None),
        comment(3, content=None),
        comment(4, post={"id": 1}),
        {key: value for key, value in comment().items() if key != "id"},
        comment(0),
        comment(True),
        comment("tujuh"),
        comment(5, date_gmt="0001-01-01T00:00:00+14:00"),
        "bukan komentar",
        None,
        17,
    ]
    site(httpserver, *broken, comment(8))
    page = read(httpserver)[0]
    assert [record.native_id for record in page.comments] == ["8"]
    assert len(page.refused) == len(broken)
    assert page.refused[0].where == "komentar 1"


def test_what_plugins_leave_out_or_invent_is_borne(httpserver: HTTPServer) -> None:
    odd = comment(9, author_name="", link=None, status="karantina", content={"rendered": "<p>Hai</p>"}, parent=None)
    site(httpserver, odd)
    [record] = read(httpserver)[0].comments
    assert (record.author_name, record.permalink, record.status) == ("Anonim", "", CommentStatus.HELD)
    assert (record.original, record.text) == ("<p>Hai</p>", "Hai")


def test_a_comment_from_the_future_does_not_hide_the_next_ones(httpserver: HTTPServer) -> None:
    site(httpserver, comment(1, date_gmt="2031-01-01T00:00:00"))
    assert read(httpserver)[-1].cursor["after"] == "2026-11-20T12:00:00Z"


def test_titles_that_are_refused_do_not_stop_the_comments(httpserver: HTTPServer) -> None:
    httpserver.expect_request(f"{API}/posts").respond_with_json({"code": "rest_forbidden"}, status=403)
    httpserver.expect_request(f"{API}/pages").respond_with_json({"bukan": "daftar"})
    site(httpserver, comment())
    page = read(httpserver)[0]
    assert len(page.comments) == 1
    assert [(post.native_id, post.title, post.permalink) for post in page.posts] == [("4", "", "http://situs/x/")]


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (500, "<h1>Ada kesalahan kritis di situs ini.</h1>", ErrorKind.TRANSIENT),
        (503, '{"code":"maintenance"}', ErrorKind.TRANSIENT),
        (429, "", ErrorKind.THROTTLED),
        (401, '{"code":"rest_not_logged_in"}', ErrorKind.AUTH_EXPIRED),
        (401, '{"code":"incorrect_password"}', ErrorKind.AUTH_EXPIRED),
        (403, '{"code":"rest_forbidden"}', ErrorKind.PERMISSION_MISSING),
        (404, '{"code":"rest_no_route"}', ErrorKind.MALFORMED),
        (200, '{"id":2,"name":"petugas","capabilities":{}}', ErrorKind.PERMISSION_MISSING),
        (200, '{"id":2}', ErrorKind.MALFORMED),
        (200, '{"id":"dua","capabilities":{}}', ErrorKind.MALFORMED),
    ],
)
def test_what_the_site_says_of_us_decides_what_a_person_must_do(
    httpserver: HTTPServer, status: int, body: str, kind: ErrorKind
) -> None:
    httpserver.expect_request(f"{API}/users/me").respond_with_data(body, status=status)
    assert trouble(httpserver).kind is kind


def test_a_password_that_expires_between_the_questions_is_noticed(httpserver: HTTPServer) -> None:
    httpserver.expect_request(f"{API}/users/me").respond_with_json(ME)
    httpserver.expect_request(f"{API}/comments").respond_with_json({"code": "rest_forbidden_context"}, status=401)
    assert trouble(httpserver).kind is ErrorKind.AUTH_EXPIRED


@pytest.mark.parametrize("status", [200, 403, 404])
def test_a_site_that_answers_with_pages_everywhere_is_no_wordpress(httpserver: HTTPServer, status: int) -> None:
    httpserver.expect_request(re.compile(".*")).respond_with_data("<html>Selamat datang</html>", status=status)
    error = trouble(httpserver)
    assert error.kind is ErrorKind.MALFORMED
    assert not error.permanent


@pytest.mark.parametrize("body", ["<html>", '{"bukan": "daftar"}', "[", ""])
def test_a_list_that_is_none_is_malformed(httpserver: HTTPServer, body: str) -> None:
    httpserver.expect_request(f"{API}/users/me").respond_with_json(ME)
    httpserver.expect_request(f"{API}/comments").respond_with_data(body)
    assert trouble(httpserver).kind is ErrorKind.MALFORMED


def test_a_redirect_loop_is_malformed(httpserver: HTTPServer) -> None:
    httpserver.expect_request(re.compile(".*")).respond_with_data("", status=302, headers={"Location": "/wp-json/"})
    assert trouble(httpserver).kind is ErrorKind.MALFORMED


def test_a_huge_answer_is_malformed(httpserver: HTTPServer) -> None:
    site(httpserver, comment(content={"rendered": "x" * 50_000}))
    assert trouble(httpserver, Limits(body=20_000)).kind is ErrorKind.MALFORMED


def test_the_api_is_found_where_the_front_page_says(httpserver: HTTPServer) -> None:
    link = f'<{httpserver.url_for("/api/")}>; rel="https://api.w.org/"'
    httpserver.expect_request("/", method="HEAD").respond_with_data("", headers={"Link": link})
    httpserver.expect_request(f"{API}/users/me").respond_with_data("<html>", status=404)
    httpserver.expect_request("/api/wp/v2/users/me").respond_with_json(ME)
    httpserver.expect_request("/api/wp/v2/comments").respond_with_json([])
    read(httpserver)
    assert httpserver.log[-1][0].path == "/api/wp/v2/comments"


def test_a_front_page_that_points_to_another_site_is_not_followed(httpserver: HTTPServer) -> None:
    link = '<http://penyerang.example/wp-json/>; rel="https://api.w.org/"'
    httpserver.expect_request("/", method="HEAD").respond_with_data("", headers={"Link": link})
    httpserver.expect_request(re.compile(".*")).respond_with_data("", status=404)
    assert trouble(httpserver).kind is ErrorKind.MALFORMED


def test_a_site_without_pretty_addresses_is_asked_by_query(httpserver: HTTPServer) -> None:
    def answer(request: Request) -> Response:
        route = request.args.get("rest_route", "")
        if route.endswith("/users/me"):
            return Response('{"id":2,"capabilities":{"moderate_comments":true}}')
        return Response("[]") if route else Response("<html>", status=404)

    httpserver.expect_request(re.compile(".*")).respond_with_handler(answer)
    assert read(httpserver)[-1].comments == ()


def test_pages_are_walked_even_when_a_proxy_drops_the_count(httpserver: HTTPServer) -> None:
    def answer(request: Request) -> Response:
        first = (int(request.args["page"]) - 1) * 100
        items = [comment(number + 1) for number in range(first, min(first + 100, 150))]
        return Response(json.dumps(items))

    httpserver.expect_request(f"{API}/comments").respond_with_handler(answer)
    site(httpserver)
    assert sum(len(page.comments) for page in read(httpserver)) == 150


def test_a_site_that_repeats_one_page_without_end_is_malformed(httpserver: HTTPServer) -> None:
    httpserver.expect_request(f"{API}/comments").respond_with_json(
        [comment(number) for number in range(1, 101)], headers={"X-WP-TotalPages": "999999999"}
    )
    site(httpserver)
    assert "mengulang" in str(trouble(httpserver))
