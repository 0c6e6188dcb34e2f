"""Carrying messages with Apprise: mail, Telegram, WhatsApp, webhooks and others by one kind of address.

Importing Apprise costs 0.3 s and 40 MB once it is used, so only a process that sends imports this module.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from apprise import Apprise, AppriseAsset, NotifyFormat
from apprise.plugins.base import NotifyBase
from apprise.result import AppriseResult

from responses.notices.sender import Message, SendError

TIMEOUT = 10.0
"""Seconds for each answer of the other side."""
WHOLE_TIMEOUT = 45.0
"""Seconds for one message altogether; well within the lease of the outbox."""
UNUSABLE = "Alamat tujuan tidak dapat dipakai. Hapus tujuan ini dan tambahkan alamat yang benar."
SLOW = "Server tujuan tidak menjawab dalam {seconds:.0f} detik."
_MAX_REASON = 300
_HIDDEN = "***"
_WORDS = 3
"""A part of an address this short may be a word of the reason itself."""

# Apprise tells its log whom it wrote to and, when asked for more, with which token; its words reach us by the result.
_log = logging.getLogger("apprise")
_log.propagate = False
_log.setLevel(logging.DEBUG)
_log.addHandler(logging.NullHandler())
# The path of a Telegram request is its token, and this library writes every path at level DEBUG.
logging.getLogger("urllib3").setLevel(logging.WARNING)


class AppriseSender:
    """One Apprise object for each message: a bad target never hides another one."""

    def __init__(self, timeout: float = TIMEOUT) -> None:
        self._timeout = timeout
        self._asset = AppriseAsset(
            app_id="Simak", app_desc="Simak", app_url="", async_mode=False, http_redirects=False,
            secure_logging=True, storage_mode="memory",
        )  # fmt: skip

    def check(self, url: str) -> None:
        """Say whether an address can be used at all, without sending. Raises SendError."""
        self._service(url)

    def send(self, url: str, message: Message) -> None:
        """Send to one address. Raises SendError with the reason in words and no part of the address."""
        box = Apprise(self._service(url), asset=self._asset)
        with box.notify(
            message.body, message.title, body_format=NotifyFormat.TEXT, timeout=WHOLE_TIMEOUT, log_level=logging.DEBUG
        ) as result:
            if not result:
                raise SendError(_reason(result, url, self._timeout))

    def _service(self, url: str) -> NotifyBase:
        service = Apprise.instantiate(url, asset=self._asset, suppress_exceptions=True)
        if not isinstance(service, NotifyBase):
            raise SendError(UNUSABLE, permanent=True)
        service.socket_connect_timeout = service.socket_read_timeout = self._timeout
        return service


def _reason(result: AppriseResult, url: str, timeout: float) -> str:
    """Apprise's own words of what went wrong: its warnings, and behind "Socket Exception" the other side's."""
    entries = [(entry.level, entry.message) for entry in result.logs()]
    told = [text for level, text in entries if level in ("WARNING", "ERROR")]
    behind = [text.partition(":")[2].strip() for _level, text in entries if text.startswith("Socket Exception")]
    if any("timed out" in text for text in behind):
        told.append(SLOW.format(seconds=timeout))
    words = " ".join([*told, *behind]) or "Tujuan tidak menerima pesan dan tidak menyebutkan alasannya."
    return without_secrets(words, url)[:_MAX_REASON]


def without_secrets(text: str, url: str) -> str:
    """The text without any part of the address but its machine's name."""
    for secret in sorted(_secrets(url), key=len, reverse=True):
        text = re.sub(re.escape(secret), _HIDDEN, text, flags=re.IGNORECASE)
    return text


def _secrets(url: str) -> Iterable[str]:
    parts = urlsplit(url)
    account = parts.netloc.rpartition("@")[0] if "@" in parts.netloc else parts.netloc
    pieces = re.split(r"[/&?=:,;]", f"{account}/{parts.path}/{parts.query}")
    return {form for piece in pieces for form in (piece, unquote(piece)) if len(form) > _WORDS}
