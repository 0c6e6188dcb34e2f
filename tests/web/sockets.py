"""Reading what Streamlit says on a WebSocket."""

from __future__ import annotations

from websockets.sync.client import ClientConnection


def said_to(socket: ClientConnection, until: str) -> str:
    """Everything said up to a text, as rough text. Fails when it does not come."""
    said = ""
    while until not in said:
        message = socket.recv(timeout=30)
        said += message.decode("utf-8", "ignore") if isinstance(message, bytes) else message
    return said
