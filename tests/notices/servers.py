"""Mail servers of this machine, as an office meets them: one that works, one that refuses, one that hangs up."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword

from tests.support.processes import free_port

USER, PASSWORD = "simak", "Rahasia-Sekali"


@dataclass
class Mailbox:
    """Keeps what a mail server accepted."""

    mails: list[Message] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Accept a mail."""
        assert isinstance(envelope.content, bytes)
        self.mails.append(message_from_bytes(envelope.content))
        return "250 OK"

    def texts(self) -> list[str]:
        """Every readable part of every mail."""
        parts = [part for mail in self.mails for part in mail.walk() if part.get_content_maintype() == "text"]
        return [part.get_payload(decode=True).decode() for part in parts]  # type: ignore[union-attr]


@dataclass
class MailServer:
    """A running server. ``url`` is its address with a password and one recipient."""

    port: int
    box: Mailbox

    @property
    def url(self) -> str:
        return f"mailto://{USER}:{PASSWORD}@127.0.0.1:{self.port}?from=simak@kab-arunika.example&to=dewi@kpu.example"


@contextmanager
def mail_server(*, password: str = PASSWORD) -> Iterator[MailServer]:
    """A server that asks for this password."""

    def authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        right = isinstance(data, LoginPassword) and data.password == password.encode()
        return AuthResult(success=right, handled=right)

    box, port = Mailbox(), free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port, authenticator=authenticate, auth_require_tls=False)
    controller.start()
    try:
        yield MailServer(port, box)
    finally:
        controller.stop()


@contextmanager
def hanging_up() -> Iterator[MailServer]:
    """A server that greets and closes the connection."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_hang_up, args=(listening,), daemon=True)
        thread.start()
        yield MailServer(listening.getsockname()[1], Mailbox())
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()


@contextmanager
def silent() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def _hang_up(listening: socket.socket) -> None:
    with suppress(OSError):
        while True:
            connection, _address = listening.accept()
            connection.sendall(b"220 mail.example ESMTP\r\n")
            connection.close()
