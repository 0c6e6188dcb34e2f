"""Where a request may come from, and where a visitor may be sent."""

from __future__ import annotations

import re
from urllib.parse import urlencode, urlsplit

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
MAX_PATH = 1000
LOGIN, NEXT, ENDED = "/masuk", "lanjut", "berakhir"
_PLAIN = re.compile(r"/(?![/\\])[!-\[\]-~]*")
"""Printable ASCII after one slash, without a backslash, which browsers take for a slash."""
_OURS = (LOGIN, "/keluar", "/_stcore", "/healthz")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def origin_allowed(origin: str | None, host: str | None, public_url: str) -> bool:
    """Whether a page of this origin may speak to the console: ours, exactly; a missing origin is nobody's.

    Where the console is reached on this machine, every name of the loopback interface will do, as long as the
    origin is the very host that was asked.
    """
    if not origin or origin == "null":
        return False
    if _parts(origin) == _parts(public_url):
        return True
    local = _host_of(public_url) in LOOPBACK and _host_of(origin) in LOOPBACK
    return local and host is not None and origin == f"http://{host}"


def safe_path(wanted: str | None) -> str:
    """The path to go to after login: on this site and a page people read, or else the first page."""
    if not wanted or len(wanted) > MAX_PATH or not _PLAIN.fullmatch(wanted):
        return "/"
    path = urlsplit(wanted).path
    if "//" in path or any(path == ours or path.startswith(f"{ours}/") for ours in _OURS):
        return "/"
    return wanted


def login_path(wanted: str, *, ended: bool = False) -> str:
    """The login page that leads on to a path, saying that the session ended if it did."""
    path = safe_path(wanted)
    query = ({NEXT: path} if path != "/" else {}) | ({ENDED: "1"} if ended else {})
    return f"{LOGIN}?{urlencode(query, safe='/')}" if query else LOGIN


def _parts(url: str) -> tuple[str, str, int | None] | None:
    try:
        found = urlsplit(url)
        port = found.port or _DEFAULT_PORTS.get(found.scheme)
    except ValueError:
        return None
    if found.scheme not in _DEFAULT_PORTS or not found.hostname or found.username is not None:
        return None
    return found.scheme, found.hostname, port


def _host_of(url: str) -> str | None:
    found = _parts(url)
    return found[1] if found else None
