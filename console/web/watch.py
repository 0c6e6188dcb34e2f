"""An open WebSocket, watched: every message is checked against the session before Streamlit sees it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from sqlalchemy.exc import SQLAlchemyError
from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.AuthRedirect_pb2 import AuthRedirect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from console.web.origin import login_path

CLOSE_ENDED = 4401
"""Our WebSocket close code for "no session"."""

log = logging.getLogger(__name__)
Check = Callable[[bool], Awaitable[bool]]
"""Whether the session lives; told whether a person did something, which keeps it alive."""


class WatchedSocket:
    """Passes messages on while the session lives.

    A callback of a button runs before the script that would notice the end of the session, and a fragment does not
    run that script at all: so it is the message that must not get through.
    """

    def __init__(self, receive: Receive, send: Send, check: Check) -> None:
        self._receive, self._send, self._check = receive, send, check
        self._open = True

    async def receive(self) -> Message:
        """The next message; a disconnect, after sending the browser to the login page, when the session is over."""
        message = await self._receive()
        if message["type"] != "websocket.receive":
            return message
        said = _parsed(message)
        if await self._alive(active=_by_a_person(said)):
            return message
        await self._end(said)
        return {"type": "websocket.disconnect", "code": CLOSE_ENDED}

    async def send(self, message: Message) -> None:
        """Pass on what the application says, until the gate has closed the connection."""
        if self._open:
            await self._send(message)

    async def _alive(self, *, active: bool) -> bool:
        try:
            return await self._check(active)
        except SQLAlchemyError:
            log.exception("the session cannot be checked, so the connection is closed")
            return False

    async def _end(self, said: BackMsg) -> None:
        self._open = False
        address = urlsplit(said.rerun_script.context_info.url)
        page = f"{address.path}?{address.query}" if address.query else address.path
        await _send_to_login(self._send, page)


async def show_out(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a tab that comes back, such as after a night, with a session that ended: without this it would only
    say that the connection failed. Nothing of it reaches Streamlit."""
    await receive()
    await send({"type": "websocket.accept", "subprotocol": next(iter(scope.get("subprotocols", [])), None)})
    await _send_to_login(send, "/")


async def _send_to_login(send: Send, page: str) -> None:
    order = ForwardMsg(auth_redirect=AuthRedirect(url=login_path(page, ended=True)))
    await send({"type": "websocket.send", "bytes": order.SerializeToString()})
    await send({"type": "websocket.close", "code": CLOSE_ENDED, "reason": "session ended"})


def _parsed(message: Message) -> BackMsg:
    """What the browser says; nothing when it is no message of Streamlit's, which refuses that itself."""
    said = BackMsg()
    try:
        said.ParseFromString(message.get("bytes") or b"")
    except DecodeError:
        said.Clear()
    return said


def _by_a_person(said: BackMsg) -> bool:
    """Whether somebody did something; a fragment refreshing itself on an empty desk is nobody."""
    return said.WhichOneof("type") == "rerun_script" and not said.rerun_script.is_auto_rerun
