"""Which pages may speak to the console, and where a visitor may be sent after login."""

from __future__ import annotations

import pytest

from console.web.origin import login_path, origin_allowed, safe_path

PUBLIC, LOCAL = "https://simak.example", "http://127.0.0.1:8611"


@pytest.mark.parametrize(
    ("origin", "host", "public_url"),
    [
        (PUBLIC, "simak.example", PUBLIC),
        ("https://simak.example:443", "127.0.0.1:8611", PUBLIC),
        (LOCAL, "127.0.0.1:8611", LOCAL),
        ("http://localhost:8611", "localhost:8611", LOCAL),
        ("http://[::1]:8611", "[::1]:8611", LOCAL),
    ],
)
def test_our_own_pages_may_speak(origin: str, host: str, public_url: str):
    assert origin_allowed(origin, host, public_url)


@pytest.mark.parametrize(
    ("origin", "host", "public_url"),
    [
        (None, "simak.example", PUBLIC),
        ("", "simak.example", PUBLIC),
        ("null", "simak.example", PUBLIC),
        ("http://simak.example", "simak.example", PUBLIC),
        ("https://simak.example:8443", "simak.example", PUBLIC),
        ("https://simak.example.evil.example", "simak.example", PUBLIC),
        ("https://user@simak.example", "simak.example", PUBLIC),
        ("https://evil.example", "evil.example", PUBLIC),
        ("http://127.0.0.1:8611", "127.0.0.1:8611", PUBLIC),
        ("http://localhost:9999", "localhost:8611", LOCAL),
        ("http://evil.example:8611", "evil.example:8611", LOCAL),
        ("http://localhost:bad", "localhost:bad", LOCAL),
        ("file://", "127.0.0.1:8611", LOCAL),
    ],
)
def test_other_pages_may_not(origin: str | None, host: str, public_url: str):
    assert not origin_allowed(origin, host, public_url)


@pytest.mark.parametrize("path", ["/", "/kasus", "/kasus?id=3", "/kasus/7?a=b&c=%2Fd#x", "/masukan", "/?id=1"])
def test_a_path_of_ours_is_kept(path: str):
    assert safe_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None, "", "kasus", "https://evil.example", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil",
        "/a\\b", "/\tx", "/\n//evil.example", "/%0d%0a\r\nSet-Cookie: a=b", " /kasus", "/kasus ", "/é",
        "javascript:alert(1)",
        "/a//evil.example", "/masuk", "/masuk?lanjut=/x", "/masuk/", "/keluar", "/_stcore/stream", "/" + "a" * 2000,
    ],
)  # fmt: skip
def test_anything_else_leads_to_the_first_page(path: str | None):
    assert safe_path(path) == "/"


def test_the_way_to_the_login_page_keeps_the_goal_and_nothing_else():
    assert login_path("/kasus?id=3&b=4") == "/masuk?lanjut=/kasus%3Fid%3D3%26b%3D4"
    assert login_path("//evil.example") == "/masuk"
    assert login_path("/kasus", ended=True) == "/masuk?lanjut=/kasus&berakhir=1"
