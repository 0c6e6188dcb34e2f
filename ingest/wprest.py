"""The REST API of one WordPress site: finds where it is, says who we are there, walks its lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ingest.errors import ErrorKind, PlatformError
from ingest.http import Answer, Http
from ingest.records import Identity

PER_PAGE = 100
"""The most items WordPress gives in one answer."""
_ROOT_LINK = re.compile(r'<([^<>]+)>;\s*rel="https://api\.w\.org/"')


class WpRest:
    """Calls below ``wp/v2/`` of a site. The root is looked for at the first call and kept."""

    def __init__(self, http: Http) -> None:
        self.http = http
        self._root: str | None = None

    @property
    def host(self) -> str:
        """The site, for messages."""
        return self.http.base.host

    def me(self) -> Identity:
        """Who the site says we are.

        A revoked application password is not refused when reading comments: WordPress goes on as if nobody had
        logged in. Only this question tells. Raises PlatformError AUTH_EXPIRED, MALFORMED, TRANSIENT.
        """
        answer = self._find_root()
        if answer.status == 404:
            raise PlatformError(ErrorKind.MALFORMED, f"REST API pengguna di situs {self.host} dimatikan.")
        user = answer.raise_for_status().json()
        rights = user.get("capabilities") if isinstance(user, dict) else None
        if not isinstance(rights, dict) or not isinstance(user.get("id"), int):
            raise PlatformError(ErrorKind.MALFORMED, f"Situs {self.host} tidak menyebutkan identitas pengguna.")
        return Identity(str(user.get("name", "")), str(user["id"]), rights.get("moderate_comments") is True)

    def call(
        self, method: str, path: str, *, params: Mapping[str, str] | None = None, payload: object = None
    ) -> Answer:
        """The answer to ``path`` below ``wp/v2/``, whatever its status. Raises PlatformError as ``Http.send``."""
        if self._root is None:
            self._find_root()
        return self._send(self._root or "", method, path, params or {}, payload)

    def get(self, path: str, params: Mapping[str, str]) -> Any:
        """The decoded answer to a GET. Raises PlatformError unless it is 2xx and JSON."""
        return self.call("GET", path, params=params).raise_for_status().json()

    def listing(self, path: str, params: Mapping[str, str]) -> Iterator[list[Any]]:
        """Pages of a list, up to PER_PAGE items each, as far as the site says there are pages."""
        number, previous = 1, None
        while True:
            asked = {**params, "per_page": str(PER_PAGE), "page": str(number)}
            answer = self.call("GET", path, params=asked).raise_for_status()
            items = self._items(answer)
            if items and items == previous:
                raise PlatformError(ErrorKind.MALFORMED, f"Situs {self.host} mengulang halaman yang sama.")
            if items:
                yield items
            if not items or number >= _total_pages(answer, number, len(items)):
                return
            number, previous = number + 1, items

    def _items(self, answer: Answer) -> list[Any]:
        items = answer.json()
        if not isinstance(items, list):
            raise PlatformError(ErrorKind.MALFORMED, f"Situs {self.host} tidak memberi daftar.")
        return items

    def _find_root(self) -> Answer:
        """The answer of ``users/me`` from the first place that speaks REST; usually ``/wp-json/``."""
        refusal: Answer | None = None
        for root in [self._root] if self._root else self._roots():
            answer = self._send(root, "GET", "users/me", {"context": "edit"})
            if _speaks_rest(answer):
                self._root = root
                return answer
            if answer.status >= 400 and answer.status != 404:
                refusal = refusal or answer
        if refusal:
            refusal.raise_for_status()
        raise PlatformError(ErrorKind.MALFORMED, f"REST API WordPress tidak ditemukan di situs {self.host}.")

    def _roots(self) -> Iterator[str]:
        base = str(self.http.base).rstrip("/")
        yield f"{base}/wp-json/"
        linked = _ROOT_LINK.search(self.http.send("HEAD", f"{base}/").headers.get("link", ""))
        if linked and linked.group(1) != f"{base}/wp-json/" and self.http.owns(linked.group(1)):
            yield linked.group(1)
        yield f"{base}/?rest_route=/"

    def _send(self, root: str, method: str, path: str, params: Mapping[str, str], payload: object = None) -> Answer:
        url, _, route = root.partition("?rest_route=")
        if route:
            return self.http.send(method, url, params={"rest_route": f"{route}wp/v2/{path}", **params}, payload=payload)
        return self.http.send(method, f"{root}wp/v2/{path}", params=params, payload=payload)


def _speaks_rest(answer: Answer) -> bool:
    if answer.status == 429 or answer.status >= 500:
        answer.raise_for_status()
    try:
        data = answer.json()
    except PlatformError:
        return False
    return isinstance(data, dict) and ("code" in data or "id" in data)


def _total_pages(answer: Answer, number: int, count: int) -> int:
    """How many pages there are; a proxy may have dropped the header, then a full page means there may be more."""
    header = answer.headers.get("x-wp-totalpages", "")
    if header.isdecimal():
        return int(header[:9])
    return number + 1 if count >= PER_PAGE else number
