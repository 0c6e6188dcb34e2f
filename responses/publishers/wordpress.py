"""Replying on WordPress by its REST API, as the user whose application password may publish.

WordPress accepts a reply to a comment that does not exist (201), so the parent is asked first; it refuses the
same text by the same author under the same parent (409 ``comment_duplicate``), which guards every repeat.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

from ingest.errors import ErrorKind, PlatformError
from ingest.html import html_to_text
from ingest.http import Http
from ingest.kinds import Platform
from ingest.wprest import WpRest
from responses.publishers.contract import Reply, Target


class WordPress:
    """One site to answer on."""

    platform = Platform.WORDPRESS

    def __init__(self, http: Http) -> None:
        self._rest = WpRest(http)
        self._author = ""

    def find_own_reply(self, target: Target, text: str) -> Reply | None:
        """Our own earlier reply under this comment with this text. Raises PlatformError."""
        asked = {
            "parent": target.native_id,
            "author": self._me(),
            "status": "all",
            "context": "edit",
            "orderby": "id",
            "order": "asc",
        }
        for page in self._rest.listing("comments", asked):
            for item in page:
                if _says(item, text):
                    return _reply(item)
        return None

    def reply(self, target: Target, text: str) -> Reply:
        """Post the reply. Raises PlatformError GONE for a vanished parent, DUPLICATE for a text already there."""
        self._me()
        parent = self._rest.call("GET", f"comments/{target.native_id}", params={"context": "edit"})
        if parent.status == 404:
            raise PlatformError(ErrorKind.GONE, "Komentar yang dijawab sudah dihapus dari situs.")
        found = parent.raise_for_status().json()
        if found.get("status") in ("trash", "spam"):
            raise PlatformError(ErrorKind.GONE, "Komentar yang dijawab sudah dibuang atau ditandai spam di situs.")
        # The reply is plain text; an editor's markup would go live unfiltered.
        payload = {"post": found["post"], "parent": found["id"], "content": html.escape(text, quote=False)}
        return _reply(self._rest.call("POST", "comments", payload=payload).raise_for_status().json())

    def read_back(self, native_id: str, text: str) -> Reply | None:
        """The reply as the site shows it now, or None when it is not there or says something else."""
        answer = self._rest.call("GET", f"comments/{native_id}", params={"context": "edit"})
        if answer.status == 404:
            return None
        item = answer.raise_for_status().json()
        return _reply(item) if _says(item, text) else None

    def close(self) -> None:
        """Close the connections."""
        self._rest.http.close()

    def _me(self) -> str:
        """Our user id. A revoked application password reads as a visitor; only asking who we are shows it."""
        if not self._author:
            me = self._rest.me()
            if not me.may_moderate:
                detail = f"Pengguna {me.name} tidak boleh mengelola komentar (moderate_comments)."
                raise PlatformError(ErrorKind.PERMISSION_MISSING, detail)
            self._author = me.native_id
        return self._author


def _reply(item: Mapping[str, Any]) -> Reply:
    try:
        return Reply(str(item["id"]), str(item["link"]), visible=item["status"] == "approved")
    except KeyError as error:
        raise PlatformError(ErrorKind.MALFORMED, "Situs tidak menyebutkan nomor atau tautan tanggapan.") from error


def _says(item: Mapping[str, Any], text: str) -> bool:
    """Whether this is our text, whatever markup and line breaks the site made of it."""
    content = item.get("content", {})
    shown = html_to_text(str(content.get("raw") or content.get("rendered", "")))
    return shown.split() == text.split()
