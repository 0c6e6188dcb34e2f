"""Keeps the test process on this machine: no connection and no name look-up outside the loopback interface."""

from __future__ import annotations

import ipaddress
import sys

WATCHED = {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"}


class OutsideLoopbackError(RuntimeError):
    """A test reached for the outside. Not an OSError: no client may take it for an ordinary network fault."""


def guard() -> None:
    """Refuse the outside from now on, for the whole process; an audit hook cannot be undone by a test."""
    sys.addaudithook(_audit)


def _audit(event: str, arguments: tuple[object, ...]) -> None:
    if event not in WATCHED:
        return
    host = arguments[0] if event.startswith("socket.get") else _host(arguments[1])
    if not _is_local(host):
        raise OutsideLoopbackError(f"{event} to {host!r}: tests talk to this machine only")


def _host(address: object) -> object:
    # Unix sockets have a path, sendmsg of a connected socket has no address at all
    return address[0] if isinstance(address, tuple) and address else None


def _is_local(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(name)).is_loopback
    except ValueError:
        return False
