"""The web server: uvicorn, started from here so that its settings are ours."""

from __future__ import annotations

import socket

import uvicorn
from starlette.types import ASGIApp

from console.settings import Settings
from console.web.errors import CannotListenError

WS_MAX_BYTES = 4 * 1024 * 1024
SHUTDOWN_SECONDS = 5
BACKLOG = 2048


def serve(app: ASGIApp, settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT. Raises CannotListenError when the address is taken or not ours."""
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            lifespan="on",
            loop="auto",
            http="auto",
            ws="websockets-sansio",
            ws_max_size=WS_MAX_BYTES,
            ws_per_message_deflate=False,
            access_log=False,
            log_level="warning",
            server_header=False,
            proxy_headers=True,
            forwarded_allow_ips="127.0.0.1",
            timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        )
    )
    with _listen(settings.host, settings.port) as listener:
        server.run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
        family, kind, protocol, _, address = found[0]
        # with the protocol named: asyncio switches Nagle's delay off only where it sees that this is TCP
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise CannotListenError(f"{host} is no address of this machine: {error.strerror}") from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise CannotListenError(f"cannot listen on {host}:{port}: {error.strerror}") from error
    return listener
