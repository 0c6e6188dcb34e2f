"""As much of WordPress's comments REST API as publishing needs, fast, and remembering on disk what was posted.

``python -m tests.bench.fake_wordpress PORT FOLDER``: visitors' comments have ids below 1,000,000 and are always
there. Like the real one it refuses the same text by the same author under the same parent (409), goes on with a
request whose client is gone, and may take a moment before and after it inserts.
"""

from __future__ import annotations

import json
import random
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

API = "/wp-json/wp/v2/"
FIRST_REPLY = 1_000_001
POST, AUTHOR = 1, 7
SLOWEST = 0.012
"""Seconds at most before and after an insertion."""


class Site:
    """The replies, in memory and one JSON line each on disk."""

    def __init__(self, folder: Path) -> None:
        self._posted, self._refused = folder / "replies.jsonl", folder / "refused.jsonl"
        self._lock = threading.Lock()
        self._replies = [json.loads(line) for line in lines_of(self._posted)]

    def add(self, parent: int, content: str) -> dict[str, Any] | None:
        """Insert a reply, or None for one that is there already."""
        time.sleep(random.uniform(0, SLOWEST))
        with self._lock:
            if any(reply["parent"] == parent and reply["content"] == content for reply in self._replies):
                _append(self._refused, {"parent": parent, "content": content})
                return None
            reply = {"id": FIRST_REPLY + len(self._replies), "parent": parent, "content": content}
            _append(self._posted, reply)
            self._replies.append(reply)
        time.sleep(random.uniform(0, SLOWEST))
        return reply

    def under(self, parent: int) -> list[dict[str, Any]]:
        """Replies to a comment."""
        return [reply for reply in self._replies if reply["parent"] == parent]

    def one(self, native_id: int) -> dict[str, Any] | None:
        """A comment or a reply by its id."""
        if native_id < FIRST_REPLY:
            return {"id": native_id, "parent": 0, "content": "Di mana TPS saya, min?"}
        place = native_id - FIRST_REPLY
        return self._replies[place] if place < len(self._replies) else None


class Handler(BaseHTTPRequestHandler):
    """The routes."""

    site: ClassVar[Site]
    address: ClassVar[str]

    def do_GET(self) -> None:
        split = urlsplit(self.path)
        path, query = split.path.removeprefix(API), parse_qs(split.query)
        if "Authorization" not in self.headers:
            self._answer(401, {"code": "rest_not_logged_in"})
        elif path == "users/me":
            self._answer(200, {"id": AUTHOR, "name": "humas", "capabilities": {"moderate_comments": True}})
        elif path == "comments":
            parent = int(query.get("parent", ["0"])[0])
            self._answer(200, [self._shown(reply) for reply in self.site.under(parent)])
        elif path.startswith("comments/") and (found := self.site.one(int(path.removeprefix("comments/")))):
            self._answer(200, self._shown(found))
        else:
            self._answer(404, {"code": "rest_comment_invalid_id"})

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        reply = self.site.add(int(sent["parent"]), str(sent["content"]))
        if reply is None:
            self._answer(409, {"code": "comment_duplicate"})
        else:
            self._answer(201, self._shown(reply))

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _shown(self, reply: dict[str, Any]) -> dict[str, Any]:
        author = AUTHOR if reply["id"] >= FIRST_REPLY else 0
        content = {"raw": reply["content"], "rendered": f"<p>{reply['content']}</p>"}
        link = f"{self.address}/?p={POST}#comment-{reply['id']}"
        return {"id": reply["id"], "post": POST, "parent": reply["parent"], "author": author, "status": "approved",
                "content": content, "link": link}  # fmt: skip

    def _answer(self, status: int, body: object) -> None:
        data = json.dumps(body).encode()
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.send_header("X-WP-TotalPages", "1")
            self.end_headers()
            self.wfile.write(data)
        except OSError:
            self.close_connection = True  # the client was killed; what it asked for is done all the same


class Server(ThreadingHTTPServer):
    """One thread a request; a client that is gone is nothing to talk about."""

    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """A connection that was cut says nothing."""


def lines_of(path: Path) -> list[str]:
    """The lines of a file that may not be there yet."""
    return path.read_text("utf-8").splitlines() if path.exists() else []


def main(port: str, folder: str) -> None:
    """Serve until killed."""
    Handler.site = Site(Path(folder))
    Handler.address = f"http://127.0.0.1:{port}"
    Server(("127.0.0.1", int(port)), Handler).serve_forever()


def _append(path: Path, entry: dict[str, Any]) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(entry) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
