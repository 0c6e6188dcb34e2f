"""A careful HTTP client shared by sources and publishers: bounded in time and size, honest about what came back."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from ipaddress import ip_address
from typing import Any, Self

import httpx2

from ingest.errors import ErrorKind, PlatformError

USER_AGENT = f"Simak/{version('simak')}"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_KINDS: Mapping[int, tuple[ErrorKind, str]] = {
    401: (ErrorKind.AUTH_EXPIRED, "tidak menerima kata sandi aplikasi"),
    403: (ErrorKind.PERMISSION_MISSING, "menolak permintaan"),
    404: (ErrorKind.GONE, "tidak menemukan yang diminta"),
    409: (ErrorKind.DUPLICATE, "menolak isi yang sama"),
    410: (ErrorKind.GONE, "menyatakan yang diminta sudah dihapus"),
    429: (ErrorKind.THROTTLED, "meminta jeda"),
}
_NOT_JSON = "menjawab dengan halaman, bukan data (JSON)"


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one request: seconds to connect, to wait for a piece, and in all; bytes of body; redirects."""

    connect: float = 5.0
    read: float = 15.0
    total: float = 30.0
    body: int = 5_000_000
    redirects: int = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer of a site. ``host`` is for messages; header names are matched in any case.

    ``retry_at`` is when the site asked to come back (``Retry-After``), at most a day away.
    """

    host: str
    status: int
    headers: httpx2.Headers
    body: bytes = field(repr=False)
    retry_at: datetime | None = None

    def json(self) -> Any:
        """The decoded body. Raises PlatformError MALFORMED when it is not JSON."""
        try:
            return json.loads(self.body.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            raise PlatformError(ErrorKind.MALFORMED, f"Situs {self.host} {_NOT_JSON}.") from error

    @property
    def code(self) -> str:
        """The error code in a WordPress answer (``rest_comment_invalid_id``), or nothing."""
        try:
            data = self.json()
        except PlatformError:
            return ""
        return str(data.get("code", "")) if isinstance(data, dict) else ""

    def raise_for_status(self) -> Self:
        """This answer when it is 2xx. Raises PlatformError of the kind that fits the status."""
        if 200 <= self.status < 300:
            return self
        kind, what = self._refusal()
        code = f"{self.status} {self.code}".strip()
        raise PlatformError(kind, f"Situs {self.host} {what} ({code}).", retry_at=self.retry_at)

    def _refusal(self) -> tuple[ErrorKind, str]:
        if self.status == 403 and not self.code:
            # Without WordPress' own error code it was a firewall or a plugin: no right of ours is missing.
            return ErrorKind.MALFORMED, "menolak permintaan tanpa pesan WordPress; mungkin dicegah pengaya keamanan"
        if self.status in _KINDS:
            return _KINDS[self.status]
        if self.status >= 500 or self.status == 408:
            return ErrorKind.TRANSIENT, "sedang bermasalah"
        return ErrorKind.MALFORMED, "memberi jawaban yang tidak dikenal"


class Http:
    """Requests to one site with one credential, which never leaves that site and never appears in an error.

    Raises PlatformError BAD_ADDRESS for an address that is not http(s), carries a password, or would send the
    credential unencrypted to another machine (``allow_plain`` permits that last one).
    """

    def __init__(
        self,
        base_url: str,
        auth: tuple[str, str] | None = None,
        *,
        limits: Limits | None = None,
        transport: httpx2.BaseTransport | None = None,
        allow_plain: bool = False,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.base = check_address(base_url, with_credential=auth is not None and not allow_plain)
        self.limits = limits or Limits()
        wait = httpx2.Timeout(self.limits.read, connect=self.limits.connect)
        self._wire, self._clock = _Wire(), clock
        self._client = httpx2.Client(
            # No connection is kept: on a stale one nobody can tell whether a POST arrived.
            limits=httpx2.Limits(max_keepalive_connections=0),
            auth=auth,
            timeout=wait,
            transport=transport,
            trust_env=False,
            headers={"User-Agent": USER_AGENT},
        )

    def __repr__(self) -> str:
        return f"Http({self.base.host})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def send(self, method: str, url: str, *, params: Mapping[str, str] | None = None, payload: object = None) -> Answer:
        """The answer, whatever its status. ``url`` must be on this site; GET and HEAD follow redirects within it.

        Raises PlatformError: TRANSIENT (network, too slow), MALFORMED (too large, redirects without end or to
        another site), BAD_ADDRESS (``url`` is on another site).
        """
        target = self._client.build_request(method, url, params=params).url
        if not self.owns(target):
            raise PlatformError(ErrorKind.BAD_ADDRESS, f"Alamat {target.host} bukan bagian situs {self.base.host}.")
        for _ in range(self.limits.redirects + 1):
            answer = self._once(method, target, payload)
            if answer.status not in _REDIRECTS or method not in ("GET", "HEAD"):
                return answer
            target = self._redirected(target, answer)
        raise PlatformError(ErrorKind.MALFORMED, f"Situs {self.base.host} mengalihkan tanpa henti.")

    def get(self, url: str, params: Mapping[str, str] | None = None) -> Answer:
        """``send`` a GET and raise PlatformError unless the answer is 2xx."""
        return self.send("GET", url, params=params).raise_for_status()

    def owns(self, url: httpx2.URL | str) -> bool:
        """Whether ``url`` is on this site, so that the credential may go there."""
        try:
            url = httpx2.URL(url)
        except httpx2.InvalidURL:
            return False
        if url.host != self.base.host:
            return False
        upgraded = self.base.scheme == "http" and url.scheme == "https"
        return upgraded or (url.scheme, url.port) == (self.base.scheme, self.base.port)

    def _redirected(self, url: httpx2.URL, answer: Answer) -> httpx2.URL:
        try:
            target = url.join(answer.headers.get("location", ""))
        except httpx2.InvalidURL as error:
            raise PlatformError(ErrorKind.MALFORMED, f"Situs {url.host} mengalihkan ke alamat rusak.") from error
        if not self.owns(target):
            raise PlatformError(ErrorKind.MALFORMED, f"Situs {url.host} mengalihkan ke alamat lain: {target.host}.")
        return target

    def _once(self, method: str, url: httpx2.URL, payload: object) -> Answer:
        with self._wire.at_most(self.limits.total) as late:
            try:
                extensions = {"trace": self._wire.trace}
                with self._client.stream(method, url, json=payload, extensions=extensions) as response:
                    body = self._body(response, late)
            except httpx2.HTTPError as error:
                raise _failure(url.host, error, late=late.is_set()) from None
        later = _later(response.headers.get("retry-after", "").strip(), self._clock())
        return Answer(url.host, response.status_code, response.headers, body, later)

    def _body(self, response: httpx2.Response, late: threading.Event) -> bytes:
        host, body = response.url.host, bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > self.limits.body:
                raise PlatformError(
                    ErrorKind.MALFORMED, f"Jawaban situs {host} melebihi {self.limits.body // 1000} kB."
                )
            if late.is_set():
                break
        if late.is_set():
            # A body whose end is the end of the connection looks whole when it was cut.
            raise PlatformError(ErrorKind.TRANSIENT, f"Situs {host} terlalu lambat menjawab.")
        return bytes(body)


def check_address(url: str, *, with_credential: bool = True) -> httpx2.URL:
    """The address of a site, checked. Raises PlatformError BAD_ADDRESS with the reason in Indonesian."""
    try:
        parsed = httpx2.URL(url.strip().rstrip("/"))
    except httpx2.InvalidURL:
        raise PlatformError(ErrorKind.BAD_ADDRESS, "Alamat situs tidak dapat dibaca.") from None
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise PlatformError(ErrorKind.BAD_ADDRESS, "Alamat situs harus diawali https:// dan memuat nama situs.")
    if parsed.userinfo:
        raise PlatformError(ErrorKind.BAD_ADDRESS, "Alamat situs tidak boleh memuat nama pengguna atau kata sandi.")
    if with_credential and parsed.scheme == "http" and not _is_loopback(parsed.host):
        raise PlatformError(
            ErrorKind.BAD_ADDRESS,
            f"Situs {parsed.host} memakai http tanpa enkripsi, sehingga kata sandi aplikasi tidak dikirim ke sana. "
            "Gunakan https.",
        )
    return parsed


class _Wire:
    """The connection in use, so that a server dripping one byte within each read timeout can still be cut off."""

    def __init__(self) -> None:
        self._stream: Any = None

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Remember the newest network stream (the HTTP library calls this)."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._stream = info["return_value"]

    @contextmanager
    def at_most(self, seconds: float) -> Iterator[threading.Event]:
        """Cut the connection when the block takes longer than ``seconds``; the event tells that it did."""
        late = threading.Event()
        timer = threading.Timer(seconds, self._cut, (late,))
        timer.daemon = True
        timer.start()
        try:
            yield late
        finally:
            timer.cancel()

    def _cut(self, late: threading.Event) -> None:
        late.set()
        connection = self._stream.get_extra_info("socket") if self._stream else None
        if connection is not None:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


def _failure(host: str, error: httpx2.HTTPError, *, late: bool) -> PlatformError:
    """Our error for the library's, whose own message may quote the address with its query."""
    if isinstance(error, httpx2.DecodingError):
        return PlatformError(ErrorKind.MALFORMED, f"Jawaban situs {host} rusak.")
    if late or isinstance(error, httpx2.ReadTimeout):
        return PlatformError(ErrorKind.TRANSIENT, f"Situs {host} terlalu lambat menjawab.")
    return PlatformError(ErrorKind.TRANSIENT, f"Situs {host} tidak dapat dihubungi atau memutus sambungan.")


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _later(wait: str, now: datetime) -> datetime | None:
    if wait.isdecimal():
        return now + timedelta(seconds=min(int(wait[:9]), 86_400))
    try:
        when = parsedate_to_datetime(wait)
    except ValueError:
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return min(when, now + timedelta(days=1))
