"""The addresses of the entrance: /masuk, /keluar, /healthz, the files of drafts and the icons."""

from __future__ import annotations

import asyncio
import hmac
import logging
import secrets

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from console.web import files, pages
from console.web.context import Entrance
from console.web.login import Attempt, LoginOutcome, LoginResult, check_login
from console.web.login_page import LoginForm, login_page, logout_page
from console.web.origin import ENDED, LOGIN, NEXT, safe_path
from console.web.schema import health
from console.web.sessions import close_session, cookie_name, open_session, token_in
from ingest.seal import WrongKeyError

LOGOUT, HEALTH = "/keluar", "/healthz"
ICONS = {"/simak.svg": "simak.svg", "/favicon.png": "simak.png", "/favicon.ico": "simak.png"}
PUBLIC = frozenset({LOGIN, LOGOUT, HEALTH, "/_stcore/health", "/_stcore/host-config", *ICONS})
"""Every path that needs no session; each is exact. A tab that reconnects asks the two of Streamlit first."""

MAX_FIELDS = 12
HASHING_AT_ONCE = 2
"""Each check of a password takes 64 MiB; more at once would let a stranger eat the machine's memory."""
_TOO_MANY = "Terlalu banyak percobaan masuk dari jaringan ini. Tunggu lima menit, lalu coba lagi."
_ENDED = "Sesi Anda sudah berakhir. Silakan masuk lagi."
_EXPIRED_FORM = "Formulir ini sudah tidak berlaku. Silakan isi dan kirim sekali lagi."

log = logging.getLogger(__name__)


class Routes:
    """The handlers, around one entrance."""

    def __init__(self, entrance: Entrance) -> None:
        self._entrance = entrance
        self._secure = entrance.settings.secure
        self._hashing = asyncio.Semaphore(HASHING_AT_ONCE)

    def all(self) -> list[Route]:
        """The routes to mount before Streamlit's own."""
        return [
            Route(LOGIN, self.show_login, methods=["GET"]),
            Route(LOGIN, self.log_in, methods=["POST"]),
            Route(LOGOUT, self.ask_logout, methods=["GET"]),
            Route(LOGOUT, self.log_out, methods=["POST"]),
            Route(HEALTH, self.tell_health, methods=["GET"]),
            Route(f"{files.PATH}/{{sha256}}", self.send_file, methods=["GET"]),
            *(Route(path, self.show_icon, methods=["GET"]) for path in ICONS),
        ]

    async def show_login(self, request: Request) -> Response:
        """The empty form."""
        message = _ENDED if ENDED in request.query_params else ""
        return self._form(request, safe_path(request.query_params.get(NEXT)), message=message)

    async def log_in(self, request: Request) -> Response:
        """One attempt: throttle, form token, then the password."""
        fields = await request.form(max_fields=MAX_FIELDS, max_files=0)
        next_path, username = safe_path(_text(fields, NEXT)), _text(fields, "username")
        address, now = _address(request), self._entrance.clock()
        if not self._entrance.throttle.admit(address, now):
            return self._form(request, next_path, username, _TOO_MANY, 429)
        if not self._form_is_ours(request, _text(fields, "csrf")):
            return self._form(request, next_path, username, _EXPIRED_FORM, 403)
        try:
            result = await self._check(Attempt(username, _text(fields, "password"), _text(fields, "code")))
        except WrongKeyError:
            log.exception("an authenticator secret cannot be opened with this installation's key")
            return pages.wrong_key()
        if result.outcome is not LoginOutcome.OK or result.person_id is None:
            return self._form(request, next_path, username, result.outcome.label, _status(result))
        self._entrance.throttle.forgive(address)
        return await self._admit(request, result.person_id, next_path)

    async def ask_logout(self, _request: Request) -> Response:
        """A link cannot log anybody out; the button on this page does."""
        return logout_page()

    async def log_out(self, request: Request) -> Response:
        """End the session here and in the browser."""
        if token := token_in(request.cookies, secure=self._secure):
            await run_in_threadpool(self._close, token)
        answer = RedirectResponse(LOGIN, 303, {"clear-site-data": '"storage"', "cache-control": "no-store"})
        answer.delete_cookie(self._cookie, path="/", secure=self._secure, httponly=True, samesite="lax")
        return answer

    async def tell_health(self, _request: Request) -> Response:
        """For supervisors and load balancers: 200 when the console can work, 503 otherwise."""
        state = await run_in_threadpool(health, self._entrance.database)
        body = {"database": state.database, "schema": state.schema}
        return JSONResponse(body, 200 if state.good else 503, {"cache-control": "no-store"})

    async def send_file(self, request: Request) -> Response:
        """A file of a draft, to save."""
        entrance, token = self._entrance, token_in(request.cookies, secure=self._secure)
        folder, sha256 = entrance.settings.proofs, request.path_params["sha256"]
        return await run_in_threadpool(files.send, entrance.database, folder, token, sha256, entrance.clock())

    async def show_icon(self, request: Request) -> Response:
        """Our icon, also where Streamlit and browsers look for theirs."""
        return FileResponse(pages.ASSETS / ICONS[request.url.path], headers={"cache-control": "public, max-age=86400"})

    @property
    def _cookie(self) -> str:
        return cookie_name(secure=self._secure)

    @property
    def _csrf_cookie(self) -> str:
        return "__Host-simak_form" if self._secure else "simak_form"

    def _form(
        self, request: Request, next_path: str = "/", username: str = "", message: str = "", status: int = 200
    ) -> Response:
        known = request.cookies.get(self._csrf_cookie, "")
        token = known if len(known) == 43 and known.isascii() else secrets.token_urlsafe(32)
        form = LoginForm(token, next_path, username[:60], message, self._entrance.demo_logins)
        answer = login_page(form, status)
        answer.set_cookie(self._csrf_cookie, token, path="/", secure=self._secure, httponly=True, samesite="strict")
        return answer

    def _form_is_ours(self, request: Request, token: str) -> bool:
        known = request.cookies.get(self._csrf_cookie, "")
        return bool(known) and hmac.compare_digest(known.encode(), token.encode("utf-8", "replace"))

    async def _check(self, attempt: Attempt) -> LoginResult:
        entrance = self._entrance
        async with self._hashing:
            return await run_in_threadpool(
                check_login, entrance.database, attempt, sealer=entrance.sealer, now=entrance.clock()
            )

    async def _admit(self, request: Request, person_id: int, next_path: str) -> Response:
        token = await run_in_threadpool(self._open, person_id, token_in(request.cookies, secure=self._secure))
        answer = RedirectResponse(next_path, 303, {"cache-control": "no-store"})
        # without an age: it ends with the browser, for a desk is often shared
        answer.set_cookie(self._cookie, token, path="/", secure=self._secure, httponly=True, samesite="lax")
        return answer

    def _open(self, person_id: int, previous: str | None) -> str:
        with self._entrance.database.write() as session:
            if previous:
                close_session(session, previous)
            return open_session(session, person_id, now=self._entrance.clock())

    def _close(self, token: str) -> None:
        with self._entrance.database.write() as session:
            close_session(session, token)


def _text(fields: FormData, name: str) -> str:
    value = fields.get(name, "")
    return value if isinstance(value, str) else ""


def _status(result: LoginResult) -> int:
    return 403 if result.outcome is LoginOutcome.NO_ROLE else 401


def _address(request: Request) -> str:
    return request.client.host if request.client else "unknown"
