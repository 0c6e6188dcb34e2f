"""The security headers of every answer."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import streamlit
from starlette.datastructures import MutableHeaders
from starlette.types import Message

STREAMLIT_INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)

_FIXED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()",
}
HSTS = "max-age=31536000"


def csp_hash(text: str) -> str:
    """The source expression that allows exactly this inline script or style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def console_policy(index_html: str) -> str:
    """The policy of Streamlit's pages: its own files, its one inline script by hash, nothing from elsewhere.

    ``blob:`` runs the JavaScript of our own v2 components; styles are written by Streamlit while it runs.
    """
    scripts = " ".join(csp_hash(script) for script in _INLINE_SCRIPT.findall(index_html))
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' blob: {scripts}".rstrip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "media-src 'self' blob:",
            "worker-src 'self' blob:",
            "frame-src 'none'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def page_policy(style: str) -> str:
    """The policy of our own plain pages: one inline style, our own pictures, no script at all."""
    return (
        f"default-src 'none'; style-src {csp_hash(style)}; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


class SecurityHeaders:
    """Puts the headers on the start of an answer."""

    def __init__(self, *, secure: bool) -> None:
        self._policy = console_policy(STREAMLIT_INDEX.read_text("utf-8"))
        self._fixed = _FIXED | ({"strict-transport-security": HSTS} if secure else {})

    def apply(self, message: Message, path: str) -> None:
        """Complete an ``http.response.start``; an answer's own policy stays, pages and media are never stored."""
        headers = MutableHeaders(raw=message.setdefault("headers", []))
        headers.setdefault("content-security-policy", self._policy)
        for name, value in self._fixed.items():
            headers[name] = value
        if headers.get("content-type", "").startswith("text/html") or path.startswith("/media/"):
            headers["cache-control"] = "no-store"
