"""The gate: pure ASGI in front of everything. Without a session nothing reaches Streamlit, on HTTP or WebSocket."""

from __future__ import annotations

import logging
from urllib.parse import quote

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from console.web import pages
from console.web.context import Entrance
from console.web.headers import SecurityHeaders
from console.web.origin import login_path, origin_allowed
from console.web.routes import HEALTH, ICONS, PUBLIC
from console.web.schema import SchemaWatch
from console.web.sessions import SessionUser, current_user, token_in
from console.web.watch import CLOSE_ENDED, WatchedSocket, show_out

USER_HEADER, SESSION_HEADER = "x-simak-user", "x-simak-sid"
MAX_BODY = 64 * 1024
"""Bytes of a request that is no file; Streamlit holds uploads to its own limit."""
UPLOADS = "/_stcore/upload_file/"
MACHINERY = ("/_stcore/", "/media/", "/component/", "/static/")
"""What pages load: answered with 401, never with the login page."""
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CLOSE_REFUSED, CLOSE_TRY_LATER = 1008, 1013
SESSION_ENDED = "Sesi Anda sudah berakhir. Muat ulang halaman ini untuk masuk lagi."

log = logging.getLogger(__name__)


class Gate:
    """Wraps the application; answers itself whatever must not reach it."""

    def __init__(self, app: ASGIApp, entrance: Entrance) -> None:
        self._app = app
        self._entrance = entrance
        self._schema = SchemaWatch(entrance.database)
        self._headers = SecurityHeaders(secure=entrance.settings.secure)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection."""
        if scope["type"] == "http":
            await self._http(_without_identity(scope), receive, self._completed(scope["path"], send))
        elif scope["type"] == "websocket":
            await self._websocket(_without_identity(scope), receive, send)
        else:
            await self._app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = HTTPConnection(scope)
        refusal, user = await self._judge(asked)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        limited = receive if scope["path"].startswith(UPLOADS) else _limited(receive)
        await self._app(_with_identity(scope, user), limited, send)

    async def _judge(self, asked: HTTPConnection) -> tuple[Response | None, SessionUser | None]:
        """The refusal, or nobody for a public path, or the user."""
        path = asked.scope["path"]
        if asked.scope["method"] not in SAFE_METHODS and not self._same_origin(asked):
            return _plain("Permintaan ini tidak berasal dari halaman Simak, sehingga ditolak.", 403), None
        if _declared_size(asked) > MAX_BODY and not path.startswith(UPLOADS):
            return _plain("Isian terlalu besar.", 413), None
        if path == HEALTH or path in ICONS:
            return None, None
        try:
            if not await run_in_threadpool(self._schema.current):
                return pages.old_schema(), None
            user = None if path in PUBLIC else await self._user(asked)
        except SQLAlchemyError:
            log.exception("the database cannot be read")
            return pages.no_database(), None
        return (None, user) if user or path in PUBLIC else (_to_login(asked), None)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = HTTPConnection(scope)
        if not self._same_origin(asked):
            await _refuse(receive, send, CLOSE_REFUSED)
            return
        try:
            user = await self._user(asked) if await run_in_threadpool(self._schema.current) else None
        except SQLAlchemyError:
            log.exception("the database cannot be read")
            await _refuse(receive, send, CLOSE_TRY_LATER)
            return
        if user is None:
            await self._turn_away(asked, receive, send)
            return

        async def alive(active: bool) -> bool:  # noqa: FBT001 - called by position, once
            return await self._user(asked, active=active) is not None

        watched = WatchedSocket(receive, send, alive)
        await self._app(_with_identity(scope, user), watched.receive, watched.send)

    async def _turn_away(self, asked: HTTPConnection, receive: Receive, send: Send) -> None:
        if token_in(asked.cookies, secure=self._entrance.settings.secure):
            await show_out(asked.scope, receive, send)
        else:
            await _refuse(receive, send, CLOSE_ENDED)

    async def _user(self, asked: HTTPConnection, *, active: bool = True) -> SessionUser | None:
        entrance = self._entrance
        token = token_in(asked.cookies, secure=entrance.settings.secure)
        if token is None:
            return None
        return await run_in_threadpool(current_user, entrance.database, token, entrance.clock(), active=active)

    def _same_origin(self, asked: HTTPConnection) -> bool:
        headers = asked.headers
        return origin_allowed(headers.get("origin"), headers.get("host"), self._entrance.settings.public_url)

    def _completed(self, path: str, send: Send) -> Send:
        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._headers.apply(message, path)
            await send(message)

        return complete


def _without_identity(scope: Scope) -> Scope:
    """The request without any identity the client claims for itself."""
    kept = [(name, value) for name, value in scope["headers"] if not name.lower().startswith(b"x-simak-")]
    return {**scope, "headers": kept}


def _with_identity(scope: Scope, user: SessionUser | None) -> Scope:
    """The request with the identity the session proves; Streamlit resumes a session only for the same one."""
    if user is None:
        return scope
    claims = ((USER_HEADER, user.username), (SESSION_HEADER, user.key))
    return {**scope, "headers": [*scope["headers"], *((name.encode(), value.encode()) for name, value in claims)]}


def _limited(receive: Receive) -> Receive:
    """The body, cut off where it becomes too large."""
    taken = 0

    async def take() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > MAX_BODY:
            raise HTTPException(413, "Isian terlalu besar.")
        return message

    return take


def _declared_size(asked: HTTPConnection) -> int:
    declared = asked.headers.get("content-length", "0")
    return int(declared) if declared.isascii() and declared.isdecimal() else 0


def _to_login(asked: HTTPConnection) -> Response:
    path = asked.scope["path"]
    if asked.scope["method"] not in {"GET", "HEAD"} or path.startswith(MACHINERY):
        return _plain(SESSION_ENDED, 401)
    query = asked.scope["query_string"].decode("latin-1")
    wanted = quote(path, safe="/") + (f"?{query}" if query else "")
    return RedirectResponse(login_path(wanted), 303, {"cache-control": "no-store"})


def _plain(text: str, status: int) -> Response:
    return PlainTextResponse(text, status, {"cache-control": "no-store"})


async def _refuse(receive: Receive, send: Send, code: int) -> None:
    await receive()
    await send({"type": "websocket.close", "code": code})
